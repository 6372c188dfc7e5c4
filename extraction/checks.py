"""Check: one instance of a consistency rule, and the printed numbers that it sums.

A rule is a function `rule(report) -> Iterator[Check]`, entered in its module's RULES. A blank, a dash
and 无 count as 0 where the total is a number; the check then passes "with blanks". A lost or absent
cell makes a check not assessable (schema.json, null_in_sums).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extraction import form
from extraction.report import Cell, Number, Report, Severity, Span

Status = Literal["pass", "pass_with_blanks", "fail", "not_assessable"]
UNKNOWN = ("lost", "absent", "text")


@dataclass(frozen=True, slots=True)
class Check:
    """`cells` are the paths that take part; `sums` holds the signed terms of an equation over them."""

    rule: str
    severity: Severity
    status: Status
    where: str
    message: str = ""
    message_zh: str = ""
    expected: Number | None = None
    found: Number | None = None
    cells: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    sums: tuple[tuple[int, str], ...] = ()


Rule = Callable[[Report], Iterator[Check]]


def exact(value: Number | None) -> Decimal:
    """A printed number as a decimal; nothing printed counts as 0."""
    return Decimal(str(value or 0))


def plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def known(report: Report, path: str) -> Cell | None:
    """The cell where it can be used in a sum, None where it is lost, absent or a text."""
    cell = report.cell(path)
    return None if cell is None or cell.state in UNKNOWN else cell


def spans_of(report: Report, paths: Sequence[str]) -> tuple[Span, ...]:
    cells = (report.cell(path) for path in paths)
    return tuple(cell.span for cell in cells if cell and cell.span)


def equation(
    report: Report, rule: str, where: str, left: Sequence[str], right: Sequence[str]
) -> tuple[Check, Decimal, Decimal]:
    """The check that the cells of `left` add up to those of `right`, with both sums; texts are the rule's."""
    paths = (*left, *right)
    cells = [known(report, path) for path in paths]
    a = sum((exact(cell.value) for cell in cells[: len(left)] if cell), Decimal())
    b = sum((exact(cell.value) for cell in cells[len(left) :] if cell), Decimal())
    blanks = any(cell is not None and cell.value is None for cell in cells)
    status: Status = "pass_with_blanks" if blanks else "pass"
    lefts = [cell for cell in cells[: len(left)] if cell and cell.value is not None]
    last = cells[len(left)]
    if any(cell is None for cell in cells) or not lefts or last is None or last.value is None:
        status = "not_assessable"
    elif a != b:
        status = "fail"
    signs = (*((1, path) for path in left), *((-1, path) for path in right))
    check = Check(rule, "high", status, where, cells=paths, spans=spans_of(report, paths), sums=signs,
                  expected=plain(a), found=plain(b))  # fmt: skip
    return check, a, b


def column_label(table: str, column: str) -> str:
    rows = form.table(table, "2021").rows
    return next((c.label for row in rows for c in row.columns if c.name == column), column)


def row_label(path: str) -> str:
    """The printed label of a cell's or group's row, in Chinese."""
    table, row, _ = path.split(".")
    group = {"denied": "（三）不予公开", "unavailable": "（四）无法提供", "declined": "（五）不予处理", "other": "（六）其他处理"}
    for version in reversed(form.VERSIONS):
        for found in form.table(table, version).rows:
            if found.name == row:
                return found.label
    return group.get(row, row)
