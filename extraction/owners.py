"""Whose an agency is: the places, levels and zones to the left of a name's own words."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.organs import BREAK, DOUBTFUL, NAMED_ZONES, NO_PLACE, ORDINAL, SELF, TITLES, ZONE, words
from extraction.places import LONGEST, is_place, place_tails

# 市 and 县 end a place, 太仓 needs a clean edge.
_PLACE_ENDS = "省市县区旗州盟镇乡道木"
_OPENERS = "由向在与和及经对按将请"
_FURTHEST = 6


@dataclass(slots=True)
class Line:
    """A passage while it is read from left to right; `spans` are its agencies so far, with how sure each is.

    `places` are names that the document shows to be places, `rank` is the level of the reporting agency.
    """

    chars: str
    places: frozenset[str]
    tails: frozenset[str]
    rank: int
    spans: list[tuple[int, int, float]]

    def last_end(self) -> int:
        return self.spans[-1][1] if self.spans else 0

    def follows(self, at: int) -> bool:
        """Whether the agency read last ends right there."""
        return bool(self.spans) and self.spans[-1][1] == at

    def add(self, start: int, end: int, confidence: float) -> None:
        while self.spans and self.spans[-1][0] >= start:
            self.spans.pop()
        if self.last_end() <= start:
            self.spans.append((start, end, confidence))


def prefix(line: Line, end: int) -> int:
    """The start of the places, the level or the zone to whom the words from `end` on belong; else `end`."""
    chars, floor = line.chars, line.last_end()
    if ordinal := ORDINAL.search(chars, max(floor, end - 8), end):
        return ordinal.start()
    start = _places_before(line, _zone(line, end, floor), floor)
    if start == end:
        start = _level(chars, end, floor)
        if start < end and (far := far_place(line, start)) is not None:
            start = far
    for title in TITLES:
        if chars.endswith(title, floor, start):
            start -= len(title)
    return start


def far_place(line: Line, end: int) -> int | None:
    """The start of a place at most six characters before `end`: 「太仓市城厢海塘管理所」."""
    chars, floor = line.chars, line.last_end()
    for at in range(end - 1, end - 1 - _FURTHEST, -1):
        if at <= floor or BREAK.match(chars[at]) or chars[at] in "媒路街号楼找" or NO_PLACE.search(chars[at]):
            return None
        if _place_before(line, at, floor) < at:
            return _places_before(line, at, floor)
    return None


def unlisted_name(line: Line, end: int) -> int | None:
    """The start of a name of two to four characters that nobody knows, at a clean edge: 「通洋海关」."""
    for n in range(2, 5):
        edge = end - n
        if edge < line.last_end() or not _may_be_name(line.chars, edge, end):
            return None
        if line.chars.endswith("中华人民共和国", 0, edge):
            return edge - len("中华人民共和国")
        if edge == 0 or BREAK.match(line.chars[edge - 1]) or line.chars[edge - 1] in "与和由向在赴请":
            return edge
    return None


def _may_be_name(chars: str, start: int, end: int) -> bool:
    name = chars[max(0, start) : end]
    unfit = len(name) < end - start or BREAK.search(name) or NO_PLACE.search(name)
    return not unfit and name[:2] not in words().before


def _places_before(line: Line, end: int, floor: int) -> int:
    """The start of all the places that follow each other up to `end`: 「江苏省苏州市太仓市」."""
    while (start := _place_before(line, end, floor)) < end:
        end = start
    return end


def _place_before(line: Line, end: int, floor: int, *, short: bool = False) -> int:
    """The start of the place that ends there; a short name must have a clean edge unless `short`."""
    chars = line.chars
    tail = chars[end - 2 : end] if end > 1 else ""
    if tail not in place_tails() and tail not in line.tails:
        return end
    for n in range(min(LONGEST, end - floor), 1, -1):
        start = end - n
        name = chars[start:end]
        if name in line.places or (is_place(name) and name not in DOUBTFUL):
            edge = start == 0 or 0 < floor == start or BREAK.match(chars[start - 1])
            # 「宁县」 is a place, and the end of 「沁宁县」
            if short or edge or (name[-1] in _PLACE_ENDS and (n > 2 or name in line.places)):
                return start
    return end


def _zone(line: Line, end: int, floor: int) -> int:
    """The start of a zone with its name: 「平潭综合实验区」, 「张江科学城」."""
    zone = ZONE.search(line.chars, max(floor, end - 16), end)
    if not zone:
        return end
    start = zone.start()
    if (place := _place_before(line, start, floor, short=True)) < start:
        return place
    for edge in (start - 2, start - 3):
        if edge >= floor and _may_be_name(line.chars, edge, start):
            before = line.chars[edge - 1] if edge else "\n"
            if BREAK.match(before) or before in "由向在与对指及" or zone[0].endswith(NAMED_ZONES):
                return edge
    return start


def _level(chars: str, end: int, floor: int) -> int:
    """The start of 「市」 in 市政府, of 「局」 in 局办公室; not in 「全市」, 「我局」, 「各片区」."""
    listed = words()
    for start in (end - 3, end - 2, end - 1):
        word = chars[max(0, start) : end]
        if start < floor or (word not in listed.levels and word not in listed.own):
            continue
        before = chars[start - 1] if start else ""
        if before and (before in SELF or (word in "区镇" and before in "片社景专地小校库灾乡")):
            return end
        clean = not before or BREAK.match(before) or before in _OPENERS
        if clean or word in listed.levels or word in ("局", "厅", "校", "队", "总局", "分局"):
            return start
    return end
