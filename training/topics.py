"""Command: trains the topics of clauses. `python -m training.topics --train F.jsonl --dev F.jsonl --out DIR`."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from annotations import gold
from extraction.report import Clause
from models import topics
from models.topics import Topics, grams

LABELS = ("PROBLEM", "MEASURE")
LEAST = 2  # clauses in which an n-gram must stand


def train(clauses: Sequence[Clause], dev: Sequence[Clause], strength: float = 20.0) -> Topics:
    """One logistic regression for each label over shared n-grams; temperature by the development clauses."""
    vectors = TfidfVectorizer(analyzer=grams, min_df=LEAST, sublinear_tf=True, dtype=np.float32)
    known = [clause for clause in clauses if clause.category]
    features = vectors.fit_transform([clause.text for clause in known])
    names, weights, bias, temperature = {}, {}, {}, {}
    for label in LABELS:
        mine = [i for i, clause in enumerate(known) if clause.label == label]
        model = LogisticRegression(C=strength, max_iter=400, class_weight="balanced")
        model.fit(features[mine], [str(known[i].category) for i in mine])
        names[label] = list(model.classes_)
        weights[label], bias[label] = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
        temperature[label] = 1.0
    found = Topics(vectors.vocabulary_, vectors.idf_.astype(np.float32), names, weights, bias, temperature)
    ordered = sorted(found.rows, key=found.rows.__getitem__)
    found = Topics({gram: i for i, gram in enumerate(ordered)}, found.rarity, names, weights, bias, temperature)
    return _cooled(found, dev)


def _cooled(found: Topics, dev: Sequence[Clause]) -> Topics:
    """The temperature of each label under which the development clauses are likeliest."""
    best: dict[str, float] = {}
    for label in LABELS:
        mine = [clause for clause in dev if clause.label == label and clause.category in found.names[label]]
        if not mine:
            best[label] = 1.0
            continue
        best[label] = min(
            (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3),
            key=lambda t: _surprise(Topics(found.rows, found.rarity, found.names, found.weights, found.bias, {label: t}), mine),
        )
    return Topics(found.rows, found.rarity, found.names, found.weights, found.bias, best)


def _surprise(found: Topics, clauses: Sequence[Clause]) -> float:
    """Brier score of the chosen topic."""
    total = 0.0
    for clause in clauses:
        name, sure = found.topic(clause.label, clause.text)
        total += (sure - (name == clause.category)) ** 2
    return total


def score(found: Topics, clauses: Sequence[Clause]) -> dict[str, float]:
    right, total = Counter[str](), Counter[str]()
    for clause in clauses:
        if clause.category:
            total[clause.label] += 1
            right[clause.label] += found.topic(clause.label, clause.text)[0] == clause.category
    return {label: right[label] / total[label] for label in LABELS if total[label]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--train", "--dev", "--out"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    clauses = [clause for report in gold.read(given.train) for clause in report.clauses]
    dev = [clause for report in gold.read(given.dev) for clause in report.clauses]
    found = train(clauses, dev)
    given.out.mkdir(parents=True, exist_ok=True)
    topics.save(found, given.out)
    print(f"{len(clauses)} clauses, {len(found.rows)} n-grams, right on dev:", score(found, dev), found.temperature)


if __name__ == "__main__":
    main()
