"""The gate: may this engine go into service in place of the one before?

Shut where a headline falls significantly on the same reports, or where a report of the set that must
never fail is read with any error at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.bootstrap import Difference, difference
from evaluation.cases import Case, read
from evaluation.engines import Engine
from evaluation.headlines import HEADLINES, Headline
from evaluation.measurement import Measurement, compared
from evaluation.mistakes import Mistake
from evaluation.scores import Scores

SHUT = 4  # exit code
MUST_HOLD = Path(__file__).parent / "must_hold"
LAYOUTS = ("word", "tabs", "pipes", "markdown", "pipe_cells")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`differences` are new minus old of each headline that both have; `errors` those that must not be."""

    compared: int
    differences: Mapping[str, Difference]
    errors: tuple[Mistake, ...]

    @property
    def fallen(self) -> tuple[Headline, ...]:
        """The headlines that fell significantly."""
        return tuple(
            headline for headline in HEADLINES
            if headline.name in self.differences and self.differences[headline.name].worse(headline.better)
        )  # fmt: skip

    @property
    def open(self) -> bool:
        return not self.fallen and not self.errors


class NothingShared(ValueError):
    """Baseline and measurement have no report in common: how many each has, and the next step."""


def judge(now: Measurement, baseline: Mapping[str, Scores], errors: Sequence[Mistake]) -> Verdict:
    """Compare report by report; only reports that both have count. Raises NothingShared."""
    pairs = [(baseline[key], scores) for key, scores in now.by_key.items() if key in baseline]
    if not pairs:
        raise NothingShared(
            f"the baseline's {len(baseline)} reports and the {len(now.comparisons)} measured ones have none in common; "
            "write the baseline with --json from the same gold"
        )
    differences = {headline.name: difference(headline, pairs) for headline in HEADLINES}
    known = {name: found for name, found in differences.items() if found.value is not None}
    return Verdict(len(pairs), known, tuple(errors))


def must_hold(engine: Engine, folder: Path = MUST_HOLD) -> tuple[Mistake, ...]:
    """Every mistake in the reports that must never fail, each in every layout that keeps its cells apart."""
    found: list[Mistake] = []
    for layout in LAYOUTS:
        cases = [case for case in read(folder, layout=layout) if isinstance(case, Case)]
        for comparison in compared(engine, cases):
            found += comparison.mistakes
    return tuple(found)
