"""Statements of none: what they span and which cells they deny."""

from __future__ import annotations

from typing import Any

import pytest
from passages import cases, passage, records

from extraction import form, zeros


@pytest.mark.parametrize("case", cases("zeros"))
def test_a_sentence_denies_just_these_cells(case: Any) -> None:
    assert [[z.text, *z.cells] for z in zeros.find(passage(case["text"]))] == case["expected"]


@pytest.mark.parametrize("case", records("zeros"))
def test_every_denied_cell_is_one_of_the_form(case: Any) -> None:
    paths = {
        f"{table}.{row.name}.{column.name}"
        for table in form.TABLES for version in form.VERSIONS
        for row in form.table(table, version).rows for column in row.columns
    }  # fmt: skip
    paths |= {f"applications.{group}.total" for group in form.groups()}
    for zero in zeros.find(passage(case["text"])):
        assert case["text"][zero.start : zero.end] == zero.text
        assert zero.cells and paths.issuperset(zero.cells)


def test_the_place_is_that_of_the_document_and_not_of_the_flowing_text() -> None:
    printed = "全年未收到 政府信息公开　申请。"
    (zero,) = zeros.find(passage(printed))
    assert printed[zero.start : zero.end] == zero.text == "未收到 政府信息公开　申请"
