"""Comparison: one gold report against what an engine read -> its scores and every mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evaluation import cells, findings, mistakes, spans
from evaluation.alignment import onto
from evaluation.cases import ENTITIES, HEAD, Case
from evaluation.counts import Counts, compared
from evaluation.mistakes import NO_CORRECTION, Mistake
from evaluation.scores import Scores, numbered
from evaluation.spans import Mark
from extraction.report import Region, Report

ATTRIBUTES = {
    "FIGURE": ("value", "unit", "approx", "cell"), "DATE": ("iso",), "ZERO": ("cell",),
    "PROBLEM": ("topic",), "MEASURE": ("topic",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certainty:
    """One answer with its confidence, and whether it was right: the stuff of calibration."""

    layer: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one report contributes to every score."""

    id: str
    agency: str
    scores: Scores
    mistakes: tuple[Mistake, ...]
    certainties: tuple[Certainty, ...] = ()
    layout: str = "unknown"

    @property
    def key(self) -> str:
        """The report as it was printed: only equal prints may be paired."""
        return f"{self.id} · {self.layout}"


def compare(case: Case, found: Report) -> Comparison:
    """The report that an engine read from the case's source, against the gold."""
    given = onto(found, case.gold.text)
    numbers: Counter[str] = Counter()
    wrong: list[Mistake] = []
    sure: list[Certainty] = []
    for layer in spans.LAYERS:
        if labels := _labels(case, layer):
            sides = spans.settled(
                *(_of_labels(spans.marks(report, layer), labels) for report in (case.gold, given))
            )
            numbers.update(_span_numbers(case, layer, labels, sides))
            wrong += _span_mistakes(case, layer, sides)
            sure += _span_certainties(layer, sides)
    if "cells" in case.scored:
        judged = list(cells.verdicts(case.gold, found, states="states" in case.scored))
        numbers.update(cells.tally(judged, case.layout))
        wrong += [fault for verdict in judged if (fault := mistakes.of_cell(case.id, verdict, found))]
        sure += _cell_certainties(judged)
    for name, counts, fault in (*_head(case, found), *_findings(case, found)):
        numbers.update(numbered(name, counts))
        wrong += [fault] if fault else []
    wrong += _finding_faults(case, found)
    numbers.update(_corrections(wrong))
    return Comparison(case.id, case.agency, Scores(dict(numbers)), tuple(wrong), tuple(sure), case.layout)


def unread(case: Case, reason: str) -> Comparison:
    """A report that the engine refused: everything in it is missed, and the refusal is told."""
    text = case.gold.text
    nothing = compare(
        case, Report(source="", sha256="", text=text, meta=replace(case.gold.meta, form="none"))
    )
    numbers = {**nothing.scores.numbers, "reports.unread": 1}
    fault = Mistake(case.id, "unread", "report", None, reason)
    return replace(nothing, scores=Scores(numbers), mistakes=(fault, *nothing.mistakes))


def _labels(case: Case, layer: str) -> tuple[str, ...]:
    """The labels of a layer that the gold of this case settles."""
    if layer == "entities":
        return tuple(label for label in (*ENTITIES, "DOCUMENT") if label in case.scored)
    if layer not in case.scored:
        return ()
    if layer == "clauses":
        return "PROBLEM", "MEASURE"
    return ("ZERO",) if layer == "zeros" else ("*",)


def _of_labels(marks: Sequence[Mark], labels: Sequence[str]) -> list[Mark]:
    return [mark for mark in marks if "*" in labels or mark.label in labels]


Sides = tuple[Sequence[Mark], Sequence[Mark]]


def _span_numbers(case: Case, layer: str, labels: Sequence[str], sides: Sides) -> Counter[str]:
    """Strict and relaxed counts of each label and of the layer, characters of clauses, attributes."""
    numbers: Counter[str] = Counter()
    gold, found = sides
    for how, worth in (("strict", spans.strict), ("relaxed", spans.relaxed)):
        pairs = spans.match(gold, found, worth)
        for label in labels:
            true, ours = (Counter(mark.label for mark in side) for side in sides)
            hits = Counter(gold[g].label for g, _ in pairs)
            wanted = (
                (true.total(), ours.total(), hits.total())
                if label == "*"
                else (true[label], ours[label], hits[label])
            )
            lost = case.lost.get(label, 0)
            counts = Counts(wanted[2], wanted[1] - wanted[2], wanted[0] - wanted[2] + lost)
            name = f"spans.{layer}.all" if label == "*" else f"spans.{layer}.{label}"
            numbers.update(numbered(f"{name}.{how}", counts))
            # DOCUMENT gold of the corpus is made by rule, so it proves nothing in a sum.
            if label not in ("*", "DOCUMENT"):
                numbers.update(numbered(f"spans.{layer}.all.{how}", counts))
        if how == "relaxed":
            numbers.update(_attribute_numbers(case, sides, pairs))
    if layer == "clauses":
        for label in labels:
            shared = spans.characters(gold, found, label)
            numbers.update(numbered(f"characters.{label}", shared))
            numbers.update(numbered("characters.all", shared))
    return numbers


