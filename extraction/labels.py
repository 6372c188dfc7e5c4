"""Where the labels of a statutory table stand in the text, however spaces and line breaks cut them.

Labels are compared after spaces, pipes and punctuation are taken out ("squashed"); a match is told
in offsets of the text it was found in. Damaged labels (不子公开) are found by similarity, but only
between two labels that are certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extraction import form

NOISE = re.compile(r"[\s|（）()〔〕\[\]“”\"'‘’、，,。.：:；;—\-_/·*#<>《》]+")
PREFIX = re.compile(r"(?:[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七][、，.．]?|\d\s?[.．、，])[ \t|]*$")
EXPLANATION = re.compile(r"\s*（[^）\n]{2,40}）")
SIMILAR = 78.0  # share of characters; measured on labels with one in five characters changed


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: `row` is its name in the form, or None for a word of the table's head."""

    row: str | None
    start: int
    end: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Squashed:
    """A text without spaces and punctuation; `at[i]` is the place of `chars[i]`."""

    chars: str
    at: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.at[start], self.at[end - 1] + 1


def squash(text: str, start: int = 0, end: int | None = None) -> Squashed:
    """`squash("（三）不 予公开")` -> 三不予公开, with its places."""
    stop = len(text) if end is None else end
    kept: list[str] = []
    at: list[int] = []
    last = start
    for noise in NOISE.finditer(text, start, stop):
        kept.append(text[last : noise.start()])
        at.extend(range(last, noise.start()))
        last = noise.end()
    kept.append(text[last:stop])
    at.extend(range(last, stop))
    return Squashed("".join(kept), at)


@cache
def _pattern(table: str) -> tuple[re.Pattern[str], dict[str, str | None]]:
    """One alternation of all labels of a table, longest first, and the row of each."""
    rows: dict[str, str | None] = {word: None for word in form.header_words(table)}
    for row, variants in form.label_variants(table).items():
        rows.update(dict.fromkeys(variants, row))
    words = sorted(rows, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))), rows


def find(text: str, table: str, squashed: Squashed) -> list[Label]:
    """Every label of `table` that is printed exactly, in order, with its number and explanation."""
    pattern, rows = _pattern(table)
    found: list[Label] = []
    for match in pattern.finditer(squashed.chars):
        start, end = squashed.place(match.start(), match.end())
        if end - start > 3 * len(match[0]) + 40:
            continue  # the characters stand too far apart to be one label
        floor = found[-1].end if found else 0
        found.append(Label(rows[match[0]], *_widen(text, start, end, floor)))
    return found


def _widen(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """The label with its list number before and its bracketed explanation after."""
    prefix = PREFIX.search(text, max(floor, start - 10), start)
    explanation = EXPLANATION.match(text, end)
    if text[end : end + 1] in ("”", "）", '"'):
        end += 1
    return prefix.start() if prefix else start, explanation.end() if explanation else end


def find_damaged(text: str, table: str, known: Sequence[Label], wanted: Sequence[str]) -> list[Label]:
    """Labels of the `wanted` rows that are printed with faults, each in the gap where the form puts it.

    `known` are certain labels in order; a wanted row is sought only between its neighbours among them.
    """
    from rapidfuzz import fuzz

    order = list(form.label_variants(table))
    anchors = [label for label in known if label.row in order]
    found: list[Label] = []
    for before, after in pairwise([None, *anchors, None]):
        low = order.index(str(before.row)) if before else -1
        high = order.index(str(after.row)) if after else len(order)
        missing = [row for row in order[low + 1 : high] if row in wanted]
        floor = before.end if before else 0
        for row in missing:
            gap = squash(text, floor, after.start if after else len(text))
            best = max(
                (fuzz.partial_ratio_alignment(word, gap.chars, score_cutoff=SIMILAR)
                 for word in form.label_variants(table)[row] if len(word) >= 4 and len(gap.chars) >= len(word) // 2),
                key=lambda hit: hit.score if hit else 0.0, default=None,
            )  # fmt: skip
            if best and best.dest_end - best.dest_start >= 3 and not gap.chars[best.dest_start : best.dest_end].isdigit():
                start, end = gap.place(best.dest_start, best.dest_end)
                start, end = _trim_digits(text, start, end)
                found.append(Label(row, *_widen(text, start, end, floor), certain=False))
                floor = end
    return found


def _trim_digits(text: str, start: int, end: int) -> tuple[int, int]:
    """Values beside a damaged label are no part of it."""
    while end > start and not ("\u4e00" <= text[end - 1] <= "\u9fff"):
        end -= 1
    while start < end and not ("\u4e00" <= text[start] <= "\u9fff"):
        start += 1
    return start, end
