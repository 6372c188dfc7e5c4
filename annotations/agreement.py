"""Two annotations of the same text: strict span F1 for each label, and where they differ.

The second annotation of a report lies in annotations/second/<id>.txt: its body with tags, written by
somebody who saw only the plain text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotations.source import Part, Source, Tag, parse_tags, read

SECOND = Path(__file__).parent / "second"
LABELS = ("FIGURE", "DATE", "AGENCY", "ZERO", "PROBLEM", "MEASURE")


@dataclass
class Agreement:
    """Spans of the first, of the second, and of both, by label; matched clauses of one topic."""

    first: Counter[str] = field(default_factory=Counter)
    second: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)
    topics: Counter[bool] = field(default_factory=Counter)
    links: Counter[bool] = field(default_factory=Counter)
    reports: int = 0

    def f1(self, label: str) -> float | None:
        """Strict F1 of the one annotation against the other; None where neither has the label."""
        total = self.first[label] + self.second[label]
        return 2 * self.both[label] / total if total else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A span that only one of the two has, in its context."""

    report: str
    by: str  # "first" or "second"
    label: str
    context: str


Place = tuple[str, int, int, str]


def tagged_parts(path: Path) -> list[Part]:
    """The parts of a second annotation: lines `## id heading` and text with tags."""
    parts, name, held, start = [], "preamble", list[str](), 1
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    for number, line in enumerate([*lines, "## end"], 1):
        if line.startswith("## "):
            parts.append(Part(name, start, *parse_tags("\n".join(held), path, start)))
            head = line[3:].split(" ", 1)
            name, held, start = head[0], [head[1] if len(head) > 1 else ""], number
        else:
            held.append(line)
    return parts


def compare(first: Source, second: Sequence[Part], agreement: Agreement) -> list[Difference]:
    """Count one report into `agreement`; what differs."""
    differences: list[Difference] = []
    agreement.reports += 1
    for mine, theirs in zip(first.parts, second, strict=True):
        if mine.text.strip() != theirs.text.strip():
            raise ValueError(f"{first.path}: part {mine.id} has another text in its second annotation")
        shift = mine.text.index(mine.text.strip()[:1]) - theirs.text.index(theirs.text.strip()[:1]) if mine.text.strip() else 0
        ours = {_place(tag, 0): tag for tag in mine.tags}
        others = {_place(tag, shift): tag for tag in theirs.tags}
        agreement.first.update(place[2] for place in ours)
        agreement.second.update(place[2] for place in others)
        for place in ours.keys() & others.keys():
            agreement.both[place[2]] += 1
            if place[2] in ("PROBLEM", "MEASURE"):
                agreement.topics[bool(set(ours[place].topics) & set(others[place].topics))] += 1
            if place[2] == "FIGURE" and (ours[place].target or others[place].target):
                agreement.links[ours[place].target == others[place].target] += 1
        for by, alone in (("first", ours.keys() - others.keys()), ("second", others.keys() - ours.keys())):
            differences += [_difference(first, mine, by, place) for place in sorted(alone)]
    return differences


def _place(tag: Tag, shift: int) -> tuple[int, int, str]:
    return tag.start + shift, tag.end + shift, tag.label


def _difference(source: Source, part: Part, by: str, place: tuple[int, int, str]) -> Difference:
    start, end, label = place
    text = part.text.replace("\n", "⏎")
    context = f"{text[max(0, start - 10):start]}[{text[start:end]}]{text[end:end + 8]}"
    return Difference(source.path.stem, by, label, context)


def agreement(corpus: Path, second: Path = SECOND) -> tuple[Agreement, list[Difference]]:
    """Over all reports that have a second annotation."""
    total, differences = Agreement(), list[Difference]()
    for path in sorted(second.glob("*.txt")):
        differences += compare(read(corpus / path.name), tagged_parts(path), total)
    return total, differences


def table(found: Agreement) -> Iterator[str]:
    """The agreement as a Markdown table."""
    yield "| label | first | second | identical | F1 |"
    yield "| --- | --- | --- | --- | --- |"
    for label in LABELS:
        score = found.f1(label)
        shown = "–" if score is None else f"{score:.3f}"
        yield f"| {label} | {found.first[label]} | {found.second[label]} | {found.both[label]} | {shown} |"
    for name, counts in (("topic of a matched clause", found.topics), ("cell of a matched figure", found.links)):
        if counts.total():
            yield f"| {name} | | {counts.total()} | {counts[True]} | {counts[True] / counts.total():.3f} |"
