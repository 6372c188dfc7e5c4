"""A figure that no rule could link -> the cell that prints its value, where the words around it are likely.

The rules (links.py) go by words alone and so can find a contradiction; this goes by words and value together
and cannot: it only adds what the table confirms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from extraction.report import Entity, Table
from extraction.text import Passage

LIKELY = 0.7  # of a cell that prints the value, against all others that do and against none
UNCONFIRMED = 0.1  # of the figures that restate nothing, those whose value some cell prints by chance


def link(
    entities: Sequence[Entity], passages: Sequence[Passage], tables: Mapping[str, Table], folder: Path
) -> tuple[Entity, ...]:
    """The entities with a cell for the figures that had none and whose value and words agree with one."""
    from models import cells

    if not (folder / cells.FILE).exists():
        return tuple(entities)
    known = cells.load(folder)
    printed = _printed(tables)
    found: dict[int, str] = {}
    for place, figure, words in around([e for e in entities if e.label == "FIGURE"], passages):
        same = [path for path in printed.get(figure.value, ()) if path in known.paths] if figure.value is not None else []
        if figure.cell or figure.approx or not same:
            continue
        likely = known.likely(words, [*same, cells.NONE])
        likely[cells.NONE] *= UNCONFIRMED
        best = max(likely, key=likely.__getitem__)
        if best != cells.NONE and likely[best] >= LIKELY * sum(likely.values()):
            found[place] = best
    return tuple(replace(e, cell=found[e.start]) if e.label == "FIGURE" and e.start in found else e for e in entities)


def around(figures: Sequence[Entity], passages: Sequence[Passage]) -> Iterator[tuple[int, Entity, list[str]]]:
    """The start of each figure of the passages, the figure, and the features of the words around it."""
    from models.cells import features

    by_start = {figure.start: figure for figure in figures}
    for passage in passages:
        text = passage.text
        for offset in sorted(by_start.keys() & set(text.origin)):
            figure = by_start[offset]
            start, end = text.at(offset), text.at(figure.end - 1) + 1
            yield offset, figure, features(text.chars[:start], text.chars[start:end], text.chars[end:], passage.section)


def _printed(tables: Mapping[str, Table]) -> dict[float | int, list[str]]:
    """The paths of the cells that print each value."""
    found: dict[float | int, list[str]] = {}
    for name, table in tables.items():
        for row, cells in table.cells.items():
            for column, cell in cells.items():
                if cell.value is not None:
                    found.setdefault(cell.value, []).append(f"{name}.{row}.{column}")
    return found
