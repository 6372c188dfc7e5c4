"""Clean annotated report -> the report as it might arrive: every malformation a named function.

`damaged(report, seed)` draws a fresh mix in the shares of the wild, `damaged(report, seed, 2.0, ["pinyin"])`
does one thing, hard. All are made of the one primitive `edits.edited`, which carries every span along.
What an edit touches keeps its span, with the confidence TOUCHED (0.5): a trainer leaves it out of the loss,
a scorer out of its counts. The layouts of the tables are no damage of a text: annotations/build.py prints
them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from random import Random

from extraction.report import Report
from training.edits import TOUCHED, Edit, edited
from training.malformations import cells, characters, chrome, labels, structure
from training.malformations.kinds import Kind

# In the order of a report's way: as it was written, as the page shows it, as it was copied.
DAMAGES: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        *structure.KINDS, *cells.KINDS, *labels.KINDS, *chrome.KINDS, *structure.LINES, *characters.KINDS,
    )
}  # fmt: skip


def damaged(report: Report, seed: int, severity: float = 1.0, kinds: Collection[str] | None = None) -> Report:
    """A fresh mix: each malformation in its share times `severity`, or each of `kinds`, always.

    The same seed gives the same report. Raises KeyError for a kind that DAMAGES does not name.
    """
    if severity <= 0:
        return report
    chosen = [DAMAGES[name] for name in kinds] if kinds is not None else list(DAMAGES.values())
    order = list(DAMAGES)
    for kind in sorted(chosen, key=lambda kind: order.index(kind.name)):
        rng = Random(f"{seed} {kind.name} {report.source}")
        if kinds is not None or rng.random() < kind.share * severity:
            report = kind.damage(report, rng, severity)
    return report


__all__ = ["DAMAGES", "TOUCHED", "Edit", "Kind", "damaged", "edited"]
