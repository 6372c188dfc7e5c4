"""Word files: order, tables with merged cells, numbers Word prints itself, tracked changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from extraction.document import Document, read_bytes
from extraction.numbering import chinese, rendered
from extraction.report import UnreadableDocument

docx = pytest.importorskip("docx")

from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls  # noqa: E402

Build = Callable[[Any], object]


def written(*steps: Build) -> bytes:
    """A docx that the steps wrote, one after the other."""
    word = docx.Document()
    for step in steps:
        step(word)
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


def reading(*steps: Build) -> Document:
    return read_bytes(written(*steps), name="年报.docx")


def line(text: str) -> Build:
    return lambda word: word.add_paragraph(text)


def paragraph(inner: str) -> Build:
    """A paragraph of raw WordprocessingML."""
    return block(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def block(raw: str) -> Build:
    return lambda word: word.element.body.insert(len(word.element.body) - 1, parse_xml(raw))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def table(*rows: list[str], merge: tuple[int, int, int, int] | None = None) -> Build:
    """A table; `merge` joins the cells from (row, column) to (row, column)."""

    def step(word: Any) -> None:
        grid = word.add_table(len(rows), max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                grid.cell(r, c).text = text
        if merge:
            first = grid.cell(*merge[:2])
            text = first.text
            first.merge(grid.cell(*merge[2:])).text = text

    return step


def numbered(levels: list[tuple[str, str]], *paragraphs: tuple[int, str]) -> list[Build]:
    """A list definition (format, text for each level) and its paragraphs as (level, text)."""

    def define(word: Any) -> None:
        inner = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for i, (format, text) in enumerate(levels)
        )
        numbering = word.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inner}</w:abstractNum>'
        number = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
        numbering.insert(0, parse_xml(abstract))
        numbering.append(parse_xml(number))

    marks = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="90"/></w:numPr></w:pPr>'
    return [define, *(paragraph(marks.format(level) + run(text)) for level, text in paragraphs)]


def grids(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.grids]


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = reading(line("上"), table(["规章", "0", ""], ["许可", "5", "1\n2"]), line("下"))
    assert document.text == "上\n规章\t0\t\n许可\t5\t1 2\n下"
    assert (document.kind, grids(document)) == ("docx", ["规章\t0\t\n许可\t5\t1 2"])


def test_a_cell_merged_over_columns_is_printed_once() -> None:
    document = reading(table(["第二十条", "", ""], ["规章", "0", "1"], merge=(0, 0, 0, 2)))
    assert document.text == "第二十条\n规章\t0\t1"


def test_a_cell_merged_over_rows_is_printed_once_and_empty_cells_stay() -> None:
    document = reading(table(["不予公开", "1.国家秘密", "0"], ["", "2.法律禁止", ""], merge=(0, 0, 1, 0)))
    assert document.text == "不予公开\t1.国家秘密\t0\n2.法律禁止\t"


def test_numbers_that_word_prints_itself_stand_before_their_paragraphs() -> None:
    document = reading(*numbered(
        [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
        (0, "总体情况"), (1, "主动公开"), (2, "网站"), (2, "新媒体"), (1, "依申请公开"), (2, "受理"),
        (0, "存在的问题"),
    ))  # fmt: skip
    assert document.text.split("\n") == [
        "一、总体情况", "（一）主动公开", "1.网站", "2.新媒体", "（二）依申请公开", "1.受理",
        "二、存在的问题",
    ]  # fmt: skip
    assert document.warnings == ()


def test_a_number_format_that_is_not_known_is_a_warning() -> None:
    document = reading(*numbered([("hebrew1", "%1.")], (0, "总体情况")))
    assert document.text == "总体情况"
    assert [warning.code for warning in document.warnings] == ["numbering_lost"]


def test_bullets_print_nothing() -> None:
    assert reading(*numbered([("bullet", "")], (0, "总体情况"))).text == "总体情况"


@pytest.mark.parametrize(("number", "printed"), [
    (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "一百"), (105, "一百〇五"),
])  # fmt: skip
def test_chinese_numbers_are_those_of_lists(number: int, printed: str) -> None:
    assert chinese(number) == printed


@pytest.mark.parametrize(("format", "printed"), [
    ("decimal", "3"), ("upperRoman", "III"), ("lowerLetter", "c"), ("decimalEnclosedCircle", "③"),
    ("ideographTraditional", "丙"), ("decimalZero", "03"), ("cardinalText", None),
])  # fmt: skip
def test_a_number_is_rendered_in_the_formats_of_word(format: str, printed: str | None) -> None:
    assert rendered(3, format) == printed


def test_insertions_are_kept_and_deletions_are_not() -> None:
    document = reading(paragraph(
        run("收到") + f"<w:ins>{run('9')}</w:ins><w:del><w:r><w:delText>8</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo>"
    ))  # fmt: skip
    assert document.text == "收到9件"
    assert [warning.code for warning in document.warnings] == ["revisions"]


def test_content_controls_links_and_field_results_are_read_field_codes_are_not() -> None:
    document = reading(paragraph(
        f"<w:sdt><w:sdtContent>{run('2021年')}</w:sdtContent></w:sdt><w:hyperlink>{run('网站')}</w:hyperlink>"
        f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{run('3')}"
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:noBreakHyphen/><w:t>三</w:t></w:r>"
    ))  # fmt: skip
    assert document.text == "2021年网站3一\n二-三"


def test_a_content_control_around_blocks_is_read() -> None:
    document = reading(block(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run('总体情况')}</w:p><w:tbl><w:tr>"
        f"<w:tc><w:p>{run('规章')}</w:p></w:tc><w:tc><w:p>{run('0')}</w:p></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
    ))  # fmt: skip
    assert (document.text, grids(document)) == ("总体情况\n规章\t0", ["规章\t0"])


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('临川县水务局')}</w:p></w:txbxContent>"
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document = reading(paragraph(
        f"{run('正文')}<w:r><mc:AlternateContent {compatibility}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    ))  # fmt: skip
    assert document.text == "正文\n临川县水务局"


def test_a_table_inside_a_cell_is_a_grid_of_its_own() -> None:
    def nest(word: Any) -> None:
        outer = word.add_table(1, 2)
        outer.cell(0, 0).text = "二、主动公开"
        inner = outer.cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "0"

    document = reading(nest)
    assert (document.text, grids(document)) == ("二、主动公开\n规章\t0", ["规章\t0"])


def test_properties_of_the_file_become_hints() -> None:
    def describe(word: Any) -> None:
        word.core_properties.title, word.core_properties.author = "2021年年度报告", "县水务局"

    document = reading(describe, line("正文"))
    assert dict(document.hints) == {"title": "2021年年度报告", "publisher": "县水务局"}


def test_a_file_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        reading()
    assert refusal.value.code == "no_text"


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<w:document", b"<?xml version='1.0'?><x/>", b"\0\1\2"])
def test_a_damaged_part_is_refused_or_read_without_it(part: str, content: bytes) -> None:
    whole, damaged = zipfile.ZipFile(io.BytesIO(written(line("正文")))), io.BytesIO()
    with zipfile.ZipFile(damaged, "w") as out:
        for name in whole.namelist():
            out.writestr(name, content if name == part else whole.read(name))
    try:
        assert read_bytes(damaged.getvalue()).text == "正文"
    except UnreadableDocument as refusal:
        assert refusal.code in ("damaged", "no_text")


def test_an_entity_of_another_file_is_not_read(tmp_path: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    whole, packed = zipfile.ZipFile(io.BytesIO(written(line("正文ENTITY")))), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document'.encode()
                content = content.replace(b"<w:document", entity, 1).replace(b"ENTITY</w:t>", b"&e;</w:t>")
            out.writestr(name, content)
    try:
        assert "秘密" not in read_bytes(packed.getvalue()).text
    except UnreadableDocument as refusal:
        assert refusal.code == "damaged"
