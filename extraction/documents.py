"""「《…条例》」 「国办公开办函〔2021〕30号」 -> DOCUMENT: titles and document numbers in the prose."""

from __future__ import annotations

import re

from extraction.report import Entity
from extraction.text import Passage

_TITLE = re.compile(r"《[^《》\n]{1,160}(?:《[^《》\n]{1,120}》[^《》\n]{0,80}){0,3}》")
_NUMBER = re.compile(
    r"(?P<core>(?:[〔\[【（](?:19|20)\d\d年?[〕\]】）]|〔(?:19|20)\d\d)第?\d{1,5}号|令(?:第\d{1,4}号|（第\d{1,4}号）))"
    r"|第\d{1,4}号(?:国务院)?令|DB\d\d/T\s?\d{3,4}(?:[-—–]{1,2}\d{4})?|GB/T\s?\d{4,5}(?:[-—–]{1,2}\d{4})?"
)
# The issuer's short name stands before the core; what introduces the number is no part of it.
_INTRODUCTION = re.compile(
    r"根据|按照|依据|依照|遵照|落实|贯彻|执行|参照|印发|转发|下发|关于|文件|通知|详见|以下|要求|对照|条例|公布|[及和与以的见按为据了是]"
    r"|[^\u4e00-\u9fffA-Za-z]"
)
_LONGEST_ISSUER = 14
_REPUBLIC = "中华人民共和"


def find(passage: Passage) -> tuple[Entity, ...]:
    """The DOCUMENT spans of a passage, in order; a title that quotes a title is one span."""
    text = passage.text
    spans = [(*match.span(), 0.99) for match in _TITLE.finditer(text.chars)]
    taken = sorted(spans)
    for match in _NUMBER.finditer(text.chars):
        start, end = match.span()
        if match["core"]:
            start = _issuer(text.chars, start)
        if not any(first < end and start < last for first, last, _ in taken):
            spans.append((start, end, 0.9))
    found = []
    for start, end, confidence in sorted(spans):
        first, last = text.span(start, end)
        found.append(Entity("DOCUMENT", first, last, text.printed[first:last], confidence))
    return tuple(found)


def _issuer(chars: str, core: int) -> int:
    """Where the document number begins whose year or 「令」 stands at `core`."""
    first = max(0, core - _LONGEST_ISSUER)
    start = max((match.end() for match in _INTRODUCTION.finditer(chars, first, core)), default=first)
    return start - len(_REPUBLIC) if chars.endswith(_REPUBLIC, 0, start) else start
