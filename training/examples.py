"""Gold reports -> windows of characters and tags, through the same stages as extraction.

The prose is what extraction makes of the text (normalised, flowing, tables cut out), and the rules' spans
stand beside it, so the tagger learns on what it will read. Spans that a stage touched are left untagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.document import Document
from extraction.prose import passages
from extraction.report import Report
from extraction.tagging import asked_of, by_rules, placed, proposals
from extraction.text import Passage, normalise
from models.tagger import Proposed
from models.tags import LAYERS, encode, types
from models.windows import Window, windows


@dataclass(frozen=True, slots=True)
class Example:
    """A window's characters, what the rules propose there, and for each layer the tags of those after `context`.

    A layer whose tags are None is not asked.
    """

    text: str
    context: int
    types: list[int]
    tags: dict[str, list[int] | None]


def prose_of(report: Report) -> tuple[Passage, ...]:
    """The passages of a gold report, with its own parts and table places."""
    document = Document(report.source, report.sha256, report.text, "text", (), {}, ())
    text = normalise(document)
    places = [table.span for table in report.tables.values() if table.span]
    return passages(text, report.sections, places)


def true_spans(report: Report) -> list[Proposed]:
    entities = [(e.start, e.end, e.label) for e in report.entities if e.label in LAYERS["entities"]]
    return entities + [(c.start, c.end, c.label) for c in report.clauses]


def examples(reports: Sequence[Report]) -> Iterator[Example]:
    """The windows of all reports."""
    for report in reports:
        prose = prose_of(report)
        proposed = proposals(by_rules(prose, report.meta.year))
        true = true_spans(report)
        for passage in prose:
            yield from _of_passage(passage, placed(passage, true), placed(passage, proposed))


def _of_passage(passage: Passage, true: Sequence[Proposed], proposed: Sequence[Proposed]) -> Iterator[Example]:
    chars, asked = passage.text.chars, asked_of(passage)
    if not asked:
        return
    kinds = types(proposed, len(chars))
    for window in windows(chars):
        inside = _inside(true, window)
        tags: dict[str, list[int] | None] = {}
        for layer, labels in LAYERS.items():
            wanted = [span for span in inside if span[2] in labels]
            tags[layer] = encode(wanted, window.end - window.start, labels) if layer in asked else None
        place = slice(window.context, window.end)
        yield Example(chars[place], window.start - window.context, kinds[place], tags)


def _inside(spans: Sequence[Proposed], window: Window) -> list[Proposed]:
    """The spans of a window, from its start; one that it cuts keeps the part inside."""
    return [
        (max(start, window.start) - window.start, min(end, window.end) - window.start, label)
        for start, end, label in spans
        if start < window.end and end > window.start
    ]
