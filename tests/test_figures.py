"""What the prose counts: spans, values, units, and what only looks like a count."""

from __future__ import annotations

from typing import Any

import pytest
from passages import cases, passage, records

from extraction import figures
from extraction.figures import Figure


@pytest.mark.parametrize("case", cases("figures"))
def test_a_sentence_has_just_these_figures(case: Any) -> None:
    found = [[f.text, f.value, f.unit, f.approx] for f in figures.find(passage(case["text"]))]
    assert found == case["expected"]


@pytest.mark.parametrize("case", records("figures"))
def test_every_figure_stands_where_it_says(case: Any) -> None:
    for figure in figures.find(passage(case["text"])):
        assert case["text"][figure.start : figure.end] == figure.text
        assert 0 < figure.confidence <= 1


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1.2万件", Figure(12000, "件")), ("100%", Figure(100, "%")), ("99.6％", Figure(99.6, "%")),
        ("190余条", Figure(190, "条", True)), ("约300个", Figure(300, "个", True)),
        ("35.65万元", Figure(356500, "元")), ("2 379 件", Figure(2379, "件")),
        ("百分之五十", Figure(50, "%")), ("两份", Figure(2, "份")), ("54373", Figure(54373, None)),
        ("2—3次", Figure(None, "次", True)), ("无", None), ("三四个", None), ("", None),
    ],
)  # fmt: skip
def test_a_printed_quantity_is_a_value_and_a_unit(text: str, figure: Figure | None) -> None:
    assert figures.parse(text) == figure


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 99, 100, 101, 110, 999, 1000, 10_000, 120_000])
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    from cn2an import an2cn

    assert figures.parse(f"{an2cn(number)}件") == figures.parse(f"{number}件")


def test_a_long_run_of_numerals_takes_no_time() -> None:
    for run in ("1" * 20_000, "一" * 20_000, "1,234" * 5_000, "第一、" * 5_000):
        figures.find(passage(run))
