"""The contest: every engine on the same reports in one run -> for each its scores, its labels and its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation import prose, spans
from evaluation.bootstrap import Difference, Interval, difference, interval
from evaluation.cases import Case
from evaluation.comparison import compare, unread
from evaluation.competitors import process
from evaluation.competitors.entrants import Entrant
from evaluation.competitors.process import Worker
from evaluation.engines import Engine
from evaluation.headlines import Headline, f1
from evaluation.scores import Scores, numbered
from extraction.report import Clause, Entity, Meta, Report, UnreadableDocument

LABELS = ("FIGURE", "MONEY", "DATE", "AGENCY", "PROBLEM", "MEASURE")
DRAWS = 10_000
YUAN = "元"

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine with the labels it can tell; `spent` gives the milliseconds that a foreign process took so far."""

    engine: Engine
    labels: frozenset[str] = frozenset(LABELS)
    spent: Callable[[], float] | None = None
    startup: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What one contestant made of every report, in the order of the reports."""

    contestant: Contestant
    reports: tuple[Scores, ...]
    times: tuple[float, ...]

    @property
    def name(self) -> str:
        return self.contestant.engine.name

    @property
    def median(self) -> float | None:
        return sorted(self.times)[len(self.times) // 2] if self.times else None

    def score(self, label: str, draws: int = DRAWS) -> Interval | None:
        """Strict F1 with its interval over reports; None for a label that the contestant does not know."""
        return interval(headline(label), self.reports, draws) if label in self.contestant.labels else None

    def against(self, other: Result, label: str, draws: int = DRAWS) -> Difference | None:
        """This one minus the other on the same reports, resampled in pairs; None where one lacks the label."""
        if label not in self.contestant.labels & other.contestant.labels:
            return None
        return difference(headline(label), list(zip(other.reports, self.reports, strict=True)), draws)


def headline(label: str) -> Headline:
    layer = "clauses" if label in ("PROBLEM", "MEASURE") else "entities"
    return f1(label, label, f"spans.{layer}.{label}.strict")


def compete(contestant: Contestant, cases: Sequence[Case]) -> Result:
    """Read every case and compare; the first one is read twice, so that no start-up is in the times."""
    reports, times = [], []
    for number, case in enumerate([*cases[:1], *cases]):
        begun, before = time.perf_counter(), contestant.spent() if contestant.spent else 0.0
        try:
            found = contestant.engine.read(case.source)
        except UnreadableDocument as error:
            if number:
                reports.append(unread(case, str(error)).scores)
            continue
        spent = contestant.spent() - before if contestant.spent else (time.perf_counter() - begun) * 1000
        if number:
            times.append(spent)
            reports.append(_scored(case, found))
    return Result(contestant, tuple(reports), tuple(times))


def _scored(case: Case, found: Report) -> Scores:
    """As evaluation scores it, and amounts of money by themselves: figures that end in 元."""
    from evaluation.alignment import onto

    scores = compare(case, found).scores
    if "FIGURE" not in case.scored:
        return scores
    gold, ours = spans.settled(_money(case.gold), _money(onto(found, case.gold.text)))
    return scores + Scores(numbered("spans.entities.MONEY.strict", spans.counts(gold, ours, spans.strict)))


def _money(report: Report) -> list[spans.Mark]:
    return [
        mark for mark in spans.marks(report, "entities")
        if mark.label == "FIGURE" and report.text[mark.start : mark.end].rstrip().endswith(YUAN)
    ]  # fmt: skip


def entered(
    entrant: Entrant, python: Path, work: Path, corpus: Mapping[str, Sequence[Report]], stack: ExitStack, told: Told
) -> Contestant:
    """A competitor ready to read: trained on the corpus where it learns, one process for each layer.

    Raises CompetitorFault.
    """
    workers: dict[str, Worker] = {}
    for layer, labels in entrant.labels.items():
        folder = work.resolve() / "models" / entrant.name / (layer if entrant.learns else "ready")
        if entrant.learns:
            told(f"{entrant.name}: {layer}")
            lessons = {part: prose.lessons(corpus[part], layer, labels) for part in ("train", "dev")}
            process.train(python, entrant.module, folder, lessons["train"], lessons["dev"])
        workers[layer] = stack.enter_context(Worker(python, entrant.module, folder))
    known = {label for of_layer in entrant.labels.values() for label in of_layer}
    known |= {"MONEY"} if "FIGURE" in known else set()
    engine = Engine(entrant.name, lambda source: _read(entrant, workers, source))
    return Contestant(
        engine, frozenset(known - entrant.money_only),
        lambda: sum(worker.spent for worker in workers.values()), sum(worker.ready for worker in workers.values()),
        entrant.note,
    )  # fmt: skip


def _read(entrant: Entrant, workers: Mapping[str, Worker], source: Path | bytes) -> Report:
    document, stretches = prose.printed(source)
    report = Report(source=document.source, sha256=document.sha256, text=document.text, meta=Meta())
    for layer, worker in workers.items():
        asked = [stretch for stretch in stretches if stretch.asked(layer)]
        found = _placed(asked, worker, entrant.labels[layer])
        if layer == "entities":
            entities = (Entity(label, s, e, document.text[s:e], 1.0) for s, e, label in found)
            report = replace(report, entities=tuple(entities))
        else:
            clauses = (Clause(label, s, e, document.text[s:e], 1.0) for s, e, label in found)
            report = replace(report, clauses=tuple(clauses))
    return report


def _placed(
    stretches: Sequence[prose.Stretch], worker: Worker, labels: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """The answers as places of the document."""
    answers = worker.read([stretch.text.chars for stretch in stretches]) if stretches else []
    for stretch, spans_ in zip(stretches, answers, strict=True):
        for start, end, label in spans_:
            if label in labels and start < end:
                yield (*stretch.text.span(start, end), label)
