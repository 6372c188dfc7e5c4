"""Reports -> one Excel workbook: panel, findings, figures, clauses, cells, legend, a sheet for each report.

Rows go to disk as they are added (constant memory of xlsxwriter), so a workbook of ten thousand
reports needs no more memory than one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.export import legend, listings, marks, panel, sheet
from extraction.export.panel import Listing, Value
from extraction.report import Cell, Report

SHEETS = 50  # reports that get a sheet of their own; Excel is slow to open beyond a few hundred sheets
LAST_ROW = 1_048_576
NAME_LENGTH = 31
WRAPPED = frozenset({"message_zh", "message", "sentence", "text"})  # long prose; other text is cut to fit
FITS = 100  # characters of a list of paths or places; the whole of it is in the csv
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

NOTES = (
    (
        "面板",
        "每份报告一行，每个单元格一列；第二行是机器可读的路径。没有印出数字的留空，绝不填 0，底色为其状态。",
    ),
    (
        "问题清单",
        "每个勾稽不符或可疑之处一行：规则、级别、两边的数、可能出自报告还是读取、建议值。印出的值从不改动。",
    ),
    ("数字", "正文中的数字和“未发生”一类的零陈述，附所在句子；与法定表格单元格对应的，列出路径。"),
    ("存在问题与改进措施", "第五部分的问题与措施，一句或一项一行。"),
    (
        "单元格",
        "每个单元格一行：数值、原文、状态、在原文中的起止位置（按字符计，止不含）；更多的列见 cells.csv。",
    ),
)


class Workbook:
    """Held open while reports are added; `close` writes the legend and the file."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "nan_inf_to_errors": True,
        }  # fmt: skip
        self._book = xlsxwriter.Workbook(str(path), options)
        self._formats = sheet.Formats(self._book)
        self._names: set[str] = set()
        self._reports = 0
        self._panel = Sheets(self, panel.panel(), frozen=2)
        long = (listings.FINDINGS, listings.FIGURES, listings.CLAUSES, listings.CELLS_SHORT)
        self._listings = [Sheets(self, listing, frozen=3) for listing in long]
        self._legend = self.sheet("说明")

    def add(self, report: Report) -> None:
        self._reports += 1
        marked = marks.by_cell(report.findings)
        cells = panel.by_path(report)
        values = panel.wide_row(report)
        looks = [None] * len(panel.HEAD) + [
            self.look(**sheet.value_look(cells.get(path), path, marked.get(path, ())))
            if path in marked or _odd(cells.get(path)) else None
            for path in legend.cell_labels()
        ]  # fmt: skip
        self._panel.write(values, looks)
        for sheets in self._listings:
            for row in sheets.listing.rows(report):
                sheets.write(row)
        if self._reports <= SHEETS:
            self._printed(report)

    def close(self) -> None:
        for sheets in (self._panel, *self._listings):
            sheets.finish()
        _legend(self._legend, self._formats, self._reports)
        self._book.close()

    def sheet(self, name: str) -> Any:
        """A new sheet under a legal name that no other sheet has."""
        return self._book.add_worksheet(self._named(name))

    def look(self, **properties: Any) -> Any:
        return self._formats.get(**properties)

    def _printed(self, report: Report) -> None:
        name = f"{report.meta.agency or Path(report.source).stem}{report.meta.year or ''}"
        sheet.write(self.sheet(name), self._formats, report)

    def _named(self, name: str) -> str:
        bare = FORBIDDEN.sub("", sheet.clean(name)).strip(" '") or "报告"
        for number in range(1, len(self._names) + 2):
            suffix = f" ({number})" if number > 1 else ""
            full = _cut(bare, NAME_LENGTH - len(suffix)) + suffix
            if full.lower() not in self._names and full.lower() != "history":
                break
        self._names.add(full.lower())
        return full


