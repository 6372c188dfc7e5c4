"""Gold spans against found spans: one to one and optimal, so that no order can change a count.

strict   same label and same edges
relaxed  same label, and the shared characters are at least half of the joint ones (IoU >= 0.5)
overlap  any shared character, any label: only to tell what a mistake is (edge, wrong label)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.counts import Counts
from extraction.report import Clause, Entity, Report, Section, Span, Zero

RELAXED = 0.5
RULE = "strict: label and both edges; relaxed: label and IoU>=0.5; one to one, optimal"
LAYERS = ("entities", "zeros", "clauses", "sections")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one layer with what is said of it; `confidence` is None where the layer has none."""

    start: int
    end: int
    label: str
    attributes: Mapping[str, object] = field(default_factory=dict)
    confidence: float | None = None

    @property
    def span(self) -> Span:
        return self.start, self.end


Worth = Callable[[Mark, Mark], float]


def marks(report: Report, layer: str) -> tuple[Mark, ...]:
    """The layer's spans in the order of the text. A part is known by the character at which it begins."""
    made: Iterable[Mark]
    if layer == "entities":
        made = (_entity(entity) for entity in report.entities)
    elif layer == "zeros":
        made = (_zero(zero) for zero in report.zeros)
    elif layer == "clauses":
        made = (_clause(clause) for clause in report.clauses)
    else:
        made = (_section(section, report.text) for section in report.sections if section.id != "preamble")
    return tuple(sorted(made, key=lambda mark: (mark.start, mark.end, mark.label)))


def _entity(entity: Entity) -> Mark:
    said: dict[str, object] = {}
    if entity.label == "FIGURE":
        said = {
            "value": entity.value,
            "unit": entity.unit,
            "approx": entity.approx or None,
            "cell": entity.cell,
        }
    elif entity.label == "DATE":
        said = {"iso": entity.iso}
    return Mark(entity.start, entity.end, entity.label, said, entity.confidence)


def _zero(zero: Zero) -> Mark:
    return Mark(zero.start, zero.end, "ZERO", {"cell": tuple(sorted(zero.cells)) or None})


def _clause(clause: Clause) -> Mark:
    return Mark(clause.start, clause.end, clause.label, {"topic": clause.category}, clause.confidence)


def _section(section: Section, text: str) -> Mark:
    stretch = text[section.start : section.end]
    start = section.start + len(stretch) - len(stretch.lstrip())
    return Mark(start, start + 1, section.id)


def settled(gold: Sequence[Mark], found: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Both sides without what the gold leaves open: its spans below confidence 1 (damage touched their
    characters), and whatever was found there that is no settled span.
    """
    sure = [mark for mark in gold if mark.confidence is None or mark.confidence >= 1]
    open_ones = [mark for mark in gold if mark.confidence is not None and mark.confidence < 1]
    if not open_ones:
        return sure, list(found)
    exact = {(mark.span, mark.label) for mark in sure}
    kept = [
        mark for mark in found
        if (mark.span, mark.label) in exact or not any(shared(mark, other) for other in open_ones)
    ]  # fmt: skip
    return sure, kept


def shared(one: Mark, other: Mark) -> int:
    """How many characters both cover."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def iou(one: Mark, other: Mark) -> float:
    """Shared characters over joint ones; two empty spans at one place share all."""
    if one.span == other.span:
        return 1.0
    common = shared(one, other)
    return common / (one.end - one.start + other.end - other.start - common) if common else 0.0


def strict(gold: Mark, found: Mark) -> float:
    return float(gold.label == found.label and gold.span == found.span)


def relaxed(gold: Mark, found: Mark) -> float:
    same = iou(gold, found) if gold.label == found.label else 0.0
    return 1 + same / 1000 if same >= RELAXED else 0.0  # first the number of pairs, then how close they are


def overlap(gold: Mark, found: Mark) -> float:
    same = iou(gold, found)
    return same + (gold.label == found.label) if same else 0.0


def match(gold: Sequence[Mark], found: Sequence[Mark], worth: Worth) -> list[Pair]:
    """The pairs (index in gold, index in found) whose worths sum to the most; pairs worth 0 are none."""
    weights = {(g, f): worth(gold[g], found[f]) for g, f in _touching(gold, found)}
    weights = {pair: weight for pair, weight in weights.items() if weight > 0}
    pairs: list[Pair] = []
    for group in _connected(weights):
        pairs += group if len(group) == 1 else _assigned(group, weights)
    return sorted(pairs)


def _touching(gold: Sequence[Mark], found: Sequence[Mark]) -> Iterator[Pair]:
    """Pairs that share a character or a place; both sides sorted by their start, as `marks` gives them."""
    order = sorted(range(len(found)), key=lambda f: found[f].start)
    starts = [found[f].start for f in order]
    longest = max((mark.end - mark.start for mark in found), default=0)
    for g, mark in enumerate(gold):
        at = bisect_left(starts, mark.start - longest)
        while at < len(order) and starts[at] <= mark.end:
            if found[order[at]].end >= mark.start:
                yield g, order[at]
            at += 1


def _connected(weights: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs in groups that share no span, so that each group can be settled alone."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    pairs = list(weights)
    for g, f in pairs:
        parent[root(("gold", g))] = root(("found", f))
    groups: dict[tuple[str, int], list[Pair]] = {}
    for g, f in pairs:
        groups.setdefault(root(("gold", g)), []).append((g, f))
    return list(groups.values())


def _assigned(group: Sequence[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = sorted({g for g, _ in group}), sorted({f for _, f in group})
    worths = np.zeros((len(rows), len(columns)))
    for g, f in group:
        worths[rows.index(g), columns.index(f)] = weights[g, f]
    chosen = zip(*linear_sum_assignment(worths, maximize=True), strict=True)
    return [(rows[r], columns[c]) for r, c in chosen if worths[r, c] > 0]


def counts(gold: Sequence[Mark], found: Sequence[Mark], worth: Worth) -> Counts:
    """How many of each side have a partner."""
    pairs = len(match(gold, found, worth))
    return Counts(pairs, len(found) - pairs, len(gold) - pairs)


def characters(gold: Iterable[Mark], found: Iterable[Mark], label: str) -> Counts:
    """The same in characters: how many of the text's characters both sides give this label."""
    true = {at for mark in gold if mark.label == label for at in range(mark.start, mark.end)}
    ours = {at for mark in found if mark.label == label for at in range(mark.start, mark.end)}
    return Counts(len(true & ours), len(ours - true), len(true - ours))
