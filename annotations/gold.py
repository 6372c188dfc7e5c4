"""Gold: an annotated report is a Report whose spans a person has settled; every confidence is 1.

Gold is kept as JSON Lines, one record `nianbao.report/1` a line, or as the pair NAME.gold.json and its
source file, in which cells are plain numbers and the text stands in the file beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extraction import form
from extraction.report import Cell, Clause, Entity, Finding, Meta, Number, Report, Section, Table, Zero
from extraction.values import state_of


class GoldFault(ValueError):
    """An annotation that its text contradicts: file, line or place, what was found, what was expected."""


def read(path: Path) -> Iterator[Report]:
    """The gold reports of a .jsonl file, a NAME.gold.json, or a folder of either. Raises GoldFault."""
    if path.is_dir():
        for inner in sorted([*path.glob("*.jsonl"), *path.glob("*.gold.json")]):
            yield from read(inner)
    elif path.name.endswith(".gold.json"):
        yield read_pair(path)
    else:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                yield _record(line, f"{path}:{number}")


def _record(line: str, place: str) -> Report:
    try:
        report = Report.from_dict(json.loads(line))
    except (KeyError, TypeError, ValueError) as error:
        raise GoldFault(f"{place}: no record {error}; expected one nianbao.report/1 object a line") from error
    check(report, place)
    return report


def check(report: Report, place: str) -> None:
    """Refuse a span that says other characters than the text, an unknown label, an overlap in one layer."""
    layers: dict[str, Sequence[Entity | Clause | Zero]] = {
        "entities": report.entities, "clauses": report.clauses, "zeros": report.zeros,
    }  # fmt: skip
    for layer, spans in layers.items():
        last = 0
        for span in sorted(spans, key=lambda span: span.start):
            found = report.text[span.start : span.end]
            if found != span.text:
                raise GoldFault(
                    f"{place}: {layer} [{span.start}, {span.end}) says {span.text!r}, the text there is {found!r}; "
                    "was the text changed after it was annotated?"
                )
            if span.start < last:
                raise GoldFault(f"{place}: {layer} {span.text!r} at {span.start} overlaps the span before it")
            last = span.end
    for label in {e.label for e in report.entities} | {c.label for c in report.clauses}:
        if label not in LABELS:
            raise GoldFault(f"{place}: label {label!r}, expected one of {', '.join(sorted(LABELS))}")


LABELS = frozenset({"FIGURE", "DATE", "AGENCY", "DOCUMENT", "PROBLEM", "MEASURE"})


def read_pair(path: Path) -> Report:
    """NAME.gold.json beside its source. Where its spans carry no offsets they are found by text and order."""
    from extraction.document import read as read_document

    gold = json.loads(path.read_text(encoding="utf-8"))
    document = read_document(path.parent / gold["source"])
    aligned = gold.get("offsets", True)
    entities = _placed(gold["entities"], document.text, aligned)
    clauses = _placed(gold["clauses"], document.text, aligned)
    zeros = _placed(gold.get("zeros", []), document.text, aligned)
    meta = gold["meta"]
    report = Report(
        source=gold["source"], sha256=document.sha256, text=document.text,
        meta=Meta(agency=meta["agency"], year=meta["year"], published=meta["published"], form=meta["form"]),
        sections=tuple(Section(**section) for section in gold.get("sections", ())),
        tables=tables(gold["cells"]), entities=tuple(_entity(span) for span in entities),
        zeros=tuple(Zero(z["start"], z["end"], z["text"], tuple(z.get("cells") or z["cell"])) for z in zeros),
        clauses=tuple(Clause(c["label"], c["start"], c["end"], c["text"], 1.0, c.get("category")) for c in clauses),
        findings=tuple(Finding(f["rule"], "high", "", f["note"], "") for f in gold.get("findings", ())),
    )  # fmt: skip
    check(report, str(path))
    return report


def _entity(span: Mapping[str, Any]) -> Entity:
    return Entity(
        span["label"], span["start"], span["end"], span["text"], 1.0, span.get("value"), span.get("unit"),
        bool(span.get("approx")), span.get("cell"), span.get("iso"),
    )  # fmt: skip


def _placed(spans: list[dict[str, Any]], text: str, aligned: bool) -> list[dict[str, Any]]:
    """Spans with offsets; without, each is sought after the one before it, spaces aside. Lost ones are left out."""
    if aligned:
        return spans
    bare = [i for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(text[i] for i in bare)
    found, at = [], 0
    for span in spans:
        wanted = "".join(span["text"].split())
        place = squeezed.find(wanted, at)
        if place >= 0 and wanted:
            start, end = bare[place], bare[place + len(wanted) - 1] + 1
            found.append({**span, "start": start, "end": end, "text": text[start:end]})
            at = place + len(wanted)
    return found


def tables(cells: Mapping[str, Mapping[str, Mapping[str, Number | None]]]) -> dict[str, Table]:
    """Plain gold cells as tables: a null is a blank whose state is not told apart from lost."""
    found = {}
    for name, rows in cells.items():
        version = _version(name, rows)
        found[name] = Table(version, None, {
            row: {column: _cell(value) for column, value in columns.items()} for row, columns in rows.items()
        })  # fmt: skip
    return found


def _cell(value: Number | None) -> Cell:
    return Cell(value, "" if value is None else str(value), "blank" if value is None else state_of(value), None, 1.0)


def _version(name: str, rows: Mapping[str, Any]) -> str:
    """The form whose rows these are."""
    if name == "disputes":
        return "2021"
    fits = {v: len({row.name for row in form.table(name, v).rows} ^ set(rows)) for v in form.VERSIONS}
    if name == "disclosure":
        columns = {column for row in rows.values() for column in row}
        return "2019" if columns & {"disclosed", "previous_items", "items"} else "2021"
    return min(reversed(form.VERSIONS), key=lambda v: fits[v])


def write(reports: Iterator[Report], path: Path) -> int:
    """One record a line; the number of reports."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for report in reports:
            out.write(json.dumps(report.to_dict(), ensure_ascii=False) + "\n")
            count += 1
    return count
