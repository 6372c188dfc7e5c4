"""Offsets of one text in another: gold placed in one extraction, spans found in another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from extraction.report import Clause, Entity, Report, Span, Zero

Placed = TypeVar("Placed", Entity, Zero, Clause)
Move = Callable[[int, int], Span | None]


def onto(report: Report, text: str) -> Report:
    """The report with its spans as places of `text`; what `text` does not hold is left out.

    Spaces are no characters here: extractions of one file differ in them first of all.
    """
    if report.text == text:
        return report
    moved = _mover(report.text, text)
    return replace(
        report,
        text=text,
        entities=tuple(_placed(entity, moved, text) for entity in report.entities if moved(entity.start, entity.end)),
        zeros=tuple(_placed(zero, moved, text) for zero in report.zeros if moved(zero.start, zero.end)),
        clauses=tuple(_placed(clause, moved, text) for clause in report.clauses if moved(clause.start, clause.end)),
        sections=tuple(
            replace(part, start=place[0], end=place[1])
            for part in report.sections if (place := moved(part.start, part.end))
        ),
    )  # fmt: skip


def _placed(span: Placed, moved: Move, text: str) -> Placed:
    start, end = moved(span.start, span.end) or (0, 0)
    return replace(span, start=start, end=end, text=text[start:end])


def _mover(here: str, there: str) -> Move:
    """[start, end) of `here` -> the stretch of `there` that its first and last common characters frame."""
    from rapidfuzz.distance import Indel

    ours = [i for i, char in enumerate(here) if not char.isspace()]
    theirs = [i for i, char in enumerate(there) if not char.isspace()]
    steps = Indel.opcodes("".join(here[i] for i in ours), "".join(there[i] for i in theirs))
    pairs = [
        (ours[step.src_start + k], theirs[step.dest_start + k])
        for step in steps if step.tag == "equal"
        for k in range(step.src_end - step.src_start)
    ]  # fmt: skip
    known = [here_at for here_at, _ in pairs]

    def moved(start: int, end: int) -> Span | None:
        first, last = bisect_left(known, start), bisect_right(known, end - 1) - 1
        return (pairs[first][1], pairs[last][1] + 1) if first <= last else None

    return moved
