"""What a confidence is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.calibration import calibration_error, curve, reliability, threshold
from evaluation.comparison import Certainty


def answers(*pairs: tuple[float, bool]) -> list[Certainty]:
    return [Certainty("cells", confidence, right) for confidence, right in pairs]


some = st.lists(st.builds(Certainty, st.just("cells"), st.floats(0, 1), st.booleans()), max_size=40)


def test_no_answers_have_no_error_and_no_curve() -> None:
    assert calibration_error([]) is None
    assert curve([]) == []
    assert reliability([]) == []
    assert threshold([], 0.99) is None


def test_known_error() -> None:
    """Nine of ten right at 0.9 is well said; one of two at 1.0 is half off: (10·0 + 2·0.5) / 12."""
    found = answers(*[(0.9, True)] * 9, (0.9, False), (1.0, True), (1.0, False))
    assert calibration_error(found) == pytest.approx(1 / 12)
    assert [(each.count, each.right) for each in reliability(found)] == [(10, 0.9), (2, 0.5)]


def test_the_curve_runs_from_all_accepted_to_the_surest_only() -> None:
    found = curve(answers((0.9, True), (0.8, False), (0.8, True), (0.5, False)))
    assert [(point.reviewed, point.errors) for point in found] == [(0.0, 2), (0.25, 1), (0.75, 0)]


def test_equal_confidences_are_accepted_together() -> None:
    found = curve(answers((0.9, True), (0.9, False)))
    assert [(point.accepted, point.errors) for point in found] == [(2, 1)]


def test_the_threshold_is_the_lowest_that_holds() -> None:
    found = threshold(answers((0.99, True), (0.95, True), (0.7, False), (0.6, True)), 0.99)
    assert found is not None
    assert (found.confidence, found.accepted, found.accuracy) == (0.95, 0.5, 1.0)
    assert found.assured < 0.5  # two answers prove next to nothing
    assert threshold(answers((0.99, False)), 0.99) is None


@given(some)
def test_bins_hold_every_answer_once(found: list[Certainty]) -> None:
    assert sum(each.count for each in reliability(found)) == len(found)
    error = calibration_error(found)
    assert error is None if not found else error is not None and 0 <= error <= 1


@given(some, st.randoms(use_true_random=False))
def test_no_order_changes_the_curve(found: list[Certainty], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(found)
    random.shuffle(shuffled)
    assert curve(found) == curve(shuffled)
    errors = [point.errors for point in curve(found)]
    assert errors == sorted(errors, reverse=True)
