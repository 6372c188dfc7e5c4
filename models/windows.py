"""Text -> windows that a tagger reads: whole sentences, each with what stands before it.

Short lines (headings, items) share a window with what follows them. Where a window falls depends on
nothing before the last long line, so the tags of a sentence are the same however much text stands there.
No span crosses the end of a sentence, so nothing is sewn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CORE = 256  # characters that a window may add to, sentence by sentence
CONTEXT = 40  # characters read before it, without being tagged
LONGEST = 460  # of one sentence; a longer one is cut at a comma
SHORT = 60  # characters of a line that is read together with the next
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
    """The windows of a text, in order; they hold every character that is no white space between lines."""
    found: list[tuple[int, int]] = []
    alone = True  # the line before is long, so that this one begins a window
    for first, last in _lines(text):
        for i, (start, end) in enumerate(_sentences(text, first, last)):
            if found and not (alone and i == 0) and end - found[-1][0] <= CORE:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        alone = last - first >= SHORT
    return [Window(max(0, start - CONTEXT), start, end) for start, end in found]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for sentence in SENTENCE.finditer(text, start, end):
        yield from _pieces(text, sentence.start(), sentence.end())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence that no window holds is cut at the last comma that leaves a piece short enough."""
    while end - start > LONGEST:
        commas = [m.end() for m in COMMA.finditer(text, start, start + LONGEST)]
        cut = commas[-1] if commas else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
