"""Kind: one malformation of the domain, its share in the wild, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from extraction.report import Report

Damage = Callable[[Report, Random, float], Report]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Kind:
    """`share` of the reports that arrive have it; `number` is its place in the catalogue (M1-M60).

    `damage(report, rng, severity)`: at severity 1 as it is seen, at 0 the report itself, above 1 worse.
    """

    name: str
    number: str
    share: float
    damage: Damage


def rate(base: float, severity: float) -> float:
    """How often something happens at this severity; never more than always."""
    return min(1.0, base * severity)


def some(items: list[Item], rng: Random, base: float, severity: float, least: int = 1) -> list[Item]:
    """A share of the items, `least` of them at severity 1 and above."""
    chosen = [item for item in items if rng.random() < rate(base, severity)]
    if len(chosen) < least and severity >= 1 and items:
        return rng.sample(items, min(least, len(items)))
    return chosen
