"""The page: one file, everything escaped, every number linked with its characters."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from conftest import finding, report
from selectolax.lexbor import LexborHTMLParser

from extraction.export import page
from extraction.export.marks import Mark, marks, pieces
from extraction.export.page import Page, render
from extraction.report import Report, Warning

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</div></template></article>"


def html(*reports: Report) -> str:
    stream = io.BytesIO()
    made = Page(stream)
    for each in reports:
        made.add(each)
    made.close()
    return stream.getvalue().decode("utf-8")


def test_the_text_is_all_there_and_in_order() -> None:
    made = report(findings=(finding(),), blank=["applications.received.other"])
    source = LexborHTMLParser(render(made)).css_first(".source")
    assert source is not None
    assert source.text(deep=True) == made.text


def test_the_pieces_of_overlapping_spans_are_the_text() -> None:
    text = "共公开信息9件，其中3件。"
    found = [
        Mark("c0", "PROBLEM", 0, 9, ""),
        Mark("e0", "FIGURE", 5, 7, ""),
        Mark("x", "CELL", 7, 7, ""),
        Mark("e1", "DATE", 6, 11, ""),
    ]
    parts = list(pieces(text, found))
    assert "".join(part.text for part in parts) == text
    assert [mark.key for part in parts if not part.text for mark in part.marks] == ["x"]
    assert {mark.key for part in parts for mark in part.marks} == {"c0", "e0", "e1", "x"}


def test_spans_outside_the_text_are_left_out() -> None:
    assert not [mark for mark in marks(replace(report(), text="短")) if mark.end > 1]


def test_every_number_leads_to_its_characters_and_back() -> None:
    made = report(cells={"applications.received.total": 9})
    tree = LexborHTMLParser(render(made))
    for row in made.cells():
        cell = tree.css_first(f'td[data-k="{row.path}"]')
        mark = next(
            node
            for node in tree.css(".source [data-k]")
            if row.path in str(node.attributes["data-k"]).split()
        )
        assert cell is not None
        assert cell.attributes["data-at"] == f"{row.start}–{row.end}"
        assert mark.text() == row.raw
    linked = [node for node in tree.css(".source .m-FIGURE") if node.attributes.get("data-c")]
    assert [node.attributes["data-c"] for node in linked] == ["applications.received.total"]


def test_blank_lost_and_zero_look_different() -> None:
    path = "applications.received."
    tree = LexborHTMLParser(render(report(cells={f"{path}other": None}, blank=[f"{path}total"])))
    looks = {name: tree.css_first(f'td[data-k="{path}{name}"]') for name in ("total", "other", "research")}
    assert {name: str(node.attributes["class"]) for name, node in looks.items() if node} == {
        "total": "s-blank", "other": "s-lost", "research": "s-zero",
    }  # fmt: skip


def test_findings_are_listed_and_their_cells_marked() -> None:
    tree = LexborHTMLParser(render(report(findings=(finding(),))))
    (card,) = tree.css(".findings li")
    assert "新收9件，办结8件，相差1件" in card.text(deep=True)
    assert [node.attributes["data-k"] for node in tree.css("td.found")] == [
        "applications.processed_total.total"
    ]
    assert [node.attributes["data-k"] for node in tree.css("td.concerned")] == ["applications.received.total"]


def test_whatever_a_report_says_is_escaped() -> None:
    bad = replace(
        report(agency=HOSTILE, findings=(finding(message_zh=HOSTILE, rule=HOSTILE, where=HOSTILE),)),
        source=HOSTILE, warnings=(Warning("x", HOSTILE, HOSTILE),),
    )  # fmt: skip
    made = html(bad, bad)
    tree = LexborHTMLParser(made)
    assert len(tree.css("script")) == 1
    assert not tree.css("img")
    assert made.count("<template>") == 1
    assert not re.search(r"<script>alert|onerror=alert\(2\)>", made)


def test_the_page_names_no_address_and_forbids_all() -> None:
    made = html(report())
    assert "default-src 'none'" in made.replace("&#x27;", "'")
    assert not re.search(r"(?:src|href)\s*=|https?://|@import|url\(", made)


def test_several_reports_wait_in_templates_and_the_first_is_shown() -> None:
    made = html(*(report(year=year) for year in (2020, 2021, 2022)))
    assert made.count("<template>") == 2
    assert LexborHTMLParser(made).css_first("main article") is not None


def test_a_page_of_many_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "REPORTS", 1)
    assert "共 3 份，此页只含前 1 份" in html(report(), report(), report())


def test_a_page_without_reports_says_so() -> None:
    assert "没有可以显示的报告" in html()


def test_a_long_text_is_cut_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "CHARACTERS", 50)
    assert "此处只显示前 50 字" in html(report())


def test_null_and_halves_of_surrogates_are_shown_as_replaced() -> None:
    assert "\x00" not in html(report(agency="甲\x00\ud800乙"))
