"""Part five -> Clauses: each PROBLEM and MEASURE, without its marker, introduction and closing point.

The prose is cut into units (sentences, items, halves at a semicolon); each unit loses its frame; its
own words and what was announced before it tell whether it is a problem, a measure or neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from extraction.cues import (
    AGAINST,
    ANNOUNCED_MEASURE,
    ANNOUNCED_PROBLEM,
    BOTH,
    CONCESSION,
    DOES,
    END,
    EXISTING,
    EXISTS,
    FAULT,
    HEAD,
    ITEM,
    JOINED,
    LEAD,
    LISTS,
    NAMED,
    NEEDS,
    NEEDS_SELF,
    NUMBERED,
    PLANNED,
    PRAISED,
    PROBLEM,
    QUOTED,
    REMEDY,
    SIGNED,
    TAIL,
    TITLE,
    WILL,
)
from extraction.report import Clause
from extraction.text import Passage

_SHORTEST = 4
_POINTS = " \t。；！？\n，、：…"
_LONGEST = 800  # no official writes a longer sentence; what is longer has lost its points


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of the passage's characters; `lists` where items follow, `marked` where it is one."""

    start: int
    end: int
    lists: bool
    marked: bool


def find(passages: Sequence[Passage]) -> tuple[Clause, ...]:
    """The clauses of the part on problems and improvements, in order; other parts have none."""
    found = []
    heading = ""
    for passage in passages:
        if passage.section == "heading":
            heading = passage.text.chars
        elif passage.section == "problems":
            for label, start, end, sure in _clauses(passage.text.chars, _of_heading(heading)):
                first, last = passage.text.span(start, end)
                topic = _topic(label, passage.text.chars[start:end])
                found.append(Clause(label, first, last, passage.text.quote(start, end), sure, topic))
            heading = ""
    return tuple(found)


def _of_heading(heading: str) -> str:
    """What a heading promises: 「下一步打算」 measures, 「存在的问题」 problems, both together nothing."""
    fault, remedy = FAULT.search(heading), ANNOUNCED_MEASURE.search(heading)
    if bool(fault) == bool(remedy):
        return ""
    return "PROBLEM" if fault else "MEASURE"


def _clauses(chars: str, expected: str) -> Iterator[tuple[str, int, int, float]]:
    for unit in _units(chars):
        start = _without_lead(chars, unit.start, unit.end)
        if PLANNED.search(chars, unit.start, start):
            expected = "MEASURE"
        elif named := NAMED.search(chars, max(0, unit.start - 5), unit.start):
            expected = "PROBLEM" if named["fault"] else "MEASURE"
        words = chars[start : unit.end]
        if len(words) > _LONGEST:
            continue
        if SIGNED.fullmatch(words):
            continue
        if announced := _announced(words, unit):
            expected = announced
            continue
        for label, first, last, sure in _stated(words, unit, expected):
            if last - first >= _SHORTEST:
                yield label, start + first, start + last, sure
                expected = expected or label




def _units(chars: str) -> list[_Unit]:
    """The sentences and items of a passage; quotations are never cut."""
    masked = QUOTED.sub(_hidden, chars)
    cuts = {0, len(masked), *(m.start() for m in ITEM.finditer(masked))}
    for end in END.finditer(masked):
        cuts |= {end.start(), end.end()}
    edges = sorted(cuts)
    units: list[_Unit] = []
    for first, last in pairwise(edges):
        units += _unit(masked, first, last)
    followed = [*(unit.marked for unit in units[1:]), False]
    return [
        _Unit(unit.start, unit.end, unit.lists or next_marked, unit.marked)
        for unit, next_marked in zip(units, followed, strict=False)
    ]


def _hidden(quoted: re.Match[str]) -> str:
    """Nothing in place of a quotation; the number of an item, 「（一）」, is none."""
    return quoted[0] if NUMBERED.match(quoted[0]) else "\1" * len(quoted[0])


def _unit(masked: str, first: int, last: int) -> Iterator[_Unit]:
    """The unit between two cuts without its marker and its points; two where a colon parts them."""
    start = first
    marked = False
    while start < last:
        if masked[start] in _POINTS:
            start += 1
        elif head := HEAD.match(masked, start, last):
            start, marked = head.end(), True
        else:
            break
    lists = masked[last - 1 : last + 1].endswith("：") or masked[last : last + 1] == "："
    while last > start and masked[last - 1] in " \t，、；：。":
        last -= 1
    colon = masked.find("：", start, min(start + 50, last))
    if colon > 0 and (TITLE.fullmatch(masked, start, colon) or _announces(masked[start:colon])):
        yield _Unit(start, colon, True, marked)
        yield from _unit(masked, colon + 1, last)
    elif last > start:
        yield _Unit(start, last, lists, marked)


