"""One layer of entities: no overlaps, every span in its place, and how much of the real reports is found."""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from passages import passage

from extraction import prose, sections, tables
from extraction.document import read
from extraction.entities import entities, reporting_year, resolve
from extraction.links import link
from extraction.report import Entity
from extraction.text import Passage, normalise

REPORTS = Path(os.environ.get("NIANBAO_REPORTS", Path(__file__).parents[2] / "shared" / "reports"))
_OFFSETS = (".txt", ".md")


def _entity(label: str, start: int, end: int) -> Entity:
    return Entity(label, start, end, "…" * (end - start), 0.9)


def test_a_title_keeps_its_numbers_and_dates() -> None:
    found = entities([passage("印发《2021年100条措施》（国办发〔2021〕30号）3份。")], 2021, ())
    assert [(e.label, e.text) for e in found] == [
        ("DOCUMENT", "《2021年100条措施》"), ("DOCUMENT", "国办发〔2021〕30号"), ("FIGURE", "3份"),
    ]  # fmt: skip


def test_an_agency_keeps_its_numbers() -> None:
    given = [_entity("AGENCY", 0, 7), _entity("AGENCY", 8, 10)]
    found = entities([passage("三台县人民政府和8个部门")], 2021, given)
    assert [(e.label, e.start) for e in found] == [("AGENCY", 0), ("AGENCY", 8)]


def test_numbers_of_an_address_are_no_figures() -> None:
    text = "见https://www.example.gov.cn/2021年/300条.html，公开300条。"
    assert [e.text for e in entities([passage(text)], 2021, ())] == ["300条"]


def test_what_the_page_prints_counts_nothing() -> None:
    found = entities([passage("发布时间：2022-01-18 浏览次数：300次", "chrome")], 2021, ())
    assert [e.label for e in found] == ["DATE"]


def test_spans_that_overlap_are_resolved_by_label() -> None:
    spans = (("FIGURE", 2, 4), ("DATE", 3, 6), ("FIGURE", 8, 9), ("DOCUMENT", 7, 10))
    given = [_entity(*span) for span in spans]
    assert [(e.label, e.start) for e in resolve(given)] == [("DATE", 3), ("DOCUMENT", 7)]


def test_the_reporting_year_is_that_of_the_title() -> None:
    title, body = passage("某局2021年度政府信息公开工作年度报告"), passage("2020年，2020年，2020年。")
    assert reporting_year([body, title]) == 2021
    assert reporting_year([body]) == 2020
    assert reporting_year([passage("无")]) is None


@cache
def _read(gold: Path) -> tuple[str, Any, tuple[Passage, ...]]:
    record = json.loads(gold.read_text(encoding="utf-8"))
    source = next(gold.with_name(gold.name.replace(".gold.json", end)) for end in _OFFSETS
                  if gold.with_name(gold.name.replace(".gold.json", end)).exists())  # fmt: skip
    document = read(source)
    text = normalise(document)
    parts = sections.split(text)
    places = [text.span(t.start, t.end) for t in tables.read(text, parts, document.grids).values()]
    return document.text, record, prose.passages(text, parts, places)


def _golds() -> list[Path]:
    return [
        gold for gold in sorted(REPORTS.glob("*.gold.json"))
        if any(gold.with_name(gold.name.replace(".gold.json", end)).exists() for end in _OFFSETS)
    ]  # fmt: skip


@pytest.mark.skipif(not _golds(), reason=f"no annotated reports in {REPORTS}; set NIANBAO_REPORTS")
def test_spans_of_real_reports_are_disjoint_and_in_their_place() -> None:
    for gold in _golds():
        text, _, passages = _read(gold)
        end = 0
        for entity in entities(passages, None):
            assert text[entity.start : entity.end] == entity.text
            assert entity.start >= end
            end = entity.end


@pytest.mark.skipif(not _golds(), reason=f"no annotated reports in {REPORTS}; set NIANBAO_REPORTS")
def test_most_figures_dates_and_links_of_real_reports_are_found() -> None:
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for gold in _golds():
        _, record, passages = _read(gold)
        forms = dict.fromkeys(record["cells"], record["meta"]["form"])
        linked = link(entities(passages, None, ()), passages, forms)
        ours = {(e.label, e.start, e.end): e for e in linked}
        theirs = {(e["label"], e["start"], e["end"]): e for e in record["entities"]}
        for label in ("FIGURE", "DATE"):
            a, b = {k for k in ours if k[0] == label}, {k for k in theirs if k[0] == label}
            right[label] += len(a & b)
            found[label] += len(a)
            wanted[label] += len(b)
        cells = {(k, e.cell) for k, e in ours.items() if e.cell and k in theirs}
        gold_cells = {(k, e["cell"]) for k, e in theirs.items() if e.get("cell")}
        right["link"] += len(cells & gold_cells)
        found["link"] += len(cells)
        wanted["link"] += len(gold_cells)
    for kind, least in (("FIGURE", 0.95), ("DATE", 0.95), ("link", 0.9)):
        assert right[kind] >= least * found[kind], f"precision of {kind}: {right[kind]} of {found[kind]}"
        assert right[kind] >= least * wanted[kind], f"recall of {kind}: {right[kind]} of {wanted[kind]}"
