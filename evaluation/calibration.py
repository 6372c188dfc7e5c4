"""What a confidence is worth: reliability, expected calibration error, and how much a reviewer must look at.

Only answers have a confidence: what was missed altogether is told by recall, not here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluation.comparison import Certainty
from evaluation.counts import ratio, wilson

BINS = 15
TARGETS = (0.99, 0.999)


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in (low, high]: how sure they were on average, how many were right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """Accepting every answer from `confidence` upwards: the share to review, and the errors that remain."""

    confidence: float
    reviewed: float
    errors: int
    accepted: int

    @property
    def accuracy(self) -> float | None:
        return ratio(self.accepted - self.errors, self.accepted)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest confidence from which `target` of what is accepted is right; `assured` is the share that
    these data assure (lower edge of Wilson's 95 % interval): few answers cannot assure 99.9 %.
    """

    target: float
    confidence: float
    accepted: float
    accuracy: float
    assured: float


def reliability(answers: Iterable[Certainty], bins: int = BINS) -> list[Bin]:
    """The answers in bins of equal width; empty bins are left out."""
    sorted_in: dict[int, list[Certainty]] = {}
    for answer in answers:
        sorted_in.setdefault(min(bins, max(1, math.ceil(answer.confidence * bins))), []).append(answer)
    return [
        Bin(
            (number - 1) / bins, number / bins, len(members), sum(a.confidence for a in members) / len(members),
            sum(a.right for a in members) / len(members),
        )
        for number, members in sorted(sorted_in.items())
    ]  # fmt: skip


def calibration_error(answers: Sequence[Certainty], bins: int = BINS) -> float | None:
    """Expected calibration error: how far confidence and truth lie apart, bin by bin, by their weight."""
    gaps = sum(each.count * abs(each.confidence - each.right) for each in reliability(answers, bins))
    return ratio(gaps, len(answers))


def curve(answers: Sequence[Certainty]) -> list[Point]:
    """From "accept all" to "accept only the surest". Answers of one confidence cannot be told apart:
    they are accepted together, so that no order among them can flatter the curve.
    """
    points: list[Point] = []
    accepted = errors = 0
    order = sorted(answers, key=lambda answer: -answer.confidence)
    for confidence, group in groupby(order, key=lambda answer: answer.confidence):
        members = list(group)
        accepted += len(members)
        errors += sum(not answer.right for answer in members)
        points.append(Point(confidence, 1 - accepted / len(order), errors, accepted))
    return points[::-1]


def threshold(answers: Sequence[Certainty], target: float) -> Threshold | None:
    """None where no confidence reaches the target."""
    for point in curve(answers):
        if point.accuracy is not None and point.accuracy >= target:
            assured = wilson(point.accepted - point.errors, point.accepted)
            return Threshold(target, point.confidence, 1 - point.reviewed, point.accuracy, assured)
    return None
