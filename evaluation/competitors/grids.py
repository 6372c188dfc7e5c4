"""Grids of other table readers -> statutory cells, by the labels of the form and nothing else.

Their tools give rows of printed entries and know nothing of the form. This places them as a careful user
would in an hour: rows by their label, in order; columns by position, a spanned one counted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from extraction import form
from extraction.report import Cell, Number, Table

Row = Sequence[str]  # entries as printed, "" where nothing is
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_HEAD = "信息内容"
WIDTH = 7  # columns of the table of applications, counted from the right
DISPUTES = 15


def tables(grids: Sequence[Sequence[Row]]) -> dict[str, Table]:
    """The three tables; the version of the form is the one whose labels fit more rows."""
    rows = [row for grid in grids for row in grid]
    found = {}
    for name in form.TABLES:
        if name == "disputes":
            found[name] = _table(name, "2021", _disputes(rows))
            continue
        options = {version: dict(_aligned(rows, name, version)) for version in form.VERSIONS}
        best = max(form.VERSIONS, key=lambda version: (len(options[version]), version))
        found[name] = _table(name, best, options[best])
    return found


def number(printed: str) -> Number | None:
    """`number("1,234")` is 1234; a dash, a word or nothing is no number."""
    bare = "".join(printed.split())
    if not _NUMBER.fullmatch(bare):
        return None
    value = float(bare.replace(",", ""))
    return int(value) if value == int(value) else value


def _aligned(rows: Sequence[Row], name: str, version: str) -> Iterator[tuple[str, list[str]]]:
    """Rows of the form with their entries; equal labels are told apart by their order."""
    labelled = list(_labelled(rows, name))
    expected = form.table(name, version).rows
    steps = SequenceMatcher(
        None, [_bare(label) for label, _ in labelled], [_bare(row.label) for row in expected], autojunk=False
    )
    for first, match, count in steps.get_matching_blocks():
        for k in range(count):
            yield expected[match + k].name, labelled[first + k][1]


def _labelled(rows: Sequence[Row], name: str) -> Iterator[tuple[str, list[str]]]:
    columns: list[int] = []
    for row in rows:
        if name == "applications":
            label = next((entry for entry in reversed(row[:-WIDTH]) if entry), "")
            yield label, list(row[-WIDTH:])
        elif row and _bare(row[0]) == _HEAD:
            columns = [i for i in range(1, len(row)) if row[i] and row[i] != row[i - 1]]
        elif row:
            yield row[0], [row[i] for i in columns if i < len(row)]


def _disputes(rows: Sequence[Row]) -> dict[str, list[str]]:
    """The one row of fifteen entries without a word."""
    names = [row.name for row in form.table("disputes", "2021").rows]
    width = DISPUTES // len(names)
    for row in reversed(rows):
        if len(row) == DISPUTES and any(row) and not any(_bare(entry) for entry in row):
            return {name: list(row[i * width : (i + 1) * width]) for i, name in enumerate(names)}
    return {}


def _table(name: str, version: str, entries: dict[str, list[str]]) -> Table:
    cells = {}
    for row in form.table(name, version).rows:
        printed = entries.get(row.name, [])
        shown = [printed[i] if i < len(printed) else "" for i in range(len(row.columns))]
        cells[row.name] = {c.name: _cell(entry) for c, entry in zip(row.columns, shown, strict=True)}
    return Table(version if entries else "none", None, cells)


def _cell(printed: str) -> Cell:
    value = number(printed)
    state = "zero" if value == 0 else "number" if value is not None else "text" if printed.strip() else "blank"
    return Cell(value, printed, state, None, 1.0)  # type: ignore[arg-type]


def _bare(label: str) -> str:
    """Only its Chinese characters: 「（七）总计」 is 七总计 in one print and 总计 in another, so its number goes too."""
    return _NOT_HAN.sub("", re.sub(r"^[\s（(]*[一二三四五六七八九]+[）)、.]", "", label))
