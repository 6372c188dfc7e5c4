"""Command: what each part of the training is worth: `python -m training.ablation ENCODER OUT [--adapted ENCODER]`.

Every row changes one thing of the first and is run with three seeds, on a share of the train split and for
few epochs, so that a table costs an evening and not a week: rows compare with each other, not with the
shipped weights. A row that is there already is not run again.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean, stdev

from models.tags import LAYERS
from training import tagger
from training.run import Recipe, corpus, shown, taught
from training.tagger import Settings

SEEDS = (1, 2, 3)
SHARE = 5  # one report in so many
LABELS = tuple(label for labels in LAYERS.values() for label in labels)


@dataclass(frozen=True)
class Row:
    """One line of the table: what differs from the first."""

    name: str
    settings: Settings = field(default_factory=lambda: Settings(epochs=3, unscored=2, tokens=1024, layers=4))
    recipe: Recipe = field(default_factory=Recipe)
    adapted: bool = False


BASE = Row("all of it")
ROWS = (
    BASE,
    Row("six layers", settings=replace(BASE.settings, layers=6)),
    Row("three layers", settings=replace(BASE.settings, layers=3)),
    Row("batches of 2,048 characters", settings=replace(BASE.settings, tokens=2048)),
    Row("without the rules' proposals", recipe=Recipe(proposed=False)),
    Row("without other names and clauses", recipe=Recipe(varied=False)),
    Row("without damage", recipe=Recipe(damage=0.0)),
    Row("adapted encoder", adapted=True),
)


def run(row: Row, encoder: Path, seed: int, out: Path) -> dict[str, float]:
    """Dev F1 of each label, kept in `out`."""
    name = f"{row.name.replace(' ', '-')}-{seed}"
    told = out / f"{name}.json"
    if not told.exists():
        settings = replace(row.settings, seed=seed)
        items = taught(row.recipe, seed, share=SHARE)
        score = tagger.train(encoder, items, shown(corpus("dev"), row.recipe), out / name, settings)
        shutil.rmtree(out / name)
        told.write_text(json.dumps({label: score.f1([label]) for label in LABELS}), encoding="utf-8")
    found: dict[str, float] = json.loads(told.read_text(encoding="utf-8"))
    return found


def line(name: str, runs: Sequence[Mapping[str, float]]) -> str:
    """Mean and standard deviation over the seeds, in points."""
    cells = [f"{100 * mean(r[x] for r in runs):.1f} ± {100 * stdev([r[x] for r in runs]):.1f}" for x in LABELS]
    return f"| {name} | {' | '.join(cells)} | {100 * mean(mean(r[x] for x in LABELS) for r in runs):.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--adapted", type=Path, help="an encoder after training.adaptation")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), choices=range(2, len(SEEDS) + 1))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    rows = [row for row in ROWS if given.adapted or not row.adapted]
    found: dict[str, list[dict[str, float]]] = {row.name: [] for row in rows}
    for seed in SEEDS[: given.seeds]:  # a whole table with one seed before the next: a run that is cut short can be read
        for row in rows:
            found[row.name].append(run(row, given.adapted if row.adapted else given.encoder, seed, given.out))
    print(f"| | {' | '.join(LABELS)} | mean |\n| --- |{' --: |' * (len(LABELS) + 1)}")
    for row in rows:
        print(line(row.name, found[row.name]))


if __name__ == "__main__":
    main()
