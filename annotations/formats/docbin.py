"""spaCy DocBin (.spacy): entities in `doc.ents`, the other layers in `doc.spans["clauses"]`, `doc.spans["zeros"]`.

One token is one character (a code point, line breaks and spaces too), so every span falls on tokens and the
text survives exactly; `spacy train` aligns its own tokens with these. Traits and the rest of the report stand
in `doc.user_data["nianbao"]`, traits in the order of the spans. The only import of spacy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.formats.faults import FormatFault, fault
from annotations.formats.frame import KEY, frame, framed
from annotations.formats.layers import LAYER_OF, LAYERS, Mark, bare, marks, settled
from annotations.formats.losses import ALL
from extraction.report import Report, Warning

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

HOLDS = ALL
FOLDER = False
_TRAITS = "traits"


def read(path: Path) -> Iterator[Report]:
    """The reports of a .spacy file, ours or another's. Raises FormatFault."""
    for number, doc in enumerate(_docs(path), 1):
        place = f"{path}#{number}"
        try:
            report = _report(doc, place)
        except (AttributeError, TypeError, ValueError) as error:
            if isinstance(error, FormatFault):
                raise
            raise _unreadable(place, error) from error
        yield report


def _docs(path: Path) -> list[Doc]:
    import spacy
    from spacy.tokens import DocBin

    try:
        return list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))
    except Exception as error:  # zlib, msgpack and spacy have faults of their own, with no common kind
        raise _unreadable(str(path), error) from error


def _unreadable(place: str, error: Exception) -> FormatFault:
    found = f"{type(error).__name__} {error}".strip()[:80]
    expected, expected_zh = "a spaCy DocBin", "spaCy DocBin 文件"
    return fault("unreadable", place, found=found, expected=expected, expected_zh=expected_zh)


def _report(doc: Doc, place: str) -> Report:
    kept = doc.user_data.get(KEY)
    report = framed(doc.text, kept, place) if kept else bare(place, doc.text)
    traits = {(label, start, end): given for label, start, end, given in (kept or {}).get(_TRAITS, ())}
    layers = [doc.ents, *(doc.spans[layer] for layer in LAYERS if layer in doc.spans)]
    return settled(report, [_mark(span, traits) for layer in layers for span in layer], place)


def _mark(span: Span, traits: Mapping[tuple[str, int, int], Mapping[str, Any]]) -> Mark:
    start, end = span.start_char, span.end_char
    given = dict(traits.get((span.label_, start, end), {}))
    if "cells" in given:
        given["cells"] = tuple(given["cells"])
    return Mark(span.label_, start, end, span.text, given)


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """All reports in one DocBin; nothing is lost."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("zh").vocab
    docs = DocBin(store_user_data=True)
    for report in reports:
        docs.add(_doc(report, vocab))
    docs.to_disk(path)
    return []


def _doc(report: Report, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc, Span

    doc = Doc(vocab, words=list(report.text), spaces=[False] * len(report.text))
    found = list(marks(report))
    layers: dict[str, list[Span]] = {layer: [] for layer in LAYERS}
    for mark in found:
        layers[LAYER_OF[mark.label]].append(Span(doc, mark.start, mark.end, label=mark.label))
    doc.set_ents(layers.pop("entities"))
    for layer, spans in layers.items():
        doc.spans[layer] = spans
    traits = [[mark.label, mark.start, mark.end, _plain(mark.traits)] for mark in found if mark.traits]
    doc.user_data[KEY] = frame(report) | {_TRAITS: traits}
    return doc


def _plain(traits: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in traits.items()}
