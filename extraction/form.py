"""The statutory form of 2019 and of 2021 as data: tables, rows, columns, labels, groups.

Source: 国办公开办函〔2019〕60号 and 〔2021〕30号; the file is form.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

TABLES = ("disclosure", "applications", "disputes")
VERSIONS = ("2019", "2021")
EDGE_ROWS = ("received", "carried_over", "processed_total", "carried_forward")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form; `type` is count, signed or amount."""

    name: str
    label: str
    type: str = "count"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form; `path` holds the printed headings above its label, outermost first."""

    name: str
    label: str
    columns: tuple[Column, ...]
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormTable:
    """One statutory table in one version of the form, rows in printed order."""

    name: str
    version: str
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row:
        return next(row for row in self.rows if row.name == name)


@cache
def data() -> dict[str, Any]:
    """form.json, parsed once."""
    found: dict[str, Any] = json.loads(files("extraction").joinpath("form.json").read_text(encoding="utf-8"))
    return found


@cache
def table(name: str, version: str) -> FormTable:
    """`table("applications", "2021")` has 25 rows of 7 columns. Raises KeyError for what the form lacks."""
    spec = data()["tables"][name]
    if name == "disclosure":
        rows = [
            Row(key, row["label"], _columns(row["columns"]), (row["item"],))
            for key, row in spec["forms"][version]["rows"].items()
        ]
    elif name == "applications":
        rows = [
            Row(key, row["label"], _columns(spec["columns"]), tuple(row["path"]))
            for key, row in spec["rows"].items()
            if version in row["forms"]
        ]
    else:
        columns = tuple(Column(key, label) for key, label in spec["columns"].items())
        rows = [Row(key, row["label"], columns, tuple(row["path"])) for key, row in spec["rows"].items()]
    return FormTable(name, version, tuple(rows))


def _columns(spec: dict[str, Any]) -> tuple[Column, ...]:
    return tuple(
        Column(key, column["label"], column.get("type", "count"), column.get("unit"))
        for key, column in spec.items()
    )


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """Rows of table 3 that the prose sums: `groups()["declined"]` are the five leaves of 不予处理."""
    return {name: tuple(rows) for name, rows in data()["tables"]["applications"]["groups"].items()}


def default_version(year: int | None) -> str:
    """The version a report of that year should print (60号: 2019 and 2020; 30号: from 2021)."""
    return "2019" if year in (2019, 2020) else "2021"


@cache
def label_variants(name: str) -> dict[str, tuple[str, ...]]:
    """How the rows of a table are labelled in print, without spaces and punctuation."""
    return {row: tuple(variants) for row, variants in data()["labels"]["rows"][name].items()}


@cache
def header_words(name: str) -> tuple[str, ...]:
    """Words of the printed head of a table, without spaces and punctuation."""
    return tuple(data()["labels"]["headers"][name])
