"""From corpus to model folder: encoder, tagger, topics, export, scores."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import click

from annotations import build, source, split
from extraction.report import Report
from models import cells as known_cells
from models import store
from models import topics as known_topics
from training import annotated, card, variation
from training.damage import damaged
from training.examples import Example, examples
from training.tagger import Settings

ROOT = Path(__file__).parent.parent
HELD_OUT = 5  # one added report in so many steers, the others teach
REPLAYED = 250  # corpus reports that go with the added ones, so that nothing is forgotten
KEPT = 0.5  # share of the weights before that stays when reports are added
# How often the prose of a report is laid out so beside the mix of damage: what pages and copies do most.
LAID_OUT = {"one_line": 0.3, "run_on_headings": 0.2, "metadata": 0.15, "breadcrumb": 0.1}


@dataclass(frozen=True)
class Recipe:
    """What the training reports go through before each epoch."""

    damage: float = 1.0  # severity of the mix; 0 leaves the text as it was written
    varied: bool = True  # other names and other clauses in each epoch
    proposed: bool = True  # the rules' spans beside the text


def sources(part: str) -> list[source.Source]:
    """The corpus reports of train, dev or test, by id."""
    known = split.split()
    return [source.read(path) for path in sorted(source.CORPUS.glob("*.txt")) if known.get(path.stem) == part]


def corpus(part: str) -> list[Report]:
    """The corpus reports of a part, each in one of the layouts."""
    return [build.build(one, "any", i) for i, one in enumerate(sources(part))]


def taught(
    recipe: Recipe, seed: int, added: Sequence[Report] = (), share: int = 1
) -> Callable[[int], list[Example]]:
    """The examples of each epoch: the train split (a part of it where reports are added), varied and damaged anew.

    `share` 3 takes one report in three.
    """
    known = sources("train")[::share]
    pool = variation.pool(known)

    def of(epoch: int) -> list[Example]:
        rng = Random(f"{seed} {epoch}")
        chosen = rng.sample(known, REPLAYED) if added else known
        reports = [build.build(variation.varied(s, pool, rng) if recipe.varied else s, "any", rng.randrange(10**6)) for s in chosen]
        reports = [_laid_out(r, recipe, rng) for r in (*reports, *added, *added)]
        return shown(reports, recipe)

    return of


def shown(reports: Sequence[Report], recipe: Recipe) -> list[Example]:
    """The examples of reports, with or without what the rules propose."""
    found = examples(reports)
    return list(found) if recipe.proposed else [replace(e, types=[0] * len(e.types)) for e in found]


def _laid_out(report: Report, recipe: Recipe, rng: Random) -> Report:
    if not recipe.damage:
        return report
    seed = rng.randrange(10**9)
    kinds = [kind for kind, share in LAID_OUT.items() if rng.random() < share * recipe.damage]
    return damaged(damaged(report, seed, recipe.damage), seed, 1.0, kinds)


def run(init: Path | None, add: Sequence[Path], out: Path, *, settings: Settings, recipe: Recipe) -> None:
    """Train, export and score one model folder; progress goes to standard error."""
    from training import encoder, export, tagger

    added = [report for path in add for report in annotated.read(path)]
    if added:
        settings = replace(
            settings, learning_rate=settings.learning_rate / 4, epochs=min(settings.epochs, 2),
            tokens=min(settings.tokens, 1024), kept=settings.kept or KEPT,
        )  # fmt: skip
        init = init or store.in_service() / "finetune"
    steering, added = added[::HELD_OUT], [r for i, r in enumerate(added) if i % HELD_OUT]
    dev = [*corpus("dev"), *steering]
    with tempfile.TemporaryDirectory() as folder:
        if init is None:
            init = Path(folder) / "encoder"
            click.echo("building the encoder", err=True)
            encoder.build(init)
        tagger.train(init, taught(recipe, settings.seed, added), shown(dev, recipe), out / "torch", settings)
    export.export(out / "torch", out, dev)
    if added:  # the topics of clauses and the links of figures stay as they are
        for name in (known_topics.FILE, known_cells.FILE):
            shutil.copy(store.in_service() / name, out / name)
    else:
        train_cells(out)
        train_topics(out)
    _sign(out, len(added))
    card.write(out, card.measure(out))


def _sign(out: Path, added: int) -> None:
    """What the model was made of: how many reports, the hashes of the corpus and of the code."""
    path = out / "training.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told |= {"reports": len(sources("train")), "added": added, "corpus": _hash(source.CORPUS, "*.txt")}
    told |= {"code": {folder: _hash(ROOT / folder, "**/*.py") for folder in ("extraction", "models", "training")}}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    shutil.copy(path, out / "finetune" / path.name)  # what goes on from here tells where it came from
    from training import export

    export.write_manifest(out)


def _hash(folder: Path, pattern: str) -> str:
    files = sorted(folder.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def train_topics(out: Path) -> dict[str, float]:
    """The topics of clauses, beside the tagger; the share that is right on the development reports."""
    from training import export, topics

    taught = [clause for report in corpus("train") for clause in report.clauses]
    dev = [clause for report in corpus("dev") for clause in report.clauses]
    found = topics.train(taught, dev)
    out.mkdir(parents=True, exist_ok=True)
    known_topics.save(found, out)
    _note(out, "topics")
    export.write_manifest(out)
    return topics.score(found, dev)


def train_cells(out: Path) -> None:
    """The model of links, beside the tagger."""
    from training import cells, export

    out.mkdir(parents=True, exist_ok=True)
    known_cells.save(cells.train(corpus("train")), out)
    _note(out, "links")
    export.write_manifest(out)


def _note(out: Path, name: str) -> None:
    """In training.json, from how many reports a linear model beside the network learned, which may be more than it did."""
    path = out / "training.json"
    told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    told[name] = {"reports": len(sources("train")), "corpus": _hash(source.CORPUS, "*.txt")}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
