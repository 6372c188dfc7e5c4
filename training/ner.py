"""The tagger's code, unchanged, on any other spans: `nianbao benchmark ner --engine training.ner:engine`.

The settings are those of the reports' tagger but for the epochs, which small sets need more of, the batches,
which are small like their sentences, the rate that goes with them, and the choice of the epoch by all spans alike:
labels with ten spans would decide it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from transformers import BertForTokenClassification

from evaluation.competitors.protocol import Found, Sentence
from evaluation.public_sets import Tag
from models.alphabet import CLS, PAD, SEP, Alphabet, pad
from models.tags import encode, spans
from training.examples import Example
from training.tagger import Settings, train

LAYER = "entities"
LONGEST = 500
CHARACTERS = 1_250_000  # seen in training, so that a set of any size takes about as long
EPOCHS = (1, 10)
BATCH = 512  # characters; their sentences are short
RATE = 1e-4
ENCODER = "NIANBAO_ENCODER"  # names the folder to start from


@dataclass(frozen=True)
class FineTuned:
    """An encoder folder as something that `benchmark ner` can train."""

    encoder: Path
    name: str = "tagger"

    def fit(self, sentences: Sequence[Sentence], steering: Sequence[Sentence], folder: Path) -> Tag:
        labels = tuple(sorted({label for _, found in sentences for _, _, label in found}))
        taught, dev = list(_examples(sentences, labels)), list(_examples(steering, labels))
        length = sum(len(example.text) for example in taught)
        epochs = min(max(EPOCHS[0], CHARACTERS // length), EPOCHS[1])
        settings = Settings(epochs=epochs, patience=epochs, tokens=BATCH, learning_rate=RATE, even=False)
        train(self.encoder, lambda _: taught, dev, folder, settings, {LAYER: labels})
        return _reader(folder, labels)


def engine() -> FineTuned:
    """The encoder that NIANBAO_ENCODER names; raises KeyError, naming it, where it does not."""
    return FineTuned(Path(os.environ[ENCODER]))


def _examples(sentences: Sequence[Sentence], labels: Sequence[str]) -> Iterator[Example]:
    for text, found in sentences:
        for start, end in _pieces(len(text)):
            inside = [(a - start, b - start, label) for a, b, label in _flat(found) if start <= a and b <= end]
            yield Example(text[start:end], 0, [0] * (end - start), {LAYER: encode(inside, end - start, labels)})


def _pieces(length: int) -> list[tuple[int, int]]:
    return list(pairwise([*range(0, length, LONGEST), length])) if length else []


def _flat(found: Sequence[Found]) -> list[Found]:
    """Without the spans that lie in or across an earlier one: a layer holds no nesting."""
    kept: list[Found] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


def _reader(folder: Path, labels: Sequence[str]) -> Tag:
    alphabet = Alphabet.load(folder)
    model = BertForTokenClassification.from_pretrained(folder).eval()

    def tag(texts: Sequence[str]) -> list[list[Found]]:
        return [[found for place in _pieces(len(text)) for found in _read(text, place)] for text in texts]

    def _read(text: str, place: tuple[int, int]) -> Iterator[Found]:
        start, end = place
        ids = torch.tensor(pad([[CLS, *alphabet.ids(text[start:end]), SEP]]))
        with torch.no_grad():
            logits = model(ids, (ids != PAD).long()).logits[0, 1:-1]
        for span in spans(torch.log_softmax(logits, -1).numpy(), labels):
            yield span.start + start, span.end + start, span.label

    return tag
