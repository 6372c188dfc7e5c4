"""The score tables: plain text for the terminal, Markdown for README and the model card."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.bootstrap import Interval
from evaluation.headlines import HEADLINES, Headline
from evaluation.measurement import Measurement
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


def headline_rows(measurement: Measurement) -> list[Row]:
    """Each headline with its interval and the counts behind it."""
    scores, rows = measurement.scores, []
    for headline in HEADLINES:
        found = measurement.headlines()[headline.name]
        rows.append((headline.title, shown(found.value, headline), between(found, headline), *_behind(headline, scores)))
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
    rows = []
    for prefix in ("attributes", "links", "characters", "meta", "findings"):
        for name in scores.under(prefix, depth=2 if prefix in ("attributes", "findings") else 1):
            if counts := scores.counts(f"{prefix}.{name}"):
                numbers = (counts.precision, counts.recall, counts.f1)
                tail = (str(counts.right), str(counts.spurious), str(counts.missed))
                rows.append((f"{prefix} {name}", *(shown(number) for number in numbers), *tail))
    return rows


def cell_rows(scores: Scores) -> list[Row]:
    """group, printed ≠ 0: right wrong missed; invented; zeros kept; empty kept; states right."""
    rows = []
    names = [name for kind in ("table", "form", "layout") for name in _with(kind, scores)]
    for group in ["all", *names]:
        if not scores.printed(group):
            continue
        n = {key.rsplit(".", 1)[1]: count for key, count in scores.numbers.items() if key.startswith(f"cells.{group}.")}
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
CELL_HEAD = ("cells", "right", "wrong", "missed", "invented", "zeros", "empty", "states")


def everything(measurement: Measurement, form: str = "plain") -> str:
    """All tables under the signature."""
    table = markdown if form == "markdown" else plain
    scores = measurement.scores
    blocks = [
        table(HEAD, headline_rows(measurement)), table(CELL_HEAD, cell_rows(scores)), table(SPAN_HEAD, span_rows(scores)),
        table(ATTRIBUTE_HEAD, attribute_rows(scores)), str(measurement.signature),
    ]  # fmt: skip
    return "\n\n".join(block for block in blocks if block) + "\n"


__all__ = ["attribute_rows", "between", "cell_rows", "everything", "headline_rows", "markdown", "plain", "shown", "span_rows"]
