"""A figure that no rule could link -> the cell that prints its value, where the words around it are likely.

The rules (links.py) go by words alone and so can find a contradiction; this goes by words, value and company
(which cells the other figures of the sentence restate): it adds what the table confirms, and doubts the links
of rules that the table contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from extraction import restatements
from extraction.checks import exact
from extraction.report import Entity, Report
from extraction.text import Passage

LIKELY = 0.4  # of a cell that prints the value, against all others that do and against none
UNCONFIRMED = 0.1  # of the figures that restate nothing, those whose value some cell prints by chance,
COMMON = 10  # up to this value; the larger it is, the rarer the chance
DOUBTED = 0.1  # of a cell that prints another value: a finding lost is worse than one too many
_SENTENCE = re.compile(r"[。！？\n]")


class Place(NamedTuple):
    """A figure of the prose, the features of the words around it, and the other figures of its sentence."""

    figure: Entity
    words: list[str]
    before: Sequence[Entity]
    after: Sequence[Entity]

    def company(self, cells: Mapping[int, str]) -> list[str]:
        """Features: what the others of the sentence restate (start of a figure -> path)."""
        left = [cells[e.start] for e in self.before if e.start in cells]
        right = [cells[e.start] for e in self.after if e.start in cells]
        tables = {path.partition(".")[0] for path in (*left, *right)}
        found = [f"beside {table}" for table in sorted(tables)] or ["alone"]
        if left:
            found += [f"left {left[-1]}", f"left {left[-1].rpartition('.')[0]}"]
        if right:
            found += [f"right {right[0]}"]
        return found

    def taken(self, cells: Mapping[int, str]) -> set[str]:
        """The paths that others of the sentence restate."""
        return {cells[e.start] for e in (*self.before, *self.after) if e.start in cells}


def link(report: Report, passages: Sequence[Passage], folder: Path) -> Report:
    """The report with cells for the figures that had none and whose value and words agree with one.

    A rule's link that the table contradicts stays only where the words are likely for it: such a link is a finding.
    """
    from models import cells

    if not (folder / cells.FILE).exists():
        return report
    known = cells.load(folder)
    told = {path: value for path in known.paths if path and (value := restatements.stated(report, path)) is not None}
    figures = [e for e in report.entities if e.label == "FIGURE"]
    linked = {e.start: e.cell for e in figures if e.cell}
    for place in around(figures, passages):
        figure = place.figure
        if figure.value is None or figure.approx:
            continue
        words = [*place.words, *place.company(linked)]
        if figure.cell and (
            figure.cell not in told
            or restatements.agrees(report, figure, figure.cell, told[figure.cell])
            or known.likely(words, known.paths)[figure.cell] >= DOUBTED
        ):
            continue
        linked.pop(figure.start, None)
        found = [path for path in _confirmed(figure, told) if path not in place.taken(linked)]
        likely = known.likely(words, [*found, cells.NONE])
        likely[cells.NONE] *= UNCONFIRMED / max(abs(figure.value) / COMMON, 1)
        best = max(likely, key=likely.__getitem__)
        if best != cells.NONE and likely[best] >= LIKELY * sum(likely.values()):
            linked[figure.start] = best
    marked = (replace(e, cell=linked.get(e.start)) if e.label == "FIGURE" else e for e in report.entities)
    return replace(report, entities=tuple(marked))


def _confirmed(figure: Entity, told: Mapping[str, Decimal]) -> Iterator[str]:
    """The paths under which the table says what the figure says."""
    value = exact(figure.value)
    rounded = "万" in figure.text or "亿" in figure.text
    for path, stated in told.items():
        loose = rounded or path.endswith((".amount", ".change"))
        if (loose or stated == value) and restatements.same(figure, path, stated):
            yield path


def around(figures: Sequence[Entity], passages: Sequence[Passage]) -> Iterator[Place]:
    """The figures of the passages, in order, each with the words and figures around it."""
    from models.cells import features

    by_start = {figure.start: figure for figure in figures}
    for passage in passages:
        text = passage.text
        sentences: dict[int, list[Entity]] = {}
        for offset in sorted(by_start.keys() & set(text.origin)):
            ends = len(_SENTENCE.findall(text.chars, 0, text.at(offset)))
            sentences.setdefault(ends, []).append(by_start[offset])
        for found in sentences.values():
            for i, figure in enumerate(found):
                start, end = text.at(figure.start), text.at(figure.end - 1) + 1
                words = features(text.chars[:start], text.chars[start:end], text.chars[end:], passage.section)
                yield Place(figure, words, found[:i], found[i + 1 :])
