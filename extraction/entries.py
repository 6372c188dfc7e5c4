"""The printed entries of a table region: cells closed by tabs, pipes or commas, and lines of text.

An `Entry` is what a physical cell or line holds. `hard` entries are cells with printed borders, in
which an empty one is a blank; a soft entry is a line, in which spaces may or may not part two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extraction.report import Span

LINE = re.compile(r"[^\n]*\n?")
RULE = re.compile(r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$")
VALUE = r"\s*(?:[+-]?\d+(?: \d+)*(?:\.\d+)?|[-—/]{1,2}|无)?\s*"
COMMAS = re.compile(rf"^(?!\s*\d{{1,3}}(?:,\d{{3}})+\s*$)(?:[^。；\n]*[^\d\s,，。；\n] *|{VALUE})(?:,{VALUE})+$")
INDENTED = re.compile(r"[ \u3000]{2,}\d")  # a number on a line of its own, as in the source of a page
PAGE = re.compile(r"\s*\d{1,2} ?/ ?\d{1,2}\s*")  # 「3/9」 between two rows


@dataclass(frozen=True, slots=True)
class Entry:
    """`row` numbers the physical rows; entries of one row have the same number, -1 where rows are not told."""

    row: int
    start: int
    end: int
    hard: bool


def entries(text: str, start: int, end: int, grids: tuple[Span, ...] = ()) -> list[Entry]:
    """Split `text[start:end]` into its printed entries, in order.

    `grids` are stretches that were real tables (one row a line, cells parted by tabs).
    """
    lines = [(m.start(), m.end()) for m in LINE.finditer(text, start, end) if m.end() > m.start()]
    lines = _unbroken(text, [(s, e - 1 if text[e - 1] == "\n" else e) for s, e in lines])
    single = sum(1 for s, e in lines if text[s:e].count("\t") == 1 and text[s:e].lstrip(" ").startswith("\t"))
    interior = sum(1 for s, e in lines if "\t" in text[s:e].strip(" \t"))
    led = single > interior  # Word to text: each cell is a line led by a tab, an empty line ends the row
    found: list[Entry] = []
    row = 0
    for s, e in lines:
        row += 1
        if any(a <= s < b for a, b in grids):
            found += _parted(text, s, e, "\t", row)
        elif led and text[s:e].lstrip(" ").startswith("\t"):
            row -= 1
            found.append(Entry(row, s, e, True))
        elif led and text[s:e].strip() and found and found[-1].hard and found[-1].row == row - 1:
            row -= 1
            found[-1] = Entry(row, found[-1].start, e, True)  # a cell broken over lines
        else:
            found += _line(text, s, e, row)
    return found


def _unbroken(text: str, lines: list[Span]) -> list[Span]:
    """The lines, those of one row that is broken before its numbers as one: 「许可 | ⏎        12 | ⏎」."""
    found: list[Span] = []
    for s, e in lines:
        if found and INDENTED.match(text, s, e) and _open(text, *found[-1]):
            found[-1] = (found[-1][0], e)
        else:
            found.append((s, e))
    return found


def _open(text: str, start: int, end: int) -> bool:
    """Whether the line is a row of several cells of which the last is empty."""
    line = text[start:end].rstrip(" \u3000")
    mark = line[-1:]
    if mark == "|":
        return line.count("|") > 1
    return mark in ("\t", ",") and bool(line.strip())


def _line(text: str, start: int, end: int, row: int) -> Iterator[Entry]:
    line = text[start:end]
    if not line.strip() or ("-" in line and RULE.match(line)) or PAGE.fullmatch(line):
        return
    pipes = line.count("|")
    if line.strip() == "|":  # one cell a line, and this one is blank
        yield Entry(-1, start, start, True)
    elif pipes > 1 or (pipes and line.lstrip().startswith("|")):
        yield from _parted(text, start, end, "|", row)
    elif pipes:
        yield from _piped(text, start, end)
    elif "\t" in line.strip(" "):
        yield from _parted(text, start, end, "\t", row)
    elif "," in line and COMMAS.match(line):
        yield from _parted(text, start, end, ",", row)
    else:
        yield Entry(-1, start, end, False)


def _piped(text: str, start: int, end: int) -> Iterator[Entry]:
    """One cell a line, closed by a pipe (or two cells with a pipe between)."""
    bar = text.index("|", start, end)
    yield Entry(-1, start, bar, True)
    if text[bar + 1 : end].strip():
        yield Entry(-1, bar + 1, end, True)


def _parted(text: str, start: int, end: int, mark: str, row: int) -> Iterator[Entry]:
    """The cells of one physical row; the border at either edge opens no cell."""
    edges = [start - 1, *(i for i in range(start, end) if text[i] == mark), end]
    cells = [(a + 1, b) for a, b in pairwise(edges)]
    if mark == "|" and len(cells) > 1 and not text[slice(*cells[0])].strip():
        cells = cells[1:]
    if mark == "|" and len(cells) > 1 and not text[slice(*cells[-1])].strip():
        cells = cells[:-1]
    for s, e in cells:
        yield Entry(row, s, e, True)
