"""Report -> one row of the panel: what it says of itself, and a column for every cell of both forms.

A Listing is a table over many reports: its columns, and the rows that one report adds to it. The
workbook, the csv and the parquet files all write the same Listings, so they cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extraction.export import legend
from extraction.report import Cell, Number, Report

Value = str | int | float | bool | None
Kind = Literal["text", "integer", "number", "flag"]

LARGEST = 10**15  # beyond it a float, and with it Excel, drops digits


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for programs, `label` for people."""

    name: str
    label: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Listing:
    """A table over many reports. `stem` names its files, `title` its sheet."""

    stem: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterable[tuple[Value, ...]]]


WHO = (
    Column("agency", "机关", width=28),
    Column("year", "年度", "integer", 7),
    Column("source", "文件", width=28),
)
HEAD = (
    *WHO,
    Column("published", "落款日期", width=11),
    Column("form", "表式", width=7),
    Column("form_applications", "表三表式", width=9),
    Column("form_disputes", "表四表式", width=9),
    Column("province", "省", width=9),
    Column("city", "市", width=9),
    Column("county", "县（区）", width=9),
    Column("title", "标题", width=34),
    Column("sha256", "SHA-256", width=14),
    Column("cells_printed", "印出数字的单元格", "integer", 9),
    Column("cells_nonzero", "其中非零", "integer", 9),
    Column("cells_blank", "空白单元格", "integer", 9),
    Column("cells_lost", "丢失单元格", "integer", 9),
    Column("findings_high", "高级问题", "integer", 9),
    Column("findings", "全部问题", "integer", 9),
)


@cache
def wide_columns() -> tuple[Column, ...]:
    """One column for what each report says of itself, then one for each cell path of both forms."""
    cells = (Column(path, label, "number", 10) for path, label in legend.cell_labels().items())
    return (*HEAD, *cells)


@cache
def state_columns() -> tuple[Column, ...]:
    """The state of each cell, in columns of their own behind the values."""
    return tuple(Column(f"{path}.state", f"{label}｜状态") for path, label in legend.cell_labels().items())


def who(report: Report) -> tuple[Value, ...]:
    return report.meta.agency, report.meta.year, report.source


def head(report: Report) -> tuple[Value, ...]:
    """What the panel says of a report before its cells."""
    meta, region = report.meta, report.meta.region
    states = Counter(row.state for row in report.cells())
    severe = sum(finding.severity == "high" for finding in report.findings)
    forms = [
        report.tables[name].form if name in report.tables else "none" for name in ("applications", "disputes")
    ]
    told = (meta.published, meta.form, *forms, region.province, region.city, region.county, meta.title)
    printed = states["number"] + states["zero"]
    counts = (printed, states["number"], states["blank"], states["lost"], severe, len(report.findings))
    return (*who(report), *told, report.sha256, *counts)


def by_path(report: Report) -> dict[str, Cell]:
    """The cells of a report by their paths."""
    return {
        f"{table}.{row}.{column}": cell
        for table, found in report.tables.items()
        for row, columns in found.cells.items()
        for column, cell in columns.items()
    }


def wide_row(report: Report) -> tuple[Value, ...]:
    """A value for each of `wide_columns()`: None where no number is printed, never 0 in its place."""
    cells = by_path(report)
    values = (plain(cells[path].value) if path in cells else None for path in legend.cell_labels())
    return (*head(report), *values)


def state_row(report: Report) -> tuple[Value, ...]:
    """A state for each of `state_columns()`."""
    cells = by_path(report)
    return tuple(cells[path].state if path in cells else "absent" for path in legend.cell_labels())


def _panel(report: Report) -> Iterator[tuple[Value, ...]]:
    yield wide_row(report)


def _panel_with_states(report: Report) -> Iterator[tuple[Value, ...]]:
    yield (*wide_row(report), *state_row(report))


def plain(value: Number | None) -> float | None:
    """A number that every format can hold; digits run together beyond that are left to `raw`."""
    return None if value is None or not -LARGEST < value < LARGEST else float(value)


@cache
def panel() -> Listing:
    """One row for each report, one column for each cell."""
    return Listing("panel", "面板", wide_columns(), _panel)


@cache
def panel_with_states() -> Listing:
    """The panel with the states behind it, for files without cell formats."""
    return Listing("panel", "面板", (*wide_columns(), *state_columns()), _panel_with_states)
