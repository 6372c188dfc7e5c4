"""What is wrong with an annotation file, in both languages: place, what was found, what was expected."""

from __future__ import annotations

from annotations.gold import GoldFault

TABLE: dict[str, tuple[str, str]] = {
    # spans
    "said": (
        "{layer} [{start}, {end}) 写的是 {said!r}，原文此处是 {found!r}；标注之后原文是否改过？",
        "{layer} [{start}, {end}) says {said!r}, the text there is {found!r}; was the text changed after it "
        "was annotated?",
    ),
    "outside": (
        "{label} [{start}, {end}) 不在原文之内；应为 0 <= 起点 < 终点 <= {length}",
        "{label} [{start}, {end}) is no stretch of the text; expected 0 <= start < end <= {length}",
    ),
    "offset": ("起止位置是 {found!r}，应为整数", "an offset is {found!r}, expected a whole number"),
    "unit": (
        "{label} [{start}, {end}) 不在字符的边界上；应为 0 到 {length} 的 UTF-16 位置，不落在一个字符之中",
        "{label} [{start}, {end}) is no stretch of characters; expected UTF-16 offsets from 0 to {length}, none "
        "inside a character",
    ),
    "type": ("{path} 是 {found}；应为 {expected} 类型", "{path} is {found}; expected {expected}"),
    "label": ("未知标签 {found!r}；应为 {expected} 之一", "label {found!r}, expected one of {expected}"),
    "overlap": (
        "{layer}：{label} {text!r} [{start}, {end}) 与前一个标注 {other!r} [{first}, {last}) 重叠；"
        "同一层内不得重叠",
        "{layer}: {label} {text!r} [{start}, {end}) overlaps {other!r} [{first}, {last}) before it; spans of "
        "one layer must not",
    ),
    "trait": (
        "{label} {text!r} 的 {name} 是 {found!r}；应为{expected_zh}",
        "{name} of {label} {text!r} is {found!r}; expected {expected}",
    ),
    # texts
    "surrogate": (
        "第 {at} 个字符是半个代理对 {found!r}；应为能以 UTF-8 写出的文字",
        "character {at} is half a surrogate pair, {found!r}; expected text that UTF-8 can hold",
    ),
    "changed": (
        "原文改过：第 {at} 个字符起是 {found!r}，原来是 {expected!r}；请在未改动的原文上标注",
        "the text was changed: from character {at} it reads {found!r}, it was {expected!r}; annotate the text "
        "as it was",
    ),
    "print": (
        "原文改过：{length} 个字符的指纹是 {found}，应为 {expected}；请在未改动的原文上标注",
        "the text was changed: the fingerprint of its {length} characters is {found}, expected {expected}; "
        "annotate the text as it was",
    ),
    # files
    "unreadable": ("读不了：{found}；应为{expected_zh}", "cannot be read: {found}; expected {expected}"),
    "key": (
        "缺少 {name}，或其值不合：{found}；应为{expected_zh}",
        "{name} is missing or unfit: {found}; expected {expected}",
    ),
    "empty": ("没有标注；应为{expected_zh}", "nothing is annotated; expected {expected}"),
    "several": (
        "有 {found} 份标注；应只有一份，或在其中一份上标出 ground truth",
        "{found} annotations; expected one, or one that is marked as ground truth",
    ),
    "answer": (
        "answer 是 {found!r}；应为 'accept'：请先导出已接受的样例（db-out --answer accept）",
        "answer is {found!r}; expected 'accept': export the accepted examples (db-out --answer accept)",
    ),
    "twin": ("没有 {found}；每个 .txt 应有一个同名的 .ann", "no {found}; expected a .ann beside each .txt"),
    "line": ("这一行是 {found!r}；应为{expected_zh}", "the line is {found!r}; expected {expected}"),
    "gap": (
        "{label} 由几段组成，中间隔着 {found!r}；只有换行可以隔开",
        "{label} is in pieces with {found!r} between them; expected nothing but line breaks there",
    ),
    "inside": (
        "{layer} 列的 {found!r} 接在 {before!r} 之后；I- 之前应为同一标签的 B- 或 I-",
        "column {layer} has {found!r} after {before!r}; expected B- or I- of the same label before it",
    ),
    "stranger": (
        "原件中没有 {found!r}，也没有同样的文字；应为转换前的那些报告",
        "{found!r} is not among the originals, nor is its text; expected the reports as they were before",
    ),
}


class FormatFault(GoldFault):
    """A file of annotations that cannot be taken: `message` and `message_zh` name file and line."""

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.message, self.message_zh = message, message_zh


def fault(key: str, place: str, **values: object) -> FormatFault:
    """`fault("offset", "a.jsonl:3", found="x")` says 「a.jsonl:3: an offset is 'x', expected a whole number」."""
    zh, en = (message.format(**values) for message in TABLE[key])
    return FormatFault(f"{place}: {en}", f"{place}：{zh}")
