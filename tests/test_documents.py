"""Titles and document numbers."""

from __future__ import annotations

from typing import Any

import pytest
from passages import cases, passage

from extraction import documents


@pytest.mark.parametrize("case", cases("documents"))
def test_a_sentence_names_just_these_documents(case: Any) -> None:
    found = documents.find(passage(case["text"]))
    assert [d.text for d in found] == case["expected"]
    assert all(case["text"][d.start : d.end] == d.text for d in found)
