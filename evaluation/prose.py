"""What taggers read: the prose of a report in windows of whole sentences, as extraction cuts it out.

Tables are left out, because no tagger is asked about them: a number in a cell would count as spurious.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.document import Document
from extraction.report import Report, Span
from extraction.text import Passage, Text, normalise
from models.windows import windows

LAYERS = ("entities", "clauses")
PROBLEMS = "problems"  # the only part in which clauses are annotated

Marked = tuple[int, int, str]  # start, end, label


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of the prose; `text.chars` is what a tagger reads, `text.span` where it is printed."""

    section: str
    text: Text

    def asked(self, layer: str) -> bool:
        return layer == "entities" or self.section == PROBLEMS

    def inside(self, spans: Sequence[Marked]) -> Iterator[Marked]:
        """The spans of a report that stand in this stretch with all their characters, counted from its start."""
        if not self.text.origin:
            return
        first, last = self.text.origin[0], self.text.origin[-1] + 1
        for start, end, label in spans:
            if start >= first and end <= last:
                a, b = self.text.at(start), self.text.at(end)
                if b > a and self.text.span(a, b) == (start, end):
                    yield a, b, label


def printed(source: Path | bytes) -> tuple[Document, list[Stretch]]:
    """A file's prose, its parts and tables found by extraction. Raises UnreadableDocument."""
    from extraction import prose, sections, tables
    from extraction.document import read

    document = read(source)
    text = normalise(document)
    parts = sections.split(text)
    found = tables.read(text, parts, document.grids)
    places = [text.span(table.start, table.end) for table in found.values()]
    return document, list(_stretches(prose.passages(text, parts, places)))


def taught(report: Report) -> list[Stretch]:
    """A gold report's prose, with its own parts and places of tables."""
    from extraction.prose import passages

    document = Document(report.source, report.sha256, report.text, "text", (), {}, ())
    places: list[Span] = [table.span for table in report.tables.values() if table.span]
    return list(_stretches(passages(normalise(document), report.sections, places)))


def _stretches(passages: Sequence[Passage]) -> Iterator[Stretch]:
    for passage in passages:
        for window in windows(passage.text.chars):
            yield Stretch(passage.section, passage.text.slice(window.start, window.end))


def lessons(reports: Sequence[Report], layer: str, labels: Sequence[str]) -> list[tuple[str, list[Marked]]]:
    """What a competitor is trained on: each stretch that the layer is asked of, with its gold spans."""
    found = []
    for report in reports:
        spans = report.entities if layer == "entities" else report.clauses
        marked = [(span.start, span.end, span.label) for span in spans if span.label in labels]
        for stretch in taught(report):
            if stretch.asked(layer):
                found.append((stretch.text.chars, list(stretch.inside(marked))))
    return found
