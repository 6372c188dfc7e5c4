"""Passages -> entities and clauses by the trained tagger; rules give them their values.

The tagger says where a quantity, a date, a name or a clause stands; what it is worth (value, unit, iso)
is read by the rules of figures.py and dates.py, and what no rule can read as a number is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction import dates, figures
from extraction.report import Clause, Entity
from extraction.text import Passage
from models.tagger import Tagger
from models.tags import Span

PROBLEMS = "problems"
CHROME = "chrome"


def read(passages: Sequence[Passage], tagger: Tagger, year: int | None) -> tuple[list[Entity], list[Clause]]:
    """Entities (without documents) and clauses of all passages, each with the tagger's confidence."""
    texts = [passage.text.chars for passage in passages]
    asked = [("entities", "clauses") if passage.section == PROBLEMS else ("entities",) for passage in passages]
    found: list[Entity] = []
    stated: list[Clause] = []
    for passage, layers in zip(passages, tagger.read(texts, asked), strict=True):
        values = _values(passage, year)
        for span in layers["entities"]:
            entity = _entity(passage, span, values, year)
            if entity and not (entity.label == "FIGURE" and passage.section == CHROME):
                found.append(entity)
        for span in layers.get("clauses", ()):
            first, last = passage.text.span(span.start, span.end)
            stated.append(Clause(span.label, first, last, passage.text.printed[first:last], span.confidence))
    return found, stated


def _values(passage: Passage, year: int | None) -> dict[tuple[int, int], Entity]:
    """What the rules read at each place of a passage."""
    return {(e.start, e.end): e for e in (*figures.find(passage), *dates.find(passage, year))}


def _entity(passage: Passage, span: Span, values: dict[tuple[int, int], Entity], year: int | None) -> Entity | None:
    text = passage.text
    first, last = text.span(span.start, span.end)
    known = values.get((first, last))
    if known and known.label == span.label:
        return replace(known, confidence=span.confidence)
    bare = Entity(span.label, first, last, text.printed[first:last], span.confidence)
    chars = text.chars[span.start : span.end]
    if span.label == "DATE":
        return replace(bare, iso=dates.parse(chars, year))
    if span.label == "FIGURE":
        figure = figures.parse(chars)
        return None if figure is None else replace(bare, value=figure.value, unit=figure.unit, approx=figure.approx)
    return bare


def combine(
    ruled: Iterable[Entity], tagged: Iterable[Entity], trusted: dict[str, float]
) -> list[Entity]:
    """Both together: what they agree on is sure; where they overlap and differ, the tagger decides.

    A span that the rules alone found stays where their label is `trusted` from that confidence on; one that
    the tagger alone found stays where it is more likely right than not.
    """
    by_place = {(e.start, e.end, e.label): e for e in tagged}
    taken = sorted((e.start, e.end) for e in by_place.values())
    kept = []
    for entity in ruled:
        if (entity.start, entity.end, entity.label) in by_place:
            twin = by_place.pop((entity.start, entity.end, entity.label))
            kept.append(replace(entity, confidence=max(entity.confidence, twin.confidence)))
        elif entity.label not in trusted:
            kept.append(entity)
        elif entity.confidence >= trusted[entity.label] and not _overlaps(entity, taken):
            kept.append(replace(entity, confidence=min(entity.confidence, 0.8)))
    kept += [entity for entity in by_place.values() if entity.confidence >= 0.5]
    return kept


def _overlaps(entity: Entity, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < entity.end and entity.start < end for start, end in taken)