class Sheets:
    """A Listing on a sheet, and on further ones where it has more rows than a sheet can hold."""

    def __init__(self, book: Workbook, listing: Listing, *, frozen: int) -> None:
        self.listing, self._book, self._frozen = listing, book, frozen
        wrapped = book.look(text_wrap=True, valign="top")
        self._wraps = [column.name in WRAPPED for column in listing.columns]
        self._looks = [wrapped if wraps else None for wraps in self._wraps]
        self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.sheet(self.listing.title)
        head = self._book.look(bold=True, text_wrap=True, bg_color="#E7EDE6", border=1, align="center")
        machine = self._book.look(font_size=8, font_color="#777777", border=1, align="center")
        self._sheet.set_row(0, 78 if self.listing.stem == "panel" else 30)
        for i, column in enumerate(self.listing.columns):
            self._sheet.set_column(i, i, column.width)
            self._sheet.write_string(0, i, column.label, head)
        for i, column in enumerate(self.listing.columns):
            self._sheet.write_string(1, i, column.name, machine)
        self._sheet.freeze_panes(2, self._frozen)
        self._sheet.ignore_errors({"number_stored_as_text": "A3:XFD1048576"})
        self._row = 2

    def write(self, row: tuple[Value, ...], looks: list[Any] | None = None) -> None:
        if self._row >= LAST_ROW:
            self.finish()
            self._begin()
        for i, (value, look) in enumerate(zip(row, looks or self._looks, strict=True)):
            fitted = isinstance(value, str) and len(value) > FITS and not self._wraps[i]
            _write(self._sheet, self._row, i, f"{str(value)[:FITS]} …" if fitted else value, look)
        self._row += 1

    def finish(self) -> None:
        self._sheet.autofilter(1, 0, self._row - 1, len(self.listing.columns) - 1)


def _odd(cell: Any) -> bool:
    """Whether the panel shows a cell otherwise than as a plain number."""
    return cell is not None and cell.state not in ("number", "zero", "absent")


def _write(target: Any, row: int, column: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        if look is not None:
            target.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        target.write_string(row, column, "是" if value else "")
    elif isinstance(value, str):
        target.write_string(row, column, sheet.clean(value), look)
    else:
        target.write_number(row, column, value, look)


def _cut(name: str, length: int) -> str:
    """The name in at most `length` UTF-16 units, which is how Excel counts."""
    while len(name.encode("utf-16-le")) // 2 > length:
        name = name[:-1]
    return name.rstrip(" '")


def _legend(target: Any, formats: sheet.Formats, reports: int) -> None:
    """The sheet 说明: what the sheets hold, what the colours mean, what each path is called."""
    bold, plain = formats.get(bold=True), formats.get(text_wrap=True)
    target.set_column(0, 0, 36)
    target.set_column(1, 1, 90)
    target.set_row(0, 26)
    target.write_string(0, 0, "说明", formats.get(bold=True, font_size=14))
    small = formats.get(font_size=8)
    lines = [(name, bold, note) for name, note in _sheets(reports)]
    lines += [("", bold, ""), ("单元格状态", bold, ""), *_looks(formats), ("", bold, ""), ("路径", bold, "")]
    lines += [(path, small, name) for path, name in legend.cell_labels().items()]
    for row, (name, look, note) in enumerate(lines, 1):
        target.write_string(row, 0, name, look)
        target.write_string(row, 1, note, plain)


def _sheets(reports: int) -> list[tuple[str, str]]:
    """What each sheet holds."""
    given = f"共 {reports} 份报告。"
    if reports > SHEETS:
        given += f"只有前 {SHEETS} 份各有一张按法定格式排列的表；其余各份见“面板”和“单元格”，或分批导出。"
    own = "按国办格式的印刷样式排列三张法定表格；红底为可疑单元格，批注写明问题。"
    return [("报告", given), *NOTES, ("各报告表", own)]


def _looks(formats: sheet.Formats) -> Iterator[tuple[str, Any, str]]:
    """Each look of a cell, shown by itself, and what it means."""
    for state, name in legend.STATES.items():
        sample = Cell(None, "", state, None, 1.0)  # type: ignore[arg-type]
        yield f"{name}（{state}）", formats.get(**sheet.value_look(sample, "", ())), legend.STATE_NOTES[state]
    reds = (
        ("红底", sheet.FINDING_COLOUR, "此格可疑"),
        ("浅红底", sheet.CONCERNED_COLOUR, "此格在不符的勾稽式中，但可疑的是另一格"),
    )
    for name, colour, note in reds:
        yield name, formats.get(**sheet.BORDER, bg_color=colour, align="center"), note
