"""The workbook, opened again: printed layout, findings, states, names of sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import finding, report
from openpyxl import load_workbook

from extraction.export import sheet, workbook
from extraction.export.workbook import Workbook
from extraction.report import Report, Table

TOTAL = "applications.processed_total.total"


def opened(path: Path, *reports: Report) -> Any:
    book = Workbook(path / "w.xlsx")
    for each in reports:
        book.add(each)
    book.close()
    return load_workbook(path / "w.xlsx")


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:]


def labelled(page: Any, text: str) -> Any:
    return next(cell for row in page.iter_rows() for cell in row if cell.value == text)


def test_the_sheets_have_chinese_names_headers_and_frozen_panes(tmp_path: Path) -> None:
    book = opened(tmp_path, report(findings=(finding(),)))
    assert book.sheetnames == [
        "面板",
        "问题清单",
        "数字",
        "存在问题与改进措施",
        "单元格",
        "说明",
        "临川县水务局2021",
    ]
    panel = book["面板"]
    assert [panel.cell(1, 1).value, panel.cell(2, 1).value, panel.cell(3, 1).value] == [
        "机关",
        "agency",
        "临川县水务局",
    ]
    assert panel.freeze_panes == "C3"
    assert panel.auto_filter.ref.startswith("A2:")
    assert book["问题清单"]["H3"].value == "新收9件，办结8件，相差1件"


def test_the_report_sheet_is_the_printed_layout(tmp_path: Path) -> None:
    page = opened(tmp_path, report(cells={"applications.received.natural_person": 9}))["临川县水务局2021"]
    head = labelled(page, "申请人情况")
    merged = {str(area) for area in page.merged_cells.ranges}
    assert f"I{head.row}:O{head.row}" in merged
    assert f"A{head.row}:H{head.row + 2}" in merged
    received = labelled(page, "一、本年新收政府信息公开申请数量")
    assert [cell.value for cell in page[received.row][8:15]] == [9, 0, 0, 0, 0, 0, 0]
    review = labelled(page, "行政复议")
    assert [page.cell(review.row + 3, column).value for column in range(1, 16)] == [0] * 15


def test_the_2019_form_has_its_own_rows(tmp_path: Path) -> None:
    page = opened(tmp_path, report(form_version="2019", year=2019))["临川县水务局2019"]
    assert labelled(page, "政府集中采购")
    assert labelled(page, "（六）其他处理")


def test_a_finding_is_red_with_a_comment_and_its_sum_is_pale(tmp_path: Path) -> None:
    page = opened(tmp_path, report(findings=(finding(),)))["临川县水务局2021"]
    wrong = page.cell(labelled(page, "（七）总计").row, 15)
    assert colour(wrong) == sheet.FINDING_COLOUR[1:]
    assert "新收9件，办结8件，相差1件" in wrong.comment.text
    right = page.cell(labelled(page, "一、本年新收政府信息公开申请数量").row, 15)
    assert colour(right) == sheet.CONCERNED_COLOUR[1:]


def test_blank_dash_lost_and_zero_look_different(tmp_path: Path) -> None:
    path = "applications.received."
    made = report(cells={f"{path}research": "-", f"{path}other": None}, blank=[f"{path}commercial"])
    page = opened(tmp_path, made)["临川县水务局2021"]
    row = labelled(page, "一、本年新收政府信息公开申请数量").row
    zero, blank, dash, lost = (page.cell(row, column) for column in (9, 10, 11, 14))
    assert (zero.value, blank.value, dash.value, lost.value) == (0, None, "-", "？")
    assert len({(colour(cell), cell.fill.fill_type) for cell in (zero, blank, dash, lost)}) == 4


def test_an_absent_table_is_said_to_be_absent(tmp_path: Path) -> None:
    made = report()
    tables = dict(made.tables) | {"disputes": Table("none", None, {})}
    page = opened(tmp_path, report(tables=tables))["临川县水务局2021"]
    assert any("没有这张表" in str(cell.value) for row in page.iter_rows() for cell in row)


def test_missing_is_an_empty_cell_of_the_panel(tmp_path: Path) -> None:
    panel = opened(tmp_path, report(cells={TOTAL: None}))["面板"]
    column = next(cell.column for cell in panel[2] if cell.value == TOTAL)
    assert panel.cell(3, column).value is None
    assert panel.cell(3, column + 1).value == 0


def test_names_of_sheets_are_legal_short_and_unique(tmp_path: Path) -> None:
    names = ["某市[测试]*局:/?\\", "history", "'引号'", "长" * 40, "长" * 40, "", "面板", "𠮷" * 40]
    book = opened(tmp_path, *(report(agency=name, year=2020) for name in names))
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames) == 6 + len(names)
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in book.sheetnames)


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://example.org")'
    book = opened(tmp_path, report(agency=hostile, source="http://example.org"))
    assert book["面板"]["A3"].data_type == "s"
    assert book["面板"]["A3"].value == hostile
    assert not any(page._hyperlinks for page in book.worksheets)


def test_characters_that_xml_forbids_are_replaced(tmp_path: Path) -> None:
    book = opened(tmp_path, report(agency="甲\x00\x1b\ud800\ufffe乙"))
    assert book["面板"]["A3"].value == "甲\ufffd\ufffd\ufffd\ufffd乙"


def test_beyond_the_limit_reports_have_no_sheet_and_the_legend_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEETS", 2)
    book = opened(tmp_path, *(report(year=year) for year in (2020, 2021, 2022)))
    assert len(book.sheetnames) == 8
    assert any("只有前 2 份" in str(row[1].value) for row in book["说明"].iter_rows())
    assert book["面板"].max_row == 5


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 202)
    book = opened(tmp_path, report(), report(year=2022))
    assert "单元格 (2)" in book.sheetnames
    assert book["单元格"].max_row == book["单元格 (2)"].max_row == 202
