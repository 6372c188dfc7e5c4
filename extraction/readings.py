"""The readings that the printed atoms of a row allow, and the choice among them by the arithmetic.

A reading fills the cells of one row. Where a row's atoms are one for each cell there is one reading.
Where cells run together (`16552499331992721106928`), vanish, or are cut in two, all readings that the
row's own sum allows are listed here; `choose` takes those that satisfy the column rules too, and keeps
every cell on which the best readings agree. The others are lost: a wrong number is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from extraction.report import Number, Span
from extraction.values import NUMBER, Value, number, state_of

LIMIT = 3000  # readings of one row; beyond this the row is lost
DIGITS = 9  # of one count


@dataclass(frozen=True, slots=True)
class Atom:
    """One printed entry of a row. `hard`: it fills a cell with printed borders, so it is never cut.

    `tied` says that nothing but a space parts it from the atom before.
    """

    value: Value
    raw: str
    span: Span
    hard: bool
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell in a reading: an atom or a part of one; `value.state` is lost where nothing is left of it."""

    value: Value
    raw: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The cells of a row, with the cost of what had to be assumed."""

    slots: tuple[Slot, ...]
    cost: int
    how: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Widths of the sums of a row: (7,) for table 3, (5, 5, 5) for table 4; `summed` where the last of each is a total.

    `signed` are the cells that may be below zero (本年增/减).
    """

    blocks: tuple[int, ...]
    summed: bool
    signed: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return sum(self.blocks)


LOST = Slot(Value(None, "lost"), "", None)


def amount(slot: Slot) -> Number:
    """What a cell adds to a sum; blank, dash and none count as 0."""
    return slot.value.value or 0


def adds_up(slots: Sequence[Slot], shape: Shape) -> bool:
    """Every block's last cell equals the sum of its others, where it has numbers."""
    if not shape.summed:
        return True
    at = 0
    for width in shape.blocks:
        block = slots[at : at + width]
        at += width
        if any(slot.value.value is not None for slot in block) and sum(map(amount, block[:-1])) != amount(block[-1]):
            return False
    return True


def readings(atoms: Sequence[Atom], shape: Shape) -> list[Reading]:
    """All readings of a row that are worth weighing, cheapest first; [] where none fits."""
    plain = tuple(Slot(atom.value, atom.raw, atom.span) for atom in atoms)
    if len(atoms) == shape.width and not _glued(atoms):
        if adds_up(plain, shape) or all(atom.hard for atom in atoms):
            return [Reading(plain, 0, "printed")]
    if len(atoms) > shape.width:
        trimmed = _trimmed(atoms, shape)
        if trimmed:
            return trimmed
    found: list[Reading] = []
    for way in (_split, _joined, _placed):
        found += _listed(way(atoms, shape))
        sound = [reading for reading in found if adds_up(reading.slots, shape)]
        if sound:
            return sound
    if len(atoms) == shape.width and not _glued(atoms):
        return [Reading(plain, 0, "printed")]
    return sorted(found, key=lambda reading: reading.cost)[:LIMIT]


def _listed(ways: Iterator[Reading]) -> list[Reading]:
    found = []
    for reading in ways:
        found.append(reading)
        if len(found) >= LIMIT:
            break
    return found


def _glued(atoms: Sequence[Atom]) -> bool:
    return any(not atom.hard and len(atom.raw) > 1 and atom.raw[0] == "0" and atom.raw.isdigit() for atom in atoms)


def _trimmed(atoms: Sequence[Atom], shape: Shape) -> list[Reading]:
    """Blank cells of merged columns dropped, at the left or the right edge or between."""
    surplus = len(atoms) - shape.width
    blanks = [i for i, atom in enumerate(atoms) if atom.value.state == "blank"]
    if len(blanks) < surplus or not all(atom.hard for atom in atoms):
        return _repeated(atoms, shape)
    ways = [tuple(range(surplus)), tuple(range(len(atoms) - surplus, len(atoms)))]
    if len(blanks) == surplus:
        ways.append(tuple(blanks))
    elif not any(set(way) <= set(blanks) for way in ways) and len(blanks) <= 9:
        ways += list(combinations(blanks, surplus))
    found = []
    for cost, way in enumerate(ways, 1):
        if set(way) <= set(blanks):
            slots = tuple(Slot(a.value, a.raw, a.span) for i, a in enumerate(atoms) if i not in way)
            found.append(Reading(slots, cost, "trimmed"))
    sound = [reading for reading in found if adds_up(reading.slots, shape)]
    return (sound or found)[:1]


def _repeated(atoms: Sequence[Atom], shape: Shape) -> list[Reading]:
    """Extra zeros or a repeated value in merged columns: `行政处罚 | 4 | 0 | 0` under one column."""
    head = tuple(Slot(a.value, a.raw, a.span) for a in atoms[: shape.width])
    rest = atoms[shape.width :]
    if shape.width == 1 and all(a.value.value in (0, None, atoms[0].value.value) for a in rest):
        return [Reading(head, 4, "trimmed")]
    return []


