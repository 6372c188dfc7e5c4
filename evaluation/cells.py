"""Gold cells against read cells. Most cells print 0, so plain accuracy says nothing and is not given.

printed   a number other than 0 is printed: right, wrong (another number is read), missed (none is read)
invented  no number is printed, one is read
zero      0 is printed: kept, or read as something else, or not read
empty     no number is printed: kept empty; where the gold tells how it is empty, the state too
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evaluation.counts import Counts
from extraction.report import Cell, Number, Report

Outcome = Literal[
    "right", "wrong", "missed", "invented", "zero_right", "zero_wrong", "zero_missed", "empty_right"
]
OUTCOMES: tuple[Outcome, ...] = (
    "right", "wrong", "missed", "invented", "zero_right", "zero_wrong", "zero_missed", "empty_right",
)  # fmt: skip
FAULTS = frozenset({"wrong", "missed", "invented", "zero_wrong", "zero_missed"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One cell: what is printed there, what was read, and how that went; `state` None: not judged."""

    path: str
    form: str
    gold: Cell | None
    found: Cell | None
    outcome: Outcome
    state: bool | None


def verdicts(gold: Report, found: Report, *, states: bool) -> Iterator[Verdict]:
    """Every cell that either side has. `states`: the gold knows how an empty cell is empty.

    A gold cell below confidence 1 is left open (damage touched its characters) and not judged.
    """
    paths = dict.fromkeys(
        row.path
        for report in (gold, found)
        for row in report.cells()
        if report is gold or row.value is not None
    )
    for path in paths:
        true, ours = gold.cell(path), found.cell(path)
        if true is not None and true.confidence < 1:
            continue
        table = gold.tables.get(path.split(".")[0])
        outcome = judged(true.value if true else None, ours.value if ours else None)
        yield Verdict(path, table.form if table else "none", true, ours, outcome, _state(true, ours, states))


def judged(printed: Number | None, read: Number | None) -> Outcome:
    """`judged(12, None)` is missed, `judged(None, 0)` invented, `judged(0, 0)` zero_right."""
    if printed is None:
        return "empty_right" if read is None else "invented"
    zero = printed == 0
    if read is None:
        return "zero_missed" if zero else "missed"
    if equal(printed, read):
        return "zero_right" if zero else "right"
    return "zero_wrong" if zero else "wrong"


def equal(one: Number | None, other: Number | None) -> bool:
    """The same number but for what a float cannot hold: 35.65 万元 is 356500 元."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _state(gold: Cell | None, found: Cell | None, states: bool) -> bool | None:
    if gold is None or not (states or gold.value is not None):
        return None
    return found is not None and found.state == gold.state


def groups(verdict: Verdict, layout: str) -> tuple[str, ...]:
    """The cell counts in all, in its table, in its form and in its layout."""
    return "all", f"table.{verdict.path.split('.')[0]}", f"form.{verdict.form}", f"layout.{layout}"


def tally(found: Iterator[Verdict] | list[Verdict], layout: str) -> Counter[str]:
    """`cells.<group>.<outcome>` -> how many; `states` counts the judged states, `states_right` the right ones."""
    numbers: Counter[str] = Counter()
    for verdict in found:
        for group in groups(verdict, layout):
            numbers[f"cells.{group}.{verdict.outcome}"] += 1
            if verdict.state is not None:
                numbers[f"cells.{group}.states"] += 1
                numbers[f"cells.{group}.states_right"] += verdict.state
    return numbers


def printed(numbers: Counter[str] | dict[str, int], group: str = "all") -> Counts:
    """Numbers other than 0: a wrong one is spurious and missed, an invented one and a misread 0 spurious."""
    right, wrong, missed, invented, misread = (
        numbers.get(f"cells.{group}.{name}", 0)
        for name in ("right", "wrong", "missed", "invented", "zero_wrong")
    )
    return Counts(right, wrong + invented + misread, wrong + missed)
