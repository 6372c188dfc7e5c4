"""The parts of a report: found whatever their headings look like, without gaps, in order."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.document import Document
from extraction.report import Section
from extraction.sections import outline, split
from extraction.text import normalise

CASES = json.loads((Path(__file__).parent / "cases" / "sections.json").read_text(encoding="utf-8"))
PIECES = [
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "五、存在的主要问题及改进情况", "四、政府信息公开行政复议、行政诉讼情况", "其他需要报告的事项",
    "二、上年结转", "（一）", "1、", "\n", " ", "|", "。", "、", "；", "## ", "0", "工作平稳",
    "第二十条第（一）项", "申请人情况", "结果维持", "总计", "七、附表", "???", "《", "》",
]  # fmt: skip


def parts(printed: str) -> tuple[Section, ...]:
    return split(normalise(Document("report.txt", "", printed, "text")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_parts_of_a_report_are_found(case: dict[str, Any]) -> None:
    assert [[part.id, part.heading] for part in parts(case["printed"])] == case["parts"]


@pytest.mark.parametrize("heading", ["二、差距和改法", "六、主要经验、问题和改进措施", "三、存在的短板及整改情况", "存在的差距与不足"])
def test_the_part_on_problems_goes_by_many_names(heading: str) -> None:
    found = parts(f"临川县水务局2022年报告\n一、总体情况\n我局平稳开展工作。\n{heading}\n公开不够及时，下一步将加强培训。\n")
    assert [(part.id, part.heading) for part in found][-1] == ("problems", heading)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_parts_cover_the_text_in_order(printed: str) -> None:
    found = parts(printed)
    assert "".join(printed[part.start : part.end] for part in found) == printed
    assert all(a.end == b.start for a, b in pairwise(found))
    for part in found:
        assert "".join(part.heading.split()) in "".join(printed[part.start : part.end].split())


def test_the_outline_before_2019_is_told_from_the_new_one() -> None:
    cases = {case["label"]: parts(case["printed"]) for case in CASES}
    assert outline(cases["the outline before 2019"]) == "old"
    assert outline(cases["all in one line"]) == "2019+"
    assert outline(cases["no heading at all"]) == ""
