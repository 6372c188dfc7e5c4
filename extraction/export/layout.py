"""The printed layout of a statutory table: which label or cell stands where, and how far it is merged.

One description serves the workbook, the page and the terminal, so that all three show the form as it
is printed: table 3 is 28 rows of 10 columns, table 4 one row of 15 values under three header rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from extraction import form
from extraction.report import Table

UNITS = 15  # every layout is this many units wide, so that the tables of a report share their columns
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class Box:
    """A merged rectangle of the form. `path` names the cell printed in it; labels have none."""

    row: int
    column: int
    height: int
    width: int
    text: str
    path: str | None = None
    kind: str = "label"  # item, head, label, value


@dataclass(frozen=True, slots=True)
class Layout:
    """`units[i]` is the width of column i; `boxes` cover the `rows` x `len(units)` grid exactly once."""

    name: str
    heading: str
    units: tuple[int, ...]
    rows: int
    boxes: tuple[Box, ...]

    def left(self, column: int) -> int:
        """Where a column starts, in units."""
        return sum(self.units[:column])


def absent(table: Table) -> bool:
    """Whether the report does not print this table at all."""
    return table.form == "none" or not table.cells


def printed(name: str, table: Table) -> Layout:
    """The layout in which this table was printed: its form's rows, and rows of the other form it has.

    >>> printed("disputes", Table("2021", None, {})).rows
    4
    """
    version = table.form if table.form in form.VERSIONS else "2021"
    return _layout(name, version, frozenset(table.cells))


@cache
def _layout(name: str, version: str, present: frozenset[str]) -> Layout:
    heading = str(form.data()["sections"][name])
    if name == "disclosure":
        rows, boxes = _disclosure(_rows(name, version, present))
        return Layout(name, heading, (6, 3, 3, 3), rows, tuple(boxes))
    if name == "applications":
        rows, boxes = _applications(_rows(name, version, present))
        return Layout(name, heading, (1, 2, 5) + (1,) * 7, rows, tuple(boxes))
    return Layout(name, heading, (1,) * UNITS, 4, tuple(_disputes(_rows(name, version, present))))


def _rows(name: str, version: str, present: frozenset[str]) -> list[form.Row]:
    """The rows of the form, and where the report also prints rows of the other form, those among them."""
    own = form.table(name, version).rows
    names = {row.name for row in own}
    other = form.table(name, "2021" if version == "2019" else "2019").rows
    extra = [row for row in other if row.name in present - names]
    if not extra:
        return list(own)
    if name == "disclosure":
        items = list(dict.fromkeys(row.path for row in form.table(name, "2019").rows))  # 2019 has all five
        return sorted([*own, *extra], key=lambda row: items.index(row.path))
    order = list(form.data()["tables"][name]["rows"])
    return sorted([*own, *extra], key=lambda row: order.index(row.name))


def _disclosure(rows: Sequence[form.Row]) -> tuple[int, list[Box]]:
    """Per item of article 20: its name, the column labels, and one line for each row."""
    boxes: list[Box] = []
    at = 0
    by_kind = groupby(rows, key=lambda row: (row.path[0], tuple(c.name for c in row.columns)))
    for (item, _), group in by_kind:
        members = list(group)
        boxes.append(Box(at, 0, 1, 4, item, kind="item"))
        boxes.append(Box(at + 1, 0, 1, 1, "信息内容", kind="head"))
        heads = members[0].columns
        boxes += [Box(at + 1, i, 1, w, heads[i - 1].label, kind="head") for i, w in _stretched(len(heads))]
        at += 2
        for row in members:
            boxes.append(Box(at, 0, 1, 1, row.label))
            paths = [f"disclosure.{row.name}.{column.name}" for column in row.columns]
            boxes += [Box(at, i, 1, w, "", paths[i - 1], "value") for i, w in _stretched(len(paths))]
            at += 1
    return at, boxes


def _stretched(count: int) -> Iterable[tuple[int, int]]:
    """Columns 1 to `count`, the last one stretched to the edge: (1, 1), (2, 2) for two of three."""
    return ((i, 1 if i < count else 4 - count) for i in range(1, count + 1))


def _applications(rows: Sequence[form.Row]) -> tuple[int, list[Box]]:
    """Three header rows, then a line for each row; headings left of it are merged over their rows."""
    columns: dict[str, Any] = form.data()["tables"]["applications"]["columns"]
    boxes = [Box(0, 0, 3, 3, BALANCE, kind="head"), Box(0, 3, 1, 7, "申请人情况", kind="head")]
    legal = [i for i, column in enumerate(columns.values()) if len(column["path"]) == 2]
    boxes.append(Box(1, 3 + legal[0], 1, len(legal), "法人或其他组织", kind="head"))
    for i, column in enumerate(columns.values()):
        top = 2 if i in legal else 1
        boxes.append(Box(top, 3 + i, 3 - top, 1, column["label"], kind="head"))
    for depth in (0, 1):
        start = 3
        for heading, group in groupby(rows, key=lambda row: row.path[: depth + 1]):
            height = len(list(group))
            if len(heading) == depth + 1:
                boxes.append(Box(start, depth, height, 1, heading[depth]))
            start += height
    for at, row in enumerate(rows, start=3):
        depth = len(row.path)
        boxes.append(Box(at, depth, 1, 3 - depth, row.label))
        for i, name in enumerate(columns):
            boxes.append(Box(at, 3 + i, 1, 1, "", f"applications.{row.name}.{name}", "value"))
    return 3 + len(rows), boxes


def _disputes(rows: Sequence[form.Row]) -> list[Box]:
    """Three header rows over one line of fifteen values."""
    boxes: list[Box] = []
    for i, row in enumerate(rows):
        left, top = 5 * i, len(row.path)
        boxes.append(Box(top, left, 1, 5, row.label, kind="head"))
        for j, column in enumerate(row.columns):
            boxes.append(Box(top + 1, left + j, 2 - top, 1, column.label, kind="head"))
            boxes.append(Box(3, left + j, 1, 1, "", f"disputes.{row.name}.{column.name}", "value"))
    for heading, group in groupby(enumerate(rows), key=lambda item: item[1].path):
        members = [i for i, _ in group]
        if heading:
            boxes.append(Box(0, 5 * members[0], 1, 5 * len(members), heading[0], kind="head"))
    return boxes