def _split(atoms: Sequence[Atom], shape: Shape) -> Iterator[Reading]:
    """Digits that run together, cut into as many numbers as the row has cells.

    A printed space or sign is an edge; no number begins with 0 but 0 itself.
    """
    if len(atoms) > shape.width or any(atom.value.value is None or atom.hard for atom in atoms):
        return
    pieces = [re.match(rf"{NUMBER}|", atom.raw)[0] for atom in atoms]  # type: ignore[index]
    ends = _block_ends(shape)

    def cut(piece: int, at: int, slots: tuple[Slot, ...], total: Number) -> Iterator[tuple[Slot, ...]]:
        index = len(slots)
        if piece == len(pieces):
            if index == shape.width:
                yield slots
            return
        rest = len(pieces[piece]) - at
        left = shape.width - index
        if left < len(pieces) - piece or left > rest + sum(map(len, pieces[piece + 1 :])):
            return
        last = shape.summed and index in ends
        for length in _lengths(pieces[piece], at):
            raw = pieces[piece][at : at + length]
            value = number(raw)
            if (last and value != total) or (raw[0] in "+-" and index not in shape.signed):
                continue
            start = atoms[piece].span[0] + at
            slot = Slot(Value(value, state_of(value)), raw, (start, start + length))
            done = at + length == len(pieces[piece])
            following = (piece + 1, 0) if done else (piece, at + length)
            yield from cut(*following, (*slots, slot), 0 if index in ends else total + value)

    for slots in cut(0, 0, (), 0):
        yield Reading(slots, 1, "split")
    if shape.summed:  # a printed sum may be wrong: then every cut is possible
        free = replace(shape, summed=False)
        if sum(map(len, pieces)) - shape.width <= 6:
            for reading in _split(atoms, free):
                if not adds_up(reading.slots, shape):
                    yield replace(reading, cost=20)


def _block_ends(shape: Shape) -> set[int]:
    ends, at = set(), -1
    for width in shape.blocks:
        at += width
        ends.add(at)
    return ends


def _lengths(piece: str, at: int) -> Iterator[int]:
    """How long a number that begins at `at` may be."""
    sign = 1 if piece[at] in "+-" else 0
    if piece[at + sign] == "0" and piece[at + sign + 1 : at + sign + 2] != ".":
        yield sign + 1
        return
    stop = piece.find(".", at)
    if stop >= 0:  # a point and what follows belong to the last number
        yield len(piece) - at
        for length in range(1, min(DIGITS, stop - at - 1) + 1):
            yield length
        return
    for length in range(1 + sign, min(DIGITS + sign, len(piece) - at) + 1):
        yield length


def _joined(atoms: Sequence[Atom], shape: Shape) -> Iterator[Reading]:
    """A number cut in two cells or by a space: `1 | 2` for 12."""
    surplus = len(atoms) - shape.width
    if not 0 < surplus <= 3 or any(atom.value.value is None for atom in atoms):
        return
    gaps = range(1, len(atoms))
    for joins in combinations(gaps, surplus):
        slots: list[Slot] = []
        for i, atom in enumerate(atoms):
            if i in joins and slots[-1].span is not None:
                raw = slots[-1].raw + atom.raw
                if not raw.isdigit() or raw[0] == "0":
                    break
                value = number(raw)
                slots[-1] = Slot(Value(value, state_of(value), None, 0.8), raw, (slots[-1].span[0], atom.span[1]))
            else:
                slots.append(Slot(atom.value, atom.raw, atom.span))
        else:
            if adds_up(slots, shape):
                yield Reading(tuple(slots), 3, "joined")


def _placed(atoms: Sequence[Atom], shape: Shape) -> Iterator[Reading]:
    """Some cells vanished: the atoms that remain, in order, in every place."""
    if not 0 < len(atoms) < shape.width:
        return
    for places in combinations(range(shape.width), len(atoms)):
        slots = [LOST] * shape.width
        for place, atom in zip(places, atoms, strict=True):
            slots[place] = Slot(atom.value, atom.raw, atom.span)
        yield Reading(tuple(slots), 5, "placed")


def agreement(options: Sequence[Reading]) -> Reading:
    """The cells on which all options agree; the others are lost, with the run of characters they hide in."""
    if len(options) == 1:
        return options[0]
    slots = []
    for column in zip(*(option.slots for option in options), strict=True):
        same = all(slot.value == column[0].value and slot.span == column[0].span for slot in column[1:])
        slots.append(column[0] if same else _hidden(column))
    return Reading(tuple(slots), options[0].cost, options[0].how)


def _hidden(column: Sequence[Slot]) -> Slot:
    spans = [slot.span for slot in column if slot.span]
    return Slot(Value(None, "lost"), "", (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None)
