"""Damage carries the gold along: what a span said it still says, or the span is marked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import gold, layouts
from annotations.build import build
from annotations.source import read
from extraction.report import Clause, Entity, Report, Section
from extraction.values import parse
from training.damage import DAMAGES, damaged
from training.edits import TOUCHED, Edit, edited

CORPUS = sorted((Path(__file__).parent.parent / "annotations" / "corpus").glob("*.txt"))
RESIDUE = re.compile(r"\[bookmark: _GoBack\]|&\w+;|</?\w+/?>|\((?=[^)]*[a-zà-üǎ-ǜ])[a-zà-üāēīōūǎ-ǜ]+\)")
SOME_LAYOUT = st.sampled_from(sorted(layouts.LAYOUTS))
SOME_REPORT = st.sampled_from(CORPUS[::17])


@cache
def clean(path: Path, layout: str) -> Report:
    """A gold report whose spans are numbered, in fields that no damage reads."""
    report = build(read(path), layout)
    return replace(
        report,
        entities=tuple(replace(e, unit=f"#{i}") for i, e in enumerate(report.entities)),
        clauses=tuple(replace(c, category=f"#{i}") for i, c in enumerate(report.clauses)),
    )


@cache
def simplified(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("t2s").convert(text))


def bare(text: str) -> str:
    """Letters and digits: without spaces, punctuation, widths, traditional forms, pinyin and residue."""
    plain = unicodedata.normalize("NFKC", RESIDUE.sub("", text))
    return simplified("".join(char for char in plain if char.isalnum()))


def check_spans(before: Report, after: Report) -> None:
    names: dict[str, Entity | Clause] = {str(e.unit): e for e in before.entities}
    names |= {f"clause {c.category}": c for c in before.clauses}
    for span in (*after.entities, *after.clauses):
        name = f"clause {span.category}" if isinstance(span, Clause) else str(span.unit)
        if name not in names:
            continue  # of a line that the page put in
        was = names[name]
        assert span.label == was.label
        assert span.confidence in (1.0, TOUCHED)
        assert span.confidence == TOUCHED or bare(span.text) == bare(was.text), (was, span)
    said = {bare(zero.text) for zero in before.zeros}
    assert all(bare(zero.text) in said for zero in after.zeros)


def check_cells(before: Report, after: Report) -> None:
    for name, table in after.tables.items():
        for row, cells in table.cells.items():
            for column, cell in cells.items():
                if cell.span is not None:
                    assert after.text[slice(*cell.span)] == cell.raw
                    assert table.span is not None
                    assert table.span[0] <= cell.span[0] <= cell.span[1] <= table.span[1]
                if cell.value is not None:
                    assert cell.value == before.tables[name].cells[row][column].value
                    read_as = parse(cell.raw)
                    assert read_as is None or read_as.value == cell.value or glued(cell.raw), (row, cell)
                assert (cell.value is None) == (cell.state not in ("number", "zero"))


def glued(raw: str) -> bool:
    """A run of several numbers."""
    return re.fullmatch(r"[\d.]+", raw) is not None


def check_sections(before: Report, after: Report) -> None:
    assert after.sections[0].start == 0
    assert after.sections[-1].end == len(after.text)
    for one, two in zip(after.sections, after.sections[1:], strict=False):
        assert one.end == two.start
    for section in after.sections:
        assert "".join(section.heading.split()) in "".join(after.text[section.start : section.end].split())


def check(before: Report, after: Report) -> None:
    gold.check(after, "damaged")
    check_spans(before, after)
    check_cells(before, after)
    check_sections(before, after)
    assert Report.from_dict(after.to_dict()) == after


@pytest.mark.parametrize("name", DAMAGES)
@settings(max_examples=5, deadline=None)
@given(
    path=SOME_REPORT, layout=SOME_LAYOUT, seed=st.integers(0, 99), severity=st.sampled_from([0.5, 1.0, 2.0])
)
def test_what_survives_a_damage_says_what_it_said(
    name: str, path: Path, layout: str, seed: int, severity: float
) -> None:
    before = clean(path, layout)
    check(before, damaged(before, seed, severity, [name]))


@settings(max_examples=25, deadline=None)
@given(path=SOME_REPORT, layout=SOME_LAYOUT, seed=st.integers(0, 9999))
def test_what_survives_a_mix_says_what_it_said(path: Path, layout: str, seed: int) -> None:
    before = clean(path, layout)
    check(before, damaged(before, seed, 3.0))


@pytest.mark.parametrize(
    "name",
    [
        "half_width",
        "traditional",
        "radicals",
        "indents",
        "hard_breaks",
        "lone_numbers",
        "one_line",
        "hard_spaces",
        "label_breaks",
        "spaced_signature",
    ],
)
def test_what_a_reader_can_undo_touches_no_span(name: str) -> None:
    before = clean(CORPUS[0], "word")
    after = damaged(before, 3, 2.0, [name])
    assert len(after.entities) == len(before.entities)
    assert all(span.confidence == 1.0 for span in (*after.entities, *after.clauses))
    assert len(after.zeros) == len(before.zeros)


def test_a_seed_repeats_and_another_differs() -> None:
    report = clean(CORPUS[0], "word")
    assert damaged(report, 5, 2.0) == damaged(report, 5, 2.0)
    assert len({damaged(report, seed, 2.0).text for seed in range(6)}) > 3


def test_no_severity_is_no_damage() -> None:
    report = clean(CORPUS[0], "word")
    assert damaged(report, 1, 0.0) == report
    assert damaged(report, 1, 0.0, list(DAMAGES)) == report


def test_every_damage_changes_some_report() -> None:
    reports = [clean(path, layout) for path in CORPUS[:24:2] for layout in ("word", "pipes")]
    reports += [r for path in CORPUS if (r := clean(path, "tabs")).tables["disclosure"].form == "2019"][:4]
    for name, kind in DAMAGES.items():
        assert any(kind.damage(r, Random(i), 1.0).text != r.text for i, r in enumerate(reports)), name


TEXT = "一、总体情况\n公开5753条。收到0件申请。\n"


def small() -> Report:
    report = clean(CORPUS[0], "word")
    at = TEXT.index("5753条")
    return replace(
        report, text=TEXT, tables={}, zeros=(), findings=(), clauses=(),
        meta=replace(report.meta, title=None, agency_span=None, published=None),
        sections=(Section("overview", "一、总体情况", 0, len(TEXT)),), entities=(Entity("FIGURE", at, at + 5, "5753条", 1.0),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "text", "confidence"),
    [
        (Edit(0, 0, "首页\n"), "5753条", 1.0),
        (Edit(9, 9, "了"), "5753条", 1.0),
        (Edit(14, 14, "了"), "5753条", 1.0),
        (Edit(13, 13, "\n"), "5753\n条", 1.0),
        (Edit(10, 10, ","), "5,753条", TOUCHED),
        (Edit(9, 13, "5,753", keeps=True), "5,753条", 1.0),
        (Edit(13, 14, ""), "5753", TOUCHED),
        (Edit(13, 15, ""), "5753", TOUCHED),
        (Edit(8, 10, ""), "753条", TOUCHED),
        (Edit(9, 14, "某某"), "某某", TOUCHED),
    ],
)
def test_an_edit_moves_marks_or_keeps_a_span(edit: Edit, text: str, confidence: float) -> None:
    (entity,) = edited(small(), [edit]).entities
    assert (entity.text, entity.confidence) == (text, confidence)


@pytest.mark.parametrize("edit", [Edit(9, 14, ""), Edit(8, 14, "x"), Edit(9, 15, "x"), Edit(0, 30, "")])
def test_a_span_without_characters_is_dropped(edit: Edit) -> None:
    assert edited(small(), [replace(edit, end=min(edit.end, len(TEXT)))]).entities == ()


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited(small(), [Edit(1, 4, "x"), Edit(3, 6, "y")])
