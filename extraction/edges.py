"""Spans of the tagger, put right where that is mechanical: edges on marks, a clause in pieces, names in titles.

What the guidelines exclude whatever the words say: a span that begins or ends on white space or a point, 等 at
the end of a clause, two clauses of one kind parted by a comma, an entity inside a title or an address, a
place alone or an unnamed group (各区政府) as an agency, two bodies in one span.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction import agencies, organs
from extraction.report import Span as Place

if TYPE_CHECKING:
    from models.tags import Span

_LEFT = re.compile(r"(?:[\s，、。；：！？…）)]|(?:如|例如|比如)(?=[^何果实期同]))+")
_RIGHT = re.compile(r"(?:[\s，、。；：！？…（(]|等等?(?:问题|不足|不容忽视|突出)?)+$")
_PLACE_ALONE = re.compile(r"[省市县区州盟旗镇乡村]$")
_GOVERNED = re.compile(r"[委省市县区旗州镇乡]$")
_GROUP = re.compile(r"[各全]$")
_TWO_BODIES = re.compile(
    r"(?<=党工委)(?=[\u4e00-\u9fff]{0,4}管委会(?:政府)?$)|(?<=[省市县区州镇乡党]委)(?=[省市县区州镇乡]?(?:人民)?政府$)"
    r"|(?<=[局厅])(?=[省市县区旗州][^局厅]{1,12}[局厅]$)"
)
_ACTING = re.compile(r"(?:完成|新增|包括|依托|通过|按照|对照|含(?=自治|[省市县]))(?=.{3})")  # what is done with a body is not its name
_NICKNAME = re.compile(r"》（[^（）《》]{0,30}$")
_ASPECT = re.compile(r"[^，、；]{1,10}方面")  # the head of an item, which says nothing yet
_COMMA = re.compile(r"[，、]?")
_LEVEL = re.compile(rf"(?<![{organs.SELF}])[省市县区旗州]")
_ORGAN = re.compile(r"(?:人民)?政府|党?委(?=办|$)|纪委|人大|政协")
_LAST = frozenset("府站所团师队会馆院台社校组系道学关行庭场地联班）")  # all but 24 of 7,771 gold names end so or in HEAD
def _patterns(*written: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, written))


# 「本年度报告」, 「（2024版）」, 「连续第3年」 are no dates; 「五公开」, 「2.0版」, 「主楼9层」 count nothing.
_MISTAKEN = {
    "DATE": _patterns(
        r"(?:[本上下当全]|[上下]一)年度(?=(?:工作)?报告)", r"[本上下当全]年(?=[度报])", r"\d{4}年?(?=版)", r"\d{4}年?版", r"\d年",
        r"(?<=第)\d+年",
    ),
    "FIGURE": _patterns(r"[一二三四五六七八九十\d]+公(?=开)", r"\d+\.\d+版", r"(?<=[楼厦座])\d+[层楼]"),
}
_DIGITS = re.compile(r"\d\d")
_NOBODY = re.compile(r"(?:委办局|(?<!.)人民法院|(?<!.)(?:人民)?政府)$")  # 「政府网站」, but 「乡党委政府」
_SHORTEST = {"PROBLEM": 4, "MEASURE": 4}


def clauses(chars: str, found: Sequence[Span]) -> list[Span]:
    """Clauses without frames and points; neighbours of one kind that only a comma parts are one."""
    joined: list[Span] = []
    for span in found:
        last = joined[-1] if joined else None
        if last and last.label == span.label and _COMMA.fullmatch(chars, last.end, span.start):
            sure = min(last.confidence, span.confidence)
            joined[-1] = last._replace(end=span.end, confidence=sure)
        else:
            joined.append(span)
    trimmed = (_trimmed(chars, span) for span in joined)
    return [
        span for span in trimmed
        if span.end - span.start >= _SHORTEST[span.label] and not _ASPECT.fullmatch(chars, span.start, span.end)
    ]  # fmt: skip


def entities(chars: str, found: Sequence[Span], closed: Sequence[Place], ruled: Sequence[Place] = ()) -> list[Span]:
    """Entities without white space at their edges, and none inside `closed` stretches or an address.

    A name that ends in the middle of a word gives way to the one of `ruled` (the rules' names) that it touches.
    """
    open_to_names = agencies.masked(chars)
    kept = []
    for span in found:
        start, end = span.start, span.end
        while start < end and chars[start].isspace():
            start += 1
        while start < end and (chars[end - 1].isspace() or _unopened(chars, start, end)):
            end -= 1
        if span.label == "AGENCY" and (before := _ACTING.match(chars, start, end)):
            start = before.end()
        hidden = any(first < end and start < last for first, last in closed)
        if start == end or hidden:
            continue
        found_here = span._replace(start=start, end=end)
        if span.label == "AGENCY":
            kept += [whole for name in _bodies(chars, found_here, open_to_names) for whole in _whole(chars, name, ruled)]
        elif not _is_mistaken(chars, found_here):
            kept.append(found_here)
    return _with_branches(chars, kept)


def _unopened(chars: str, start: int, end: int) -> bool:
    """Whether a bracket closes at `end` that does not open in the span: 「（以下简称区管办）」."""
    return chars[end - 1] in "）)" and not re.search(r"[（(]", chars[start:end])


def _with_branches(chars: str, found: Sequence[Span]) -> list[Span]:
    """A body and its branch directly behind it are one name: 「国家税务总局太仓市税务局」."""
    joined: list[Span] = []
    for span in sorted(found, key=lambda span: span.start):
        last = joined[-1] if joined else None
        if last and last.label == span.label == "AGENCY" and last.end == span.start and organs.is_branch(
            chars[last.start : last.end], chars[span.start : span.end]
        ):  # fmt: skip
            joined[-1] = last._replace(end=span.end, confidence=min(last.confidence, span.confidence))
        else:
            joined.append(span)
    return joined


def _is_mistaken(chars: str, span: Span) -> bool:
    known = (pattern.match(chars, span.start) for pattern in _MISTAKEN[span.label])
    if span.label == "FIGURE":
        nickname = _NICKNAME.search(chars[max(0, span.start - 40) : span.start])
        if nickname or any(at and _DIGITS.match(chars, at - 1) for at in (span.start, span.end)):
            return True
    return any(match and match.end() == span.end for match in known)


def _bodies(chars: str, span: Span, open_to_names: str) -> list[Span]:
    """The agencies of a span: none, one, or two that stand side by side without a mark."""
    words = chars[span.start : span.end]
    if "\0" in open_to_names[span.start : span.end] or _PLACE_ALONE.search(words):
        return []
    if _GROUP.search(chars[: span.start]) or (_NOBODY.search(words) and not _GOVERNED.search(chars[: span.start])):
        return []
    cuts = [span.start, *(span.start + cut.start() for cut in _TWO_BODIES.finditer(words)), span.end]
    parts = [span._replace(start=a, end=b) for a, b in pairwise(cuts)]
    if words.endswith("管委会政府"):
        parts[-1] = parts[-1]._replace(end=parts[-1].end - len("政府"))
    return parts


def _whole(chars: str, name: Span, ruled: Sequence[Place]) -> list[Span]:
    """The name with the place before it; a name cut inside a word is the rules' name there, or none."""
    if _ends(chars, name.end):
        bare = name.start > 0 and _ORGAN.match(chars, name.start, name.end) and _LEVEL.match(chars, name.start - 1)
        return [name._replace(start=name.start - 1)] if bare else [name]
    return [name._replace(start=a, end=b) for a, b in ruled if a < name.end and name.start < b and _ends(chars, b)]


def _ends(chars: str, end: int) -> bool:
    """Whether a name may end there: at a last word of names, or at a character that ends some and begins no word."""
    return chars[end - 1 : end] in _LAST or any(
        (last := organs.HEAD.match(chars, end - length)) and last.end() == end for length in range(1, min(6, end) + 1)
    )


def _trimmed(chars: str, span: Span) -> Span:
    start, end = span.start, span.end
    if left := _LEFT.match(chars, start, end):
        start = left.end()
    if right := _RIGHT.search(chars[start:end]):
        end = start + right.start()
    return span._replace(start=start, end=max(start, end))
