"""Spans <-> one tag for each character, and the best path through scores under the rules of BIO.

A layer is a tuple of labels; its tags are O and, for each label, B and I. One head of a model holds
the tags of all layers one after the other; one row of its token types stands for what the rules propose
in every layer at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import prod
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]
Layers = Mapping[str, tuple[str, ...]]
LAYERS: Layers = {"entities": ("FIGURE", "DATE", "AGENCY"), "clauses": ("PROBLEM", "MEASURE")}


class Span(NamedTuple):
    start: int
    end: int
    label: str
    confidence: float = 1.0


def tags(labels: Sequence[str]) -> list[str]:
    """`tags(("PROBLEM",))` -> O, B-PROBLEM, I-PROBLEM."""
    return ["O", *(f"{kind}-{label}" for label in labels for kind in "BI")]


def slices(layers: Layers = LAYERS) -> dict[str, slice]:
    """Where each layer's tags stand in the head."""
    found, at = {}, 0
    for layer, labels in layers.items():
        found[layer] = slice(at, at + len(tags(labels)))
        at += len(tags(labels))
    return found


def names(layers: Layers = LAYERS) -> list[str]:
    """Every tag of the head, with its layer: `entities:B-FIGURE`."""
    return [f"{layer}:{tag}" for layer, labels in layers.items() for tag in tags(labels)]


def encode(spans: Iterable[tuple[int, int, str]], length: int, labels: Sequence[str]) -> list[int]:
    """Tag ids of a layer for `length` characters; spans may not overlap."""
    ids = [0] * length
    for start, end, label in spans:
        begin = 1 + 2 * labels.index(label)
        ids[start:end] = [begin, *[begin + 1] * (end - start - 1)]
    return ids


def types(proposed: Iterable[tuple[int, int, str]], length: int) -> list[int]:
    """One token type for each character: the tags that the proposed spans give it in all layers, as one number.

    0 where nothing is proposed; below `count_types()`.
    """
    spans = list(proposed)
    found = np.zeros(length, np.int64)
    for labels in LAYERS.values():
        ids = encode([span for span in spans if span[2] in labels], length, labels)
        found = found * (1 + 2 * len(labels)) + np.array(ids, np.int64)
    return [int(kind) for kind in found]


def count_types() -> int:
    return prod(1 + 2 * len(labels) for labels in LAYERS.values())


@cache
def allowed(count: int) -> Array:
    """allowed[i, j] is 0 where tag j of `count` may follow tag i, else minus infinity; shape (tags, tags)."""
    table = np.zeros((count, count), np.float32)
    for inside in range(2, count, 2):
        table[:, inside] = -np.inf
        table[inside - 1 : inside + 1, inside] = 0.0
    return table


def best_path(scores: Array) -> Array:
    """The best tag ids of a layer; `scores` are log-probabilities, shape (characters, tags).

    Viterbi, with I only after B or I of its label; where the best tag of each character keeps that rule, it is
    the best path already.
    """
    length, count = scores.shape
    steps = allowed(count)
    greedy: Array = scores.argmax(1)
    if (greedy[0] == 0 or greedy[0] % 2) and np.isfinite(steps[greedy[:-1], greedy[1:]]).all():
        return greedy
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


def decode(path: Sequence[int], labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Spans of tag ids: (start, end, label)."""
    start, label = -1, ""
    for i, tag in enumerate([*path, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1):
            yield start, i, label
            start = -1
        if tag % 2 == 1:
            start, label = i, labels[(int(tag) - 1) // 2]


def spans(scores: Array, labels: Sequence[str]) -> list[Span]:
    """The spans of the best path, each with the probability of its weakest character and its edges."""
    if not len(scores):
        return []
    path = best_path(scores)
    chosen = np.exp(scores[np.arange(len(path)), path])
    found = []
    for start, end, label in decode(path.tolist(), labels):
        after = chosen[end] if end < len(chosen) else 1.0
        found.append(Span(start, end, label, float(min(chosen[start:end].min(), after))))
    return found
