"""Document -> Text: a view to match against; each character keeps its offset in the Document.

Rules match on `Text.chars`, in which named repairs have been made; what they find is told by
`Text.span(start, end)` in offsets of the Document's own text, which stays as it was printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.characters import GROUPS, TRADITIONAL_MARKS, simplified
from extraction.paragraphs import flowing
from extraction.report import Span
from extraction.residue import Stretch, stretches

if TYPE_CHECKING:
    from extraction.document import Document

_CHINESE_DIGIT = "[一二三四五六七八九十]"
# Signs that their neighbours decide: a comma between digits, the colon of a time or of an address stay.
_IN_CONTEXT = tuple((sign, re.compile(pattern), plain) for sign, pattern, plain in (
    (",", r",(?!(?<=\d,)\d)", "，"),
    (":", r":(?!//|(?<=\d:)\d)", "："),
    ("?", r"\?(?<=[\u3400-\u9fff）”》]\?)(?![?a-zA-Z0-9=])", "？"),
    (".", rf"\.(?<=[\u3400-\u9fff）”》]\.)(?<!{_CHINESE_DIGIT}\.)(?<![\d一二三四五六七八九十]）\.)"
          r"(?=\s|[\u3400-\u9fff（”]|\Z)", "。"),
    ("○", r"[○◯](?<=[一二三四五六七八九〇○◯].)(?=[一二三四五六七八九〇○◯年])", "〇"),
    ('"', r'"([^"\n]{1,60})"', r"“\1”"),
    ("]", r"\[((?:19|20)\d\d)\]", r"〔\1〕"),
    ("】", r"【((?:19|20)\d\d)】", r"〔\1〕"),
))  # fmt: skip
_ANSWERED = re.compile("覆(?<=[反答回批函]覆)|覆(?=[文函核盘议])")  # 答覆 is 答复, 覆盖 stays
_TRADITIONAL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Repair:
    """A named repair and how often it was made."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Text:
    """`chars[i]` was printed at `origin[i]` of `printed`, the Document's text; origin rises strictly."""

    chars: str
    origin: Sequence[int]
    printed: str = ""
    repairs: tuple[Repair, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Where `chars[start:end]` stands in the Document. An empty range has an empty span."""
        if start >= end:
            after = self.origin[-1] + 1 if self.origin else 0
            at = self.origin[start] if start < len(self.origin) else after
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The printed characters of `chars[start:end]`."""
        first, last = self.span(start, end)
        return self.printed[first:last]

    def at(self, offset: int) -> int:
        """The first index of `chars` that stands at or after `offset` of the Document."""
        return bisect_left(self.origin, offset)

    def slice(self, start: int, end: int) -> Text:
        """The view of `chars[start:end]`; spans stay those of the Document."""
        return Text(self.chars[start:end], self.origin[start:end], self.printed)

    def keep(self, indices: Sequence[int]) -> Text:
        """A thinner view with only these indices, in order."""
        return Text("".join(self.chars[i] for i in indices), [self.origin[i] for i in indices], self.printed)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose of one part, without its tables, as flowing text.

    In `text.chars` the spaces and hard line breaks inside sentences are gone; a paragraph ends in "\n".
    """

    section: str
    text: Text


def normalise(document: Document) -> Text:
    """The line view of a document: every repair one character to one, or a stretch dropped; layout stays.

    `报　告（２０２１）` is read as `报 告（2021）`; what was done is counted in `Text.repairs`.
    """
    printed = document.text
    counts: Counter[str] = Counter()
    chars, origin = _without(printed, stretches(printed), counts)
    present = set(chars)
    for name, table in GROUPS.items():
        chars = _replaced(chars, table, present, name, counts)
    chars = _simplified(chars, present, counts)
    for sign, pattern, plain in _IN_CONTEXT:
        if sign in chars:
            chars, count = pattern.subn(plain, chars)
            counts["punctuation"] += count
    repairs = tuple(Repair(name, count) for name, count in counts.items() if count)
    return Text(chars, origin, printed, repairs)


def flow(text: Text, ranges: Sequence[Span] | None = None) -> Text:
    """The prose view of some ranges of `text.chars`: no spaces or hard line breaks inside sentences.

    A paragraph ends in a line feed, and so does each range: `新增信息⏎2110⏎条` is `新增信息2110条`.
    """
    chars, indices = flowing(text.chars, ranges if ranges is not None else [(0, len(text.chars))])
    origin = text.origin if not isinstance(text.origin, range) else None
    return Text(chars, [origin[i] for i in indices] if origin else indices, text.printed)


def _without(printed: str, found: Sequence[Stretch], counts: Counter[str]) -> tuple[str, Sequence[int]]:
    """The characters left when each stretch is dropped or read as one character, and where they stand."""
    if not found:
        return printed, range(len(printed))
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for start, end, char, name in found:
        parts += (printed[at:start], char)
        origin.extend(range(at, start + len(char)))
        counts[name] += 1
        at = end
    origin.extend(range(at, len(printed)))
    return "".join((*parts, printed[at:])), origin


def _replaced(
    chars: str, table: Mapping[str, str], present: AbstractSet[str], name: str, counts: Counter[str]
) -> str:
    """Few of a table's characters occur in a text, so one `replace` each is faster than `translate`."""
    odd = present & table.keys()
    if odd:
        counts[name] += sum(map(chars.count, odd))
        if len(odd) > 20:
            return chars.translate({ord(char): table[char] for char in odd})
        for char in odd:
            chars = chars.replace(char, table[char])
    return chars


def _simplified(chars: str, present: AbstractSet[str], counts: Counter[str]) -> str:
    """Traditional characters as simplified ones; in a simplified text only those never right there."""
    marks = present & TRADITIONAL_MARKS
    if not marks:
        return chars
    table = simplified()
    if sum(map(chars.count, marks)) < len(chars) * _TRADITIONAL_SHARE:
        return _replaced(chars, {char: table[char] for char in marks}, present, "traditional", counts)
    chars = _replaced(chars, table, present, "traditional", counts).replace("瞭解", "了解")
    return _ANSWERED.sub("复", chars)
