"""Spans <-> one tag for each character, and the best path through scores under the rules of BIO.

A layer is a tuple of labels; its tags are O and, for each label, B and I. One head of a model holds
the tags of all layers one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]
LAYERS: dict[str, tuple[str, ...]] = {"entities": ("FIGURE", "DATE", "AGENCY"), "clauses": ("PROBLEM", "MEASURE")}


class Span(NamedTuple):
    start: int
    end: int
    label: str
    confidence: float = 1.0


def tags(layer: str) -> list[str]:
    """`tags("clauses")` -> O, B-PROBLEM, I-PROBLEM, B-MEASURE, I-MEASURE."""
    return ["O", *(f"{kind}-{label}" for label in LAYERS[layer] for kind in "BI")]


def slices() -> dict[str, slice]:
    """Where each layer's tags stand in the head."""
    found, at = {}, 0
    for layer in LAYERS:
        found[layer] = slice(at, at + len(tags(layer)))
        at += len(tags(layer))
    return found


def names() -> list[str]:
    """Every tag of the head, with its layer: `entities:B-FIGURE`."""
    return [f"{layer}:{tag}" for layer in LAYERS for tag in tags(layer)]


def encode(spans: Sequence[tuple[int, int, str]], length: int, layer: str) -> list[int]:
    """Tag ids of a layer for `length` characters; spans may not overlap."""
    ids = [0] * length
    for start, end, label in spans:
        begin = 1 + 2 * LAYERS[layer].index(label)
        ids[start:end] = [begin, *[begin + 1] * (end - start - 1)]
    return ids


def allowed(layer: str) -> Array:
    """allowed[i, j] is 0 where tag j may follow tag i, else minus infinity; shape (tags, tags)."""
    count = len(tags(layer))
    table = np.zeros((count, count), np.float32)
    for inside in range(2, count, 2):
        table[:, inside] = -np.inf
        table[inside - 1 : inside + 1, inside] = 0.0
    return table


_ALLOWED = {layer: allowed(layer) for layer in LAYERS}


def best_path(scores: Array, layer: str, transitions: Array | None = None) -> Array:
    """The best tag ids of a layer; `scores` are log-probabilities, shape (characters, tags).

    Viterbi, with I only after B or I of its label (and learned `transitions` on top, where given).
    """
    steps = _ALLOWED[layer] if transitions is None else _ALLOWED[layer] + transitions
    length, count = scores.shape
    back = np.zeros((length, count), np.int8)
    total = scores[0].copy()
    total[2::2] = -np.inf  # no span begins inside
    for i in range(1, length):
        ways = total[:, None] + steps
        back[i] = ways.argmax(0)
        total = ways.max(0) + scores[i]
    path = np.zeros(length, np.int64)
    path[-1] = total.argmax()
    for i in range(length - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def decode(path: Sequence[int], layer: str) -> Iterator[tuple[int, int, str]]:
    """Spans of tag ids: (start, end, label)."""
    labels, start, label = LAYERS[layer], -1, ""
    for i, tag in enumerate([*path, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            yield start, i, label
            start = -1
        if tag % 2 == 1:
            start, label = i, labels[(int(tag) - 1) // 2]


def spans(scores: Array, layer: str, transitions: Array | None = None) -> list[Span]:
    """The spans of the best path, each with the probability of its weakest character and its edges."""
    if not len(scores):
        return []
    path = best_path(scores, layer, transitions)
    chosen = np.exp(scores[np.arange(len(path)), path])
    found = []
    for start, end, label in decode(path.tolist(), layer):
        after = chosen[end] if end < len(chosen) else 1.0
        found.append(Span(start, end, label, float(min(chosen[start:end].min(), after))))
    return found
