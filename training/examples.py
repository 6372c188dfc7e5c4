"""Gold reports -> windows of characters and tags, through the same stages as extraction.

The prose is what extraction makes of the text (normalised, flowing, tables cut out), so the tagger
learns on what it will read. Spans that a stage touched are counted and left untagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.document import Document
from extraction.prose import passages
from extraction.report import Report
from extraction.text import Passage, normalise
from models.tags import LAYERS, encode
from models.windows import Window, windows

PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Example:
    """A window's characters, and for each layer the tags of those after `context` (None: not asked)."""

    text: str
    context: int
    tags: dict[str, list[int] | None]


def prose_of(report: Report) -> tuple[Passage, ...]:
    """The passages of a gold report, with its own parts and table places."""
    document = Document(report.source, report.sha256, report.text, "text", (), {}, ())
    text = normalise(document)
    places = [table.span for table in report.tables.values() if table.span]
    return passages(text, report.sections, places)


def examples(reports: Sequence[Report]) -> Iterator[Example]:
    """The windows of all reports."""
    for report in reports:
        for passage in prose_of(report):
            yield from _of_passage(report, passage)


def _of_passage(report: Report, passage: Passage) -> Iterator[Example]:
    text = passage.text
    entities = _placed(passage, [(e.start, e.end, e.label) for e in report.entities if e.label in LAYERS["entities"]])
    clauses = _placed(passage, [(c.start, c.end, c.label) for c in report.clauses])
    for window in windows(text.chars):
        asked = {"entities": _inside(entities, window)}
        if passage.section == PROBLEMS:
            asked["clauses"] = _inside(clauses, window)
        tags: dict[str, list[int] | None] = {
            layer: encode(asked[layer], window.end - window.start, layer) if layer in asked else None for layer in LAYERS
        }
        yield Example(text.chars[window.context : window.end], window.start - window.context, tags)


Placed = list[tuple[int, int, str]]


def _placed(passage: Passage, spans: Placed) -> Placed:
    """Document spans as places in the passage, where all of it stands there."""
    text = passage.text
    if not len(text.origin):
        return []
    first, last = text.origin[0], text.origin[-1]
    found = []
    for start, end, label in spans:
        if start >= first and end <= last + 1:
            a, b = text.at(start), text.at(end)
            if b > a and text.origin[a] < end:
                found.append((a, b, label))
    return found


def _inside(spans: Placed, window: Window) -> Placed:
    """The spans of a window, from its start; one that it cuts keeps the part inside."""
    return [
        (max(start, window.start) - window.start, min(end, window.end) - window.start, label)
        for start, end, label in spans
        if start < window.end and end > window.start
    ]
