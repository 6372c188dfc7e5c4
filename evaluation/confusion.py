"""Which label was taken for which: exact hits, edges, and what was missed or made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.measurement import Measurement
from evaluation.scores import Scores

LABELS = {"entities": ("FIGURE", "DATE", "AGENCY", "DOCUMENT"), "clauses": ("PROBLEM", "MEASURE")}


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[gold, found]`; an edge mistake is `[label, "edge"]`, nothing on a side is ""."""

    labels: tuple[str, ...]
    counts: Counter[tuple[str, str]]


def confusions(measurement: Measurement) -> list[Confusion]:
    """One table for each layer that was scored."""
    scores = measurement.scores
    tables = (_table(layer, labels, measurement, scores) for layer, labels in LABELS.items())
    return [table for table in tables if table.labels]


def _table(layer: str, labels: Sequence[str], measurement: Measurement, scores: Scores) -> Confusion:
    known = tuple(label for label in labels if scores.counts(f"spans.{layer}.{label}.strict"))
    counts: Counter[tuple[str, str]] = Counter()
    for label in known:
        exact = scores.counts(f"spans.{layer}.{label}.strict")
        counts[label, label] = exact.right if exact else 0
    for comparison in measurement.comparisons:
        for fault in comparison.mistakes:
            gold, _, found = fault.label.partition(" → ")
            if gold not in known:
                continue
            if fault.kind == "edge":
                counts[gold, "edge"] += 1
            elif fault.kind == "wrong label":
                counts[gold, found] += 1
            elif fault.kind == "missed":
                counts[gold, ""] += 1
            elif fault.kind == "spurious":
                counts["", gold] += 1
    return Confusion(known, counts)
