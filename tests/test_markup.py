"""Web pages: their lines, their tables, what they say of themselves, and what is no report."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from extraction.document import Document, read_bytes
from extraction.lines import Extracted
from extraction.markup import extract
from extraction.report import UnreadableDocument

CASES = json.loads((Path(__file__).parent / "cases" / "pages.json").read_text(encoding="utf-8"))
REPORTS = Path(os.environ.get("NIANBAO_REPORTS") or Path(__file__).parents[1] / "../shared/reports")

FORM = """<p>一、总体情况</p><p>临川县水务局本年收到申请9件，均按期办结，未发生行政复议、行政诉讼。</p>
<p>二、主动公开政府信息情况</p>
<table><tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>行政规范性文件</td><td>3</td></tr></table>
<p>三、收到和处理政府信息公开申请情况</p>
<table><tr><td>本年新收政府信息公开申请数量</td><td>9</td></tr><tr><td>予以公开</td><td>9</td></tr></table>
<p>四、政府信息公开行政复议、行政诉讼情况</p>
<table><tr><td>结果维持</td><td>尚未审结</td></tr><tr><td>0</td><td>0</td></tr></table>
<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p>"""
LINKS = "".join(f"<li><a href='/{i}'>政务公开第{i}栏目的名称</a></li>" for i in range(120))
CHROME = f"<ul>{LINKS}</ul>"
TITLE = "<h1>临川县水务局2021年政府信息公开工作年度报告</h1><div>来源：县水务局 2022-01-18</div>"


def page(extracted: Extracted) -> tuple[str, list[str]]:
    return extracted.text, [extracted.text[start:end] for start, end in extracted.grids]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_page_reads_as_its_case_says(case: dict[str, Any]) -> None:
    # A page this short is refused when it stands alone, hence a line that is cut off again.
    filler = "<p>本行文字仅为使网页不短于一般报告而设，读出后即予去除。第二十条。</p>"
    text, grids = page(extract(case["page"] + filler, "page.html"))
    assert text.rpartition("\n")[0] == case["text"]
    assert grids == case["grids"]


@pytest.mark.parametrize("container", ["<div id=zoom>", "<div class='TRS_Editor'>", "<div class=x7>", "<td>"])
def test_the_report_is_found_among_the_navigation_and_keeps_its_title(container: str) -> None:
    end = "</td></tr></table>" if container == "<td>" else "</div>"
    start = "<table><tr><td>" if container == "<td>" else container
    whole = f"<body>{CHROME}<div>{TITLE}{start}{FORM}{end}</div>{CHROME}</body>"
    text, grids = page(extract(whole, "page.html"))
    assert text.startswith("临川县水务局2021年政府信息公开工作年度报告\n来源：县水务局")
    assert len(grids) == 3
    assert "栏目的名称" not in text


def test_no_table_is_lost_where_the_container_holds_only_one_of_them() -> None:
    first, rest = FORM.split("<p>三、", 1)
    text, grids = page(extract(f"<body><div id=zoom>{first}</div><div>三、{rest}</div></body>", "page.html"))
    assert len(grids) == 3
    assert text.startswith("一、总体情况")


def test_what_the_page_says_of_itself_becomes_hints() -> None:
    head = (
        "<head><title>年度报告 - 临川县</title><meta name='ArticleTitle' content='2021年年度报告'>"
        "<meta name=PubDate content='2022-01-18'><meta name=ContentSource content=县水务局></head>"
    )
    extracted = extract(f"<html>{head}<body>{FORM}</body></html>", "page.html")
    hints = dict(extracted.hints)
    assert [hints[name] for name in ("title", "published")] == ["2021年年度报告", "2022-01-18"]
    assert hints["publisher"] == "县水务局"
    assert extracted.text.startswith("年度报告 - 临川县\n一、总体情况")


@pytest.mark.parametrize(
    "whole",
    [
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>",
        "<html><body><h1>403 Forbidden</h1><p>You have no permission to see this page.</p></body></html>",
        "<html><head><title>年度报告</title></head><body><div id=app></div><script>load()</script></body>",
        "<!doctype html><body><p>您访问的页面不存在或已删除，请返回首页，或者联系网站管理员处理。</p>",
    ],
)
def test_an_error_page_is_refused(whole: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        extract(whole, "page.html")
    assert refusal.value.code == "error_page"
    assert "page.html" in refusal.value.message and "page.html" in refusal.value.message_zh


def test_elements_without_end_do_not_hang() -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        extract("<div>" * 100_000 + FORM + "</div>" * 100_000, "page.html")
    assert refusal.value.code == "too_deep"
    nested = extract("<table><tr><td>" * 500 + FORM, "page.html")
    assert "公开不够及时。" in nested.text


def test_nothing_is_fetched_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page reached for the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    linked = f"<link rel=stylesheet href='http://a.example/x.css'><img src='http://a.example/x.png'>{FORM}"
    assert extract(linked, "page.html").grids


def numbers(cells: dict[str, Any]) -> list[tuple[str, str, list[Any]]]:
    return [(table, row, list(cells[table][row].values())) for table in cells for row in cells[table]]


def gold_pages() -> list[Path]:
    return sorted(REPORTS.glob("*.html")) if REPORTS.is_dir() else []


@pytest.mark.skipif(not gold_pages(), reason="no real reports: set NIANBAO_REPORTS to their folder")
@pytest.mark.parametrize("path", gold_pages(), ids=lambda path: path.stem)
def test_every_row_of_a_real_form_is_a_grid_row(path: Path) -> None:
    document: Document = read_bytes(path.read_bytes(), name=path.name)
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    rows = [
        [cell for cell in line.split("\t") if cell]
        for start, end in document.grids
        for line in document.text[start:end].split("\n")
    ]
    printed = ["\t".join(row) + "\t" for row in rows]
    for table, row, values in numbers(gold["cells"]):
        wanted = "\t".join(_printed(value) for value in values if value is not None)
        assert not wanted or any(_holds(line, wanted) for line in printed), f"{table}.{row}: {wanted!r}"


def _printed(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _holds(line: str, wanted: str) -> bool:
    """The values stand in this order; a unit or a plus sign may stand with them."""
    cells = [cell.strip("+元[]").removesuffix("万元") for cell in line.strip("\t").split("\t")]
    return "\t" + wanted + "\t" in "\t" + "\t".join(cells) + "\t"
