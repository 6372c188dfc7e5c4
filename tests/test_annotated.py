"""Newly annotated reports come in whatever format the annotation tool writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import build, formats, source
from annotations.gold import GoldFault
from evaluation.cases import NoGold
from training import annotated

PATHS = sorted(source.CORPUS.glob("w1-00[12].txt"))


@pytest.mark.parametrize("name", ["jsonl", "label-studio", "doccano", "brat", "conll"])
def test_every_format_gives_the_same_spans(name: str, tmp_path: Path) -> None:
    reports = [build.build(source.read(path)) for path in PATHS]
    suffix = next((end for end, known in formats.SUFFIXES.items() if known == name), "")
    target = tmp_path / f"new{'' if name == 'brat' else suffix or '.jsonl'}"
    formats.of(name).write(reports, target)
    found = list(annotated.read(target))
    assert [spans(report) for report in found] == [spans(report) for report in reports]
    assert all(report.sections for report in found)


def test_a_folder_of_corpus_sources_is_read(tmp_path: Path) -> None:
    for path in PATHS:
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert [len(report.clauses) for report in annotated.read(tmp_path)] == [
        len(build.build(source.read(path)).clauses) for path in PATHS
    ]


def test_what_is_no_gold_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(NoGold, match="no gold here"):
        list(annotated.read(tmp_path))
    (tmp_path / "new.conll").write_text("no columns at all\n", encoding="utf-8")
    with pytest.raises(GoldFault, match=r"new\.conll"):
        list(annotated.read(tmp_path / "new.conll"))


def spans(report) -> list[tuple[int, int, str]]:  # type: ignore[no-untyped-def]
    return [(e.start, e.end, e.label) for e in report.entities if e.label != "DOCUMENT"] + [
        (c.start, c.end, c.label) for c in report.clauses
    ]
