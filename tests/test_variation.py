"""A varied source says what its tags say: other names and clauses, the same annotation."""

from __future__ import annotations

from random import Random

import pytest

from annotations.build import build
from annotations.source import CORPUS, Source, Tag, read
from training.variation import Pool, pool, varied

PATHS = sorted(CORPUS.glob("w1-*.txt"))[:12]


@pytest.fixture(scope="module")
def known() -> list[Source]:
    return [read(path) for path in PATHS]


@pytest.mark.parametrize("seed", range(12))
def test_every_tag_of_a_variation_stands_where_it_says(known: list[Source], seed: int) -> None:
    other = varied(known[seed], pool(known), Random(seed))
    for part in other.parts:
        assert all(part.text[tag.start : tag.end] == tag.text for tag in part.tags)
    report = build(other)
    assert all(report.text[e.start : e.end] == e.text for e in (*report.entities, *report.clauses))


def test_a_variation_keeps_the_number_of_clauses_and_what_stands_between_them(known: list[Source]) -> None:
    source, names = known[0], pool(known)
    found = [varied(source, names, Random(seed)) for seed in range(20)]
    assert all(len(clauses(other)) == len(clauses(source)) for other in found)
    assert any([c.text for c in clauses(other)] != [c.text for c in clauses(source)] for other in found)
    assert {between(other) for other in found} == {between(source)}


def test_one_name_gives_way_to_one_other_throughout(known: list[Source]) -> None:
    source = known[0]
    names = Pool(("某某新区管委会", "甲乙丙丁局"), pool(known).clauses)
    other = next(v for seed in range(20) if (v := varied(source, names, Random(seed))).header["agency"] != source.header["agency"])
    agency = source.header["agency"]
    changed = {
        new.text for old_part, new_part in zip(source.parts, other.parts, strict=True) if old_part.id != "problems"
        for old, new in zip(old_part.tags, new_part.tags, strict=True) if old.text == agency
    }  # fmt: skip
    assert changed == {other.header["agency"]}


def clauses(source: Source) -> list[Tag]:
    return [tag for part in source.parts for tag in part.tags if tag.label in ("PROBLEM", "MEASURE")]


def between(source: Source) -> str:
    """The part on problems without its clauses and without any name."""
    said = ""
    for part in source.parts:
        if part.id != "problems":
            continue
        at = 0
        for tag in part.tags:
            if tag.label in ("PROBLEM", "MEASURE", "AGENCY") and tag.start >= at:
                said += part.text[at : tag.start]
                at = tag.end
        said += part.text[at:]
    return said
