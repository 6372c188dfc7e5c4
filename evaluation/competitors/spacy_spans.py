"""spaCy's `spancat` over the candidates of its `span_finder`, which learns where spans begin and end.

The default suggester of spancat tries all stretches of one to three tokens; a clause has dozens of
characters, so this is the pair that the documentation names for spans of any length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.competitors.protocol import Found, Read, Sentence, serve
from evaluation.competitors.spacy_ner import KEY, learn

LONGEST = 100  # characters of a clause; the default of 25 would cut half of them off


def train(sentences: list[Sentence], steering: list[Sentence], folder: Path) -> None:
    from spacy.cli.init_config import init_config

    config = init_config(lang="zh", pipeline=["span_finder", "spancat"], optimize="efficiency", silent=True)
    config["components"]["spancat"]["suggester"] = {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": KEY}
    config["components"]["span_finder"].update({"spans_key": KEY, "max_length": LONGEST})
    config["training"]["annotating_components"] = ["span_finder"]
    learn(sentences, steering, folder, config)


def load(folder: Path) -> Read:
    import spacy
    from spacy.util import filter_spans

    nlp = spacy.load(folder / "model-best")

    def read(texts: Sequence[str]) -> Iterator[list[Found]]:
        for document in nlp.pipe(texts):
            chosen = filter_spans(document.spans.get(KEY, []))  # the longest of those that overlap
            yield [(span.start_char, span.end_char, span.label_) for span in chosen]

    return read


if __name__ == "__main__":
    serve(load, train)
