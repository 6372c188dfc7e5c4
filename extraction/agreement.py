"""A figure that no rule could link -> the cell that prints its value, where the words around it are likely.

The rules (links.py) go by words alone and so can find a contradiction; this goes by words, value and company
(which cells the other figures of the sentence restate) and cannot: it only adds what the table confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from extraction.report import Entity, Table
from extraction.text import Passage

LIKELY = 0.5  # of a cell that prints the value, against all others that do and against none
UNCONFIRMED = 0.05  # of the figures that restate nothing, those whose value some cell prints by chance,
COMMON = 10  # up to this value; the larger it is, the rarer the chance
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


def link(
    entities: Sequence[Entity], passages: Sequence[Passage], tables: Mapping[str, Table], folder: Path
) -> tuple[Entity, ...]:
    """The entities with a cell for the figures that had none and whose value and words agree with one."""
    from models import cells

    if not (folder / cells.FILE).exists():
        return tuple(entities)
    known = cells.load(folder)
    printed = _printed(tables)
    figures = [e for e in entities if e.label == "FIGURE"]
    linked = {e.start: e.cell for e in figures if e.cell}
    for place in around(figures, passages):
        figure = place.figure
        if figure.cell or figure.approx or figure.value is None:
            continue
        taken = place.taken(linked)
        same = [path for path in printed.get(figure.value, ()) if path in known.paths and path not in taken]
        if not same:
            continue
        likely = known.likely([*place.words, *place.company(linked)], [*same, cells.NONE])
        likely[cells.NONE] *= UNCONFIRMED / max(figure.value / COMMON, 1)
        best = max(likely, key=likely.__getitem__)
        if best != cells.NONE and likely[best] >= LIKELY * sum(likely.values()):
            linked[figure.start] = best
    return tuple(replace(e, cell=linked.get(e.start, e.cell)) if e.label == "FIGURE" else e for e in entities)


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


def _printed(tables: Mapping[str, Table]) -> dict[float | int, list[str]]:
    """The paths of the cells that print each value."""
    found: dict[float | int, list[str]] = {}
    for name, table in tables.items():
        for row, cells in table.cells.items():
            for column, cell in cells.items():
                if cell.value is not None:
                    found.setdefault(cell.value, []).append(f"{name}.{row}.{column}")
    return found
