"""Mistakes: each with its place, gold over found, and of what kind it is. One mistake is one correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.cells import FAULTS, Verdict
from evaluation.spans import Mark, match, overlap, strict
from extraction.report import Cell, Finding, Number, Report, Span

Kind = Literal[
    "edge", "missed", "spurious", "wrong label", "wrong link", "wrong value", "wrong unit", "wrong date",
    "wrong topic", "cell wrong", "cell missed", "cell invented", "zero wrong", "zero missed", "part", "head", "finding missed",
    "finding spurious", "unread",
]  # fmt: skip
AROUND = 24
# Findings follow from what was read: whoever corrects that has corrected them.
NO_CORRECTION = frozenset({"finding missed", "finding spurious"})
OF_ATTRIBUTE: dict[str, Kind] = {
    "value": "wrong value", "approx": "wrong value", "unit": "wrong unit", "cell": "wrong link", "iso": "wrong date",
    "topic": "wrong topic",
}  # fmt: skip
OF_CELL: dict[str, Kind] = {
    "wrong": "cell wrong", "missed": "cell missed", "invented": "cell invented", "zero_wrong": "zero wrong",
    "zero_missed": "zero missed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """`context` begins at character `at` of the gold's text; a span is None where that side has none."""

    report: str
    kind: Kind
    label: str
    gold: str | None
    found: str | None
    gold_span: Span | None = None
    found_span: Span | None = None
    context: str = ""
    at: int = 0

    @property
    def place(self) -> str:
        """What the mistake is about, so that two engines' mistakes can be told apart or matched."""
        return f"{self.report}|{self.kind}|{self.label}|{self.gold_span}|{self.found_span}"


def of_spans(report: str, text: str, gold: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Mistake]:
    """Whatever has no exact partner: an edge or a label that differs, then missed, then spurious."""
    exact = match(gold, found, strict)
    left = [mark for g, mark in enumerate(gold) if g not in {pair[0] for pair in exact}]
    given = [mark for f, mark in enumerate(found) if f not in {pair[1] for pair in exact}]
    near = match(left, given, overlap)
    for g, f in near:
        kind: Kind = "edge" if left[g].label == given[f].label else "wrong label"
        yield _of_marks(report, text, kind, left[g], given[f])
    taken = {g for g, _ in near}, {f for _, f in near}
    for g, mark in enumerate(left):
        if g not in taken[0]:
            yield _of_marks(report, text, "missed", mark, None)
    for f, mark in enumerate(given):
        if f not in taken[1]:
            yield _of_marks(report, text, "spurious", None, mark)


def _of_marks(report: str, text: str, kind: Kind, gold: Mark | None, found: Mark | None) -> Mistake:
    label = gold.label if gold else found.label if found else ""
    if gold and found and gold.label != found.label:
        label = f"{gold.label} → {found.label}"
    return _placed(report, text, kind, label, (gold, _said(gold, text)), (found, _said(found, text)))


def _said(mark: Mark | None, text: str) -> str | None:
    return text[mark.start : mark.end] if mark else None


def of_attribute(report: str, text: str, name: str, pair: tuple[Mark, Mark]) -> Mistake:
    """An attribute that differs on a matched pair of spans."""
    gold, found = pair
    true, ours = (_plain(mark.attributes.get(name)) for mark in pair)
    return _placed(report, text, OF_ATTRIBUTE[name], f"{gold.label} {name}", (gold, true), (found, ours))


def _plain(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return None if value is None else str(value)


def _placed(
    report: str, text: str, kind: Kind, label: str, gold: tuple[Mark | None, str | None],
    found: tuple[Mark | None, str | None] = (None, None),
) -> Mistake:  # fmt: skip
    spans = [mark.span for mark in (gold[0], found[0]) if mark]
    at = max(0, min(start for start, _ in spans) - AROUND)
    context = text[at : max(end for _, end in spans) + AROUND]
    sides = tuple(mark.span if mark else None for mark in (gold[0], found[0]))
    return Mistake(report, kind, label, gold[1], found[1], sides[0], sides[1], context, at)


def of_cell(report: str, verdict: Verdict, found: Report) -> Mistake | None:
    """A cell that a reviewer must correct; the context is the found report's line around it."""
    if verdict.outcome not in FAULTS:
        return None
    span = verdict.found.span if verdict.found else None
    at = max(0, span[0] - AROUND) if span else 0
    context = found.text[at : span[1] + AROUND] if span else ""
    return Mistake(
        report, OF_CELL[verdict.outcome], verdict.path, _printed(verdict.gold), _printed(verdict.found),
        None, span, context, at,
    )  # fmt: skip


def _printed(cell: Cell | None) -> str | None:
    if cell is None:
        return "absent"
    return _number(cell.value) if cell.value is not None else cell.state


def _number(value: Number) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def of_head(report: str, field: str, gold: object, found: object) -> Mistake:
    return Mistake(report, "head", field, _plain(gold), _plain(found))


def of_finding(report: str, side: str, finding: Finding, text: str) -> Mistake:
    """A finding that only one side has; its message, and the place of the prose or the first cell it names."""
    span = finding.spans[0] if finding.spans else None
    at = max(0, span[0] - AROUND) if span else 0
    context = text[at : span[1] + AROUND] if span else ""
    if side == "gold":
        return Mistake(report, "finding missed", finding.rule, finding.message, None, span, None, context, at)
    return Mistake(report, "finding spurious", finding.rule, None, finding.message, None, span, context, at)
