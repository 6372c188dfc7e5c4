"""AGENCY spans: as the annotation guidelines draw them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.agencies import find
from extraction.document import Document
from extraction.text import Passage, flow, normalise

CASES = json.loads((Path(__file__).parent / "cases" / "agencies.json").read_text(encoding="utf-8"))
PIECES = [
    "太仓市", "市", "区", "政府", "人民政府", "办公室", "市场监管", "局", "委", "和", "、", "由", "《",
    "》", "“", "”", "各", "领导小组", "分局", "科", "党工委", "管委会", "综合实验区", "。", "\n",
    "〔2021〕", "中心", "国务院", "2021年",
]  # fmt: skip


def passage(printed: str) -> Passage:
    text = normalise(Document("report.txt", "", printed, "text"))
    return Passage("overview", flow(text, [(0, len(text.chars))]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_agencies_are_found_as_written(case: dict[str, Any]) -> None:
    assert [entity.text for entity in find([passage(case["printed"])])] == case["agencies"]


def test_a_name_of_the_title_is_found_everywhere() -> None:
    found = find([passage("财金局2016年政府信息公开年度报告\n请与财金局联系。")])
    assert [entity.text for entity in found] == ["财金局", "财金局"]


def test_in_a_city_report_the_bare_district_is_a_group() -> None:
    title = "太仓市人民政府2021年政府信息公开年度报告\n"
    found = find([passage(title + "各区上报，区政府公报由市政府审核。")])
    assert [entity.text for entity in found] == ["太仓市人民政府", "市政府"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_agencies_stand_in_order_and_apart(printed: str) -> None:
    found = find([passage(printed)])
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(printed[entity.start : entity.end] == entity.text for entity in found)
