"""Measurement: one engine over many cases -> comparisons, their sum, and the signature of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.bootstrap import Interval, interval
from evaluation.cases import Case, Unusable
from evaluation.comparison import Comparison, compare, unread
from evaluation.engines import Engine
from evaluation.headlines import HEADLINES
from evaluation.scores import Scores
from evaluation.signature import Signature, signature
from extraction.report import UnreadableDocument

SCHEMA = "nianbao.evaluation/1"


@dataclass(frozen=True, slots=True)
class Measurement:
    """`unusable` names the gold that could not be used, so that nobody takes its absence for success."""

    signature: Signature
    comparisons: tuple[Comparison, ...]
    unusable: tuple[str, ...] = ()

    @property
    def scores(self) -> Scores:
        return Scores.sum(each.scores for each in self.comparisons)

    def headlines(self) -> dict[str, Interval]:
        """Every headline with its 95 % interval over reports."""
        reports = [each.scores for each in self.comparisons]
        return {headline.name: interval(headline, reports) for headline in HEADLINES}

    @property
    def by_key(self) -> dict[str, Scores]:
        return {each.key: each.scores for each in self.comparisons}

    def baseline(self) -> dict[str, Any]:
        """What `--against` needs and no more, small enough to be committed."""
        return {"schema": SCHEMA, "signature": asdict(self.signature), "reports": self._reports()}

    def _reports(self) -> dict[str, dict[str, int]]:
        """Of each report the numbers that headlines are made of; those that are 0 are left out."""
        needed = {name for headline in HEADLINES for name in (*headline.part, *headline.whole)}
        return {
            key: {
                name: number for name, number in sorted(scores.numbers.items()) if number and name in needed
            }
            for key, scores in self.by_key.items()
        }

    def to_dict(self) -> dict[str, Any]:
        """What `--json` writes and `--against` reads: the reports one by one, so that they can be paired."""
        return {
            "schema": SCHEMA, "signature": asdict(self.signature),
            "headlines": {name: asdict(value) for name, value in self.headlines().items()},
            "numbers": dict(self.scores.numbers),
            "reports": self._reports(),
            "mistakes": [asdict(fault) for each in self.comparisons for fault in each.mistakes],
            "unusable": list(self.unusable),
        }  # fmt: skip


def measure(
    engine: Engine, cases: Sequence[Case | Unusable], *, data: str, split: str = "all",
    told: Callable[[int, int], None] | None = None,
) -> Measurement:  # fmt: skip
    """Read every case with the engine and compare; `told` hears how many of how many are done."""
    usable = [case for case in cases if isinstance(case, Case)]
    comparisons = []
    for comparison in compared(engine, usable):
        comparisons.append(comparison)
        if told:
            told(len(comparisons), len(usable))
    left_out = tuple(case.reason for case in cases if isinstance(case, Unusable))
    return Measurement(signature(engine, usable, data=data, split=split), tuple(comparisons), left_out)


def compared(engine: Engine, cases: Sequence[Case]) -> Iterator[Comparison]:
    """One comparison for each case; a report that the engine refuses counts as read empty."""
    for case in cases:
        try:
            found = engine.read(case.source)
        except UnreadableDocument as error:
            yield unread(case, str(error))
        else:
            yield compare(case, found)


def reports_of(record: Mapping[str, Any], place: str) -> dict[str, Scores]:
    """The reports' scores of a record that `to_dict` wrote. Raises ValueError for anything else."""
    if record.get("schema") != SCHEMA:
        raise ValueError(
            f"{place}: schema is {record.get('schema')!r}, expected {SCHEMA!r}; write one with --json"
        )
    return {name: Scores(numbers) for name, numbers in record["reports"].items()}
