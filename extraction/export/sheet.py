"""One report as a sheet in the printed layout of the form, its findings red, with a comment on each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extraction.export import layout, legend, marks, panel
from extraction.report import Cell, Finding, Report, Table

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
LONGEST = 32_000  # a cell of Excel holds 32,767 characters
UNIT_WIDTH = 8.3
LINE_HEIGHT = 15.0

COLOURS = {
    "dash": "#DCE6F2",
    "none_word": "#DCE6F2",
    "text": "#DCE6F2",
    "lost": "#F8D9A8",
}
FINDING_COLOUR = "#F4B6AE"
CONCERNED_COLOUR = "#FCEBE8"  # the other cells of a sum that does not close
BORDER: dict[str, Any] = {"border": 1, "border_color": "#8C8C86"}


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, dict[tuple[tuple[str, Any], ...], Any]()

    def get(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {"font_name": "宋体", "font_size": 10, "valign": "vcenter"} | properties
            )
        return self._made[key]


def value_look(cell: Cell | None, path: str, found: Sequence[Finding]) -> dict[str, Any]:
    """How a printed value looks: red where it is in doubt, pale where its sum is, hatched where blank."""
    look: dict[str, Any] = BORDER | {"align": "center", "text_wrap": True}
    state = cell.state if cell else "absent"
    if marks.suspect(path, found):
        return look | {"bg_color": FINDING_COLOUR, "bold": True, "font_color": "#9C1C10"}
    if found:
        return look | {"bg_color": CONCERNED_COLOUR}
    if state == "blank":
        return look | {"pattern": 16, "fg_color": "#C9C9C2", "bg_color": "#FFFFFF"}  # light diagonal hatching
    if state == "absent":
        return look | {"diag_type": 1, "diag_color": "#B0B0B0", "diag_border": 4}
    return look | ({"bg_color": COLOURS[state]} if state in COLOURS else {})


class Canvas:
    """A sheet that takes merged ranges in any order and is written row by row, as constant memory wants."""

    def __init__(self, sheet: Any, formats: Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._cells: dict[tuple[int, int], tuple[str | float, Any]] = {}

    def put(self, place: tuple[int, int, int, int], value: str | float, **look: Any) -> None:
        """A value at row, column, height, width."""
        row, column, height, width = place
        made = self._formats.get(**look)
        for y in range(row, row + height):
            for x in range(column, column + width):
                self._cells[y, x] = (value if (y, x) == (row, column) else "", made)
        if height * width > 1:
            # merge_range() would go back to rows that are already on disk; this list is all it adds to.
            self._sheet.merge.append([row, column, row + height - 1, column + width - 1])

    def height(self, row: int, lines: float) -> None:
        self._sheet.set_row(row, lines * LINE_HEIGHT + 3)

    def note(self, row: int, column: int, text: str) -> None:
        lines = sum(1 + len(line) // 22 for line in text.split("\n"))
        look = {
            "author": "nianbao",
            "font_name": "宋体",
            "font_size": 9,
            "x_scale": 2.2,
            "y_scale": 0.3 + 0.22 * lines,
        }
        self._sheet.write_comment(row, column, text, look)

    def write(self) -> None:
        for (row, column), (value, look) in sorted(self._cells.items(), key=lambda item: item[0]):
            if not isinstance(value, str):
                self._sheet.write_number(row, column, value, look)
            elif value:
                self._sheet.write_string(row, column, value, look)
            else:
                self._sheet.write_blank(row, column, None, look)


def clean(text: str) -> str:
    """The text as a cell can hold it."""
    return ILLEGAL.sub("\ufffd", text[:LONGEST])


def write(sheet: Any, formats: Formats, report: Report) -> None:
    """The three tables one under the other, fifteen columns wide, then the findings."""
    sheet.set_column(0, layout.UNITS - 1, UNIT_WIDTH)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.freeze_panes(2, 0)
    canvas = Canvas(sheet, formats)
    _title(canvas, report)
    at, marked = 3, marks.by_cell(report.findings)
    for name, table in report.tables.items():
        at = _table(canvas, layout.printed(name, table), table, marked, at)
    _findings(canvas, report.findings, at)
    canvas.write()


def _title(canvas: Canvas, report: Report) -> None:
    meta, region = report.meta, report.meta.region
    title = (
        f"{meta.agency or report.source}　{f'{meta.year} 年度' if meta.year else ''}政府信息公开工作年度报告"
    )
    place = "".join(part for part in (region.province, region.city, region.county) if part)
    facts = [
        f"文件：{report.source}", f"落款：{meta.published or '无'}", f"表式：{meta.form}",
        f"地区：{place or '未识别'}", f"问题：{len(report.findings)} 处",
    ]  # fmt: skip
    canvas.put((0, 0, 1, layout.UNITS), clean(title), bold=True, font_size=14, align="center")
    canvas.put((1, 0, 1, layout.UNITS), clean("　　".join(facts)), font_color="#555555", align="center")
    canvas.height(0, 2)


def _table(
    canvas: Canvas, form: layout.Layout, table: Table, marked: Mapping[str, list[Finding]], at: int
) -> int:
    """The table from row `at` on; the row after it."""
    canvas.put((at, 0, 1, layout.UNITS), form.heading, bold=True, font_size=12)
    canvas.height(at, 1.3)
    at += 1
    if layout.absent(table):
        note = "（报告中没有这张表，或表为图片：各单元格为“无此表”，不是 0）"
        canvas.put((at, 0, 1, layout.UNITS), note, **BORDER, font_color="#777777", align="center")
        return at + 3
    for row, lines in _heights(form).items():
        canvas.height(at + row, lines)
    for box in form.boxes:
        left, width = form.left(box.column), sum(form.units[box.column : box.column + box.width])
        place = (at + box.row, left, box.height, width)
        if box.path is None:
            canvas.put(place, box.text, **_label_look(form.name, box))
        else:
            _value(canvas, place, box.path, _cell(table, box.path), marked.get(box.path, []))
    return at + form.rows + 2


def _label_look(table: str, box: layout.Box) -> dict[str, Any]:
    look: dict[str, Any] = BORDER | {"text_wrap": True, "align": "center"}
    if box.kind == "item":
        return look | {"bold": True, "bg_color": "#EEF1EC"}
    if box.kind == "head":
        return look | {"bg_color": "#F6F7F4"}
    return look | ({"align": "left", "indent": 1} if table == "applications" and box.height == 1 else {})


def _cell(table: Table, path: str) -> Cell | None:
    _, row, column = path.split(".")
    return table.cells.get(row, {}).get(column)


def _value(
    canvas: Canvas, place: tuple[int, int, int, int], path: str, cell: Cell | None, found: list[Finding]
) -> None:
    value = cell.value if cell else None
    plain = value is not None and abs(value) < panel.LARGEST
    shown = value if plain and value is not None else clean(legend.shown(cell))
    canvas.put(place, shown, **value_look(cell, path, found))
    notes = [f"【{legend.SEVERITIES.get(f.severity, f.severity)}】{f.message_zh or f.message}" for f in found]
    if cell and cell.proposal is not None:
        notes.append(f"勾稽建议值：{legend.number(cell.proposal)}（印出值不改）")
    if cell and cell.value is not None and cell.raw.strip() != legend.number(cell.value):
        notes.append(f"原文：{cell.raw.strip()}")
    if cell and cell.state in ("lost", "text"):
        notes.append(f"{legend.STATES[cell.state]}：{legend.STATE_NOTES[cell.state]}")
    if notes:
        canvas.note(place[0], place[1], clean("\n".join(notes)))


def _heights(form: layout.Layout) -> dict[int, int]:
    """How many lines the tallest text of each row takes; a text merged over rows has room enough."""
    lines: dict[int, int] = defaultdict(lambda: 1)
    for box in form.boxes:
        if box.height == 1:
            room = UNIT_WIDTH * sum(form.units[box.column : box.column + box.width]) - 1
            lines[box.row] = max(lines[box.row], -(-2 * len(box.text) // int(room)))
    return lines


def _findings(canvas: Canvas, findings: Iterable[Finding], at: int) -> None:
    listed = list(findings)
    canvas.put((at, 0, 1, layout.UNITS), f"发现的问题（{len(listed)}）", bold=True, font_size=12)
    rows = [("级别", "规则", "说明", "可能出自")] if listed else []
    rows += [
        (
            legend.SEVERITIES.get(f.severity, f.severity),
            f.rule,
            f.message_zh or f.message,
            legend.CULPRITS[f.culprit],
        )
        for f in listed
    ]
    for i, row in enumerate(rows, start=1):
        canvas.height(at + i, max(1, -(-2 * len(row[2]) // 62)))
        look = {"bold": True, "bg_color": "#F6F7F4"} if i == 1 else {"text_wrap": True}
        for text, (left, width) in zip(row, ((0, 1), (1, 4), (5, 8), (13, 2)), strict=True):
            canvas.put((at + i, left, 1, width), clean(text), **BORDER, **look)
