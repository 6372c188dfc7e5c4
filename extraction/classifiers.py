"""Classifiers and units of the reports, and the number words that are no figures. Data for `figures.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_DURATION = (
    r"(?:多|半|法定)?(?:月|小时|季度|星期|工作日|自然[日年]|交易日|昼夜|学时|学年|学期|世纪)"
    r"|年(?!度|级)|周(?!边|年)"
)
_ENDED = r"(?!以上|左右|的|[，。；、）\n])"

_PLAIN = (
    "个百分点 百分点 部分 方面 万元 亿元 万美元 美元 倍 件 项 例 册 张 则 辆 座 栋 套 艘 颗 枚 卷 段 株 "
    "大类 小类 大项 小项 子项 条次 件次 篇次 人次 户次 家次 场次 期次 批次 项次 份次 班次 车次 例次 台次 "
    "处次 宗次 个次 条（次） 件（次） 篇（次） 人（次） 场（次） 期（次） 户（次） 家（次） 批（次） "
    "项（次） 条（件） 件（条） 次（期） 亩 公顷 公里 平方米 平方公里 立方米 吨 千瓦 千瓦时"
)

# A classifier, and what may not follow it: 「12部门」 has no classifier 部, 「3个月」 is a duration.
CLASSIFIERS: Mapping[str, str] = MappingProxyType(dict.fromkeys(_PLAIN.split(), "") | {
    "个": rf"{_DURATION}|体(?![系育验制])|税(?!务)", "元": "旦|宵", "成": _ENDED, "分": _ENDED,
    "条": "[例款码]", "份": "额", "篇": "[章幅]", "次": "性", "期": "[间限满]", "场": "[所地馆]",
    "起": "草", "宗": "教", "家": "庭", "户": "籍", "处": "室", "台": "[账风]",
    "本": "[级局机市县区省年月土地单部]", "幅": "度", "部": "[门委署队]|位(?!于)", "站": "点",
    "人": "[民员大才社]", "名": "[录称额]|单(?!位)", "位": "[置数]|一体", "种": "[植养]",
    "类": "[似别型]", "页": "[面码]", "轮": "[流训]", "通": "[过知报告]", "封": "[闭面]", "单": "[位元]",
    "笔": "[记试]", "只": "[有能要是需限]", "所": "[属有]", "间": "[接隔]", "课": "[题程]",
    "节": "[日点]", "讲": "[解座话]", "栏": "目", "支": "[持出]", "档": "案", "票": "[价据]",
    "首": "[页次先]", "款": "项", "组": "织", "集": "[中体团]", "门": "[户类诊禁槛店]", "字": "号",
    "批": "[准复示]",
})  # fmt: skip

# What can be counted in parts: 「1.3个」 at the head of a paragraph is none of these.
DIVISIBLE = frozenset({
    None, "元", "美元", "倍", "成", "分", "百分点", "个百分点", "亩", "公顷", "公里", "平方米", "平方公里",
    "立方米", "吨", "千瓦", "千瓦时",
})  # fmt: skip

_SMALL = "一二两三四五六七八九十"
_THINGS = "人件项次户家个张本单事岗"

# Slogans and fixed expressions: a Chinese numeral with a classifier that counts nothing.
FIXED = re.compile(
    r"两个(?:维护|确立|责任|结合|一百年|务必|毫不动摇|文明)|两项补贴|两张皮|两本账|[两三]会一课|[八十]项规定"
    rf"|[{_SMALL}]个(?:一批|一(?!样)|意识|自信|代表|全面|不|严禁|必须|[“”])"
    r"|三项制度|四项基本|三次产业|三类内部|四类过程"
    rf"|[{_SMALL}]位一体|[{_SMALL}]审[{_SMALL}]校|[{_SMALL}][{_THINGS}][{_SMALL}多][{_THINGS}档策码网]"
    r"|十字|三件套|二十四节气|百家号|百件实事|千人计划|万人评议"
    r"|[三五九]台[县山区市]|七台河|五家渠|三门[县峡]|三元区"
)