def _without_lead(chars: str, start: int, end: int) -> int:
    while lead := LEAD.match(chars, start, end):
        if lead.end() == start:
            break
        start = lead.end()
        while start < end and chars[start] in _POINTS:
            start += 1
    return start


def _announces(words: str) -> bool:
    return bool(LISTS.search(words) or ANNOUNCED_PROBLEM.search(words) or ANNOUNCED_MEASURE.search(words))


def _announced(words: str, unit: _Unit) -> str:
    """What a unit announces that says nothing itself: 「存在以下不足」, 「我局将从三个方面改进」."""
    title = TITLE.fullmatch(words)
    lists = LISTS.search(words)
    if not (title or lists or (unit.lists and not unit.marked)):
        return ""
    remedy = ANNOUNCED_MEASURE.search(words)
    if not (title or lists) and DOES.match(words):
        return ""
    if FAULT.search(words) and (not remedy or JOINED.search(words)) and not NEEDS_SELF.search(words):
        return "PROBLEM"
    if title or lists or REMEDY.search(words) or (remedy and len(words) < 30):
        return "MEASURE"
    return ""




def _stated(words: str, unit: _Unit, expected: str) -> Iterator[tuple[str, int, int, float]]:
    """The clauses of a unit with what they are and how sure that is, offsets counted in the unit."""
    if pair := AGAINST.match(words):
        yield "PROBLEM", *pair.span("problem"), 0.8
        yield "MEASURE", *pair.span("measure"), 0.8
        return
    first, last = _unframed(words, expected)
    if last - first < _SHORTEST:
        return
    both = BOTH.search(words, first, last)
    if both and PROBLEM.search(words, first, both.start()) and not PROBLEM.search(words, both.end(), last):
        yield "PROBLEM", *_trimmed(words, first, both.start()), 0.8
        first, expected = _without_lead(words, both.end(), last), "MEASURE"
    label, sure = _label(words[first:last], expected)
    if label == "PROBLEM":
        yield label, *_trimmed(words, first, last), sure
    elif label:
        yield label, first, last, sure


def _unframed(words: str, expected: str) -> tuple[int, int]:
    """Without the concession and the frame: 「取得一些成绩，但也存在X等问题」 -> X."""
    first, last = 0, len(words)
    concession = CONCESSION.match(words)
    if concession and not PROBLEM.search(words, 0, concession.end()):
        first = concession.end()
    elif expected != "MEASURE" and PRAISED.search(words) and not PROBLEM.search(words):
        return last, last
    if expected == "MEASURE":
        return first, last
    if frame := EXISTS.match(words[first:]):
        return first + frame.end(), last
    if frame := EXISTING.match(words[first:]):
        return first + frame.start("what"), first + frame.end("what")
    return first, last


def _trimmed(words: str, first: int, last: int) -> tuple[int, int]:
    tail = TAIL.search(words, first, last)
    last = tail.start() if tail and tail.start() > first else last
    while last > first and words[last - 1] in _POINTS:
        last -= 1
    return first, last


def _label(words: str, expected: str) -> tuple[str, float]:
    needs, problem, does = NEEDS.search(words), PROBLEM.search(words), DOES.match(words)
    if WILL.match(words) and not needs:
        return "MEASURE", 0.8
    if expected == "PROBLEM":
        return ("MEASURE", 0.6) if does and not problem else ("PROBLEM", 0.95 if needs else 0.8)
    if expected == "MEASURE":
        return ("PROBLEM", 0.6) if needs and not does else ("MEASURE", 0.95 if does else 0.8)
    if needs or (problem and not does):
        return "PROBLEM", 0.8
    if does:
        return "MEASURE", 0.7
    return ("", 0.0) if PRAISED.search(words) else ("PROBLEM", 0.4)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = json.loads(Path(__file__).with_name("topics.json").read_text(encoding="utf-8"))
    return tuple((topic, re.compile("|".join(cues.split()))) for topic, cues in data["cues"].items())


def _topic(label: str, words: str) -> str:
    """The topic whose cues a clause names most often, 「P6」; a general phrase without any is 「99」."""
    counts = {topic: len(set(cues.findall(words))) for topic, cues in _topics()}
    best = max(counts, key=counts.__getitem__)
    return f"{label[0]}{best}" if counts[best] else "99"
