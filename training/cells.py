"""Gold reports -> the linear model that knows which cell a figure's words restate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from extraction.agreement import around
from extraction.report import Report
from models.cells import NONE, Cells
from training.examples import prose_of

LEAST = 6  # figures beside which an n-gram must stand
KEPT = 20_000  # n-grams that weigh most, of those
RAREST = 4  # figures that restate a cell before it is learned
STRENGTH = 8.0


def examples(reports: Sequence[Report]) -> Iterator[tuple[list[str], str]]:
    """(features, path) of every figure of the prose."""
    for report in reports:
        figures = [entity for entity in report.entities if entity.label == "FIGURE"]
        for _, figure, words in around(figures, prose_of(report)):
            yield words, figure.cell or NONE


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
