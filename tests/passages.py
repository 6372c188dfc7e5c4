"""Passages for the tests of the prose, and the cases that stand as files beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.document import Document
from extraction.text import Passage, flow, normalise

CASES = Path(__file__).parent / "cases"


def passage(words: str, section: str = "overview") -> Passage:
    """A passage of a text document that prints just these words."""
    document = Document("case.txt", "", words, "text", (), {}, ())
    return Passage(section, flow(normalise(document)))


def records(name: str) -> list[Any]:
    """The cases of a file, each with its text as id."""
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(record, id=record["text"][:24]) for record in found]


def cases(name: str) -> list[Any]:
    """The same; what is still read wrongly is a strict xfail, so that a repair is noticed."""
    wrong = [pytest.mark.xfail(strict=True)]
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(record, id=record["text"][:24], marks=wrong if "wrong" in record else [])
        for record in found
    ]
