"""Scores: named integers that add up over reports; every ratio is taken at the very end.

A name that is absent was never scored; a name with three zeros was scored and nothing was there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evaluation import cells
from evaluation.counts import Counts, ratio

PARTS = ("right", "spurious", "missed")


@dataclass(frozen=True, slots=True)
class Scores:
    """`numbers["spans.entities.FIGURE.strict.right"]` and the like."""

    numbers: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Scores) -> Scores:
        total = Counter(dict(self.numbers))
        total.update(other.numbers)
        return Scores(dict(total))

    @classmethod
    def sum(cls, scores: Iterable[Scores]) -> Scores:
        total: Counter[str] = Counter()
        for each in scores:
            total.update(each.numbers)
        return cls(dict(total))

    def counts(self, name: str) -> Counts | None:
        """The three counts under a name, or None where it was not scored."""
        if f"{name}.right" not in self.numbers:
            return None
        return Counts(*(self.numbers.get(f"{name}.{part}", 0) for part in PARTS))

    def printed(self, group: str = "all") -> Counts | None:
        """Cells that print a number other than 0."""
        if not any(name.startswith(f"cells.{group}.") for name in self.numbers):
            return None
        return cells.printed(dict(self.numbers), group)

    def under(self, prefix: str, *, depth: int = 1) -> list[str]:
        """The names below a prefix: `under("cells.layout")` gives the layouts that were scored."""
        start = len(prefix.split("."))
        below = (name.split(".") for name in self.numbers if name.startswith(f"{prefix}."))
        return sorted(
            {".".join(parts[start : start + depth]) for parts in below if len(parts) > start + depth}
        )

    def share(self, part: str, whole: str) -> float | None:
        return ratio(self.numbers.get(part, 0), self.numbers.get(whole, 0))


def numbered(name: str, counts: Counts) -> dict[str, int]:
    """`numbered("meta.year", Counts(1, 0, 0))` as three numbers."""
    return {f"{name}.{part}": getattr(counts, part) for part in PARTS}
