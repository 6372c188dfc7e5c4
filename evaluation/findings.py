"""Gold findings against found ones: the rules of the form, and the proposals to mend a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.cells import equal
from evaluation.counts import Counts
from extraction.report import Finding, Number, Report

# The rules of schema.json. What a house rule finds beyond them has no gold and is not scored.
RULES = (
    "applications.balance", "applications.results", "applications.applicants", "disputes.total", "prose.cell", "prose.zero",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule in one report: how many were found rightly, and the findings that were not."""

    right: int
    spurious: tuple[Finding, ...]
    missed: tuple[Finding, ...]

    @property
    def counts(self) -> Counts:
        return Counts(self.right, len(self.spurious), len(self.missed))


def outcome(gold: Sequence[Finding], found: Sequence[Finding], rule: str, *, places: bool) -> Outcome:
    """With `places` a finding is right where it names the gold's place or cells, else by number alone."""
    true = [finding for finding in gold if finding.rule == rule]
    ours = [finding for finding in found if finding.rule == rule]
    pairs = _partners(true, ours) if places else [(i, i) for i in range(min(len(true), len(ours)))]
    paired = {g for g, _ in pairs}, {f for _, f in pairs}
    return Outcome(
        len(pairs),
        tuple(finding for f, finding in enumerate(ours) if f not in paired[1]),
        tuple(finding for g, finding in enumerate(true) if g not in paired[0]),
    )


def _partners(gold: Sequence[Finding], found: Sequence[Finding]) -> list[tuple[int, int]]:
    """One to one by their cells, most shared cells first taken together (optimal)."""
    if not gold or not found:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    worths = np.array([[_same(one, other) for other in found] for one in gold])
    chosen = zip(*linear_sum_assignment(worths, maximize=True), strict=True)
    return [(int(g), int(f)) for g, f in chosen if worths[g, f] > 0]


def _same(one: Finding, other: Finding) -> float:
    """1 and more where they may be one finding: the same place, or cells in common."""
    cells, others = set(one.cells), set(other.cells)
    joint = len(cells | others)
    common = len(cells & others) / joint if joint else 0.0
    return 1 + common if one.where == other.where or common >= 0.5 else 0.0


def proposals(true: Mapping[str, Number], report: Report) -> Counts:
    """Proposed values against what should have been printed; a proposal for a sound cell is spurious."""
    ours = {row.path: row.proposal for row in report.cells() if row.proposal is not None}
    right = sum(path in ours and equal(ours[path], value) for path, value in true.items())
    return Counts(right, len(ours) - right, len(true) - right)
