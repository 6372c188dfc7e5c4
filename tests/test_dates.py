"""Calendar expressions: spans, ISO values, and the years and months that are no dates."""

from __future__ import annotations

from typing import Any

import pytest
from passages import cases, passage, records

from extraction import dates


@pytest.mark.parametrize("case", cases("dates"))
def test_a_sentence_has_just_these_dates(case: Any) -> None:
    assert [[d.text, d.iso] for d in dates.find(passage(case["text"]), 2021)] == case["expected"]


@pytest.mark.parametrize("case", records("dates"))
def test_every_date_stands_where_it_says(case: Any) -> None:
    for date in dates.find(passage(case["text"]), None):
        assert case["text"][date.start : date.end] == date.text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年", "2021"), ("2021年1月", "2021-01"), ("二〇二二年一月", "2022-01"),
        ("2022 年 1 月 18 日", "2022-01-18"), ("2021.12.31", "2021-12-31"),
        ("二〇二一年十二月三十一日", "2021-12-31"), ("本年度", None), ("12月31日", None), ("300件", None),
    ],
)  # fmt: skip
def test_a_printed_date_is_iso(text: str, iso: str | None) -> None:
    assert dates.parse(text) == iso


def test_a_day_without_a_year_takes_the_one_that_is_given() -> None:
    assert dates.parse("12月31日", 2019) == "2019-12-31"
    assert [d.iso for d in dates.find(passage("3月15日启动。"), None)] == [None]


def test_damaged_dates_are_less_sure_than_whole_ones() -> None:
    torn, whole = dates.find(passage("20191月，2019年1月"), None)
    assert torn.confidence < whole.confidence
