"""A figure of the prose -> the statutory cell that it restates, told by its wording, never by its value.

The wordings stand in one table, `wordings.py`; this file finds the words that govern a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extraction.report import Entity
from extraction.text import Passage
from extraction.wordings import HEADINGS, TOPICS, WORDINGS, Wording

_REACH = 400  # characters before a figure that can govern it
_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE_END = re.compile(r"[，。；：！？\n]")
_TAIL = re.compile(r"[^，。；：、！？\n（）]{0,40}")
_BRACKET = re.compile(r"（[^（）]*）")
# 「（二）依申请公开情况」, on a line of its own or before its text.
_HEADING = re.compile(
    r"(?:^|(?<=\n))(?:[^\n。，；]{2,24}\n"
    r"|(?:（[一二三四五六七八九十\d]{1,2}）|[一二三四五六七八九十\d]{1,2}[、.])[^\n。，；]{2,30}(?:[。：\n]|$))"
)
# In 「3件予以公开、2件部分公开」 the words follow their figure.
_ITEM_BEFORE = re.compile(r"[、，；和及]\Z")
# What follows a figure in its sentence and says that the table does not hold it.
_ELSEWHERE = re.compile(
    r"不在此列|另计|不属于?本报告|均?不以本?我|不(?:计|列|纳|统计|归|算)[^，。；]{0,3}(?:入|在内|作)|不在[^，。；]{0,8}(?:之列|之内|统计|范围|表)|(?:另行|另外|另作|单独)统计"
    r"|另类统计|与(?:政府)?(?:信息)?公开(?:工作)?(?:均?无关|没有关系)|属(?:于)?业务工作|不(?:重复|在此)计"
)
# The year that a clause begins with, and so is about.
_OF_YEAR = re.compile(r"(?:^|[，；：、）])(?:其中|而)?(20\d\d)年(?!\d|[^，；]{0,12}(?:至|起|以来))")
_THIS_YEAR = re.compile(r"[本今当全]年|年[内度]|现已|新收|共|结转|转入|遗留|未办")
# Words that leave the meaning to the clause before: 「收到…申请，共计9件」.
_THIN = re.compile(r"(?:其中|共|计|合计|总|数量|件数|案件|申请|为|有|达|均|分别|全部|已|年|度|全|、|\s)*")


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around one figure of a passage."""

    topic: str
    lead: str  # of the sentence, from the figure before to this one
    own: str  # the lead without the clause that ends the words of the figure before
    tail: str  # from this figure to the end of its clause
    sentence: str  # from the sentence's start to the figure
    unit: str | None
    rest: str  # from the figure to the end of its sentence
    linked: tuple[str, ...]  # cells that figures before it in its sentence restate, in their order


def link(
    entities: Sequence[Entity], passages: Sequence[Passage], forms: Mapping[str, str] | None = None, year: int | None = None
) -> tuple[Entity, ...]:
    """The entities with `cell` set on each figure whose wording restates a cell or the sum of a group.

    `forms` names the versions of the tables, whose rows and columns differ: `{"disclosure": "2019"}`; a
    table that is not in it was not printed, and nothing restates it. None: whichever tables there may be.
    `year` is the one reported on: what is told of a year before it restates nothing but what came over.
    """
    if forms is not None and not forms:
        return tuple(entities)
    figures = [e for e in entities if e.label == "FIGURE"]
    starts = [e.start for e in figures]
    cells: dict[int, str] = {}
    for passage in passages:
        # What is wrong is told by examples, whose figures restate no cell.
        if passage.text.chars and passage.section != "problems":
            first, last = passage.text.span(0, len(passage.text.chars))
            around = figures[bisect_left(starts, first) : bisect_left(starts, last)]
            inside = [f for f in around if passage.text.origin[passage.text.at(f.start)] == f.start]
            cells.update(_linked(passage, inside, forms or {}, year or 0))
    return tuple(replace(e, cell=cells.get(e.start)) if e.label == "FIGURE" else e for e in entities)


