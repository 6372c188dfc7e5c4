"""The prose against the cells that it restates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extraction import form
from extraction.checks import Check, Rule, exact, known, plain, row_label, spans_of
from extraction.report import Entity, Report

_HANDLED = re.compile(r"办理(?!完|结|答)")  # not 办结: what is still under way is in it
ROUNDING = Decimal("0.005")


def parts_of(report: Report, path: str) -> tuple[str, ...]:
    """The cells behind a path: itself, or the rows of a group (`applications.declined.total`)."""
    table, row, column = path.split(".")
    if table == "applications" and row in form.groups():
        rows = form.groups()[row]
        if row == "other" and report.cell(path) is not None:
            return (path,)  # the single row of the 2019 form
        return tuple(f"{table}.{leaf}.{column}" for leaf in rows)
    return (path,)


def stated(report: Report, path: str) -> Decimal | None:
    """What the table says under a path; None where a cell of it is lost, absent or text."""
    values = [_printed(report, part) for part in parts_of(report, path)]
    return None if any(value is None for value in values) else sum((v for v in values if v), Decimal())


def _printed(report: Report, path: str) -> Decimal | None:
    """The cell's number; for a total that is left blank the sum of its row."""
    cell = known(report, path)
    if cell is None:
        return None
    table, row, column = path.split(".")
    if cell.value is None and table == "applications" and column == "total":
        row_cells = report.tables[table].cells[row].values()
        return sum((exact(c.value) for c in row_cells), Decimal())
    return exact(cell.value)


def same(figure: Entity, path: str, table: Decimal) -> bool:
    """Whether a figure says what the table says under a path, in its unit and as far as it is rounded."""
    value = exact(figure.value)
    if path.endswith(".change"):  # 减少183项 restates -183
        return abs(value) == abs(table)
    if path.endswith(".amount") and figure.unit == "元":  # the tables count in 万元, some of purchases in 元
        scales = (10000, 1) if path.endswith("procurement.amount") else (10000,)
        return any(abs(value / scale - table) <= max(ROUNDING, table * ROUNDING) for scale in scales)
    if figure.approx:
        return abs(value - table) <= max(abs(table) / 10, Decimal(1))
    if "万" in figure.text or "亿" in figure.text:  # a rounded restatement
        return abs(value - table) <= max(abs(table) / 100, Decimal(1))
    return value == table


def agrees(report: Report, figure: Entity, path: str, table: Decimal) -> bool:
    """The same, or what was received together with what was carried over: 收到, 受理 and 办理 may mean both."""
    row = path.split(".")[1]
    under_way = row == "processed_total" and _HANDLED.search(report.text, max(0, figure.start - 12), figure.start)
    if same(figure, path, table) or not (row == "received" or under_way):
        return same(figure, path, table)
    received, over = (stated(report, path.replace(row, name)) for name in ("received", "carried_over"))
    return None not in (received, over) and same(figure, path, (received or Decimal()) + (over or Decimal()))


def figures(report: Report) -> Iterator[Check]:
    """A figure that restates a cell or a group's sum equals it (schema.json: prose.cell).

    收到, 受理 and 办理 may mean received and carried over together: that passes too.
    """
    for figure in report.entities:
        if figure.label != "FIGURE" or figure.cell is None or figure.value is None:
            continue
        paths = parts_of(report, figure.cell)
        table = stated(report, figure.cell)
        spans = ((figure.start, figure.end), *spans_of(report, paths))
        if table is None:
            yield Check("prose.cell", "high", "not_assessable", figure.cell, cells=paths, spans=spans)
            continue
        yield Check(
            "prose.cell", "high", "pass" if agrees(report, figure, figure.cell, table) else "fail", figure.cell,
            f"the prose says {figure.text}, but {figure.cell} is {table:f}",
            f"正文称{figure.text}，但表中{row_label(figure.cell)}为 {table:f}",
            expected=plain(table), found=figure.value, cells=paths, spans=spans,
        )  # fmt: skip


def zeros(report: Report) -> Iterator[Check]:
    """A statement of none means that its cells are zero or blank (schema.json: prose.zero)."""
    for zero in report.zeros:
        values = {path: stated(report, path) for path in zero.cells}
        wrong = {path: value for path, value in values.items() if value}
        spans = ((zero.start, zero.end), *spans_of(report, zero.cells))
        status = "fail" if wrong else "not_assessable" if all(v is None for v in values.values()) else "pass"
        yield Check(
            "prose.zero", "high", status, ", ".join(wrong or zero.cells),  # type: ignore[arg-type]
            f"the prose says 「{zero.text}」, but "
            + ", ".join(f"{path} is {value:f}" for path, value in wrong.items()),
            f"正文称“{zero.text}”，但表中" + "、".join(f"{row_label(path)}为 {value:f}" for path, value in wrong.items()),
            expected=0, found=plain(sum(wrong.values(), Decimal())) if wrong else None,
            cells=tuple(wrong or zero.cells), spans=spans,
        )  # fmt: skip


RULES: tuple[Rule, ...] = (figures, zeros)
