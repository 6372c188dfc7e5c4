"""The readings that the printed atoms of a row allow, and the choice among them by the arithmetic.

A reading fills the cells of one row. Where a row's atoms are one for each cell there is one reading.
Where cells run together (`16552499331992721106928`), vanish, or are cut in two, all readings that the
row's own sum allows are listed here; `choose` takes those that satisfy the column rules too, and keeps
every cell on which the best readings agree. The others are lost: a wrong number is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from extraction import digits
from extraction.report import Number, Span
from extraction.values import NUMBER, Value, number, state_of

LIMIT = 3000  # readings of one row; beyond this the row is lost


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
    whole = len(atoms) == shape.width and not _glued(atoms)
    if whole and (adds_up(plain, shape) or all(atom.hard for atom in atoms)):
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
    if whole or (len(atoms) == shape.width and shape.summed):
        return [Reading(plain, 0, "printed")]
    return sorted(found, key=lambda reading: reading.cost)[:LIMIT]


def _listed(ways: Iterator[Reading]) -> list[Reading]:
    found = []
    for reading in ways:
        found.append(reading)
        if len(found) >= LIMIT:
            return []  # a part of them would look like a choice
    return found


def _glued(atoms: Sequence[Atom]) -> bool:
    """Whether digits run together: a number that begins with 0, or two with nothing between."""
    led = any(not atom.hard and len(atom.raw) > 1 and atom.raw[0] == "0" and atom.raw.isdigit() for atom in atoms)
    return led or _touching(atoms)


def _touching(atoms: Sequence[Atom]) -> bool:
    return any(b.tied and b.span[0] == a.span[1] and not (a.hard or b.hard) for a, b in pairwise(atoms))


def _trimmed(atoms: Sequence[Atom], shape: Shape) -> list[Reading]:
    """Blank cells of merged columns dropped, at the left or the right edge or between."""
    surplus = len(atoms) - shape.width
    blanks = [i for i, atom in enumerate(atoms) if atom.value.state == "blank"]
    if len(blanks) < surplus or not all(atom.hard for atom in atoms):
        return _repeated(atoms, shape)
    edges = [tuple(range(surplus)), tuple(range(len(atoms) - surplus, len(atoms)))]
    ways = [way for way in edges if set(way) <= set(blanks)][:1]
    if len(blanks) == surplus:
        ways.append(tuple(blanks))
    elif not ways and len(blanks) <= 9:  # any of them may be the one too many
        ways = list(combinations(blanks, surplus))
    found = []
    for way in ways:
        slots = tuple(Slot(a.value, a.raw, a.span) for i, a in enumerate(atoms) if i not in way)
        found.append(Reading(slots, 1, "trimmed"))
    sound = [reading for reading in found if adds_up(reading.slots, shape)]
    if len(blanks) == surplus:
        return (sound or found)[:1]
    if not sound and shape.summed and ways[:1] and not _edge(atoms, ways[0]):
        return []  # more blanks than surplus cells at this edge: a number is gone beside them
    return sound or found


def _edge(atoms: Sequence[Atom], way: Sequence[int]) -> bool:
    """Whether the blanks of `way` are all that stand at their edge."""
    beside = way[-1] + 1 if way[0] == 0 else way[0] - 1
    return atoms[beside].value.state != "blank"


def _repeated(atoms: Sequence[Atom], shape: Shape) -> list[Reading]:
    """Extra zeros or a repeated value in merged columns: `行政处罚 | 4 | 0 | 0` under one column."""
    head = tuple(Slot(a.value, a.raw, a.span) for a in atoms[: shape.width])
    rest = atoms[shape.width :]
    if shape.width == 1 and all(a.value.value in (0, None, atoms[0].value.value) for a in rest):
        return [Reading(head, 4, "trimmed")]
    if not shape.summed and all(a.hard for a in atoms) and all(a.value.value in (0, None) for a in rest):
        return [Reading(head, 4, "trimmed")] if atoms[0].value.value else []
    return []


def _split(atoms: Sequence[Atom], shape: Shape) -> Iterator[Reading]:
    """Digits that run together, cut into as many numbers as the row has cells.

    Where the row has a sum it must hold: else blank cells may have vanished among the digits.
    """
    if len(atoms) > shape.width or any(atom.value.value is None or atom.hard for atom in atoms):
        return
    pieces = [re.match(rf"{NUMBER}|", atom.raw)[0] for atom in atoms]  # type: ignore[index]
    text = "".join(pieces)
    places = [atom.span[0] + i for atom, piece in zip(atoms, pieces, strict=True) for i in range(len(piece))]
    if shape.summed and text.isdigit():
        edges = frozenset(sum(map(len, pieces[:i])) for i in range(1, len(pieces)))
        for cut in digits.summed(text, edges, shape.blocks):
            yield Reading(_slots(text, places, cut), 1, "split")
    spaced = any(b.tied and b.span[0] > a.span[1] for a, b in pairwise(atoms))
    if not shape.summed and not (spaced and _touching(atoms)):  # else the space may stand inside a number
        for cut in digits.free(pieces, shape.width, shape.signed):
            yield Reading(_slots(text, places, cut), 1, "split")


def _slots(text: str, places: Sequence[int], cut: digits.Cut) -> tuple[Slot, ...]:
    found = []
    for start, end in cut:
        value = number(text[start:end])
        found.append(Slot(Value(value, state_of(value)), text[start:end], (places[start], places[end - 1] + 1)))
    return tuple(found)


def _joined(atoms: Sequence[Atom], shape: Shape) -> Iterator[Reading]:
    """A number cut in two cells or by a space: `1 | 2` for 12."""
    surplus = len(atoms) - shape.width
    if not shape.summed or not 0 < surplus <= 3 or any(atom.value.value is None for atom in atoms):
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
    if not 0 < len(atoms) < shape.width or _glued(atoms):
        return
    if (len(atoms) < 2 or not shape.summed) and any(not atom.hard and len(atom.raw) > 1 for atom in atoms):
        return  # digits that nothing parts may themselves be several cells
    for places in combinations(range(shape.width), len(atoms)):
        slots = [LOST] * shape.width
        for place, atom in zip(places, atoms, strict=True):
            slots[place] = Slot(atom.value, atom.raw, atom.span)
        yield Reading(tuple(slots), 5, "placed")


def steady(options: Mapping[str, list[Reading]]) -> dict[str, tuple[Reading, ...]] | None:
    """Whole columns vanished: where nearly every row lacks as many cells, those of the same columns.

    None where the rows do not tell so.
    """
    placed = {row: found for row, found in options.items() if found and all(r.how == "placed" for r in found)}
    if len(placed) < max(5, 0.8 * len(options)):
        return None
    shared = frozenset.intersection(*(frozenset(map(_vanished, found)) for found in placed.values()))
    if not shared:
        return None
    kept = {row: [r for r in found if row not in placed or _vanished(r) in shared] for row, found in options.items()}
    return {row: tuple(found) for row, found in kept.items()}


def _vanished(reading: Reading) -> tuple[int, ...]:
    return tuple(i for i, slot in enumerate(reading.slots) if slot is LOST)


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