def _linked(
    passage: Passage, figures: Sequence[Entity], forms: Mapping[str, str], year: int
) -> Iterator[tuple[int, str]]:
    """The start of each figure that restates a cell, and the cell's path; each cell once in a sentence."""
    chars, text = passage.text.chars, passage.text
    headings = _headings(passage)
    sentence_start, before, linked = 0, 0, list[str]()
    topic = inherited = ""
    for figure in figures:
        start, end = text.at(figure.start), text.at(figure.end - 1) + 1
        opened = max((m.end() for m in _SENTENCE_END.finditer(chars, before, start)), default=sentence_start)
        if opened > sentence_start or not before:
            heading = headings[bisect_right(headings, (opened, "~")) - 1][1]
            inherited = _inherited(chars, sentence_start, opened, topic) or heading
            sentence_start, linked = opened, []
        sentence = chars[max(sentence_start, start - _REACH) : start]
        lead = chars[max(before, sentence_start, start - _REACH // 2) : start]
        own = _CLAUSE_END.split(lead, maxsplit=1)[-1] if before > sentence_start else lead
        found = _TAIL.match(chars, end)
        tail = found[0] if found else ""
        close = _SENTENCE_END.search(chars, end, end + _REACH // 2)
        rest = chars[end : close.start() if close else end + _REACH // 2]
        topic = _topic(sentence) or _topic(tail) or inherited or _topic(rest)
        unit = figure.unit and chars[end - len(figure.unit) : end]  # simplified, whatever was printed
        cell = _cell(_Context(topic, lead, own, tail, sentence, unit, rest, tuple(linked)), forms)
        before = end
        if cell and cell not in linked and not (_told_of_earlier(sentence, year) and ".carried_over." not in cell):
            linked.append(cell)
            yield figure.start, cell


def _told_of_earlier(sentence: str, year: int) -> bool:
    """「2022年收到申请3件」 in the report on 2023."""
    told = next(reversed([*_OF_YEAR.finditer(sentence)]), None)
    return bool(told and int(told[1]) < year and sentence.count("，", told.end()) < 2 and not _THIS_YEAR.search(sentence, told.end()))


def _headings(passage: Passage) -> list[tuple[int, str]]:
    """Where each heading of a passage ends, and its topic; the first is the part's own."""
    part = passage.section if passage.section in ("applications", "disputes") else ""
    found = [(-1, part)]
    for match in _HEADING.finditer(passage.text.chars):
        topic = next((heading.name for heading in HEADINGS if heading.words.search(match[0])), part)
        found.append((match.end(), topic))
    return found


def _inherited(chars: str, start: int, end: int, topic: str) -> str:
    """The topic that a sentence at `end` takes over from the sentences of its paragraph since `start`."""
    if chars.endswith("\n", start, end):
        return ""
    line = chars.rfind("\n", start, end) + 1
    for sentence in reversed(_SENTENCE_END.split(chars[max(start, end - _REACH, line) : end])):
        found = _topic(sentence)
        if found:
            return found
    return "" if line else topic


def _topic(words: str) -> str:
    """What the words last speak of; some topics rule the whole sentence."""
    best, topic = -1, ""
    for candidate in TOPICS:
        for match in candidate.words.finditer(words):
            if candidate.rules:
                return candidate.name
            if match.end() > best:
                best, topic = match.end(), candidate.name
    return topic


def _cell(context: _Context, forms: Mapping[str, str]) -> str | None:
    """The path of the cell that the nearest wording names."""
    if _ELSEWHERE.search(context.rest.partition("；")[0]):
        return None
    wording = _nearest(context)
    path = wording.path(forms, context.topic) if wording else None
    return path if path and (not forms or path.split(".")[0] in forms) else None


def _nearest(context: _Context) -> Wording | None:
    """The wording whose words end closest before the figure; else one that begins right after it."""
    wordings = _wordings(context.topic, context.unit)
    if not wordings:
        return None
    clause = _CLAUSE_END.split(context.lead)[-1]
    around = f"{clause}#{context.tail}"
    whole = _clause_before(context.own) if _THIN.fullmatch(clause) else ""
    leads: tuple[str, ...] = (_BRACKET.sub("", clause), clause, whole)
    if _ITEM_BEFORE.search(context.lead):
        begins = _after(wordings, context, around)
        if begins:
            return begins
        leads = (whole,)
    for words in dict.fromkeys(leads):
        found = [
            (match.end(), -rank, wording)
            for rank, wording in wordings
            for match in wording.lead.finditer(words)
            if _fits(wording, context, around)
        ]
        if found:
            return max(found, key=lambda f: f[:2])[2]
    return _after(wordings, context, around)


def _clause_before(own: str) -> str:
    """The clause before a thin one; it ends in its comma where the figure is but a part of it."""
    *_, before, thin = ["", *_CLAUSE_END.split(own)]
    return before if thin and "其中" not in thin else f"{before}，"


@cache
def _wordings(topic: str, unit: str | None) -> tuple[tuple[int, Wording], ...]:
    """The wordings that figures of this topic and unit can have, with their rank."""
    spoken = tuple((rank, w) for rank, w in enumerate(WORDINGS) if w.speaks_of(topic, unit))
    return spoken if any(w.cell for _, w in spoken) else ()


def _after(
    wordings: Sequence[tuple[int, Wording]], context: _Context, around: str
) -> Wording | None:
    """The first wording whose words begin right after the figure: 「3件予以公开」."""
    begun = (w for _, w in wordings if w.tail.match(context.tail))
    return next((w for w in begun if _fits(w, context, around)), None)


def _fits(wording: Wording, context: _Context, around: str) -> bool:
    """Whether the clause, the sentence and what was told in it before let this wording speak."""
    told = context.linked[-1] if context.linked else ""
    return (
        wording.fits(around, context.sentence)
        and (not wording.near or bool(wording.near.search(f"{context.sentence}#{context.rest}")))
        and (not wording.follows or bool(wording.follows.match(told)))
        and (not wording.after or wording.after in context.linked)
    )
