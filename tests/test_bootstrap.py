"""How sure a score is: over reports, never narrower than what was seen, the same at every run."""

from __future__ import annotations

import pytest

from evaluation.bootstrap import difference, interval
from evaluation.headlines import HEADLINES, Headline, f1
from evaluation.scores import Scores

pytest.importorskip("numpy", reason="numpy draws the reports")

F1 = f1("entities", "entities", "e")
CORRECTIONS = next(headline for headline in HEADLINES if headline.name == "corrections")


def report(right: int, spurious: int = 0, missed: int = 0) -> Scores:
    return Scores({"e.right": right, "e.spurious": spurious, "e.missed": missed})


def test_nothing_scored_has_no_value_and_no_interval() -> None:
    assert interval(F1, []).value is None
    assert interval(F1, [Scores(), Scores()]).value is None
    assert interval(F1, [report(0), report(0)]).value is None


def test_one_report_has_a_value_and_no_interval() -> None:
    found = interval(F1, [report(3, 1)])
    assert (found.value, found.low, found.high) == (6 / 7, None, None)


def test_the_interval_holds_the_value_and_repeats_in_any_order() -> None:
    reports = [report(9, 1, 1), report(5, 0, 4), report(20), report(1, 3, 3)]
    found = interval(F1, reports)
    assert found.low is not None and found.high is not None and found.value is not None
    assert found.low < found.value < found.high
    assert found == interval(F1, reports)
    assert found == interval(F1, reports[::-1])


def test_without_an_error_the_interval_is_not_a_point() -> None:
    few, many = (interval(F1, [report(4), report(4)] * times) for times in (1, 100))
    assert few.value == few.high == many.value == 1
    assert few.low == pytest.approx(0.676, abs=0.001)  # 8 of 8
    assert many.low is not None and many.low > 0.99


def test_reports_are_drawn_and_not_spans() -> None:
    """One bad report among ten: with spans drawn the interval would be a tenth as wide."""
    found = interval(F1, [report(100)] * 9 + [report(0, 100, 100)])
    assert found.low is not None and found.low < 0.75
    assert found.high == 1


def test_an_engine_against_itself_does_not_differ() -> None:
    reports = [report(9, 1, 1), report(5, 0, 4), report(20)]
    found = difference(F1, list(zip(reports, reports, strict=True)))
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)
    assert not found.worse(1)


def test_a_fall_in_every_report_is_significant_and_one_in_a_single_report_is_not() -> None:
    good, bad = report(10), report(8, 2, 2)
    everywhere = difference(F1, [(good, bad)] * 12)
    once = difference(F1, [(good, bad)] + [(good, good)] * 11)
    assert everywhere.worse(1) and everywhere.p is not None and everywhere.p < 0.01
    assert not once.worse(1) and once.value is not None and once.value < 0
    assert not difference(F1, [(bad, good)] * 12).worse(1)


def test_where_less_is_better_a_rise_is_worse() -> None:
    few, many = (Scores({"corrections.all": n, "reports.all": 1}) for n in (1, 4))
    assert difference(CORRECTIONS, [(few, many)] * 10).worse(CORRECTIONS.better)
    assert not difference(CORRECTIONS, [(many, few)] * 10).worse(CORRECTIONS.better)


def test_a_headline_that_one_side_lacks_is_not_compared() -> None:
    assert difference(F1, [(Scores(), report(3))]).value is None
    assert difference(F1, []).value is None


def test_every_headline_divides_what_is_counted() -> None:
    for headline in HEADLINES:
        assert isinstance(headline, Headline)
        assert set(headline.part) - set(headline.whole) <= {"corrections.all", "reports.clean"}
        assert headline.value(Scores()) is None
