"""Built gold: every span says its text, every cell its print, in every layout and in real files."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from annotations import gold, layouts
from annotations.build import build, cells, unit_of
from annotations.files import FILES, build_file, build_gold
from annotations.source import Source, read
from extraction import form
from extraction.document import read as read_document
from extraction.report import Report

CORPUS = sorted((Path(__file__).parent.parent / "annotations" / "corpus").glob("*.txt"))
SOME = CORPUS[::19]

SMALL = """id: w0-001
writer: w0
agency: 临河县水务局
region: 江西省 | 抚阳市 | 临河县
level: county
kind: water
year: 2021
published: 2022-01-18

disclosure 2021
  normative_documents 3 1 12
  fees 35.65
applications 2021
  received 9 1
  granted 4
  declined_duplicate 3
disputes
  review 1 0 0 1
misprints
  applications.processed_total.total 8
blanks
  applications.*.research
  disclosure.regulations
---
{A:临河县水务局}{D:2021年度}政府信息公开工作年度报告
## overview 一、总体情况
{D:12月31日@2021-12-31}前公开信息{F:1.2万条=12000}，收费{F:35.65万元@disclosure.fees.amount=356500}。
依据《中华人民共和国政府信息公开条例》，收到申请{F:十件=10@applications.received.total}，{Z:未发生行政诉讼@disputes.litigation_direct.total,disputes.litigation_after_review.total}。
## disclosure 二、主动公开政府信息情况
<disclosure>
## applications 三、收到和处理政府信息公开申请情况
<applications>
表后一句话。
## disputes 四、政府信息公开行政复议、行政诉讼情况
<disputes>
## problems 五、存在的主要问题及改进情况
{P2:公开不够及时}。{M6+M99:{A:局办公室}将培训{F:两次=2}}。
{A:临河县水务局}
{D:2022年1月18日}
""".replace("@disclosure.fees.amount=356500", "=356500@disclosure.fees.amount")


@pytest.fixture
def small(tmp_path: Path) -> Source:
    path = tmp_path / "w0-001.txt"
    path.write_text(SMALL, encoding="utf-8")
    return read(path)


@cache
def built(path: Path, layout: str) -> Report:
    return build(read(path), layout)


@pytest.mark.parametrize("layout", [*layouts.LAYOUTS, "any"])
def test_every_span_and_cell_stands_where_it_says(layout: str) -> None:
    for path in SOME:
        report = built(path, layout)
        gold.check(report, f"{path.name}: {layout}")
        for table in report.tables.values():
            spans = [cell.span for row in table.cells.values() for cell in row.values() if cell.span]
            raws = [cell.raw for row in table.cells.values() for cell in row.values() if cell.span]
            assert [report.text[a:b] for a, b in spans] == raws
            assert all(table.span and table.span[0] <= a <= b <= table.span[1] for a, b in spans)


@pytest.mark.parametrize("layout", ["word", "glued"])
def test_the_parts_follow_each_other_without_gaps(layout: str) -> None:
    for path in SOME:
        report = built(path, layout)
        edges = [(section.start, section.end) for section in report.sections]
        assert edges[0][0] == 0
        assert edges[-1][1] == len(report.text)
        assert all(a[1] == b[0] for a, b in pairwise(edges))


def test_the_layout_changes_the_tables_and_nothing_else() -> None:
    for path in SOME:
        reports = [built(path, layout) for layout in ("word", "lines", "csv")]
        assert len({tuple(entity.text for entity in report.entities) for report in reports}) == 1
        assert (
            len({tuple((e.value, e.unit, e.cell, e.iso) for e in report.entities) for report in reports}) == 1
        )
        assert len({tuple(clause.text for clause in report.clauses) for report in reports}) == 1


def test_a_small_source_is_built_as_written(small: Source) -> None:
    report = build(small, "tabs")
    said = {entity.text: entity for entity in report.entities}
    assert (said["1.2万条"].value, said["1.2万条"].unit) == (12000, "条")
    assert (said["35.65万元"].value, said["35.65万元"].unit) == (356500, "元")
    assert said["12月31日"].iso == "2021-12-31"
    assert said["2022年1月18日"].iso == "2022-01-18"
    assert said["《中华人民共和国政府信息公开条例》"].label == "DOCUMENT"
    assert said["十件"].cell == "applications.received.total"
    assert [(clause.label, clause.category) for clause in report.clauses] == [
        ("PROBLEM", "P2"),
        ("MEASURE", "M6"),
    ]
    assert report.zeros[0].cells == (
        "disputes.litigation_direct.total",
        "disputes.litigation_after_review.total",
    )
    assert report.meta.region.county == "临河县"
    assert report.meta.title == "临河县水务局2021年度政府信息公开工作年度报告"
    assert report.meta.agency_span == (0, 6)


def test_misprints_are_printed_and_are_the_findings_of_the_gold(small: Source) -> None:
    report = build(small, "word")
    assert report.cell("applications.processed_total.total").value == 8  # type: ignore[union-attr]
    assert {finding.rule for finding in report.findings} == {
        "applications.balance", "applications.results", "applications.applicants",
    }  # fmt: skip
    assert {finding.culprit for finding in report.findings} == {"report"}


@pytest.mark.parametrize(
    ("layout", "state"), [("word", "blank"), ("pipes", "blank"), ("lines", "lost"), ("glued", "lost")]
)
def test_a_blank_is_lost_where_its_place_cannot_be_told(small: Source, layout: str, state: str) -> None:
    report = build(small, layout)
    for path in ("disclosure.regulations.made", "applications.granted.research"):
        cell = report.cell(path)
        assert cell is not None
        assert (cell.value, cell.state, cell.span is None) == (None, state, state == "lost")


def test_a_table_that_is_not_printed_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "w0-001.txt"
    path.write_text(
        SMALL.replace("<disputes>\n", "").replace("disputes\n  review 1 0 0 1\n", ""), encoding="utf-8"
    )
    table = build(read(path), "word").tables["disputes"]
    assert (table.form, table.span) == ("none", None)
    assert {cell.state for row in table.cells.values() for cell in row.values()} == {"absent"}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_read_back_from_a_file_fits_its_gold(kind: str) -> None:
    for path in SOME:
        source = read(path)
        data, report = build_gold(source, kind)
        assert data == build_file(source, kind)
        assert report.text == read_document(data).text
        gold.check(report, f"{path.name}: {kind}")
        expected = cells(source)
        for row in report.cells():
            assert row.path not in expected or row.raw == expected[row.path].raw, row
            assert row.start is None or report.text[row.start : row.end] == row.raw
            assert row.state != "blank" or report.text[row.start or 0] in "\t\n", row


def test_a_blank_in_a_file_stands_between_its_tabs(small: Source) -> None:
    _, report = build_gold(small, "docx")
    cell = report.cell("applications.granted.research")
    assert cell is not None
    assert cell.span is not None
    assert report.text[cell.span[0] - 1 : cell.span[0] + 1] == "\t\t"


def test_layouts_are_drawn_by_the_seed(small: Source) -> None:
    texts = {build(small, "any", seed).text for seed in range(40)}
    assert 5 < len(texts) <= len(layouts.LAYOUTS)
    assert build(small, "any", 3) == build(small, "any", 3)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5753条", "条"),
        ("35.65万元", "元"),
        ("三成", "%"),
        ("七成多", "%"),
        ("97％", "%"),
        ("6300口", "口"),
        ("412万", None),
        ("190余条", "条"),
    ],
)
def test_the_unit_is_what_follows_the_number(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


def test_every_row_of_the_form_has_its_cells() -> None:
    for path in SOME:
        for name, table in built(path, "word").tables.items():
            if table.form != "none":
                rows = form.table(name, table.form).rows
                assert list(table.cells) == [row.name for row in rows]
