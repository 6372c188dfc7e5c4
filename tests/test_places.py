"""Where an agency belongs: by the longest names of places at the head of its name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.places import is_place, longest_place, region_of
from extraction.report import Region

CASES = json.loads((Path(__file__).parent / "cases" / "places.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} {case['context']}")
def test_an_agency_has_its_region(case: dict[str, Any]) -> None:
    assert region_of(case["name"], case["context"]) == Region(*case["region"])


def test_the_longest_name_is_taken() -> None:
    assert longest_place("甘孜藏族自治州教育局") == "甘孜藏族自治州"
    assert longest_place("县教育局") == ""


def test_full_and_short_names_are_places() -> None:
    assert is_place("太仓市") and is_place("太仓")
    assert not is_place("陵和市")
