"""Which cell a figure of the prose restates, by its wording alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from passages import cases, passage

from extraction import form
from extraction.entities import entities
from extraction.links import link
from extraction.report import Entity
from extraction.text import Passage
from extraction.wordings import WORDINGS

GROUPS = {f"applications.{group}.total" for group in ("denied", "unavailable", "declined", "other")}


def _figures(case: Any, found: Passage, figures: tuple[Entity, ...] | None = None) -> list[Entity]:
    known = figures if figures is not None else entities([found], 2021, ())
    linked = link(known, [found], dict.fromkeys(form.TABLES, "2021") | {"disclosure": case.get("form", "2021")}, case.get("year"))
    return [e for e in linked if e.label == "FIGURE"]


@pytest.mark.parametrize("case", cases("links"))
def test_a_sentence_restates_just_these_cells(case: Any) -> None:
    found = _figures(case, passage(case["text"], case.get("section", "overview")))
    assert [[f.text, f.cell] for f in found] == case["expected"]


@pytest.mark.parametrize("case", [case for case in cases("links") if not case.marks])
def test_the_value_of_a_figure_never_decides_its_cell(case: Any) -> None:
    found = passage(case["text"], case.get("section", "overview"))
    changed = tuple(replace(e, value=7) for e in entities([found], 2021, ()))
    assert [f.cell for f in _figures(case, found, changed)] == [f.cell for f in _figures(case, found)]


def test_every_wording_names_a_cell_or_a_group_of_the_form() -> None:
    paths = {
        version: {
            f"{table}.{row.name}.{column.name}"
            for table in form.TABLES for row in form.table(table, version).rows for column in row.columns
        }
        for version in form.VERSIONS
    }  # fmt: skip
    for wording in WORDINGS:
        for version in form.VERSIONS:
            path = wording.path(dict.fromkeys(form.TABLES, version), "review")
            assert path is None or path in paths[version] | GROUPS


def test_links_keep_all_entities_in_order() -> None:
    found = passage("2021年收到政府信息公开申请25件，依据《条例》办结24件。")
    known = entities([found], 2021, ())
    linked = link(known, [found])
    assert [(e.start, e.end, e.label) for e in linked] == [(e.start, e.end, e.label) for e in known]


def test_nothing_restates_a_table_that_the_report_does_not_print() -> None:
    found = passage("2013年收到政府信息公开申请25件，办结24件。")
    known = entities([found], 2013, ())
    assert not [e.cell for e in link(known, [found], {}) if e.cell]
    assert not [e.cell for e in link(known, [found], {"disclosure": "2021"}) if e.cell]
