"""The words around a figure -> which cell of the form it restates: a linear model over n-grams, as plain arrays."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from models.tags import Array

FILE = "cells.npz"
NONE = ""  # the figure restates no cell
REACH = 70  # characters before a figure that are read
AFTER = 16
_NUMBER = re.compile(r"\d[\d,.]*")
_CLAUSE = re.compile(r"[，。；：！？\n、（）]")
_SENTENCE = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Cells:
    """`weights` has shape (n-grams, cells), `bias` (cells); `paths` names the cells, NONE among them."""

    rows: Mapping[str, int]
    paths: Sequence[str]
    weights: Array
    bias: Array

    def likely(self, features: Sequence[str], among: Sequence[str]) -> dict[str, float]:
        """How likely each of `among` (cell paths, NONE) is, if it is one of them."""
        rows = sorted({row for feature in features if (row := self.rows.get(feature)) is not None})
        places = [i for i, path in enumerate(self.paths) if path in among]
        scores = self.weights[np.ix_(rows, places)].sum(0) / max(len(features), 1) ** 0.5 + self.bias[places]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return {self.paths[i]: float(share) for i, share in zip(places, shares, strict=True)}


def features(before: str, figure: str, after: str, section: str) -> list[str]:
    """N-grams of the words before, near, and behind a figure, told apart, numbers as 0; no duplicates."""
    before, figure, after = (_NUMBER.sub("0", part) for part in (before[-REACH:], figure, after[:AFTER]))
    sentence = _SENTENCE.split(before)[-1]
    own = _CLAUSE.split(sentence)[-1]
    tail = _CLAUSE.split(after)[0]
    found = {f"unit {figure}", f"part {section}"}
    for mark, text, longest in (("s", sentence, 3), ("o", own, 4), ("e", own[-8:], 5), ("b", before, 2), ("t", tail, 3), ("a", after, 2)):
        found |= {f"{mark} {text[i : i + n]}" for n in range(1, longest + 1) for i in range(len(text) - n + 1)}
    found |= {f"end {own[-n:]}" for n in range(1, 9) if n <= len(own)}
    found |= {f"begin {tail[:n]}" for n in range(1, 7) if n <= len(tail)}
    return sorted(found)


def save(cells: Cells, folder: Path) -> None:
    """Arrays and names in one file, without pickle."""
    told = json.dumps({"rows": list(cells.rows), "paths": list(cells.paths)}, ensure_ascii=False)
    np.savez_compressed(
        folder / FILE, told=np.frombuffer(told.encode("utf-8"), np.uint8), weights=cells.weights.astype(np.float16),
        bias=cells.bias.astype(np.float32),
    )  # fmt: skip


@cache
def load(folder: Path) -> Cells:
    with np.load(folder / FILE, allow_pickle=False) as data:
        told = json.loads(bytes(data["told"]).decode("utf-8"))
        return Cells(
            {feature: i for i, feature in enumerate(told["rows"])}, told["paths"],
            data["weights"].astype(np.float32), data["bias"],
        )  # fmt: skip
