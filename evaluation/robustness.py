"""Robustness: the score against the severity of each kind of damage, on the same reports throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from evaluation.cases import Case, damaged
from evaluation.engines import Engine
from evaluation.headlines import HEADLINES
from evaluation.measurement import compared
from evaluation.scores import Scores
from extraction.report import Report

# (report, kind, severity, seed) -> the report as it might arrive. It is handed in by the command,
# because the damage is made in training/, which may import evaluation and not the other way round.
# A kind that is None is a fresh mix of all kinds, each in its share.
Damage = Callable[[Report, str | None, float, int], Report]

SEVERITIES = (0.5, 1.0, 2.0)
SHOWN = ("entities", "clauses", "cells recall")


@dataclass(frozen=True, slots=True)
class Curve:
    """One kind of damage: (severity, headline name -> value), severity 0 first."""

    kind: str
    points: tuple[tuple[float, Mapping[str, float | None]], ...]

    def drop(self, name: str) -> float:
        """By how much a headline falls from no damage to severity 1."""
        values = {severity: headlines.get(name) for severity, headlines in self.points}
        whole, broken = values.get(0.0), values.get(1.0)
        return whole - broken if whole is not None and broken is not None else 0.0


def curves(
    engine: Engine, cases: Sequence[Case], kinds: Sequence[str], damage: Damage, *,
    severities: Sequence[float] = SEVERITIES, seed: int = 7,
) -> Iterator[Curve]:  # fmt: skip
    """One curve for each kind, as each is done."""
    cases = as_text(cases)
    whole = values(engine, cases)
    for kind in kinds:
        points = [(0.0, whole)]
        for severity in severities:
            broken = {case.id: damage(case.gold, kind, severity, seed) for case in cases}
            points.append((severity, values(engine, damaged(cases, broken))))
        yield Curve(kind, tuple(points))


def damages() -> tuple[dict[str, str], Damage]:
    """The known kinds with their place in the catalogue, and the function that makes them.

    Taken by name: training stands to the right of evaluation.
    """
    made = import_module("training.damage")

    def damage(report: Report, kind: str | None, severity: float, seed: int) -> Report:
        broken: Report = made.damaged(report, seed, severity, None if kind is None else [kind])
        return broken

    return {name: kind.number for name, kind in made.DAMAGES.items()}, damage


def spread(cases: Sequence[Case], count: int) -> list[Case]:
    """At most this many cases, evenly from all of them."""
    step = max(1.0, len(cases) / count)
    return [cases[int(at * step)] for at in range(min(count, len(cases)))]


def record(curve: Curve) -> dict[str, Any]:
    points = [{"severity": severity, "headlines": dict(found)} for severity, found in curve.points]
    return {"kind": curve.kind, "points": points}


def as_text(cases: Sequence[Case]) -> list[Case]:
    """The cases read from their text, so that damage is all that differs.

    Damage cannot follow cells whose place the gold does not know: those are not scored then.
    """
    return [
        replace(case, scored=case.scored - {"cells", "findings"})
        if any(row.value is not None and row.start is None for row in case.gold.cells()) else case
        for case in damaged(cases, {case.id: case.gold for case in cases})
    ]  # fmt: skip


def mixed(cases: Sequence[Case], severity: float, seed: int) -> list[Case]:
    """The cases as they might arrive: every kind of damage in its share of the wild times `severity`."""
    _, damage = damages()
    return damaged(as_text(cases), {case.id: damage(case.gold, None, severity, seed) for case in cases})


def values(engine: Engine, cases: Sequence[Case]) -> dict[str, float | None]:
    scores = Scores.sum(each.scores for each in compared(engine, cases))
    return {headline.name: headline.value(scores) for headline in HEADLINES}
