"""Prose -> its entities: DOCUMENT, DATE, AGENCY and FIGURE spans of one layer, which never overlap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extraction import agencies as names
from extraction import dates, documents, figures
from extraction.report import Entity, Span
from extraction.text import Passage

# A title's words and numbers belong to the title, a date's digits to the date.
_ORDER = ("DOCUMENT", "DATE", "AGENCY", "FIGURE")
# The numbers of an address on the web are no figures; its path may be Chinese (「…/80575_某局2019年…」).
_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)[\w.:-]{1,100}/?|(?<![A-Za-z\d/])(?:[A-Za-z\d_-]{1,40}/){3})"
    r"(?:(?<=/)(?:[!-~]|[\u4e00-\u9fff]){0,400})?"
)
_TITLE_YEAR = re.compile(r"(20\d\d)年?度?[^\n。，]{0,40}?(?:报告|总结|年报)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_PAGE = "chrome"  # what the page prints around the report counts views, not work


def entities(
    passages: Sequence[Passage], year: int | None = None, agencies: Iterable[Entity] | None = None
) -> tuple[Entity, ...]:
    """The entities of all passages in text order; where two overlap, the first label of `_ORDER` stays.

    `year` dates days without a year, and is read from the text where not given; so are `agencies`.
    """
    year = year or reporting_year(passages)
    found = list(names.find(passages) if agencies is None else agencies)
    for passage in passages:
        found += documents.find(passage)
        counted = figures.find(passage) if passage.section != _PAGE else ()
        found += _outside_addresses(passage, (*dates.find(passage, year), *counted))
    return resolve(found)


def reporting_year(passages: Sequence[Passage]) -> int | None:
    """The year in the report's title, else the one that its prose names most."""
    for passage in passages:
        title = _TITLE_YEAR.search(passage.text.chars, 0, 2_000)
        if title:
            return int(title[1])
    years = Counter(match[1] for passage in passages for match in _YEAR.finditer(passage.text.chars))
    return int(max(years, key=years.__getitem__)) if years else None


def addresses(chars: str) -> list[Span]:
    """Where addresses on the web and paths of files stand."""
    return [match.span() for match in _ADDRESS.finditer(chars)]


def _outside_addresses(passage: Passage, found: Sequence[Entity]) -> list[Entity]:
    stretches = [passage.text.span(*place) for place in addresses(passage.text.chars)]
    return [e for e in found if not any(start <= e.start < end for start, end in stretches)]


def resolve(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """The spans without those that overlap one of an earlier label, or an earlier one of their own."""
    labelled = list(found)
    kept: list[Entity] = []
    for label in _ORDER:
        added = sorted((e for e in labelled if e.label == label), key=lambda e: (e.start, -e.end))
        kept = _merged(kept, added)
    return tuple(kept)


def _merged(kept: Sequence[Entity], added: Iterable[Entity]) -> list[Entity]:
    """Both in order; an added span that overlaps a kept one, or an added one before it, is left out."""
    merged: list[Entity] = []
    at = 0
    for entity in added:
        while at < len(kept) and kept[at].end <= entity.start:
            merged.append(kept[at])
            at += 1
        clear_before = not merged or merged[-1].end <= entity.start
        clear_after = at == len(kept) or entity.end <= kept[at].start
        if clear_before and clear_after:
            merged.append(entity)
    return [*merged, *kept[at:]]
