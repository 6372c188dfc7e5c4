"""Text -> the three statutory tables: each row of the form with the readings that its print allows.

One mechanism for all layouts: labels anchor (labels.py), the order of the form fills between anchors
(rows.py), the arithmetic decides between the readings that remain (readings.py, solver.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction import form, regions
from extraction.entries import entries
from extraction.labels import Label, find, find_damaged, squash
from extraction.readings import Atom, Reading, Shape, Slot, adds_up, agreement, amount, readings, steady
from extraction.report import Cell, Section, Span, Table
from extraction.rows import Run, align, runs, stream, without_label_blanks
from extraction.text import Text
from extraction.values import Value, state_of

if TYPE_CHECKING:
    from extraction.solver import Sum

MARKS = {
    "2021": ("本年制发件数", "本年废止件数", "现行有效件数", "现行有效件", "本年收费金额"),
    "2019": ("本年新制作数量", "本年新公开数量", "对外公开总数量", "对外公开数量", "上一年项目数量", "本年增减",
             "采购项目数量", "采购总金额", "其他对外管理服务事项"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table's print allows: for each row of the form its readings, [] where the row is absent.

    `start` and `end` are indices of the Text; `rows[name]` has one reading where the print is clear.
    """

    name: str
    version: str
    start: int
    end: int
    rows: Mapping[str, tuple[Reading, ...]]
    seen: frozenset[str]


def read(text: Text, sections: Sequence[Section], grids: Sequence[Span] = ()) -> dict[str, TableReading]:
    """The statutory tables that the text prints, by name; a missing one is left out."""
    chars = _with_commas(text)
    squashed = squash(chars)
    inner = tuple((text.at(s), text.at(e)) for s, e in grids)
    bounds = sorted(text.at(section.start) for section in sections)
    found: dict[str, TableReading] = {}
    for name in form.TABLES:
        found_at = regions.region(chars, name, squashed, bounds, _within(text, sections, name))
        if found_at:
            reading = _read(chars, name, found_at, inner)
            if reading:
                found[name] = reading
    if "disputes" in found and "applications" in found:
        found["disputes"] = replace(found["disputes"], version=found["applications"].version)
    return found


def _with_commas(text: Text) -> str:
    """The text with the half-width commas that were printed: they part the cells of a csv."""
    if "," not in text.printed:
        return text.chars
    return "".join(
        "," if c == "，" and text.printed[o] == "," else c for c, o in zip(text.chars, text.origin, strict=True)
    )


def _within(text: Text, sections: Sequence[Section], name: str) -> tuple[int, int] | None:
    for section in sections:
        if section.id == name:
            return text.at(section.start) + len(section.heading), text.at(section.end)
    return None


def _read(chars: str, name: str, region: tuple[int, int], grids: tuple[Span, ...]) -> TableReading | None:
    start, end = region
    labels = find(chars, name, squash(chars, start, end))
    version = _version(name, chars[start:end], labels)
    order = [row.name for row in form.table(name, version).rows]
    seen = {label.row for label in labels if label.row}
    if name == "applications" and len(seen) < len(order):
        labels = _with_damaged(chars, region, labels, order)
        seen = {label.row for label in labels if label.row}
        version = _version(name, chars[start:end], labels)
        order = [row.name for row in form.table(name, version).rows]
    width = {"disclosure": 3, "applications": 7, "disputes": 15}[name]
    items = stream(chars, entries(chars, start, end, grids), labels)
    printed = runs(without_label_blanks(items) if name == "applications" else items, width)
    if name == "disputes":
        rows = _dispute_rows(printed)
    else:
        rows = _rows(name, version, printed, frozenset(row for row in seen if row))
    if not rows:
        return None
    return TableReading(name, version, start, end, rows, frozenset(row for row in seen if row))


def _with_damaged(chars: str, region: tuple[int, int], labels: list[Label], order: Sequence[str]) -> list[Label]:
    seen = {label.row for label in labels}
    wanted = [row for row in order if row not in seen]
    chain = _rising(labels, order)
    start, end = region
    shifted = [Label(label.row, label.start - start, label.end - start) for label in chain]
    damaged = find_damaged(chars[start:end], "applications", shifted, wanted)
    moved = [Label(label.row, label.start + start, label.end + start, False) for label in damaged]
    clear = [label for label in moved if not any(a.start < label.end and label.start < a.end for a in labels)]
    return sorted([*labels, *clear], key=lambda label: label.start)


