"""The three layers of a report as plain marks, which is what every format writes, and back to a Report.

A mark is a span with its label and its traits; the label tells the layer. Nothing becomes a Report that
its text contradicts: `settled` refuses it with the place in the file.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

from annotations.formats.faults import fault
from annotations.formats.shapes import broken_at
from extraction import form
from extraction.report import Clause, Entity, Meta, Producer, Report, Zero

LAYERS = {
    "entities": ("FIGURE", "DATE", "AGENCY", "DOCUMENT"),
    "zeros": ("ZERO",),
    "clauses": ("PROBLEM", "MEASURE"),
}
LAYER_OF = {label: layer for layer, labels in LAYERS.items() for label in labels}
GOLD = "gold"  # the tagger of a report that a person settled
TOPICS = {
    "PROBLEM": (*(f"P{n}" for n in range(1, 13)), "99"),
    "MEASURE": (*(f"M{n}" for n in range(1, 13)), "99"),
}
# The kind of `losses.KINDS` that a trait belongs to.
KIND_OF = {
    "value": "values", "unit": "values", "approx": "values", "cell": "links", "cells": "links",
    "iso": "dates", "category": "topics", "confidence": "confidences",
}  # fmt: skip
_ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotated span; `traits` are value, unit, approx, cell, iso, cells, category, confidence if given."""

    label: str
    start: int
    end: int
    text: str
    traits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def layer(self) -> str:
        return LAYER_OF[self.label]


def marks(report: Report) -> Iterator[Mark]:
    """Every span of the report, layer by layer; a trait is left out where it says nothing."""
    for entity in report.entities:
        given = {
            "value": entity.value, "unit": entity.unit, "approx": entity.approx or None,
            "cell": entity.cell, "iso": entity.iso,
        }  # fmt: skip
        yield _mark(entity, entity.label, given, entity.confidence)
    for zero in report.zeros:
        yield _mark(zero, "ZERO", {"cells": zero.cells or None}, 1.0)
    for clause in report.clauses:
        yield _mark(clause, clause.label, {"category": clause.category}, clause.confidence)


def _mark(span: Entity | Zero | Clause, label: str, given: Mapping[str, Any], confidence: float) -> Mark:
    traits = {name: value for name, value in given.items() if value is not None}
    if confidence != 1.0:
        traits["confidence"] = confidence
    return Mark(label, span.start, span.end, span.text, traits)


def fingerprint(text: str) -> str:
    """What tells whether a text is still the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def bare(source: str, text: str) -> Report:
    """A report of which only the text is known."""
    return Report(source, fingerprint(text), text, Meta(), producer=Producer("", GOLD))


def settled(report: Report, found: Iterable[Mark], place: str) -> Report:
    """The report with these marks for its layers. Raises FormatFault."""
    entities, zeros, clauses = _layers(found, report, place)
    return replace(
        report,
        entities=tuple(_entity(mark) for mark in entities),
        zeros=tuple(Zero(m.start, m.end, m.text, tuple(m.traits.get("cells", ()))) for m in zeros),
        clauses=tuple(
            Clause(m.label, m.start, m.end, m.text, m.traits.get("confidence", 1.0), m.traits.get("category"))
            for m in clauses
        ),
    )


def _entity(mark: Mark) -> Entity:
    traits = mark.traits
    return Entity(
        mark.label, mark.start, mark.end, mark.text, traits.get("confidence", 1.0), traits.get("value"),
        traits.get("unit"), bool(traits.get("approx")), traits.get("cell"), traits.get("iso"),
    )  # fmt: skip


def check(report: Report, place: str) -> None:
    """Refuse what the text or the form contradicts. Raises FormatFault."""
    _layers(marks(report), report, place)


def _layers(found: Iterable[Mark], report: Report, place: str) -> list[list[Mark]]:
    """The marks of each layer in their order, every one checked."""
    for text in (report.text, report.source):
        if (at := broken_at(text)) is not None:
            raise fault("surrogate", place, at=at, found=text[at])
    by_layer: dict[str, list[Mark]] = {layer: [] for layer in LAYERS}
    for mark in found:
        check_mark(mark, report.text, place)
        by_layer[mark.layer].append(mark)
    for spans in by_layer.values():
        spans.sort(key=lambda mark: (mark.start, mark.end))
        for before, mark in pairwise(spans):
            if mark.start < before.end:
                raise fault(
                    "overlap", place, layer=mark.layer, label=mark.label, text=mark.text, start=mark.start,
                    end=mark.end, other=before.text, first=before.start, last=before.end,
                )  # fmt: skip
    return [*by_layer.values()]


def check_mark(mark: Mark, text: str, place: str) -> None:
    """Refuse a mark that is wrong by itself. Raises FormatFault."""
    if not isinstance(mark.label, str) or mark.label not in LAYER_OF:
        raise fault("label", place, found=mark.label, expected=", ".join(LAYER_OF))
    _check_place(text, mark, place)
    _check_traits(mark, place)


def _check_place(text: str, mark: Mark, place: str) -> None:
    start, end = mark.start, mark.end
    if type(start) is not int or type(end) is not int:
        raise fault("offset", place, found=start if type(start) is not int else end)
    if not 0 <= start < end <= len(text):
        raise fault("outside", place, label=mark.label, start=start, end=end, length=len(text))
    if text[start:end] != mark.text:
        raise fault(
            "said", place, layer=mark.layer, start=start, end=end, said=mark.text, found=text[start:end]
        )


def _check_traits(mark: Mark, place: str) -> None:
    for name, value in mark.traits.items():
        fits, expected_zh, expected = _fitness(name, value, mark.label)
        if not fits:
            raise fault(
                "trait", place, label=mark.label, text=mark.text, name=name, found=value,
                expected_zh=expected_zh, expected=expected,
            )  # fmt: skip


def _fitness(name: str, value: Any, label: str) -> tuple[bool, str, str]:
    """Whether a trait can have this value, and what it should be, in both languages."""
    if name == "value":
        return type(value) in (int, float) and math.isfinite(value), "数", "a number"
    if name == "iso":
        fits = isinstance(value, str) and bool(_ISO.fullmatch(value))
        return fits, "2021、2021-01 或 2021-01-18", "2021, 2021-01 or 2021-01-18"
    if name == "category":
        topics = TOPICS.get(label, ())
        return value in topics, "、".join(topics), "one of " + ", ".join(topics)
    if name in ("cell", "cells"):
        paths = [value] if name == "cell" else value
        fits = all(path in cell_paths() for path in paths)
        example = "applications.received.total"
        return fits, f"表内单元格，如 {example}", f"a cell of the form, such as {example}"
    if name == "confidence":
        return type(value) in (int, float) and 0 <= value <= 1, "0 到 1 的数", "a number from 0 to 1"
    if name == "approx":
        return isinstance(value, bool), "true 或 false", "true or false"
    return isinstance(value, str) and broken_at(value) is None, "文字", "text"


@cache
def cell_paths() -> frozenset[str]:
    """Every path that a figure or a zero can name: the cells of both forms, and the groups of table 3."""
    tables = [form.table(name, version) for name in form.TABLES for version in form.VERSIONS]
    paths = {f"{t.name}.{row.name}.{column.name}" for t in tables for row in t.rows for column in row.columns}
    columns = form.table("applications", form.VERSIONS[-1]).rows[0].columns
    return frozenset(paths | {f"applications.{group}.{c.name}" for group in form.groups() for c in columns})