def _attribute_numbers(case: Case, sides: Sides, pairs: Sequence[tuple[int, int]]) -> Counter[str]:
    """On matched spans; links also end to end, where the link of an unmatched span is spurious or missed."""
    numbers: Counter[str] = Counter()
    gold, found = sides
    for g, f in pairs:
        for name in ATTRIBUTES.get(gold[g].label, ()):
            if name != "topic" or "topics" in case.scored:
                counts = attribute(gold[g], found[f], name)
                numbers.update(numbered(f"attributes.{gold[g].label}.{name}", counts))
                if name == "cell":
                    numbers.update(numbered(f"links.{gold[g].label}", counts))
    taken = {g for g, _ in pairs}, {f for _, f in pairs}
    for side, (marks, paired) in enumerate(zip(sides, taken, strict=True)):
        for at, mark in enumerate(marks):
            if "cell" in ATTRIBUTES.get(mark.label, ()):
                alone = int(at not in paired and mark.attributes.get("cell") is not None)
                counts = Counts(missed=alone) if side == 0 else Counts(spurious=alone)
                numbers.update(numbered(f"links.{mark.label}", counts))
    return numbers


def attribute(gold: Mark, found: Mark, name: str) -> Counts:
    """One attribute of a matched pair; the cells of a zero statement count one by one."""
    true, ours = gold.attributes.get(name), found.attributes.get(name)
    if isinstance(true, tuple) or isinstance(ours, tuple):
        paths, others = (set(side) if isinstance(side, tuple) else set() for side in (true, ours))
        return Counts(len(paths & others), len(others - paths), len(paths - others))
    if name == "value" and cells.equal(_number(true), _number(ours)):
        return Counts(right=int(true is not None))
    return compared(true, ours)


def _number(value: object) -> float | int | None:
    return value if isinstance(value, (int, float)) else None


def _span_mistakes(case: Case, layer: str, sides: Sides) -> Iterator[Mistake]:
    text, (gold, found) = case.gold.text, sides
    for fault in mistakes.of_spans(case.id, text, gold, found):
        yield replace(fault, kind="part") if layer == "sections" else fault
    for g, f in spans.match(gold, found, spans.relaxed):
        for name in ATTRIBUTES.get(gold[g].label, ()):
            counts = attribute(gold[g], found[f], name)
            if (counts.spurious or counts.missed) and (name != "topic" or "topics" in case.scored):
                yield mistakes.of_attribute(case.id, text, name, (gold[g], found[f]))


def _span_certainties(layer: str, sides: Sides) -> Iterator[Certainty]:
    gold, found = sides
    right = {f for _, f in spans.match(gold, found, spans.strict)}
    for f, mark in enumerate(found):
        if mark.confidence is not None:
            yield Certainty(layer, mark.confidence, f in right)


def _cell_certainties(judged: Sequence[cells.Verdict]) -> Iterator[Certainty]:
    """Cells that were read as a number: an empty or lost one claims nothing."""
    for verdict in judged:
        if verdict.found is not None and verdict.found.value is not None:
            yield Certainty("cells", verdict.found.confidence, verdict.outcome in ("right", "zero_right"))


Scored = tuple[str, Counts, Mistake | None]


def _head(case: Case, found: Report) -> Iterator[Scored]:
    """The fields of the head; the region's three levels count one by one."""
    for field in HEAD:
        if field in case.scored:
            true, ours = (getattr(report.meta, field) for report in (case.gold, found))
            for name, one, other in _levels(field, true, ours):
                fault = None if one == other else mistakes.of_head(case.id, name, one, other)
                yield f"meta.{field}", compared(one, other), fault


def _levels(field: str, gold: object, found: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(gold, Region) and isinstance(found, Region):
        for level in ("province", "city", "county"):
            yield level, getattr(gold, level), getattr(found, level)
    else:
        true, ours = (None if value == "none" else value for value in (gold, found))
        yield field, true, ours


def _findings(case: Case, found: Report) -> Iterator[Scored]:
    if "findings" in case.scored:
        for rule in findings.RULES:
            done = findings.outcome(case.gold.findings, found.findings, rule, places="places" in case.scored)
            yield f"findings.{rule}", done.counts, None
            yield "findings.all", done.counts, None
    if case.proposals is not None:
        yield "proposals", findings.proposals(case.proposals, found), None


def _finding_faults(case: Case, found: Report) -> Iterator[Mistake]:
    if "findings" in case.scored:
        for rule in findings.RULES:
            done = findings.outcome(case.gold.findings, found.findings, rule, places="places" in case.scored)
            yield from (mistakes.of_finding(case.id, "gold", each, case.gold.text) for each in done.missed)
            yield from (mistakes.of_finding(case.id, "found", each, found.text) for each in done.spurious)


def _corrections(wrong: Sequence[Mistake]) -> dict[str, int]:
    """What a reviewer feels: how many things of this report need a correction."""
    needed = sum(fault.kind not in NO_CORRECTION for fault in wrong)
    kinds = Counter(f"mistakes.{fault.kind}" for fault in wrong)
    return {
        "reports.all": 1,
        "reports.unread": 0,
        "reports.clean": int(not needed),
        "corrections.all": needed,
        **kinds,
    }
