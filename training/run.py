"""From corpus to model folder: encoder, tagger, topics, export, scores; and the gate before service."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from annotations import build, gold, layouts, source, split
from extraction.report import Report
from models import topics as known_topics
from models.tagger import WEIGHTS

CORPUS = Path(split.__file__).parent / "corpus"
REPLAYED = 60  # corpus reports that go with the added ones, so that nothing is forgotten


def corpus(part: str) -> list[Report]:
    """The corpus reports of train, dev or test, each in one of the layouts."""
    names = sorted(layouts.LAYOUTS)
    paths = [path for path in sorted(CORPUS.glob("*.txt")) if split.split().get(path.stem) == part]
    return [build.build(source.read(path), layout=names[i % len(names)], seed=i) for i, path in enumerate(paths)]


def run(
    init: Path | None, add: Sequence[Path], out: Path, *, epochs: int = 5, damage: float = 1.0, seed: int = 7
) -> None:
    """Train, export and score one model folder; progress goes to standard error."""
    from training import encoder, export, tagger

    dev, taught = corpus("dev"), corpus("train")
    added = [report for path in add for report in gold.read(path)]
    settings = tagger.Settings(epochs=epochs, damage=damage, seed=seed, tokens=2048)
    if added:
        taught = [*added * 3, *taught[seed % 3 :: max(1, len(taught) // REPLAYED)]]
        settings = replace(settings, learning_rate=1e-4)
        init = init or WEIGHTS / "finetune"
    with tempfile.TemporaryDirectory() as folder:
        if init is None:
            init = Path(folder) / "encoder"
            click.echo("building the encoder", err=True)
            encoder.build(init)
        click.echo(f"{len(taught)} reports to learn from, {len(dev)} that steer", err=True)
        tagger.train(init, taught, dev, out / "torch", settings)
    export.export(out / "torch", out, dev)
    train_topics(out, added)


def train_topics(out: Path, added: Sequence[Report] = ()) -> dict[str, float]:
    """The topics of clauses, beside the tagger; the share that is right on the development reports."""
    from training import export, topics

    taught = [clause for report in [*corpus("train"), *added] for clause in report.clauses]
    dev = [clause for report in corpus("dev") for clause in report.clauses]
    found = topics.train(taught, dev)
    out.mkdir(parents=True, exist_ok=True)
    known_topics.save(found, out)
    export.write_manifest(out)
    return topics.score(found, dev)


def worse(folder: Path) -> list[str]:
    """Why a model may not go into service: what the gate of evaluation says against the one that is there."""
    import subprocess
    import sys

    from models import store

    command = [sys.executable, "-m", "evaluation", str(CORPUS), "--split", "test", "--engine", f"model:{folder}",
               "--against", f"model:{store.in_service()}"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return told[-3:] if done.returncode == 4 else [f"evaluation ended with {done.returncode}", *told[-2:]]


def scores(folder: Path, told: dict[str, float]) -> None:
    (folder / "scores.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
