"""Formats in which annotated reports are exchanged: one module each, with `read` and `write`.

`read(path) -> Iterator[Report]` refuses what its text contradicts with a FormatFault; `write(reports, path)`
tells in its notes what the format cannot hold. Heavy packages are imported by the module that needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from extraction.report import Report, Warning

MODULES = {
    "jsonl": "jsonl", "label-studio": "label_studio", "doccano": "doccano", "brat": "brat",
    "conll": "conll", "docbin": "docbin", "datasets": "datasets",
}  # fmt: skip
SUFFIXES = {".jsonl": "jsonl", ".json": "label-studio", ".conll": "conll", ".spacy": "docbin"}


class Format(Protocol):
    """What every module of this package offers."""

    HOLDS: frozenset[str]  # the kinds of `losses.KINDS` that survive
    FOLDER: bool  # whether `write` makes a folder

    def read(self, path: Path) -> Iterator[Report]: ...

    def write(self, reports: Iterable[Report], path: Path) -> list[Warning]: ...


def of(name: str) -> Format:
    """The format of that name, one of MODULES."""
    return cast("Format", import_module(f"annotations.formats.{MODULES[name]}"))


def guess(path: Path) -> str | None:
    """The format that the name tells: `out.conll` is conll; None for a folder and for any other suffix."""
    return SUFFIXES.get(path.suffix.lower())
