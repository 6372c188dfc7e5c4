"""Edits to an annotated report: replace stretches of its text and carry every span along, exactly.

A span that an edit leaves whole, or into which it only puts white space, says what it said before.
An edit that declares `keeps` (another width of a digit, a traditional form, a comma in a number) does so
too. Any other edit inside a span *touches* it: the span stays, with its new text and the confidence
TOUCHED, so that a trainer can leave it out of the loss and a scorer out of its counts. A span whose
characters are all gone is dropped; a cell whose characters are touched or gone is `lost`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from extraction.report import Cell, Clause, Entity, Meta, Report, Section, Span, Table, Zero

TOUCHED = 0.5
Marked = TypeVar("Marked", Entity, Clause)


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `new`; `entities` are annotated in `new`, offsets counted from its start."""

    start: int
    end: int
    new: str
    keeps: bool = False
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a span stands now; None where it is gone."""

    span: Span | None
    touched: bool


class Shift:
    """The places of an old text in the new one."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self.old = text
        self.edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        for one, two in zip(self.edits, self.edits[1:], strict=False):
            if two.start < one.end:
                raise ValueError(f"edits overlap: [{one.start}, {one.end}) and [{two.start}, {two.end})")
        self.starts = [edit.start for edit in self.edits]
        self.ends = [edit.end for edit in self.edits]
        growth = (len(edit.new) - (edit.end - edit.start) for edit in self.edits)
        self.before = [0, *accumulate(growth)]  # by how much the text grew before each edit
        self.faithful = [
            edit.keeps or _is_white(text[edit.start : edit.end], edit.new) for edit in self.edits
        ]
        self.text = _applied(text, self.edits)

    def span(self, start: int, end: int) -> Moved:
        """Insertions at either edge stay outside of the span."""
        if start == end:
            return self._point(start)
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        inside = range(first, last)
        for i in inside:
            edit = self.edits[i]
            if (
                edit.start <= start
                and edit.end >= end
                and (not edit.new or (edit.start, edit.end) != (start, end))
            ):
                return Moved(None, True)
        new_start = start + self.before[first]
        if inside and self.edits[first].start < start:
            new_start = self._after(first)
        new_end = end + self.before[max(last, first)]
        if inside and self.edits[last - 1].end > end:
            new_end = self.edits[last - 1].start + self.before[last - 1]
        return Moved((new_start, max(new_end, new_start)), not all(self.faithful[i] for i in inside))

    def _point(self, at: int) -> Moved:
        """An empty place, of a blank cell: behind what is put in there, but before lines that follow it."""
        first = bisect_right(self.ends, at)
        if first < len(self.edits):
            edit = self.edits[first]
            line_gone = edit.start == at and not edit.new and self.old.endswith("\n", at, edit.end)
            if edit.start < at or line_gone:
                return Moved(None, True)
        while first and self.edits[first - 1].start == at and self.edits[first - 1].new.startswith("\n"):
            first -= 1
        return Moved((at + self.before[first], at + self.before[first]), False)

    def boundary(self, at: int) -> int:
        """Where what begins at `at` begins now; an insertion on the same line belongs to it."""
        first = bisect_right(self.ends, at)
        if first < len(self.edits) and self.edits[first].start < at:
            return self._after(first)
        while first and self.edits[first - 1].start == at and not self.edits[first - 1].new.endswith("\n"):
            first -= 1
        return at + self.before[first]

    def emptied(self, start: int, end: int) -> Span | None:
        """The empty place of a stretch that one edit took out, no more and no less."""
        i = bisect_right(self.ends, start)
        if i < len(self.edits) and (self.edits[i].start, self.edits[i].end) == (start, end):
            at = start + self.before[i]
            return at, at
        return None

    def _after(self, i: int) -> int:
        return self.edits[i].start + self.before[i] + len(self.edits[i].new)

    def added(self) -> Iterable[Entity]:
        for edit, grown in zip(self.edits, self.before, strict=False):
            for entity in edit.entities:
                at = edit.start + grown
                yield replace(entity, start=at + entity.start, end=at + entity.end)


def _is_white(old: str, new: str) -> bool:
    return (not old or old.isspace()) and (not new or new.isspace())


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def edited(report: Report, edits: Iterable[Edit]) -> Report:
    """The report with these stretches replaced and every span carried along; edits may not overlap."""
    shift = Shift(report.text, edits)
    if not shift.edits:
        return report
    text = shift.text
    entities = (*_marked(report.entities, shift), *shift.added())
    findings = (
        replace(finding, spans=tuple(m.span for span in finding.spans if (m := shift.span(*span)).span))
        for finding in report.findings
    )
    return replace(
        report, text=text, sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        meta=_meta(report, shift), sections=_sections(report, shift),
        tables={name: _table(table, shift) for name, table in report.tables.items()},
        entities=tuple(sorted(entities, key=lambda entity: (entity.start, entity.end))),
        zeros=tuple(_zeros(report.zeros, shift)), clauses=tuple(_marked(report.clauses, shift)),
        findings=tuple(findings),
    )  # fmt: skip


