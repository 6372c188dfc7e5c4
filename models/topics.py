"""Clause -> its topic (P1–P12, M1–M12, 99): a linear model over character n-grams, kept as plain arrays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from models.tags import Array

FILE = "topics.npz"
LONGEST = 4  # characters of an n-gram


@dataclass(frozen=True)
class Topics:
    """`weights[label]` has shape (n-grams, topics of that label); rows are weighted by `rarity` (idf)."""

    rows: Mapping[str, int]
    rarity: Array
    names: Mapping[str, Sequence[str]]
    weights: Mapping[str, Array]
    bias: Mapping[str, Array]
    temperature: Mapping[str, float]

    def topic(self, label: str, text: str) -> tuple[str, float]:
        """The likeliest topic of a PROBLEM or MEASURE, and how likely it is."""
        counts = Counter(row for gram in grams(text) if (row := self.rows.get(gram)) is not None)
        rows = np.fromiter(counts.keys(), np.int64, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[rows]
        norm = float(np.sqrt((values**2).sum())) or 1.0
        scores = (values / norm) @ self.weights[label][rows] + self.bias[label]
        scores = scores / self.temperature[label]
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best = int(likely.argmax())
        return self.names[label][best], float(likely[best])


def grams(text: str) -> list[str]:
    """The n-grams of one to four characters, spaces left out."""
    plain = "".join(text.split())
    return [plain[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(plain) - n + 1)]


def save(topics: Topics, folder: Path) -> None:
    """Arrays and names in one file, without pickle."""
    names = json.dumps({"rows": list(topics.rows), "names": topics.names, "temperature": topics.temperature}, ensure_ascii=False)
    arrays = {f"weights_{label}": weights.astype(np.float16) for label, weights in topics.weights.items()}
    arrays |= {f"bias_{label}": bias.astype(np.float32) for label, bias in topics.bias.items()}
    told = np.frombuffer(names.encode("utf-8"), np.uint8)
    np.savez_compressed(folder / FILE, rarity=topics.rarity.astype(np.float16), told=told, **arrays)  # type: ignore[arg-type]


@cache
def load(folder: Path) -> Topics:
    with np.load(folder / FILE, allow_pickle=False) as data:
        told = json.loads(bytes(data["told"]).decode("utf-8"))
        labels = list(told["names"])
        return Topics(
            {gram: i for i, gram in enumerate(told["rows"])}, data["rarity"].astype(np.float32), told["names"],
            {label: data[f"weights_{label}"].astype(np.float32) for label in labels},
            {label: data[f"bias_{label}"] for label in labels}, told["temperature"],
        )  # fmt: skip
