"""Who reports, for which year, published when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extraction import agencies, dates
from extraction.document import Document
from extraction.meta import meta
from extraction.prose import passages
from extraction.report import Meta
from extraction.sections import split
from extraction.text import normalise

CASES = json.loads((Path(__file__).parent / "cases" / "meta.json").read_text(encoding="utf-8"))


def read(printed: str, **hints: Any) -> Meta:
    document = Document("report.txt", "", printed, "text")
    text = normalise(document)
    parts = split(text)
    prose = passages(text, parts, ())
    entities = [*agencies.find(prose), *(date for passage in prose for date in dates.find(passage, None))]
    return meta(document, text, parts, sorted(entities, key=lambda entity: entity.start), {}, **hints)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_report_says_who_when_and_for_which_year(case: dict[str, Any]) -> None:
    found = read(case["printed"])
    expected = {key: case[key] for key in ("agency", "year", "published", "title")}
    assert {key: getattr(found, key) for key in expected} == expected


def test_the_agency_has_its_place_and_its_region() -> None:
    printed = "太仓市水务局2021年度政府信息公开工作年度报告\n一、总体情况\n平稳。"
    found = read(printed)
    assert found.agency_span is not None and printed[slice(*found.agency_span)] == "太仓市水务局"
    assert found.region.county == "太仓市"


def test_hints_stand_only_where_the_text_is_silent() -> None:
    assert read("全年公开10条。", year=2022, agency="太仓市水务局").agency == "太仓市水务局"
    assert read("太仓市财政局2021年政府信息公开年度报告\n", year=2022, agency="太仓市水务局").year == 2021
