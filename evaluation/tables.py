"""The score tables: plain text for the terminal, Markdown for README and the model card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from evaluation.bootstrap import Difference, Interval
from evaluation.calibration import TARGETS, calibration_error, threshold
from evaluation.cost import Cost
from evaluation.headlines import HEADLINES, Headline
from evaluation.measurement import Measurement
from evaluation.robustness import SHOWN, Curve
from evaluation.scores import Scores

NOT_SCORED = "–"
HEAD = ("score", "value", "95 % interval", "right", "spurious", "missed")
Row = tuple[str, ...]


def shown(value: float | None, headline: Headline | None = None) -> str:
    """`shown(0.9876)` is 98.8; a number that is no share keeps two decimals."""
    if value is None:
        return NOT_SCORED
    return f"{value * 100:.1f}" if headline is None or headline.share else f"{value:.2f}"


def between(interval: Interval, headline: Headline | None = None) -> str:
    if interval.low is None:
        return NOT_SCORED
    return f"{shown(interval.low, headline)} – {shown(interval.high, headline)}"


def difference_cells(found: Difference, headline: Headline) -> Row:
    """The difference with its sign, its interval and p."""
    factor = 100 if headline.share else 1
    numbers = (found.value, found.low, found.high)
    value, low, high = (NOT_SCORED if number is None else f"{number * factor:+.2f}" for number in numbers)
    edges = NOT_SCORED if found.low is None else f"{low} – {high}"
    return value, edges, NOT_SCORED if found.p is None else f"{found.p:.3f}"


def headline_rows(measurement: Measurement) -> list[Row]:
    """Each headline with its interval and the counts behind it."""
    scores, headlines, rows = measurement.scores, measurement.headlines(), []
    for headline in HEADLINES:
        found = headlines[headline.name]
        rows.append(
            (
                headline.title,
                shown(found.value, headline),
                between(found, headline),
                *_behind(headline, scores),
            )
        )
    return rows


def _behind(headline: Headline, scores: Scores) -> tuple[str, ...]:
    name = next(iter(headline.part)).removesuffix(".right")
    if headline.name.startswith("cells"):
        return "", "", ""
    counts = scores.counts(name)
    return (str(counts.right), str(counts.spurious), str(counts.missed)) if counts else ("", "", "")


def span_rows(scores: Scores) -> list[Row]:
    """label, strict P R F1, relaxed P R F1, and how many there are."""
    rows = []
    for layer in ("entities", "zeros", "clauses", "sections"):
        for label in scores.under(f"spans.{layer}"):
            cells: list[str] = []
            for how in ("strict", "relaxed"):
                counts = scores.counts(f"spans.{layer}.{label}.{how}")
                cells += [shown(v) for v in (counts.precision, counts.recall, counts.f1)] if counts else []
            strict = scores.counts(f"spans.{layer}.{label}.strict")
            rows.append((f"{layer} {label}", *cells, str(strict.expected if strict else 0)))
    return rows


def attribute_rows(scores: Scores) -> list[Row]:
    """Whatever is said of spans, of the head and of findings: P, R, F1 and the counts."""
    names = [
        f"{prefix}.{name}"
        for prefix in ("attributes", "links", "characters", "meta", "findings")
        for name in scores.under(prefix, depth=2 if prefix in ("attributes", "findings") else 1)
    ]
    rows = []
    for name in (*names, "findings.all", "proposals"):
        if counts := scores.counts(name):
            numbers = (counts.precision, counts.recall, counts.f1)
            tail = (str(counts.right), str(counts.spurious), str(counts.missed))
            rows.append((name.replace(".", " ", 1), *(shown(number) for number in numbers), *tail))
    return rows


def cell_rows(scores: Scores) -> list[Row]:
    """group, printed ≠ 0: right wrong missed; invented; zeros kept; empty kept; states right."""
    rows = []
    names = [name for kind in ("table", "form", "layout") for name in _with(kind, scores)]
    for group in ["all", *names]:
        if not scores.printed(group):
            continue
        n = {
            key.rsplit(".", 1)[1]: count
            for key, count in scores.numbers.items()
            if key.startswith(f"cells.{group}.")
        }
        zeros = sum(n.get(key, 0) for key in ("zero_right", "zero_wrong", "zero_missed"))
        empty = n.get("empty_right", 0) + n.get("invented", 0)
        rows.append((
            group, *(str(n.get(key, 0)) for key in ("right", "wrong", "missed")), f"{n.get('invented', 0)}",
            f"{n.get('zero_right', 0)}/{zeros}", f"{n.get('empty_right', 0)}/{empty}",
            f"{n.get('states_right', 0)}/{n.get('states', 0)}",
        ))  # fmt: skip
    return rows


def _with(kind: str, scores: Scores) -> list[str]:
    return [f"{kind}.{name}" for name in scores.under(f"cells.{kind}")]


def plain(head: Sequence[str], rows: Sequence[Row]) -> str:
    """Columns of equal width; the first to the left, numbers to the right."""
    widths = [max(_width(row[i]) for row in (tuple(head), *rows) if i < len(row)) for i in range(len(head))]
    lines = []
    for row in (tuple(head), *rows):
        padded = [_padded(cell, widths[i], left=i == 0) for i, cell in enumerate(row)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _width(cell: str) -> int:
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in cell)


def _padded(cell: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(cell))
    return cell + space if left else space + cell


def markdown(head: Sequence[str], rows: Sequence[Row]) -> str:
    align = [":--", *("--:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, align, *rows))


SPAN_HEAD = ("spans", "strict P", "R", "F1", "IoU≥.5 P", "R", "F1", "gold")
ATTRIBUTE_HEAD = ("attribute", "P", "R", "F1", "right", "spurious", "missed")
CERTAINTY_HEAD = (
    "confidence",
    "answers",
    "calibration error",
    *(f"{target * 100:g} % right" for target in TARGETS),
)
BEGIN, END = "<!-- evaluation -->", "<!-- /evaluation -->"
CELL_HEAD = ("cells", "right", "wrong", "missed", "invented", "zeros", "empty", "states")


def everything(measurement: Measurement, *, curves: Sequence[Curve] = (), costs: Sequence[Cost] = ()) -> str:
    """All tables for the terminal, the signature last."""
    scores = measurement.scores
    blocks = [
        plain(HEAD, headline_rows(measurement)), plain(CELL_HEAD, cell_rows(scores)), plain(SPAN_HEAD, span_rows(scores)),
        plain(ATTRIBUTE_HEAD, attribute_rows(scores)), plain(CERTAINTY_HEAD, certainty_rows(measurement)),
    ]  # fmt: skip
    if curves:
        blocks.append(plain(("damage: fall at severity 1", *SHOWN), damage_rows(curves)))
    if costs:
        names = [name for name in asdict(costs[0]) if name != "engine"]
        blocks.append(plain(("cost", *names), [cost_row(cost) for cost in costs]))
    return "\n\n".join([*blocks, str(measurement.signature)]) + "\n"


def certainty_rows(measurement: Measurement) -> list[Row]:
    """layer, answers, calibration error, and what may be accepted unseen for 99 % and 99.9 %."""
    rows = []
    for layer in ("entities", "clauses", "cells"):
        answers = [
            each for found in measurement.comparisons for each in found.certainties if each.layer == layer
        ]
        if answers:
            limits = (threshold(answers, target) for target in TARGETS)
            said = (
                f"≥{at.confidence:g} accepts {at.accepted * 100:.1f}" if at else "not reached"
                for at in limits
            )
            rows.append((layer, str(len(answers)), shown(calibration_error(answers)), *said))
    return rows


def damage_rows(curves: Sequence[Curve]) -> list[Row]:
    """Kinds of damage, the worst first, by how much the shown headlines fall."""
    worst = sorted(curves, key=lambda curve: -max(curve.drop(name) for name in SHOWN))
    return [(curve.kind, *(f"{-curve.drop(name) * 100:+.1f}" for name in SHOWN)) for curve in worst]


def cost_row(cost: Cost) -> Row:
    values = (value for name, value in asdict(cost).items() if name != "engine")
    return cost.engine, *(
        NOT_SCORED if v is None else f"{v:,.0f}" if v >= 100 else f"{v:.2f}" for v in values
    )


def summary(measurement: Measurement) -> str:
    """Headlines and cells in Markdown under their signature, for README and the model card."""
    rows = [row[:3] for row in headline_rows(measurement)]
    blocks = [
        markdown(HEAD[:3], rows),
        markdown(CELL_HEAD, cell_rows(measurement.scores)[:1]),
        f"`{measurement.signature}`",
    ]
    return "\n\n".join(blocks)


def placed(path: Path, text: str) -> str:
    """The file's text with what stands between its markers replaced; without markers the tables alone."""
    if not path.is_file():
        return f"{BEGIN}\n{text}\n{END}\n"
    there = path.read_text(encoding="utf-8")
    before, begin, rest = there.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{text}\n{END}{after}" if begin and end else f"{BEGIN}\n{text}\n{END}\n"


__all__ = [
    "ATTRIBUTE_HEAD", "CELL_HEAD", "NOT_SCORED", "SPAN_HEAD", "attribute_rows", "between", "cell_rows", "cost_row",
    "difference_cells", "everything", "headline_rows", "markdown", "placed", "plain", "shown", "span_rows", "summary",
]  # fmt: skip
