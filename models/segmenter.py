"""Words from characters, with the terms of the form and of agencies; the only import of jieba."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

TERMS = (
    "政府信息公开", "信息公开", "主动公开", "依申请公开", "政务公开", "政务新媒体", "行政规范性文件", "规范性文件", "行政许可",
    "行政处罚", "行政强制", "行政事业性收费", "行政复议", "行政诉讼", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理",
    "结转", "上年结转", "办结", "答复", "政策解读", "政府网站", "门户网站", "微信公众号", "基层政务公开", "标准化规范化",
    "重点领域", "公开指南", "公开目录", "保密审查", "三审三校", "人民政府", "办公室", "管理委员会", "市场监督管理局",
    "发展和改革委员会", "人力资源和社会保障局", "自然资源局", "生态环境局", "卫生健康委员会", "农业农村局", "街道办事处",
    "政务公开工作领导小组", "一是", "二是", "三是", "下一步", "有待加强", "有待提高", "进一步加强", "进一步完善", "年度报告",
)  # fmt: skip


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    for term in TERMS:
        jieba.add_word(term)
    return jieba


def words(text: str) -> Iterator[tuple[int, int]]:
    """The places of the words of `text`, in order and without gaps."""
    at = 0
    for word in _jieba().cut(text, HMM=False):
        yield at, at + len(word)
        at += len(word)