def _marked(spans: Sequence[Marked], shift: Shift) -> Iterable[Marked]:
    for span in spans:
        moved = shift.span(span.start, span.end)
        if moved.span:
            start, end = moved.span
            sure = min(span.confidence, TOUCHED) if moved.touched else span.confidence
            yield replace(span, start=start, end=end, text=shift.text[start:end], confidence=sure)


def _zeros(zeros: Sequence[Zero], shift: Shift) -> Iterable[Zero]:
    """A zero statement has no confidence to mark: one that is touched is dropped."""
    for zero in zeros:
        moved = shift.span(zero.start, zero.end)
        if moved.span and not moved.touched:
            start, end = moved.span
            yield replace(zero, start=start, end=end, text=shift.text[start:end])


def _sections(report: Report, shift: Shift) -> tuple[Section, ...]:
    """The parts with their new edges; what was put before the first or behind the last belongs to it."""
    edges = [shift.boundary(section.start) for section in report.sections]
    edges = [
        0 if report.sections and report.sections[0].start == 0 and i == 0 else e for i, e in enumerate(edges)
    ]
    found = []
    for i, section in enumerate(report.sections):
        last = i + 1 == len(report.sections)
        end = edges[i + 1] if not last else shift.boundary(section.end)
        if last and section.end == len(report.text):
            end = len(shift.text)
        if end > edges[i]:
            found.append(Section(section.id, _heading(report.text, section, shift), edges[i], end))
    return tuple(found)


def heading_span(text: str, section: Section) -> Span | None:
    """Where the heading of a part stands, spaces in it aside."""
    rest = "".join(section.heading.split())
    if not rest:
        return None
    start = at = text.index(rest[0], section.start)
    for char in rest:
        at = text.index(char, at) + 1
    return start, at


def _heading(text: str, section: Section, shift: Shift) -> str:
    at = heading_span(text, section)
    moved = shift.span(*at).span if at else None
    return " ".join(shift.text[moved[0] : moved[1]].split()) if moved else ""


def _table(table: Table, shift: Shift) -> Table:
    if table.span is None:
        return table
    rows = {row: {name: _cell(c, shift) for name, c in cells.items()} for row, cells in table.cells.items()}
    return Table(table.form, shift.span(*table.span).span, rows)


def _cell(cell: Cell, shift: Shift) -> Cell:
    if cell.span is None:
        return cell
    start, end = cell.span
    moved = shift.span(start, end)
    if moved.span is None:
        return Cell(None, "", "lost", shift.emptied(start, end), TOUCHED)
    raw = shift.text[moved.span[0] : moved.span[1]]
    if moved.touched:
        return Cell(None, raw, "lost", moved.span, TOUCHED)
    return replace(cell, span=moved.span, raw=raw)


def _meta(report: Report, shift: Shift) -> Meta:
    meta, agency, title = report.meta, report.meta.agency_span, report.meta.title
    at = report.text.find(title) if title else -1
    moved = shift.span(at, at + len(title)).span if title and at >= 0 else None
    signed = [e for e in report.entities if e.label == "DATE" and e.iso == meta.published]
    unsigned = bool(signed) and all(shift.span(e.start, e.end).span is None for e in signed)
    return replace(
        meta, agency_span=shift.span(*agency).span if agency else None,
        published=None if unsigned else meta.published,
        title=shift.text[moved[0] : moved[1]].strip() if moved else None,
    )  # fmt: skip


def prose(report: Report) -> list[Span]:
    """The stretches outside of the statutory tables, in order."""
    inside = sorted(table.span for table in report.tables.values() if table.span)
    edges = [0, *(edge for span in inside for edge in span), len(report.text)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def lines(report: Report, ranges: Iterable[Span]) -> Iterable[Span]:
    """The lines of these ranges that print something, without their line feeds."""
    for start, end in ranges:
        at = start
        while at < end:
            stop = report.text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if report.text[at:stop].strip():
                yield at, stop
            at = stop + 1


Change = Callable[[Cell], Cell]


def with_cells(report: Report, changes: Mapping[str, Change]) -> Report:
    """The report with these cells changed, and with the findings that its tables now call for."""
    from annotations.build import findings

    tables = {
        name: replace(table, cells={
            row: {c: changes.get(f"{name}.{row}.{c}", _same)(cell) for c, cell in cells.items()}
            for row, cells in table.cells.items()
        })
        for name, table in report.tables.items()
    }  # fmt: skip
    changed = replace(report, tables=tables)
    return replace(changed, findings=findings(changed))


def _same(cell: Cell) -> Cell:
    return cell


__all__ = ["TOUCHED", "Edit", "Shift", "edited", "heading_span", "lines", "prose", "with_cells"]
