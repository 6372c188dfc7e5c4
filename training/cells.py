"""Gold reports -> the linear model that knows which cell a figure's words restate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from extraction import links
from extraction.agreement import around
from extraction.report import Report
from models.cells import NONE, Cells
from training.examples import prose_of

LEAST = 6  # figures beside which an n-gram must stand
KEPT = 20_000  # n-grams that weigh most, of those
RAREST = 4  # figures that restate a cell before it is learned
STRENGTH = 8.0
SEED = 7


def examples(reports: Sequence[Report]) -> Iterator[tuple[list[str], str]]:
    """(features, path) of every figure of the prose, in the company of what the rules link and half of the rest."""
    rng = Random(SEED)
    for report in reports:
        prose = prose_of(report)
        forms = {name: table.form for name, table in report.tables.items() if table.span}
        bare = [replace(entity, cell=None) for entity in report.entities]
        linked = {e.start: e.cell for e in links.link(bare, prose, forms) if e.cell}
        for place in around([e for e in report.entities if e.label == "FIGURE"], prose):
            figure = place.figure
            if figure.cell and rng.random() < 0.5:
                linked[figure.start] = figure.cell
            yield [*place.words, *place.company(linked)], figure.cell or NONE


def train(reports: Sequence[Report]) -> Cells:
    """One logistic regression over all cells and NONE."""
    found = list(examples(reports))
    counts = Counter(path for _, path in found)
    kept = [(words, path) for words, path in found if counts[path] >= RAREST]
    vectors = CountVectorizer(analyzer=lambda words: words, min_df=LEAST, binary=True, dtype=np.float32)
    counted = vectors.fit_transform([words for words, _ in kept])
    lengths = np.array([len(words) for words, _ in kept], np.float32)
    matrix = csr_matrix(counted.multiply(1 / np.sqrt(lengths)[:, None]))
    model = LogisticRegression(C=STRENGTH, max_iter=100)
    model.fit(matrix, [path for _, path in kept])
    names = np.array(vectors.get_feature_names_out())
    heavy = np.sort(np.argsort(-np.abs(model.coef_).max(0))[:KEPT])
    return Cells(
        {str(name): i for i, name in enumerate(names[heavy])}, [str(path) for path in model.classes_],
        model.coef_.T[heavy].astype(np.float32), model.intercept_.astype(np.float32),
    )  # fmt: skip
