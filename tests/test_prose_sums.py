"""Totals of the prose and their parts: parts of parts, other lists and other years are not summed up."""

from __future__ import annotations

import pytest

from extraction import extract

HEAD = "东岭县水务局2023年政府信息公开工作年度报告\n一、总体情况\n"

DIVIDED = {
    "parts in brackets": "全年办结42件，其中予以公开20件，部分公开5件，不予公开7件（国家秘密3件，第三方权益4件），无法提供6件，其他处理4件。",
    "parts behind the comma of an item": "全年办结42件，其中予以公开20件，占47.6%；部分公开5件；不予公开7件，分别为国家秘密3件、过程性信息4件；无法提供6件；其他处理4件。",
    "another list behind the semicolon": "全年引发行政复议40件，其中维持20件，纠正6件，其他结果14件；行政诉讼33件，其中直接起诉21件，复议后起诉12件。",
    "last year's total": "全年收到申请42件，比2022年的30件增加40%，其中自然人21件，企业9件，科研机构2件，法律服务机构8件，其他2件。",
    "a sum inside the list": "全年办结42件，其中予以公开20件，内部事务信息5件，过程性信息2件，共不予公开7件，无法提供11件，其他处理4件。",
    "what is left for the next year": "全年办结42件，其中予以公开20件，部分公开5件，不予公开7件，无法提供6件，不予处理2件，结转下年度9件。",
}


def parts_of(sentence: str) -> list[str]:
    report = extract(f"{HEAD}{sentence}\n".encode(), name="report.txt", engine="rules")
    return [f.message for f in report.findings if f.rule == "prose.parts"]


@pytest.mark.parametrize("sentence", DIVIDED.values(), ids=DIVIDED.keys())
def test_a_sound_list_is_no_finding(sentence: str) -> None:
    assert parts_of(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        ("全年办结42件，其中予以公开20件，部分公开9件，不予公开7件（国家秘密3件，第三方权益4件），无法提供8件，其他处理4件。", "6 over"),
        ("全年办结42件，其中予以公开20件；部分公开9件；不予公开7件，分别为国家秘密3件、过程性信息4件；无法提供8件；其他处理4件。", "6 over"),
        ("发布信息390条，其中业务动态210条，通知公告96条，政策文件60条，财务预决算44条。", "20 over"),
    ],
)
def test_parts_that_exceed_their_total_are_found(sentence: str, over: str) -> None:
    (message,) = parts_of(sentence)
    assert over in message
