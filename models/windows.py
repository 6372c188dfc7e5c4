"""Text -> windows that a tagger reads: whole sentences, each with what stands before it.

Where a window falls depends only on the paragraph it stands in, so the tags of a sentence are the same
however much text precedes its paragraph. No span crosses the end of a sentence, so nothing is sewn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CORE = 200  # characters that a window may add to, sentence by sentence
CONTEXT = 48  # characters read before it, without being tagged
LONGEST = 460  # of one sentence; a longer one is cut at a comma
SENTENCE = re.compile(r"[^。！？\n]*[。！？][”’）」]*|[^。！？\n]+")
COMMA = re.compile(r"[；，、：]")


@dataclass(frozen=True, slots=True)
class Window:
    """text[start:end] is tagged; text[context:start] is only read."""

    context: int
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.context


def windows(text: str) -> list[Window]:
    """The windows of a text, in order; line ends belong to none."""
    found = []
    for start, end in _paragraphs(text):
        for a, b in _packed(text, start, end):
            found.append(Window(max(0, a - CONTEXT), a, b))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _packed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = last = start
    for sentence in SENTENCE.finditer(text, start, end):
        for a, b in _pieces(text, sentence.start(), sentence.end()):
            if last > first and b - first > CORE:
                yield first, last
                first = a
            last = b
    if last > first:
        yield first, last


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence that no window holds is cut at the last comma that leaves a piece short enough."""
    while end - start > LONGEST:
        commas = [m.end() for m in COMMA.finditer(text, start, start + LONGEST)]
        cut = commas[-1] if commas else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
