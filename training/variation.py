"""Corpus source -> the same report with other names and other clauses in it, so that edges are learnt, not words.

A name gives way to another one from the corpus, or to one made of a real place and the last words of a
name; a problem or a measure to one of another report. Links to cells are dropped: they say nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from annotations.source import Part, Source, Tag
from extraction import places

AREAS = (
    "综合实验区", "经济技术开发区", "经济开发区", "高新技术产业开发区", "高新区", "新区", "示范区", "工业园区", "旅游度假区",
    "风景名胜区", "综合保税区", "循环经济产业园", "现代农业示范区", "生态新城", "自由贸易试验片区", "航空港区", "矿区", "管理区",
    "农场", "林区",
)  # fmt: skip
OWN_NAMES = 0.5  # of the reports whose names change
OWN_CLAUSES = 0.6  # of the reports whose clauses change


@dataclass(frozen=True)
class Pool:
    """What may be put in: names, and the clauses of each label with the tags inside them."""

    names: tuple[str, ...]
    clauses: Mapping[str, tuple[tuple[Tag, tuple[Tag, ...]], ...]]


def pool(sources: Iterable[Source]) -> Pool:
    names: dict[str, None] = {}
    clauses: dict[str, list[tuple[Tag, tuple[Tag, ...]]]] = {"PROBLEM": [], "MEASURE": []}
    for source in sources:
        for part in source.parts:
            names |= {tag.text: None for tag in part.tags if tag.label == "AGENCY"}
            for tag in part.tags:
                if tag.label in clauses:
                    clauses[tag.label].append((tag, _inside(tag, part.tags)))
    return Pool(tuple(names), {label: tuple(found) for label, found in clauses.items()})


def varied(source: Source, known: Pool, rng: Random) -> Source:
    """A variation of a source; the same state of `rng` gives the same one."""
    parts = source.parts
    if rng.random() < OWN_CLAUSES:
        parts = tuple(_other_clauses(part, known, rng) if part.id == "problems" else part for part in parts)
    agency = source.header["agency"]
    if rng.random() < OWN_NAMES:
        others = {agency: _name(known, rng)}
        parts = tuple(_other_names(part, known, others, rng) for part in parts)
        agency = others[agency]
    return replace(source, parts=parts, header={**source.header, "agency": agency})


def _inside(tag: Tag, tags: Sequence[Tag]) -> tuple[Tag, ...]:
    return tuple(t for t in tags if t is not tag and tag.start <= t.start and t.end <= tag.end)


def _other_clauses(part: Part, known: Pool, rng: Random) -> Part:
    """Half of the clauses replaced by others of their label."""
    edits = []
    for tag in part.tags:
        if tag.label in known.clauses and rng.random() < 0.5:
            other, inside = rng.choice(known.clauses[tag.label])
            moved = [_moved(t, -other.start) for t in (other, *inside)]
            edits.append((tag.start, tag.end, other.text, moved))
    return _edited(part, edits)


def _other_names(part: Part, known: Pool, others: dict[str, str], rng: Random) -> Part:
    """Every name replaced, one name by one other throughout."""
    edits = []
    for tag in part.tags:
        if tag.label == "AGENCY":
            other = others.setdefault(tag.text, _name(known, rng))
            edits.append((tag.start, tag.end, other, [tag._replace(start=0, end=len(other), text=other)]))
    return _edited(part, edits)


def _name(known: Pool, rng: Random) -> str:
    """A name of the corpus, or a place, perhaps an area in it, and the last characters of such a name."""
    name = rng.choice(known.names)
    if rng.random() < 0.5 or len(name) < 5:
        return name
    area = rng.choice(AREAS) if rng.random() < 0.5 else ""
    place = rng.choice(_places())
    organ = rng.choice(("管委会", "党工委", "管委会办公室", name[-min(len(name), rng.randrange(4, 8)) :])) if area else name[-6:]
    return (place.rstrip("省市县区") if area else place) + area + organ


@cache
def _places() -> tuple[str, ...]:
    return tuple(name for name in places.divisions() if 2 < len(name) < 8)


Replacement = tuple[int, int, str, list[Tag]]


def _edited(part: Part, edits: Sequence[Replacement]) -> Part:
    """The part with stretches replaced; tags of the old stretches go, those around and behind move."""
    text, tags = part.text, list(part.tags)
    for start, end, new, inside in sorted(edits, key=lambda edit: -edit[0]):
        growth = len(new) - (end - start)
        text = text[:start] + new + text[end:]
        tags = [
            *(_grown(t, start, end, growth) for t in tags if not (start <= t.start and t.end <= end)),
            *(_moved(t, start) for t in inside),
        ]
    tags = [t._replace(text=text[t.start : t.end]) for t in tags]
    return part._replace(text=text, tags=tuple(sorted(tags, key=lambda t: (t.start, -t.end))))


def _grown(tag: Tag, start: int, end: int, growth: int) -> Tag:
    return tag._replace(
        start=tag.start + (growth if tag.start >= end else 0), end=tag.end + (growth if tag.end >= end else 0)
    )


def _moved(tag: Tag, by: int) -> Tag:
    target = tag.target if tag.label == "DATE" else None
    return tag._replace(start=tag.start + by, end=tag.end + by, target=target)
