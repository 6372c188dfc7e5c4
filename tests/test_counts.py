"""Counts add up, and divide only where there is something to divide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.counts import Counts, compared, ratio, wilson

counts = st.builds(Counts, *(st.integers(0, 50) for _ in range(3)))


def test_nothing_there_and_nothing_found_is_neither_0_nor_1() -> None:
    nothing = Counts()
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)


def test_all_wrong_is_a_0_that_was_earned() -> None:
    assert Counts(spurious=2).precision == 0
    assert Counts(spurious=2).recall is None
    assert Counts(missed=3).recall == 0
    assert Counts(missed=3).precision is None
    assert Counts(missed=3).f1 == Counts(spurious=3).f1 == 0


def test_known_case() -> None:
    found = Counts(right=6, spurious=2, missed=4)
    assert (found.expected, found.given) == (10, 8)
    assert found.precision == 0.75
    assert found.recall == 0.6
    assert found.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


@given(st.lists(counts))
def test_the_sum_is_that_of_each_count(each: list[Counts]) -> None:
    total = Counts.sum(each)
    assert total.right == sum(one.right for one in each)
    assert total.expected == sum(one.expected for one in each)
    assert total.given == sum(one.given for one in each)


@given(counts)
def test_f1_lies_between_precision_and_recall(found: Counts) -> None:
    if found.precision is not None and found.recall is not None and found.f1 is not None:
        low, high = sorted((found.precision, found.recall))
        assert low - 1e-9 <= found.f1 <= high + 1e-9


def test_two_nones_agree_and_a_wrong_value_is_both_spurious_and_missed() -> None:
    assert compared(None, None) == Counts()
    assert compared("件", "件") == Counts(right=1)
    assert compared("件", "条") == Counts(spurious=1, missed=1)
    assert compared(None, "条") == Counts(spurious=1)
    assert compared("件", None) == Counts(missed=1)


def test_a_ratio_over_nothing_is_none() -> None:
    assert ratio(0, 0) is None
    assert ratio(1, 2) == 0.5


def test_few_answers_assure_little() -> None:
    assert wilson(10, 10) == pytest.approx(0.722, abs=0.001)
    assert wilson(1000, 1000) > 0.996
    assert wilson(0, 0) == 0
