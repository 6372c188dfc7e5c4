"""A figure of the prose -> the statutory cell that it restates, told by the wording around it, never by its value.

The wordings stand in one table, `wordings.py`; this file finds the words that govern a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extraction.report import Entity
from extraction.text import Passage
from extraction.wordings import HEADINGS, TOPICS, WORDINGS, Wording

_FORM = "2021"
_REACH = 400  # characters before a figure that can govern it
_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE_END = re.compile(r"[，。；：！？\n]")
_TAIL = re.compile(r"[^，。；：、！？\n（）]{0,40}")
_BRACKET = re.compile(r"（[^（）]*）")
# 「（二）依申请公开情况」, on a line of its own or before its text.
_HEADING = re.compile(
    r"(?:^|(?<=\n))(?:(?:（[一二三四五六七八九十\d]{1,2}）|[一二三四五六七八九十\d]{1,2}[、.])[^\n。，；]{2,30}(?:[。：\n]|$)|[^\n。，；]{2,24}\n)"
)
# In 「3件予以公开、2件部分公开」 the words follow their figure.
_ITEM_BEFORE = re.compile(r"[、，；和及]\Z")
# Words that leave the meaning to the clause before: 「收到…申请，共计9件」.
_THIN = re.compile(r"(?:其中|共|计|合计|总计|累计|数量|总数|件数|案件|申请|为|有|达|均|分别|全部|已|年|度|全|、|\s)*")


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around one figure of a passage."""

    topic: str
    lead: str  # of the sentence, from the figure before to this one
    tail: str  # from this figure to the end of its clause
    sentence: str  # from the sentence's start to the figure
    unit: str | None
    linked: frozenset[str]  # cells that figures before it in its sentence restate


def link(
    entities: Sequence[Entity], passages: Sequence[Passage], forms: Mapping[str, str] | None = None
) -> tuple[Entity, ...]:
    """The entities with `cell` set on each figure whose wording restates a cell or the sum of a group.

    `forms` names the version of the disclosure table, whose columns differ: `{"disclosure": "2019"}`.
    """
    form = (forms or {}).get("disclosure", _FORM)
    cells: dict[int, str] = {}
    figures = [e for e in entities if e.label == "FIGURE"]
    starts = [e.start for e in figures]
    for passage in passages:
        if not passage.text.chars:
            continue
        first, last = passage.text.span(0, len(passage.text.chars))
        inside = figures[bisect_right(starts, first - 1) : bisect_right(starts, last - 1)]
        cells.update(_linked(passage, inside, form))
    return tuple(replace(e, cell=cells[e.start]) if e.label == "FIGURE" and e.start in cells else e for e in entities)


def _linked(passage: Passage, figures: Sequence[Entity], form: str) -> Iterator[tuple[int, str]]:
    """The start of each figure that restates a cell, and the cell's path."""
    chars, text = passage.text.chars, passage.text
    headings = _headings(passage)
    sentence_start, before, linked = 0, 0, set[str]()
    topic = inherited = ""
    for figure in figures:
        start, end = text.at(figure.start), text.at(figure.end - 1) + 1
        opened = max((m.end() for m in _SENTENCE_END.finditer(chars, before, start)), default=sentence_start)
        if opened > sentence_start or not before:
            inherited = _inherited(chars, sentence_start, opened, topic) or headings[bisect_right(headings, (opened, "~")) - 1][1]
            sentence_start, linked = opened, set()
        sentence = chars[max(sentence_start, start - _REACH) : start]
        tail = _TAIL.match(chars, end)
        after = tail[0] if tail else ""
        topic = _topic(sentence) or _topic(after) or inherited
        lead = chars[max(before, sentence_start, start - _REACH // 2) : start]
        context = _Context(topic, lead, after, sentence, figure.unit, frozenset(linked))
        cell = _cell(context, form)
        before = end
        if cell and cell not in linked:
            linked.add(cell)
            yield figure.start, cell


def _headings(passage: Passage) -> list[tuple[int, str]]:
    """Where each heading of a passage ends, and its topic; the first is the part's own."""
    part = passage.section if passage.section in ("applications", "disputes") else ""
    found = [(-1, part)]
    for match in _HEADING.finditer(passage.text.chars):
        found.append((match.end(), next((topic for topic, words in HEADINGS if words.search(match[0])), part)))
    return found


def _inherited(chars: str, start: int, end: int, topic: str) -> str:
    """The topic that a sentence at `end` takes over from the sentences of its paragraph since `start`."""
    if chars.endswith("\n", start, end):
        return ""
    paragraph = chars[max(start, end - _REACH, chars.rfind("\n", start, end) + 1) : end]
    for sentence in reversed(_SENTENCE_END.split(paragraph)):
        found = _topic(sentence)
        if found:
            return found
    return topic if "\n" not in chars[start:end] else ""


def _topic(words: str) -> str:
    """What the words last speak of; some topics rule the whole sentence."""
    best, topic = -1, ""
    for name, pattern, rules_all in TOPICS:
        for match in pattern.finditer(words):
            if rules_all:
                return name
            if match.end() > best:
                best, topic = match.end(), name
    return topic


def _cell(context: _Context, form: str) -> str | None:
    """The path of the cell that the nearest wording names."""
    wording = _nearest(context)
    if wording is None or (wording.after and wording.after not in context.linked):
        return None
    return wording.path(form, context.topic)


def _nearest(context: _Context) -> Wording | None:
    """The wording whose words end closest before the figure; else one that begins right after it."""
    clause = _CLAUSE_END.split(context.lead)[-1]
    around = f"{clause}#{context.tail}"
    wordings = _wordings(context.topic, context.unit)
    if not wordings:
        return None
    whole = context.lead if _THIN.fullmatch(clause) else ""
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
            if wording.fits(around, context.sentence)
        ]
        if found:
            return max(found, key=lambda f: f[:2])[2]
    return _after(wordings, context, around)


@cache
def _wordings(topic: str, unit: str | None) -> tuple[tuple[int, Wording], ...]:
    """The wordings that figures of this topic and unit can have, with their rank."""
    spoken = tuple((rank, w) for rank, w in enumerate(WORDINGS) if w.speaks_of(topic, unit))
    return spoken if any(w.cell for _, w in spoken) else ()


def _after(wordings: Sequence[tuple[int, Wording]], context: _Context, around: str) -> Wording | None:
    return next(
        (w for _, w in wordings if w.tail and w.tail.match(context.tail) and w.fits(around, context.sentence)), None
    )
