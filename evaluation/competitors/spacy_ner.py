"""spaCy's trainable `ner` on `spacy.blank("zh")`, which takes every character as a token.

As its documentation says: the settings of `spacy init config --lang zh --pipeline ner --optimize efficiency`,
`spacy train` on binary documents, the best model by the F1 of the steering part. Only the number of steps is cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.competitors.protocol import Found, Read, Sentence, serve

# Of the documented 20,000 at most; training also stops when 1,600 steps bring nothing new.
STEPS = int(os.environ.get("NIANBAO_SPACY_STEPS", "3000"))
KEY = "sc"  # under which spaCy keeps spans that are no entities


def train(sentences: list[Sentence], steering: list[Sentence], folder: Path) -> None:
    from spacy.cli.init_config import init_config

    learn(sentences, steering, folder, init_config(lang="zh", pipeline=["ner"], optimize="efficiency", silent=True))


def learn(sentences: list[Sentence], steering: list[Sentence], folder: Path, config: Any) -> None:
    """Write the documents and the settings, train, and leave the best pipeline in FOLDER/model-best."""
    from spacy.cli.train import train as spacy_train

    folder.mkdir(parents=True, exist_ok=True)
    _write(sentences, folder / "train.spacy")
    _write(steering or sentences[::10], folder / "dev.spacy")
    config.to_disk(folder / "config.cfg")
    paths = {"paths.train": str(folder / "train.spacy"), "paths.dev": str(folder / "dev.spacy")}
    spacy_train(folder / "config.cfg", folder, overrides={**paths, "training.max_steps": STEPS})


def _write(sentences: Sequence[Sentence], path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp, documents = spacy.blank("zh"), DocBin()
    for text, spans in sentences:
        document = nlp.make_doc(text)
        marked = [document.char_span(start, end, label=label) for start, end, label in spans]
        document.set_ents([span for span in marked if span is not None])
        document.spans[KEY] = list(document.ents)
        documents.add(document)
    documents.to_disk(path)


def load(folder: Path) -> Read:
    import spacy

    nlp = spacy.load(folder / "model-best")

    def read(texts: Sequence[str]) -> Iterator[list[Found]]:
        for document in nlp.pipe(texts):
            yield [(span.start_char, span.end_char, span.label_) for span in document.ents]

    return read


if __name__ == "__main__":
    serve(load, train)
