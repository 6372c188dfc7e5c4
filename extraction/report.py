"""Report: what one annual report states, where it stands, and what does not add up. Data only.

Every span counts characters of `Report.text` (start inclusive, end exclusive), and
`report.text[start:end]` is what the span says. The JSON form is `nianbao.report/1`;
its JSON Schema is `extraction/record.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

SCHEMA = "nianbao.report/1"

Span = tuple[int, int]
Number = int | float
State = Literal["number", "zero", "blank", "dash", "none_word", "text", "lost", "absent"]
Severity = Literal["high", "medium", "low"]
Culprit = Literal["report", "reading", "unknown"]


class UnreadableDocument(ValueError):
    """The file is no report that can be read: what was found, and the next step.

    `message` and `message_zh` name neither traceback nor internals; `code` is stable.
    """

    def __init__(self, code: str, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = message_zh


@dataclass(frozen=True, slots=True)
class Cell:
    """One statutory cell: `value` is what is printed, `proposal` what the arithmetic suggests.

    `span` is None only for `lost` and `absent` cells without a place; a blank has an empty span.
    """

    value: Number | None
    raw: str
    state: State
    span: Span | None
    confidence: float
    proposal: Number | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table; `form` is "2019", "2021" or "none" (absent), told by its labels."""

    form: str
    span: Span | None
    cells: Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report; `heading` is "" where the part has none, [start, end) is the whole part."""

    id: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """FIGURE, DATE, AGENCY or DOCUMENT in the prose. `cell` is the path of the cell it restates."""

    label: str
    start: int
    end: int
    text: str
    confidence: float
    value: Number | None = None
    unit: str | None = None
    approx: bool = False
    cell: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Zero:
    """A statement that something did not happen, and the cells that it denies."""

    start: int
    end: int
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A PROBLEM or MEASURE of part five; `category` is P1-P12, M1-M12, 99 or None (not judged)."""

    label: str
    start: int
    end: int
    text: str
    confidence: float
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    cell: str
    value: Number


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: the rule, the place, both sides, and whose fault it probably is."""

    rule: str
    severity: Severity
    where: str
    message: str
    message_zh: str
    expected: Number | None = None
    found: Number | None = None
    culprit: Culprit = "unknown"
    cells: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something about the reading that a person should know; `code` is stable."""

    code: str
    message: str
    message_zh: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    province: str | None = None
    city: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """Who reports, for which year. `form` is the disclosure table's version."""

    agency: str | None = None
    year: int | None = None
    published: str | None = None
    form: str = "none"
    title: str | None = None
    region: Region = Region()
    agency_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Producer:
    version: str
    tagger: str


class CellRow(NamedTuple):
    """One line of `Report.cells()`; `pandas.DataFrame(report.cells())` gives the long table."""

    source: str
    agency: str | None
    year: int | None
    table: str
    form: str
    row: str
    column: str
    path: str
    value: Number | None
    raw: str
    state: str
    start: int | None
    end: int | None
    confidence: float
    proposal: Number | None


@dataclass(frozen=True, slots=True)
class Report:
    """The record `nianbao.report/1`. `checks` counts, for each rule, the status of its instances."""

    source: str
    sha256: str
    text: str
    meta: Meta
    sections: tuple[Section, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    entities: tuple[Entity, ...] = ()
    zeros: tuple[Zero, ...] = ()
    clauses: tuple[Clause, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Warning, ...] = ()
    checks: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    producer: Producer = Producer("", "rules")

    def cell(self, path: str) -> Cell | None:
        """The cell at `table.row.column`, or None where its table has no such row."""
        table, row, column = path.split(".")
        found = self.tables.get(table)
        return found.cells.get(row, {}).get(column) if found else None

    def cells(self) -> Iterator[CellRow]:
        """Every cell as a flat row, in the order of the form."""
        for name, table in self.tables.items():
            for row, columns in table.cells.items():
                for column, cell in columns.items():
                    start, end = cell.span or (None, None)
                    yield CellRow(
                        self.source, self.meta.agency, self.meta.year, name, table.form, row, column,
                        f"{name}.{row}.{column}", cell.value, cell.raw, cell.state, start, end,
                        cell.confidence, cell.proposal,
                    )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts and lists; `json.dumps` needs nothing more."""
        return {"schema": SCHEMA} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Report:
        """The Report that `to_dict` wrote. Raises ValueError for another schema."""
        if record.get("schema") != SCHEMA:
            raise ValueError(f"schema is {record.get('schema')!r}, expected {SCHEMA!r}")
        tables = {
            name: Table(table["form"], _pair(table["span"]), {
                row: {column: _cell(cell) for column, cell in columns.items()}
                for row, columns in table["cells"].items()
            })
            for name, table in record["tables"].items()
        }  # fmt: skip
        meta = dict(record["meta"])
        meta["region"] = Region(**meta["region"])
        meta["agency_span"] = _pair(meta["agency_span"])
        return cls(
            source=record["source"], sha256=record["sha256"], text=record["text"], meta=Meta(**meta),
            sections=tuple(Section(**s) for s in record["sections"]), tables=tables,
            entities=tuple(Entity(**e) for e in record["entities"]),
            zeros=tuple(Zero(**z | {"cells": tuple(z["cells"])}) for z in record["zeros"]),
            clauses=tuple(Clause(**c) for c in record["clauses"]),
            findings=tuple(_finding(f) for f in record["findings"]),
            warnings=tuple(Warning(**w) for w in record["warnings"]),
            checks=record.get("checks", {}), producer=Producer(**record["producer"]),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _pair(span: list[int] | None) -> Span | None:
    return (span[0], span[1]) if span else None


def _cell(cell: Mapping[str, Any]) -> Cell:
    return Cell(**{**cell, "span": _pair(cell["span"])})


def _finding(finding: Mapping[str, Any]) -> Finding:
    proposal = finding["proposal"]
    return Finding(**{
        **finding,
        "cells": tuple(finding["cells"]),
        "spans": tuple((s, e) for s, e in finding["spans"]),
        "proposal": Proposal(**proposal) if proposal else None,
    })  # fmt: skip


__all__ = [
    "SCHEMA", "Cell", "CellRow", "Clause", "Culprit", "Entity", "Finding", "Meta", "Number", "Producer",
    "Proposal", "Region", "Report", "Section", "Severity", "Span", "State", "Table", "UnreadableDocument",
    "Warning", "Zero",
]  # fmt: skip
