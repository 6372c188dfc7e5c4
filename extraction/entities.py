"""Prose -> its entities: DOCUMENT, DATE, AGENCY and FIGURE spans of one layer, which never overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction import dates, documents, figures
from extraction.report import Entity
from extraction.text import Passage

# A title's words and numbers belong to the title, a date's digits to the date.
_ORDER = ("DOCUMENT", "DATE", "AGENCY", "FIGURE")

# The numbers of an address on the web are no figures; its path may be Chinese (「…/80575_某局2019年…」).
_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)[\w.:-]{1,100}/?|(?<![A-Za-z\d/])(?:[A-Za-z\d_-]{1,40}/){3})(?:(?<=/)(?:[!-~]|[\u4e00-\u9fff]){0,400})?"
)


def entities(
    passages: Sequence[Passage], year: int | None, agencies: Iterable[Entity] = ()
) -> tuple[Entity, ...]:
    """The entities of all passages in text order; where two overlap, the first label of `_ORDER` stays."""
    found = list(agencies)
    for passage in passages:
        found += documents.find(passage)
        found += _outside_addresses(passage, (*dates.find(passage, year), *figures.find(passage)))
    return resolve(found)


def _outside_addresses(passage: Passage, found: Sequence[Entity]) -> list[Entity]:
    text = passage.text
    addresses = [text.span(*match.span()) for match in _ADDRESS.finditer(text.chars)]
    return [e for e in found if not any(start <= e.start < end for start, end in addresses)]


def resolve(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """The spans without those that overlap one of an earlier label, or an earlier and longer one of their own."""
    kept: list[Entity] = []
    for label in _ORDER:
        kept = _merged(kept, sorted((e for e in found if e.label == label), key=lambda e: (e.start, -e.end)))
    return tuple(kept)


def _merged(kept: list[Entity], added: list[Entity]) -> list[Entity]:
    """Both lists as one, in order; an added span that overlaps a kept one is left out."""
    merged: list[Entity] = []
    at, end = 0, -1
    for entity in added:
        while at < len(kept) and kept[at].start < entity.end and kept[at].end <= entity.start:
            at = _take(kept, at, merged)
        free = entity.start >= end and (at >= len(kept) or kept[at].start >= entity.end)
        if free and (not merged or merged[-1].end <= entity.start):
            merged.append(entity)
            end = entity.end
    merged.extend(kept[at:])
    return merged


def _take(kept: list[Entity], at: int, merged: list[Entity]) -> int:
    merged.append(kept[at])
    return at + 1
