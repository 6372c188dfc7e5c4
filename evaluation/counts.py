"""Counts(right, spurious, missed): they add up; precision, recall and F1 follow.

Where there is nothing to divide the answer is None: neither a 0 nor a 1 that nobody earned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

NORMAL = 1.96  # standard deviations on either side hold 95 % of a normal distribution


def ratio(part: float, whole: float) -> float | None:
    """`ratio(1, 2)` is 0.5, `ratio(0, 0)` None."""
    return part / whole if whole else None


def wilson(right: float, count: float) -> float:
    """The lower edge of Wilson's 95 % interval for a share: `wilson(10, 10)` is 0.72, not 1."""
    if not count:
        return 0.0
    share, square = right / count, NORMAL**2
    middle = share + square / (2 * count)
    spread = NORMAL * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return max(0.0, (middle - spread) / (1 + square / count))


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found and is true, was found and is not, is true and was not found."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @classmethod
    def sum(cls, counts: Iterable[Counts]) -> Counts:
        return sum(counts, cls())

    @property
    def expected(self) -> int:
        """How many are true."""
        return self.right + self.missed

    @property
    def given(self) -> int:
        """How many were found."""
        return self.right + self.spurious

    @property
    def precision(self) -> float | None:
        return ratio(self.right, self.given)

    @property
    def recall(self) -> float | None:
        return ratio(self.right, self.expected)

    @property
    def f1(self) -> float | None:
        """2R/(2R+S+M): 0 where all is wrong, None where nothing was there and nothing was found."""
        return ratio(2 * self.right, self.given + self.expected)


def compared(expected: object, given: object) -> Counts:
    """One attribute: two Nones agree and count as nothing; a wrong one is both spurious and missed."""
    if expected == given:
        return Counts(right=int(expected is not None))
    return Counts(spurious=int(given is not None), missed=int(expected is not None))
