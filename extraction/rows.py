"""Entries and labels -> the printed rows of values, each set against a row of the form.

Labels anchor, the order of the form fills between anchors: a run of values whose label is lost, or
printed after it, still finds its row when its neighbours leave only one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.entries import Entry
from extraction.labels import Label
from extraction.readings import Atom
from extraction.values import BLANK, RUN, Value, parse

TOKEN = re.compile(r"[^\s,，]+(?:[,，]\d[^\s,，]*)*")
GLUED = re.compile(rf"(?:{RUN.pattern})+")
EVEN = 0.85  # share of the rows of a grid that have as many cells
TEXT_CELL = 20  # characters that a cell without a number may have
OWN, NEAR, AFTER, FOREIGN = 6.0, 4.0, 1.5, -6.0
UNSEEN, UNFILLED, STRAY, SHORT = -0.4, -1.0, -6.0, -0.8


@dataclass(frozen=True, slots=True)
class Run:
    """Values that stand together, with the labels of its own row, and those before and after it."""

    atoms: tuple[Atom, ...]
    own: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...] = ()

    @property
    def hard(self) -> bool:
        return all(atom.hard for atom in self.atoms)

    @property
    def empty(self) -> bool:
        return all(atom.value.state == "blank" for atom in self.atoms)


Item = Label | Atom | None  # None: text between that is neither label nor value
Stream = list[tuple[int, Item]]  # with the physical row, -1 where rows are not told


def stream(text: str, printed: Sequence[Entry], labels: Sequence[Label]) -> Stream:
    """Labels and values in printed order."""
    found: Stream = []
    pending = list(labels)
    at = 0
    for entry in printed:
        cursor = entry.start
        while at < len(pending) and pending[at].start < entry.end:
            label = pending[at]
            if label.start > cursor:
                found += [(entry.row, item) for item in _values(text, cursor, label.start, entry, alone=False)]
            if label.start >= entry.start:
                found.append((entry.row, label))
            cursor = max(cursor, label.end)
            if label.end > entry.end:
                break  # the label goes on in the next entry
            at += 1
        if cursor == entry.start:
            found += [(entry.row, item) for item in _values(text, entry.start, entry.end, entry, alone=True)]
        elif cursor < entry.end:
            found += [(entry.row, item) for item in _values(text, cursor, entry.end, entry, alone=False)]
    return found


def _values(text: str, start: int, end: int, entry: Entry, *, alone: bool) -> Iterator[Item]:
    """The values that `text[start:end]` of an entry holds; `alone` where no label shares the entry."""
    raw = text[start:end]
    if entry.hard and alone:
        yield _cell(raw, start)
        return
    tokens = list(TOKEN.finditer(raw))
    single = alone and len(tokens) == 1
    for position, token in enumerate(tokens):
        base = start + token.start()
        value = parse(token[0])
        if value and (value.unit is None or value.value is not None) and value.state != "text":
            if value.value is None and not (alone or entry.hard) and len(token[0]) == 1 and token[0] in "/_":
                continue
            yield Atom(value, token[0], (base, base + len(token[0])), single or entry.hard, position > 0)
        elif GLUED.fullmatch(token[0]):
            for part in RUN.finditer(token[0]):
                inner = parse(part[0])
                if inner:
                    span = (base + part.start(), base + part.end())
                    yield Atom(inner, part[0], span, False, True)
        else:
            yield None


def _cell(raw: str, start: int) -> Item:
    """A bordered cell: a value, a blank, or a short text; a long text is None."""
    value = parse(raw)
    if value is BLANK:
        return Atom(value, "", (start, start), True)
    if value is None and len(raw.strip()) > TEXT_CELL:
        return None
    lead = len(raw) - len(raw.lstrip())
    span = (start + lead, start + lead + len(raw.strip()))
    return Atom(value or Value(None, "text"), raw.strip(), span, True)


def without_label_blanks(items: Stream) -> Stream:
    """In a grid of even rows, a row that lacks a cell: the blank beside its label is the label's.

    `总计 | | 14 | 3 | 17` among rows of two cells and four numbers has lost a number, not left one blank.
    """
    widths = Counter(physical for physical, _ in items if physical >= 0)
    usual, rows = Counter(widths.values()).most_common(1)[0] if widths else (0, 0)
    if rows < EVEN * len(widths):
        return items
    kept: Stream = []
    beside = False  # behind a label, before any number
    for physical, item in items:
        short = physical >= 0 and widths[physical] < usual
        blank = isinstance(item, Atom) and item.value.state == "blank"
        beside = isinstance(item, Label) or (beside and blank and kept[-1][0] == physical)
        if not (short and beside and blank):
            kept.append((physical, item))
    return kept


def runs(items: Stream, width: int) -> list[Run]:
    """Values between labels, one run for each printed row.

    Blanks before the label of a physical row belong to merged label cells and are dropped; so are
    rows of nothing but blanks without a label.
    """
    rows = _Rows(width, Counter(physical for physical, item in items if isinstance(item, Atom)))
    for physical, item in items:
        rows.add(physical, item)
    rows.close()
    return _with_after(rows.found)


@dataclass
class _Rows:
    """The runs found so far, and the values and labels of the one that is being read."""

    width: int
    printed: Counter[int]  # values of each physical row
    found: list[Run] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    row: int = -1
    labelled: int = -1

    def add(self, physical: int, item: Item) -> None:
        new_row = physical != self.row
        if isinstance(item, Label):
            self._label(physical, item, new_row)
        elif isinstance(item, Atom) and (item.value.state != "text" or (self.own and physical == self.labelled >= 0)):
            self._value(physical, item, new_row)
        elif not self.own or self.atoms:
            self.close()
        self.row = physical

    def close(self) -> None:
        if self.atoms and (self.own or not all(atom.value.state == "blank" for atom in self.atoms)):
            self.found.extend(_chunks(self.atoms, tuple(self.own), tuple(self.before), self.width))
            self.own, self.before = [], []
        self.atoms = []

    def _label(self, physical: int, label: Label, new_row: bool) -> None:
        self.close()
        if new_row:
            self.before, self.own = [*self.before, *self.own], []
        if label.row:
            self.own.append(label.row)
            self.labelled = physical

    def _value(self, physical: int, atom: Atom, new_row: bool) -> None:
        room = self.width - self.printed[physical]
        if new_row and self.atoms and (physical >= 0 or self.row >= 0) and not _continues(self.atoms, room):
            if 2 * len(self.atoms) < self.width <= self.printed[physical] and self.row < 0:  # a number that fell out of its row
                self.found.append(Run(tuple(self.atoms), (), ()))
                self.atoms = []
            self.close()
        if new_row and not self.atoms and self.own and physical >= 0:
            self.before, self.own = [*self.before, *self.own], []
        self.atoms.append(atom)


def _continues(atoms: Sequence[Atom], room: int) -> bool:
    """A row broken in the middle: it has values, and room for those that follow."""
    return 0 < len(atoms) <= room and any(atom.value.state != "blank" for atom in atoms)


def _chunks(atoms: list[Atom], own: tuple[str, ...], before: tuple[str, ...], width: int) -> Iterator[Run]:
    """Two rows in one run, where a label between them is lost."""
    filled = sum(atom.value.state != "blank" for atom in atoms)  # no more than one row: a lone pipe beside each
    if width > 1 and filled > width and len(atoms) % width == 0 and not atoms[0].tied:
        for at in range(0, len(atoms), width):
            yield Run(tuple(atoms[at : at + width]), own if at == 0 else (), before if at == 0 else ())
    else:
        yield Run(tuple(atoms), own, before)


def _with_after(found: list[Run]) -> list[Run]:
    following = [*found[1:], Run((), (), ())]
    return [
        Run(run.atoms, run.own, run.before, (*after.before, *after.own))
        for run, after in zip(found, following, strict=False)
    ]


def align(printed: Sequence[Run], order: Sequence[str], width: int, seen: frozenset[str]) -> dict[str, Run]:
    """The run of each row of the form, rows rising; the best total of label evidence wins.

    `seen` are rows whose label is printed. Rows without a run are left out.
    """
    rows, count = len(order), len(printed)
    best = [[0.0] * (rows + 1) for _ in range(count + 1)]
    for j in range(1, rows + 1):
        best[0][j] = best[0][j - 1] + _skip_row(order[j - 1], seen)
    for i in range(1, count + 1):
        best[i][0] = best[i - 1][0] + _skip_run(printed[i - 1], width)
        for j in range(1, rows + 1):
            best[i][j] = max(
                best[i - 1][j - 1] + _score(printed[i - 1], order[j - 1], width),
                best[i - 1][j] + _skip_run(printed[i - 1], width),
                best[i][j - 1] + _skip_row(order[j - 1], seen),
            )
    placed: dict[str, Run] = {}
    i, j = count, rows
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + _score(printed[i - 1], order[j - 1], width):
            placed[order[j - 1]] = printed[i - 1]
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j] + _skip_run(printed[i - 1], width):
            i -= 1
        else:
            j -= 1
    return placed


def _score(run: Run, row: str, width: int) -> float:
    if row in run.own:
        return OWN if row == run.own[-1] else OWN - 1
    if run.own:
        return FOREIGN
    if row in run.before:
        return NEAR
    fits = 0.5 if len(run.atoms) >= width else 0.0
    return (AFTER if row in run.after else 0.0) + fits - (1.0 if len(run.atoms) < width / 2 else 0.0)


def _skip_row(row: str, seen: frozenset[str]) -> float:
    return UNFILLED if row in seen else UNSEEN


def _skip_run(run: Run, width: int) -> float:
    return STRAY if len(run.atoms) >= width or run.own else SHORT
