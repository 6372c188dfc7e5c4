"""A file or folder of newly annotated reports, in any format -> gold reports that the tagger can learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotations import formats
from annotations.gold import GoldFault
from evaluation import cases
from extraction import extract
from extraction.report import Report, UnreadableDocument


def read(path: Path) -> Iterator[Report]:
    """The reports of a corpus folder, gold pairs, or any format of annotations.

    Raises GoldFault or NoGold, naming the file, what was found there and what was expected.
    """
    name = _format(path)
    if name is not None:
        yield from map(_complete, formats.of(name).read(path))
        return
    for case in cases.read(path):
        if isinstance(case, cases.Unusable):
            raise GoldFault(f"{case.path}: {case.reason}")
        yield _complete(case.gold)


def _format(path: Path) -> str | None:
    """The exchange format of a path; None where it holds gold of our own."""
    if path.is_dir():
        if any(path.glob("*.ann")):
            return "brat"
        told = any(any(path.glob(pattern)) for pattern in ("dataset_*.json", "*/dataset_info.json"))
        return "datasets" if told else None
    if path.name.endswith(".gold.json"):
        return None
    return "doccano" if path.suffix == ".jsonl" and _is_doccano(path) else formats.guess(path)


def _is_doccano(path: Path) -> bool:
    """Whether the first record has labels and is none of ours: both formats end in .jsonl."""
    with path.open(encoding="utf-8") as lines:
        try:
            record = json.loads(next(lines, "{}"))
        except ValueError:
            return False
    return isinstance(record, dict) and "schema" not in record and ("label" in record or "entities" in record)


def _complete(report: Report) -> Report:
    """With the parts and the places of the tables, which most annotation tools do not keep."""
    if report.sections:
        return report
    try:
        found = extract(report.text.encode("utf-8"), name=report.source, engine="rules")
    except UnreadableDocument as error:
        raise GoldFault(f"{report.source}: {error}") from error
    if found.text != report.text:
        raise GoldFault(f"{report.source}: its text is read differently from how it was annotated; convert it from jsonl")
    return replace(report, sections=found.sections, tables=found.tables)
