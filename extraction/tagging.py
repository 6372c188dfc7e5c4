"""Passages -> entities and clauses by the trained tagger; rules give them their values.

The tagger says where a quantity, a date, a name or a clause stands; what it is worth (value, unit, iso)
is read by the rules of figures.py and dates.py, and what no rule can read as a number is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from extraction import agencies, clauses, dates, documents, edges, entities, figures, organs
from extraction.report import Clause, Entity, UnreadableDocument
from extraction.text import Passage

if TYPE_CHECKING:
    from models.tagger import DamagedModel, Proposed, Tagger
    from models.tags import Span

Engine = Literal["auto", "rules", "tagger"]
# What the rules find of these stays, and the tagger adds what touches nothing of theirs (evaluation/results.md).
BY_RULES = frozenset({"FIGURE", "DATE"})
CERTAIN = 0.9  # from here the tagger's longer span stands for the rule's
# From these confidences on they are told: F1 on the development reports, and on hands not read in training, is highest there.
LIKELY = {"FIGURE": 0.8, "DATE": 0.6, "AGENCY": 0.4, "PROBLEM": 0.25, "MEASURE": 0.3}
SURE_TOPIC = 0.2  # below it a topic is not told
PROBLEMS = "problems"
_HAN = re.compile(f"[{organs.HAN}]")
FORMAL = frozenset({"chrome", "heading"})  # the words of the form and of the page, which the rules read


class Marked(NamedTuple):
    """What an engine found, and what it calls itself in the record."""

    entities: tuple[Entity, ...]
    clauses: tuple[Clause, ...]
    tagger: str


def mark(passages: Sequence[Passage], year: int | None, engine: Engine, folder: Path | None) -> Marked:
    """Entities and clauses of the prose by the rules, by the tagger of `folder`, or by both together (auto)."""
    year = year or entities.reporting_year(passages)
    if folder is None:
        return by_rules(passages, year)
    trained = _loaded(folder)
    from models import topics

    ruled = by_rules(passages, year)
    proposed = () if engine == "tagger" else proposals(ruled)
    tagged, stated = read(passages, trained, year, proposed)
    if engine == "auto":
        tagged, stated = combined(ruled, tagged, stated)
    stay = [e for e in ruled.entities if e.label == "DOCUMENT" or _formal(e, passages)]
    known = topics.load(folder) if (folder / topics.FILE).exists() else None
    return Marked(
        tuple(sorted(entities.resolve([*tagged, *stay]), key=lambda e: e.start)),
        tuple(_with_topic(clause, known) for clause in stated),
        f"{engine} {trained.name}",
    )


def combined(
    ruled: Marked, tagged: Sequence[Entity], stated: Iterable[Clause]
) -> tuple[list[Entity], list[Clause]]:
    """Figures and dates of the rules and those that only the tagger is sure of; the rest as the tagger says."""
    told = [e for e in tagged if e.confidence >= LIKELY[e.label]]
    certain = [e for e in told if e.confidence >= CERTAIN]
    kept = [e for e in ruled.entities if e.label in BY_RULES and not any(_longer(other, e) for other in certain)]
    taken = sorted((e.start, e.end) for e in kept)
    kept += [e for e in told if e.label not in BY_RULES or not _overlaps(e, taken)]
    return kept, [clause for clause in stated if clause.confidence >= LIKELY[clause.label]]


def _longer(entity: Entity, ruled: Entity) -> bool:
    """Whether the tagger takes in more than the rule: 「23.7万棵」 for 「23.7万」, 「2024年4月」 for 「4月」."""
    inside = entity.start <= ruled.start and ruled.end <= entity.end
    return entity.label == ruled.label and inside and len(entity.text) > len(ruled.text)


def _overlaps(entity: Entity, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < entity.end and entity.start < end for start, end in taken)


def by_rules(passages: Sequence[Passage], year: int | None) -> Marked:
    found = entities.entities(passages, year, agencies.find(passages))
    return Marked(found, clauses.find(passages), "rules")


def proposals(ruled: Marked) -> list[Proposed]:
    """What the rules found, as the tagger reads it: (start, end, label) in offsets of the document."""
    return [(e.start, e.end, e.label) for e in ruled.entities if e.label != "DOCUMENT"] + [
        (c.start, c.end, c.label) for c in ruled.clauses
    ]


def placed(passage: Passage, spans: Iterable[Proposed]) -> list[Proposed]:
    """Spans of the document as places in the passage, where all of it stands there."""
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


def _formal(entity: Entity, passages: Sequence[Passage]) -> bool:
    return any(placed(p, [(entity.start, entity.end, entity.label)]) for p in passages if p.section in FORMAL)


def weights(engine: Engine, model: Path | None) -> str:
    """The short hash of the weights that would be used, empty for the rules. Raises UnreadableDocument."""
    chosen = folder(engine, model)
    if chosen is None:
        return ""
    from models import store, tagger

    try:
        return store.name(chosen)
    except tagger.DamagedModel as fault:
        raise _damaged(fault) from fault


def _damaged(fault: DamagedModel) -> UnreadableDocument:
    return UnreadableDocument("model", str(fault), fault.message_zh)


def _loaded(folder: Path) -> Tagger:
    from models import tagger

    try:
        return tagger.load(folder)
    except tagger.DamagedModel as fault:
        raise _damaged(fault) from fault
    except ModuleNotFoundError as missing:
        remedy = "pip install 'nianbao[train]'"
        raise UnreadableDocument(
            "model", f"the tagger needs {missing.name}: {remedy}", f"标注模型需要 {missing.name}：{remedy}"
        ) from missing


def folder(engine: Engine, model: Path | None) -> Path | None:
    """The model folder to use; None for the rules, and where auto has none and falls back on them."""
    if engine == "rules":
        return None
    from models import store, tagger

    chosen = model or store.in_service()
    return None if engine == "auto" and not tagger.exists(chosen) else chosen


def _with_topic(clause: Clause, known: object) -> Clause:
    from models.topics import Topics

    if not isinstance(known, Topics):
        return clause
    name, sure = known.topic(clause.label, clause.text)
    bare = name[1:] if name.endswith("99") else name
    return replace(clause, category=bare if sure >= SURE_TOPIC else None)


def read(
    passages: Sequence[Passage], tagger: Tagger, year: int | None, proposed: Sequence[Proposed] = ()
) -> tuple[list[Entity], list[Clause]]:
    """Entities (without documents) and clauses of all passages, each with the tagger's confidence."""
    texts = [passage.text.chars for passage in passages]
    asked = [asked_of(passage) for passage in passages]
    given = [placed(passage, proposed) for passage in passages]
    found: list[Entity] = []
    stated: list[Clause] = []
    for passage, layers in zip(passages, tagger.read(texts, asked, given), strict=True):
        chars = passage.text.chars
        values = _values(passage, year)
        closed = [(passage.text.at(e.start), passage.text.at(e.end)) for e in documents.find(passage)]
        closed += entities.addresses(chars)
        names = [(start, end) for start, end, label in placed(passage, proposed) if label == "AGENCY"]
        for span in edges.entities(chars, layers.get("entities", ()), closed, names):
            entity = _entity(passage, span, values, year)
            if entity:
                found.append(entity)
        for span in edges.clauses(chars, layers.get("clauses", ())):
            first, last = passage.text.span(span.start, span.end)
            stated.append(Clause(span.label, first, last, passage.text.printed[first:last], span.confidence))
    return found, stated


def asked_of(passage: Passage) -> tuple[str, ...]:
    """The layers that are read in a passage: clauses stand in the part on problems alone, nothing in headings."""
    if passage.section in FORMAL:
        return ()
    return ("entities", "clauses") if passage.section == PROBLEMS else ("entities",)


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
        figure = figures.measure(chars)
        if figure is None or (figure.unit is None and _HAN.match(text.chars, span.end)):  # 「小区806平台」 is a name
            return None
        return replace(bare, value=figure.value, unit=figure.unit, approx=figure.approx)
    return bare