def _rising(labels: Sequence[Label], order: Sequence[str]) -> list[Label]:
    """The longest chain of labels in the order of the form."""
    place = {row: i for i, row in enumerate(order)}
    rows = [label for label in labels if label.row in place]
    best: list[tuple[int, int]] = []  # length and predecessor of the chain that ends here
    for i, label in enumerate(rows):
        options = [(best[j][0] + 1, j) for j in range(i) if place[str(rows[j].row)] < place[str(label.row)]]
        best.append(max(options, default=(1, -1)))
    chain: list[Label] = []
    i = max(range(len(rows)), key=lambda i: best[i][0], default=-1)
    while i >= 0:
        chain.append(rows[i])
        i = best[i][1]
    return chain[::-1]


def _version(name: str, printed: str, labels: Sequence[Label]) -> str:
    """The form of this table, told by its own labels."""
    if name == "disclosure":
        bare = squash(printed).chars
        counts = {version: sum(bare.count(word) for word in words) for version, words in MARKS.items()}
        return "2019" if counts["2019"] > counts["2021"] else "2021"
    rows = {label.row for label in labels}
    if name == "applications" and not rows & {"other_uncorrected", "other_unpaid"} and "other" in rows:
        return "2019"
    return "2021"


def shape(name: str, version: str, row: str) -> Shape:
    """The cells of a row and which of them are sums."""
    if name == "applications":
        return Shape((7,), True)
    if name == "disputes":
        return Shape((5, 5, 5), True)
    columns = form.table(name, version).row(row).columns
    return Shape((len(columns),), False, tuple(i for i, column in enumerate(columns) if column.type == "signed"))


def _rows(name: str, version: str, printed: Sequence[Run], seen: frozenset[str]) -> dict[str, tuple[Reading, ...]]:
    order = [row.name for row in form.table(name, version).rows]
    width = 7 if name == "applications" else 3
    placed = align(printed, order, width, seen)
    if name == "disclosure":  # its labels are unlike each other: they hold in any order
        placed |= {run.own[-1]: run for run in printed if run.own and run.own[-1] in order}
    options: dict[str, list[Reading]] = {}
    for row, run in placed.items():
        options[row] = readings(run.atoms, shape(name, version, row))
    if name == "applications":
        strays = [atom for run in printed if run not in placed.values() for atom in run.atoms]
        options = {row: _with_strays(found, strays) for row, found in options.items()}
    chosen = _choose(name, options, order)
    width_of = {row.name: len(row.columns) for row in form.table(name, version).rows}
    for row in order:
        if row in placed and not chosen.get(row):
            spans = [atom.span for atom in placed[row].atoms]
            hidden = Slot(Value(None, "lost"), "", (spans[0][0], spans[-1][1]))
            chosen[row] = (Reading((hidden,) * width_of[row], 50, "lost"),)
        elif row in seen and row not in placed:
            chosen[row] = (Reading((Slot(Value(None, "lost"), "", None),) * width_of[row], 50, "lost"),)
    return {row: chosen[row] for row in order if row in chosen}


def _choose(
    name: str, options: Mapping[str, list[Reading]], order: Sequence[str]
) -> dict[str, tuple[Reading, ...]]:
    options = {row: found for row, found in options.items() if found}
    told = {row: tuple(found) for row, found in options.items()}
    if name != "applications" or all(len(found) == 1 for found in options.values()):
        return told
    same = steady(options)
    if same:
        return same
    # A row of which no reading adds up has lost a number: the sums of its columns say nothing.
    sound = [row for row, found in told.items() if len(found) == 1 or adds_up(found[0].slots, Shape((7,), True))]
    sums = column_sums(sound, order)
    if not sums:
        return told
    from extraction.solver import choose

    return told | choose({row: told[row] for row in sound}, sums)


