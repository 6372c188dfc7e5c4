"""What the command and the page say, in Chinese and in English, one line for each message."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("评测", "Evaluation"),
    "headlines": ("主要分数", "Headlines"),
    "score": ("分数", "score"),
    "value": ("值", "value"),
    "interval": ("95% 区间", "95 % interval"),
    "right": ("对", "right"),
    "spurious": ("多出", "spurious"),
    "missed": ("漏掉", "missed"),
    "bootstrap": (
        "区间由对报告（不是对片段）的自助重采样得出，共 {draws} 次；全对或全错时用 Wilson 区间。“–” 表示没有标注或没有可除的数，不是 0。",
        "Intervals by bootstrap over reports (not spans), {draws} draws; Wilson's where no draw differs. “–” was not annotated or has nothing to divide; it is no 0.",
    ),
    "seen": (
        "规则是看着这些真实报告写成的：在它们上面的分数是上限，不是对新报告的预期。",
        "The rules were written with the real reports in view: scores on those are an upper bound, not what new reports will give.",
    ),
    "unscored": ("未标注、因而未计分：{names}", "Not annotated, so not scored: {names}"),
    "unusable": ("未能使用的标准答案：", "Gold that could not be used:"),
    "gate": ("与基线比较", "Against the baseline"),
    "gate-open": ("通过：共有 {count} 份报告，没有主要分数显著下降。", "Open: {count} reports in common, no headline fell significantly."),
    "gate-shut": (
        "不通过：{names}；必须无误的报告中有 {errors} 处错误。",
        "Shut: {names}; {errors} errors in the reports that must never fail.",
    ),
    "none-fell": ("没有主要分数显著下降", "no headline fell significantly"),
    "difference": ("差", "difference"),
    "spans": ("片段", "Spans"),
    "cells": ("单元格", "Cells"),
    "cells-note": (
        "right、wrong、missed 只数印着非 0 数字的格；invented 是没有印数字却读出数字的格。",
        "right, wrong, missed count cells that print a number other than 0; invented: none is printed, one is read.",
    ),
    "attributes": ("属性、链接、抬头、核对", "Attributes, links, head, findings"),
    "confusion": ("标签之间的混淆", "Confusion between labels"),
    "confusion-note": (
        "行是标准答案，列是读出的结果；对角线只数边界完全一致的。",
        "Rows: gold. Columns: what was read. The diagonal counts exact edges only.",
    ),
    "edge": ("边界不同", "edge"),
    "confidence": ("置信度", "Confidence"),
    "confidence-note": (
        "左：有多确信与有多少是对的；右：先看最不确信的，看了多少之后还剩多少错误。漏掉的没有置信度，不在其中。",
        "Left: how sure against how often right. Right: errors that remain when the least sure are looked at first. "
        "What was missed has no confidence and is not in here.",
    ),
    "sure": ("置信度 %", "confidence %"),
    "right-share": ("其中正确 %", "of these right %"),
    "reviewed": ("人工复核的比例 %", "share reviewed %"),
    "remaining": ("剩余错误", "errors left"),
    "layer": ("层", "layer"),
    "answers": ("答案数", "answers"),
    "ece": ("期望校准误差", "calibration error"),
    "from": ("阈值（{target}% 正确）", "threshold for {target} %"),
    "accepted": ("免复核", "accepted"),
    "assured": ("数据能保证", "assured by these data"),
    "unreached": ("达不到", "not reached"),
    "damage": ("损坏的强度", "Damage by severity"),
    "damage-note": (
        "每种损坏一张小图，横轴为强度（1 为实际所见），按强度 1 时的损失排序；报告与标准答案不变。",
        "One picture a kind of damage; across: severity (1 is what is seen in the wild); sorted by what severity 1 costs.",
    ),
    "severity": ("强度", "severity"),
    "cost": ("代价", "Cost"),
    "mistakes": ("全部错误", "Every mistake"),
    "mistakes-note": (
        "按种类分组，按次数排列；同样的错误合并，列出所在报告。",
        "Grouped by kind and sorted by how often; equal mistakes are joined, with links to their reports.",
    ),
    "gold": ("标准", "gold"),
    "found": ("读出", "read"),
    "more": ("另有 {count} 种未列出", "{count} more are not listed"),
    "reports": ("有错误的报告", "Reports with mistakes"),
    "file": ("文件", "file"),
    "no-mistakes": ("没有错误。", "No mistakes."),
}  # fmt: skip


def say(key: str, lang: str, **values: object) -> str:
    """`say("gold", "zh")` is 标准; values fill what stands in braces."""
    chinese, english = WORDS[key]
    return (chinese if lang == "zh" else english).format(**values)
