"""PROBLEM and MEASURE clauses: their edges are those of the annotation guidelines."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction.clauses import find
from extraction.document import Document
from extraction.text import Passage, flow, normalise

CASES = json.loads((Path(__file__).parent / "cases" / "clauses.json").read_text(encoding="utf-8"))
PIECES = [
    "一是", "二是", "（一）", "1.", "①", "公开不够及时", "加强培训", "存在以下问题：", "下一步，", "，",
    "；", "。", "\n", "“", "”", "取得成绩，但", "存在", "等问题", "针对", "的问题，", "我局将", "措施：",
    "首先，", "2022年，",
]  # fmt: skip


def passage(printed: str, section: str = "problems") -> Passage:
    text = normalise(Document("report.txt", "", printed, "text"))
    return Passage(section, flow(text, [(0, len(text.chars))]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_clauses_have_the_edges_of_the_guidelines(case: dict[str, Any]) -> None:
    assert [[clause.label, clause.text] for clause in find([passage(case["printed"])])] == case["clauses"]


def test_only_part_five_has_clauses() -> None:
    assert find([passage("公开不够及时。", "overview"), passage("加强培训。", "other")]) == ()


def test_the_heading_says_what_is_to_be_expected() -> None:
    heading = passage("六、下一步工作打算", "heading")
    found = find([heading, passage("村务公开由乡镇代办。")])
    assert [clause.label for clause in found] == ["MEASURE"]


def test_a_topic_is_told_by_its_cues() -> None:
    found = find([passage("一是解读形式单一。二是队伍培训不足。")])
    assert [clause.category for clause in found] == ["P3", "P6"]


@settings(deadline=None)
@example("2022年，，公开不够及时")
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_clauses_stand_in_order_and_apart(printed: str) -> None:
    found = find([passage(printed)])
    assert all(a.end <= b.start for a, b in pairwise(found))
    for clause in found:
        assert printed[clause.start : clause.end] == clause.text
        assert clause.text.strip("。；，：\n ") == clause.text
