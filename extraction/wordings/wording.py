"""One wording of the prose and the cell of the form that it restates.

A wording without a cell takes a figure away from the others: it counts something else. `REST` and
`COUNT` stand for the words that may follow before the figure itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

ITEMS: frozenset[str | None] = frozenset("件条份个宗起例项次封单笔") | {None, "件次", "人次", "份次"}
MONEY: frozenset[str | None] = frozenset({"元"})
LATEST = "2021"
NEVER = re.compile(r"(?!)")
REST = r"[^，。；]*"
COUNT = (
    r"(?:的?(?:数量|总数|数|总量|件数|量))?"
    r"(?:共计|合计|总计|共有|共|累计|达到?|为|有|的有?|分别为)?(?:约|近|超过?|逾)?"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words before a figure (`lead`), or right after it (`tail`), and the cell that it then restates.

    `cell` names a path for each version of the form where they differ; `{dispute}` stands for the kind
    of dispute spoken of. `after` is a cell that a figure before it in the sentence must restate, `follows`
    tells the last such cell; `sentence` must be found in the sentence up to the figure, `near` in the
    whole sentence with `#` in place of the figure.
    """

    cell: str | Mapping[str, str] | None
    lead: re.Pattern[str] = NEVER
    tail: re.Pattern[str] = NEVER
    topics: frozenset[str] = frozenset()
    units: frozenset[str | None] = ITEMS
    unless: re.Pattern[str] = NEVER
    after: str = ""
    sentence: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    follows: re.Pattern[str] | None = None

    def speaks_of(self, topic: str, unit: str | None) -> bool:
        """Whether figures of this topic and unit are this wording's."""
        return unit in self.units and (not self.topics or topic in self.topics)

    def fits(self, around: str, sentence: str) -> bool:
        """Whether the clause with `#` in place of the figure, and its sentence, let this wording speak."""
        if self.unless.search(around):
            return False
        return self.sentence is None or bool(self.sentence.search(sentence))

    def path(self, forms: Mapping[str, str], topic: str) -> str | None:
        """The cell's path in tables of these versions, or None where that version has no such cell."""
        cell = self.cell
        if isinstance(cell, Mapping):
            table = next(iter(cell.values())).split(".")[0]
            cell = cell.get(forms.get(table, LATEST))
        return cell.format(dispute=topic) if cell else None


def wording(
    cell: str | Mapping[str, str] | None, lead: str, tail: str = r"(?!)", *,
    topics: frozenset[str] = frozenset(), units: frozenset[str | None] = ITEMS,
    unless: str = r"(?!)", after: str = "", sentence: str = "",
    near: str = "", follows: str = "",
) -> Wording:  # fmt: skip
    return Wording(
        cell, re.compile(lead), re.compile(tail), topics, units, re.compile(unless), after,
        *(re.compile(words) if words else None for words in (sentence, near, follows)),
    )  # fmt: skip
