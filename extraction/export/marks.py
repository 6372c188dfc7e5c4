"""The text of a report cut at every edge of a span, so that overlapping spans can be shown as marks.

Spans of different layers overlap (a figure inside a problem); the pieces between two edges do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.export import legend
from extraction.report import Finding, Report

MOST_CELLS = 30  # the longest sum of the form has 23 leaves and their total
ORDER = ("FINDING", "HEADING", "PROBLEM", "MEASURE", "ZERO", "CELL")  # outermost first; entities lie inside


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be shown. `kind`: a label, ZERO, CELL, HEADING or FINDING; `key` names what it is about."""

    key: str
    kind: str
    start: int
    end: int
    title: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the marks that cover it; a blank cell is an empty stretch with its mark."""

    text: str
    marks: tuple[Mark, ...]


def marks(report: Report) -> list[Mark]:
    """Everything of a report that has a place, in no particular order."""
    found = [
        Mark(
            f"e{i}",
            e.label,
            e.start,
            e.end,
            _entity_title(e.label, e.value, e.unit, e.iso, e.cell),
            _one(e.cell),
        )
        for i, e in enumerate(report.entities)
    ]
    found += [
        Mark(f"z{i}", "ZERO", z.start, z.end, "零陈述 → " + "、".join(map(legend.label, z.cells)), z.cells)
        for i, z in enumerate(report.zeros)
    ]
    found += [
        Mark(f"c{i}", c.label, c.start, c.end, _clause_title(c.label, c.category))
        for i, c in enumerate(report.clauses)
    ]
    found += [
        Mark(f"h{i}", "HEADING", s.start, s.start + len(s.heading), legend.sections().get(s.id, s.id))
        for i, s in enumerate(report.sections)
        if s.heading and report.text.startswith(s.heading, s.start)
    ]
    found += [
        Mark(f"f{i}", "FINDING", start, end, finding.message_zh or finding.message, finding.cells)
        for i, finding in enumerate(report.findings)
        for start, end in finding.spans
    ]
    for row in report.cells():
        if row.start is not None and row.end is not None:
            found.append(
                Mark(row.path, "CELL", row.start, row.end, "", (row.path,))
            )  # its table says the rest
    return [mark for mark in found if 0 <= mark.start <= mark.end <= len(report.text)]


def by_cell(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """The findings that concern each cell; one about a whole table (100 blanks) concerns no single cell."""
    concerned: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        proposed = (finding.proposal.cell,) if finding.proposal else ()
        if len(finding.cells) <= MOST_CELLS:
            for path in dict.fromkeys((*finding.cells, *proposed)):
                concerned[path].append(finding)
    return concerned


def suspect(path: str, findings: Iterable[Finding]) -> bool:
    """Whether the cell itself is in doubt, not merely part of a sum that another cell breaks."""
    return any(finding.proposal is None or finding.proposal.cell == path for finding in findings)


def pieces(text: str, found: Sequence[Mark]) -> Iterator[Piece]:
    """The whole text in pieces; joined, their texts are the text.

    >>> [p.text for p in pieces("共9件。", [Mark("e0", "FIGURE", 1, 3, "")])]
    ['共', '9件', '。']
    """
    starts = sorted((mark for mark in found if mark.end > mark.start), key=lambda mark: mark.start)
    empty = sorted((mark for mark in found if mark.end == mark.start), key=lambda mark: mark.start)
    edges = sorted({0, len(text), *(m.start for m in found), *(m.end for m in starts)})
    open_marks: list[Mark] = []
    next_start = next_empty = 0
    for edge, after in zip(edges, [*edges[1:], len(text)], strict=True):
        while next_empty < len(empty) and empty[next_empty].start == edge:
            yield Piece("", (empty[next_empty],))
            next_empty += 1
        while next_start < len(starts) and starts[next_start].start == edge:
            open_marks.append(starts[next_start])
            next_start += 1
        open_marks = [mark for mark in open_marks if mark.end > edge]
        if after > edge:
            yield Piece(text[edge:after], tuple(sorted(open_marks, key=_depth)))


def _depth(mark: Mark) -> tuple[int, int]:
    """The wider mark lies outside; of equals, the one named first in ORDER."""
    return mark.start - mark.end, ORDER.index(mark.kind) if mark.kind in ORDER else len(ORDER)


def _one(path: str | None) -> tuple[str, ...]:
    return (path,) if path else ()


def _entity_title(
    label: str, value: float | None, unit: str | None, iso: str | None, cell: str | None
) -> str:
    """`数字 12000 件 → 依申请公开｜…`"""
    said = legend.LABELS.get(label, label)
    if value is not None:
        said += f" {legend.number(value)}{f' {unit}' if unit else ''}"
    if iso:
        said += f" {iso}"
    return f"{said} → {legend.label(cell)}" if cell else said


def _clause_title(label: str, category: str | None) -> str:
    topics = [legend.CATEGORIES.get(part, part) for part in (category or "").split("+") if part]
    return "：".join([legend.LABELS.get(label, label), *(["；".join(topics)] if topics else [])])
