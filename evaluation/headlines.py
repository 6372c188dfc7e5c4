"""Headlines: the scores that are printed first, each a ratio of two sums over reports.

A ratio of sums is what the bootstrap can redo thousands of times at no cost, and what the gate guards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.counts import ratio
from evaluation.scores import Scores

Terms = Mapping[str, int]  # name of a number -> its weight


@dataclass(frozen=True, slots=True)
class Headline:
    """`better` is 1 where more is better, -1 where less is; `share`: shown in percent."""

    name: str
    title: str
    part: Terms
    whole: Terms
    better: int = 1
    share: bool = True

    def value(self, scores: Scores) -> float | None:
        if not any(name in scores.numbers for name in self.whole):
            return None
        return ratio(_sum(self.part, scores), _sum(self.whole, scores))


def _sum(terms: Terms, scores: Scores) -> int:
    return sum(weight * scores.numbers.get(name, 0) for name, weight in terms.items())


def f1(name: str, title: str, counts: str) -> Headline:
    right, spurious, missed = (f"{counts}.{part}" for part in ("right", "spurious", "missed"))
    return Headline(name, title, {right: 2}, {right: 2, spurious: 1, missed: 1})


def _cells(*outcomes: str) -> Terms:
    return {f"cells.all.{outcome}": 1 for outcome in outcomes}


HEADLINES: tuple[Headline, ...] = (
    f1("entities", "entities, strict F1", "spans.entities.all.strict"),
    f1("FIGURE", "FIGURE", "spans.entities.FIGURE.strict"),
    f1("DATE", "DATE", "spans.entities.DATE.strict"),
    f1("AGENCY", "AGENCY", "spans.entities.AGENCY.strict"),
    f1("links", "figure → cell, end to end F1", "links.FIGURE"),
    f1("zeros", "zero statements, strict F1", "spans.zeros.all.strict"),
    f1("clauses", "clauses, strict F1", "spans.clauses.all.strict"),
    f1("PROBLEM", "PROBLEM", "spans.clauses.PROBLEM.strict"),
    f1("MEASURE", "MEASURE", "spans.clauses.MEASURE.strict"),
    f1("clause characters", "clauses, F1 of characters", "characters.all"),
    Headline(
        "cells recall", "printed numbers ≠ 0 read right", _cells("right"), _cells("right", "wrong", "missed")
    ),
    Headline(
        "cells precision", "numbers ≠ 0 given that are right", _cells("right"),
        _cells("right", "wrong", "invented", "zero_wrong"),
    ),
    Headline(
        "cells empty", "empty cells kept empty", _cells("empty_right"), _cells("empty_right", "invented")
    ),
    f1("findings", "findings of the form's rules, F1", "findings.all"),
    f1("agency", "reporting agency, F1", "meta.agency"),
    f1("year", "year, F1", "meta.year"),
    f1("published", "date of signature, F1", "meta.published"),
    f1("region", "region, F1", "meta.region"),
    Headline("clean", "reports with nothing to correct", {"reports.clean": 1}, {"reports.all": 1}),
    Headline(
        "corrections", "corrections per report", {"corrections.all": 1}, {"reports.all": 1}, better=-1, share=False
    ),
)  # fmt: skip