def column_sums(rows: Sequence[str], order: Sequence[str]) -> list[Sum]:
    """The two rules of table 3 for each of its seven columns (勾稽关系, and the sum of the results).

    `rows` of those in `order` are known; a sum that lacks one of its terms is no rule.
    """
    from extraction.solver import Sum

    leaves = [row for row in order if row not in form.EDGE_ROWS]
    sums = []
    for column in range(7):
        if all(row in rows for row in (*leaves, "processed_total")):
            sums.append(Sum((*((1, row, column) for row in leaves), (-1, "processed_total", column))))
        if all(row in rows for row in form.EDGE_ROWS):
            signs = zip((1, 1, -1, -1), form.EDGE_ROWS, strict=True)
            sums.append(Sum(tuple((sign, row, column) for sign, row in signs)))
    return sums


def _with_strays(found: list[Reading], strays: Sequence[Atom]) -> list[Reading]:
    """A total that fell out of its row: a number alone in the table that is just what the row lacks."""
    if len(found) != 1 or adds_up(found[0].slots, Shape((7,), True)) or not strays:
        return found
    slots = found[0].slots
    missing = [i for i, slot in enumerate(slots) if slot.value.value is None]
    if len(missing) != 1 or missing[0] != 6:
        return found
    need = sum(map(amount, slots))
    fits = [atom for atom in strays if atom.value.value == need]
    if len(fits) != 1:
        return found
    filled = Slot(Value(need, state_of(need), None, 0.6), fits[0].raw, fits[0].span)
    return [Reading((*slots[:6], filled), 6, "displaced")]


def _dispute_rows(printed: Sequence[Run]) -> dict[str, tuple[Reading, ...]]:
    filled = [run for run in printed if not run.empty]
    if not filled:
        filled = [run for run in printed if len(run.atoms) >= 15][-1:]
    whole = [run for run in filled if len(run.atoms) == 15]
    atoms = [atom for run in whole[:1] or filled for atom in run.atoms]
    if not atoms:
        return {}
    found = readings(atoms, Shape((5, 5, 5), True))
    if not found:
        hidden = Slot(Value(None, "lost"), "", (atoms[0].span[0], atoms[-1].span[1]))
        found = [Reading((hidden,) * 15, 50, "lost")]
    return {
        row.name: tuple({r.slots: r for r in (replace(f, slots=f.slots[i * 5 : i * 5 + 5]) for f in found)}.values())
        for i, row in enumerate(form.table("disputes", "2021").rows)
    }


CONFIDENCE = {"printed": 0.99, "trimmed": 0.96, "split": 0.93, "joined": 0.7, "placed": 0.8, "displaced": 0.6, "lost": 0.0}


def cells(text: Text, reading: TableReading | None, name: str, version: str,
          told: Mapping[str, frozenset[float]]) -> Table:  # fmt: skip
    """The table's cells with their places in the Document.

    `told` are values that the prose gives for a cell; they decide between readings that the sums leave open.
    """
    version = reading.version if reading else version
    table: dict[str, dict[str, Cell]] = {}
    for row in form.table(name, version).rows:
        options = reading.rows.get(row.name, ()) if reading else ()
        names = [column.name for column in row.columns]
        if not options:
            table[row.name] = {column: Cell(None, "", "absent", None, 1.0) for column in names}
            continue
        agreed = agreement(_believed(options, [f"{name}.{row.name}.{column}" for column in names], told))
        table[row.name] = {
            column: _cell(text, slot, agreed.how) for column, slot in zip(names, agreed.slots, strict=True)
        }
    span = text.span(reading.start, reading.end) if reading else None
    return Table(version if reading else "none", span, table)


def _believed(
    options: Sequence[Reading], paths: Sequence[str], told: Mapping[str, frozenset[float]]
) -> Sequence[Reading]:
    """The options that agree with most of what the prose says of these cells."""
    if len(options) == 1 or not any(path in told for path in paths):
        return options
    votes = [
        sum(slot.value.value in told.get(path, ()) for path, slot in zip(paths, option.slots, strict=True))
        for option in options
    ]
    return [option for option, vote in zip(options, votes, strict=True) if vote == max(votes)]


def _cell(text: Text, slot: Slot, how: str) -> Cell:
    if slot.span is None:
        return Cell(None, "", slot.value.state, None, 0.0)
    span = text.span(*slot.span)
    raw = text.printed[span[0] : span[1]]
    sure = 0.0 if slot.value.state == "lost" else CONFIDENCE[how] * slot.value.sure
    return Cell(slot.value.value, raw, slot.value.state, span, round(sure, 3))
