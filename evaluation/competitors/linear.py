"""scikit-learn: a linear model over character n-grams and jieba words, one tag (BIOES) for each character.

The features of a character are hashed into one row of a sparse matrix; logistic regression, one label
against the rest, gives the probabilities of its tag, and the best path under the rules of BIOES the spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.competitors.protocol import Found, Read, Sentence, serve

BITS = 20  # of the hashed features
GRAMS = (  # offsets of the characters that make one feature
    (-3,), (-2,), (-1,), (0,), (1,), (2,), (3,), (-2, -1), (-1, 0), (0, 1), (1, 2), (-1, 1),
    (-2, -1, 0), (-1, 0, 1), (0, 1, 2),
)  # fmt: skip
SHAPES = ((-1, 0, 1), (-3, -2, -1, 0), (0, 1, 2, 3))  # the same of kinds of characters: digit, Han, letter, mark
WORDS = ((0,), (-1,), (1,), (-1, 0), (0, 1))  # offsets of words; the own word with the place in it
SETTINGS: dict[str, Any] = {
    "loss": "log_loss", "alpha": 2e-6, "max_iter": 12, "tol": None, "average": True, "random_state": 7, "n_jobs": 2,
}  # fmt: skip
FILE = "linear.joblib"


def train(sentences: list[Sentence], steering: list[Sentence], folder: Path) -> None:
    """Fit on the sentences; `steering` is not needed: the settings were fixed on other data."""
    import joblib  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import numpy as np
    from sklearn.linear_model import SGDClassifier

    tags = [tag for text, spans in sentences for tag in _encode(len(text), spans)]
    model = SGDClassifier(**SETTINGS).fit(features([text for text, _ in sentences]), np.array(tags))
    model.sparsify()
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / FILE, compress=3)


def load(folder: Path) -> Read:
    import joblib  # type: ignore[import-untyped,import-not-found,unused-ignore]
    import numpy as np

    model = joblib.load(folder / FILE).densify()
    tags = [str(tag) for tag in model.classes_]
    steps = _steps(tags)

    def read(texts: Sequence[str]) -> Iterator[list[Found]]:
        full = [text for text in texts if text]
        scores = np.log(model.predict_proba(features(full)) + 1e-12) if full else np.zeros((0, len(tags)))
        at = 0
        for text in texts:
            yield list(_decode([tags[i] for i in _best(scores[at : at + len(text)], steps, tags)]))
            at += len(text)

    return read


def features(texts: Sequence[str]) -> Any:
    """One row for each character of all texts: its n-grams, their shapes, its word and the words beside it."""
    import numpy as np
    from scipy.sparse import csr_matrix

    blocks = []
    for text in texts:
        codes = np.array([ord(char) for char in text], np.uint64)
        shapes = np.array([_kind(char) for char in text], np.uint64)
        words, index, places = _words(text)
        columns = [_mixed(codes, grams, i) for i, grams in enumerate(GRAMS)]
        columns += [_mixed(shapes, grams, 100 + i) for i, grams in enumerate(SHAPES)]
        for i, grams in enumerate(WORDS):
            mixed = _mixed(words, grams, 200 + i)[index]
            columns.append(_hashed(mixed + places, 300) if grams == (0,) else mixed)
        blocks.append(np.stack(columns, 1))
    table = np.concatenate(blocks) % np.uint64(1 << BITS)
    rows, width = table.shape
    ones = np.ones(table.size, np.float32)
    starts = np.arange(0, table.size + 1, width, dtype=np.int32)
    return csr_matrix((ones, table.astype(np.int32).ravel(), starts), shape=(rows, 1 << BITS))


def _words(text: str) -> tuple[Any, Any, Any]:
    """The hash of every word, the word that each character stands in, its place there (single, first, inside, last)."""
    import zlib

    import numpy as np

    from models.segmenter import words

    hashes, index, places = [], [], []
    for number, (start, end) in enumerate(words(text)):
        hashes.append(zlib.crc32(text[start:end].encode("utf-8", "replace")))
        index += [number] * (end - start)
        places += [0] if end - start == 1 else [1, *[2] * (end - start - 2), 3]
    return np.array(hashes, np.uint64), np.array(index, np.int64), np.array(places, np.uint64)


def _mixed(values: Any, offsets: Sequence[int], seed: int) -> Any:
    """For each place the hash of the values at these offsets; 0 stands before the first and after the last."""
    import numpy as np

    padded = np.concatenate([np.zeros(3, np.uint64), values, np.zeros(3, np.uint64)])
    mixed = np.full(len(values), seed + 1, np.uint64)
    for offset in offsets:
        mixed = _hashed(mixed, 0) + padded[3 + offset : 3 + offset + len(values)]
    return _hashed(mixed, seed)


def _hashed(values: Any, seed: int) -> Any:
    """Multiply and shift, in 64 bits that wrap around."""
    import numpy as np

    with np.errstate(over="ignore"):
        mixed = (values + np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


def _kind(char: str) -> int:
    if char.isdigit():
        return 1
    if "\u4e00" <= char <= "\u9fff":
        return 3 if char in "零〇一二两三四五六七八九十百千万亿" else 2
    return 4 if char.isalpha() else 5 if char.isspace() else 6


def _encode(length: int, spans: Sequence[Found]) -> list[str]:
    tags = ["O"] * length
    for start, end, label in spans:
        inside = end - start - 2
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * inside, f"E-{label}"] if inside >= 0 else [f"S-{label}"]
    return tags


def _decode(tags: Sequence[str]) -> Iterator[Found]:
    start = 0
    for i, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if kind in ("B", "S"):
            start = i
        if kind in ("E", "S"):
            yield start, i + 1, label


def _steps(tags: Sequence[str]) -> Any:
    """steps[i, j] is 0 where tag j may follow tag i, else minus infinity."""
    import numpy as np

    table = np.zeros((len(tags), len(tags)))
    for i, one in enumerate(tags):
        for j, other in enumerate(tags):
            inside = one[0] in "BI"
            fits = other[0] in "IE" and one[1:] == other[1:] if inside else other[0] not in "IE"
            table[i, j] = 0.0 if fits else -np.inf
    return table


def _best(scores: Any, steps: Any, tags: Sequence[str]) -> list[int]:
    """The best path that begins and ends outside of a span."""
    import numpy as np

    if not len(scores):
        return []
    total = np.where([tag[0] in "IE" for tag in tags], -np.inf, scores[0])
    back = np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        ways = total[:, None] + steps
        back[i] = ways.argmax(0)
        total = ways.max(0) + scores[i]
    total = np.where([tag[0] in "BI" for tag in tags], -np.inf, total)
    path = [int(total.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


if __name__ == "__main__":
    serve(load, train)
