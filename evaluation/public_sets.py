"""Public Chinese NER sets: any engine that can be trained, unchanged, beside what the literature reports.

The sets are not part of this project and weights made from them are not shipped; the folder comes by
option or by the environment variable NIANBAO_NER and holds NAME.train.jsonl.gz, NAME.test.jsonl.gz …
with {"text", "entities": [{"start", "end", "label"}]} a line.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from evaluation import spans
from evaluation.bootstrap import Interval, interval
from evaluation.competitors import process
from evaluation.competitors.entrants import ENTRANTS, python_of
from evaluation.competitors.process import CompetitorFault, Worker
from evaluation.competitors.protocol import Found, Sentence
from evaluation.counts import Counts
from evaluation.headlines import f1
from evaluation.scores import Scores, numbered

SETS = ("resume", "weibo", "msra", "cluener")
TRAINABLE = ("linear", "spacy-ner")
DRAWS = 1000
HELD_OUT = 0.1  # of the training part, to steer by, where a set has no development part
SEED = 7

Tag = Callable[[Sequence[str]], list[list[Found]]]


class Trainable(Protocol):
    """What `--engine module:function` must return: learn from sentences in a folder, give back a tagger."""

    @property
    def name(self) -> str: ...

    def fit(self, sentences: Sequence[Sentence], steering: Sequence[Sentence], folder: Path) -> Tag: ...


class NoSet(ValueError):
    """A public set that is not there: which file was looked for, and how to name the folder."""


@dataclass(frozen=True, slots=True)
class PublicSet:
    """`whole` counts the training sentences before any were left out; `tested` names the part of the test."""

    name: str
    train: tuple[Sentence, ...]
    dev: tuple[Sentence, ...]
    test: tuple[Sentence, ...]
    whole: int
    tested: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One engine on one set. `macro` is the mean of the labels' F1, which CLUENER reports."""

    set: str
    engine: str
    micro: Interval
    precision: float | None
    recall: float | None
    macro: float | None
    trained: int
    whole: int
    seconds: float
    ms: float


def folder_of(given: Path | None) -> Path:
    return given or Path(os.environ.get("NIANBAO_NER", Path(__file__).parent.parent.parent / "shared" / "data" / "ner"))


def read(folder: Path, name: str, limit: int | None = None) -> PublicSet:
    """A set with its published parts; CLUENER's test is closed, so its development part is the test.

    `limit` keeps a sample of the training part, drawn by a fixed seed. Raises NoSet.
    """
    tested = "test" if (folder / f"{name}.test.jsonl.gz").is_file() else "dev"
    train, test = _part(folder, name, "train"), _part(folder, name, tested)
    rng = random.Random(SEED)
    if tested == "test" and (folder / f"{name}.dev.jsonl.gz").is_file():
        dev = _part(folder, name, "dev")
    else:
        rng.shuffle(train)
        cut = max(1, int(len(train) * HELD_OUT))
        train, dev = train[cut:], train[:cut]
    whole = len(train)
    if limit is not None and limit < whole:
        train = rng.sample(train, limit)
    return PublicSet(name, tuple(train), tuple(dev), tuple(test), whole, tested)


def _part(folder: Path, name: str, part: str) -> list[Sentence]:
    path = folder / f"{name}.{part}.jsonl.gz"
    if not path.is_file():
        raise NoSet(f"{path}: no such file; give the folder of the sets with --data or NIANBAO_NER")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_sentence(json.loads(line)) for line in lines if line.strip()]


def _sentence(record: dict[str, Any]) -> Sentence:
    return record["text"], [(each["start"], each["end"], each["label"]) for each in record["entities"]]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A competitor of the list as a Trainable: its own process, its own environment if need be."""

    name: str
    module: str
    python: Path

    def fit(self, sentences: Sequence[Sentence], steering: Sequence[Sentence], folder: Path) -> Tag:
        process.train(self.python, self.module, folder, sentences, steering)
        worker = Worker(self.python, self.module, folder)

        def tag(texts: Sequence[str]) -> list[list[Found]]:
            with worker:
                return worker.read(texts)

        return tag


def trainable(name: str, work: Path, *, install: bool) -> Trainable:
    """`linear`, `spacy-ner`, or `module:function` that returns a Trainable. Raises CompetitorFault."""
    if ":" in name:
        module, _, function = name.partition(":")
        try:
            made: Trainable = getattr(import_module(module), function)()
        except (ImportError, AttributeError) as error:
            raise CompetitorFault(f"engine {name!r}: {error}; expected module:function that returns a Trainable") from error
        return made
    for entrant in ENTRANTS:
        if entrant.name == name and name in TRAINABLE:
            return Foreign(name, entrant.module, python_of(entrant, work, install=install))
    raise CompetitorFault(f"engine {name!r} is unknown; known: {', '.join(TRAINABLE)}, module:function")


def run(engine: Trainable, data: PublicSet, work: Path) -> Outcome:
    """Train, tag the test part, and score it."""
    begun = time.perf_counter()
    folder = work.resolve() / "ner" / data.name / engine.name.replace(":", "-")
    tag = engine.fit(data.train, data.dev, folder)
    seconds = process.trained_in(folder) or time.perf_counter() - begun
    begun = time.perf_counter()
    found = tag([text for text, _ in data.test])
    ms = (time.perf_counter() - begun) * 1000 / max(len(data.test), 1)
    return _outcome(engine.name, data, found, seconds, ms)


def _outcome(name: str, data: PublicSet, found: Sequence[Sequence[Found]], seconds: float, ms: float) -> Outcome:
    labels = sorted({label for _, gold in data.test for _, _, label in gold})
    sentences = [scores(gold, ours) for (_, gold), ours in zip(data.test, found, strict=True)]
    total = Scores.sum(sentences)
    counts = total.counts("ner.all") or Counts()
    singles = [(total.counts(f"ner.{label}") or Counts()).f1 or 0.0 for label in labels]
    return Outcome(
        data.name, name, interval(f1("ner", "ner", "ner.all"), sentences, DRAWS), counts.precision, counts.recall,
        sum(singles) / len(singles) if singles else None, len(data.train), data.whole, seconds, ms,
    )  # fmt: skip


def scores(gold: Sequence[Found], found: Sequence[Found]) -> Scores:
    """Strict counts of one sentence, over all labels and for each."""
    true, ours = ([spans.Mark(s, e, label) for s, e, label in sorted(side)] for side in (gold, found))
    numbers = numbered("ner.all", spans.counts(true, ours, spans.strict))
    for label in {mark.label for mark in (*true, *ours)}:
        sides = ([mark for mark in side if mark.label == label] for side in (true, ours))
        numbers |= numbered(f"ner.{label}", spans.counts(next(sides), next(sides), spans.strict))
    return Scores(numbers)


def literature() -> dict[str, Any]:
    """What papers report on these sets, each with its source."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "literature.json").read_text(encoding="utf-8"))
    return found
