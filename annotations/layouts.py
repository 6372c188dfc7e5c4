"""A statutory table, printed in the layouts in which reports arrive; the place of every cell is kept.

Layout names follow domain usage: `word` (Word to text: a tab leads each cell, an empty line ends a
row), `tabs`, `pipes`, `markdown`, `pipe_cells` and `lines` (one cell a line), `spaces` (PDF text),
`glued` (no separator at all), `csv`, `labelled` (one row a line, all its headings repeated).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extraction import form


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed cell; `path` is None for labels and heads. `covers` counts merged columns."""

    text: str
    path: str | None = None
    covers: int = 1
    below: int = 0  # rows further down that it covers


Rows = list[list[Entry]]


@dataclass(slots=True)
class Printed:
    """Text under construction, and where each cell stands in it."""

    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def put(self, entry: Entry) -> None:
        if entry.path:
            self.places[entry.path] = (len(self.text), len(self.text) + len(entry.text))
        self.text += entry.text


def rows(name: str, version: str, cells: Mapping[str, str]) -> Rows:
    """The physical rows of a table with its heads; `cells` gives the printed text of each path."""
    return {"disclosure": _disclosure, "applications": _applications, "disputes": _disputes}[name](version, cells)


def _values(name: str, row: form.Row, cells: Mapping[str, str]) -> list[Entry]:
    paths = [f"{name}.{row.name}.{column.name}" for column in row.columns]
    return [Entry(cells.get(path, ""), path) for path in paths]


def _disclosure(version: str, cells: Mapping[str, str]) -> Rows:
    found: Rows = []
    item, heads = "", tuple[str, ...]()
    for row in form.table("disclosure", version).rows:
        if row.path[0] != item:
            item, heads = row.path[0], ()
            found.append([Entry(item, covers=4)])
        labels = tuple(column.label for column in row.columns)
        if labels != heads:
            heads = labels
            found.append([Entry("信息内容"), *map(Entry, labels)])
        found.append([Entry(row.label), *_values("disclosure", row, cells)])
    return found


def _applications(version: str, cells: Mapping[str, str]) -> Rows:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    found: Rows = [
        [Entry(note, covers=3, below=2), Entry("申请人情况", covers=7)],
        [Entry("自然人", below=1), Entry("法人或其他组织", covers=5), Entry("总计", below=1)],
        [Entry(label) for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    table = form.table("applications", version).rows
    above: tuple[str, ...] = ()
    for row in table:
        labels: list[Entry] = []
        for depth, head in enumerate(row.path):
            if above[: depth + 1] != row.path[: depth + 1]:
                same = sum(1 for other in table if other.path[: depth + 1] == row.path[: depth + 1])
                labels.append(Entry(head, below=same - 1))
        above = row.path
        labels.append(Entry(row.label, covers=3 - len(row.path)))
        found.append([*labels, *_values("applications", row, cells)])
    return found


def _disputes(version: str, cells: Mapping[str, str]) -> Rows:
    table = form.table("disputes", "2021").rows
    heads = [Entry(column.label) for column in table[0].columns]
    return [
        [Entry("行政复议", covers=5), Entry("行政诉讼", covers=10)],
        [*(Entry(h.text, below=1) for h in heads), Entry("未经复议直接起诉", covers=5), Entry("复议后起诉", covers=5)],
        [*heads, *heads],
        [entry for row in table for entry in _values("disputes", row, cells)],
    ]


def grid(printed: Sequence[Sequence[Entry]]) -> Rows:
    """Rows with an empty entry for every place that a merged cell covers."""
    width = max(sum(entry.covers for entry in row) for row in printed)
    held: dict[tuple[int, int], bool] = {}
    found: Rows = []
    for r, row in enumerate(printed):
        line: list[Entry] = []
        pending = list(row)
        column = 0
        while column < width and (pending or (r, column) in held):
            if (r, column) in held:
                line.append(Entry(""))
                column += 1
                continue
            entry = pending.pop(0)
            line += [entry, *[Entry("")] * (entry.covers - 1)]
            for down in range(1, entry.below + 1):
                held.update({(r + down, column + c): True for c in range(entry.covers)})
            column += entry.covers
        found.append(line)
    return found


def word(printed: Rows) -> Printed:
    out = Printed()
    for row in grid(printed):
        entries = [e for i, e in enumerate(row) if e.text or e.path or _stands_alone(row, i)]
        for entry in entries:
            out.text += "\t"
            out.put(entry)
            out.text += "\n"
        out.text += "\n"
    return out


def _stands_alone(row: Sequence[Entry], i: int) -> bool:
    """An empty place left of the first label is printed by the converter; the rest of a wide cell is not."""
    return all(not entry.text for entry in row[:i])


def _joined(printed: Iterable[Sequence[Entry]], mark: str, edge: str = "", rule: bool = False) -> Printed:
    out = Printed()
    for number, row in enumerate(printed):
        out.text += edge
        for i, entry in enumerate(row):
            out.text += mark if i else ""
            out.put(entry)
        out.text += edge[::-1].rstrip() + "\n"
        if rule and number == 0:
            out.text += "|" + "---|" * len(row) + "\n"
    return out


def tabs(printed: Rows) -> Printed:
    return _joined(printed, "\t")


def pipes(printed: Rows) -> Printed:
    return _joined(grid(printed), " | ", "| ")


def markdown(printed: Rows) -> Printed:
    return _joined(printed, " | ", "| ", rule=True)


def csv(printed: Rows) -> Printed:
    return _joined(([entry for entry in row] for row in grid(printed)), ",")


def _cells(printed: Rows, close: str, blanks: bool) -> Printed:
    out = Printed()
    for entry in (entry for row in printed for entry in row):
        if entry.text or (entry.path and blanks):
            out.put(entry)
            out.text += close
    return out


def pipe_cells(printed: Rows) -> Printed:
    return _cells(printed, " |\n", blanks=True)


def lines(printed: Rows) -> Printed:
    """One cell a line; blank cells vanish."""
    return _cells(printed, "\n", blanks=False)


def spaces(printed: Rows) -> Printed:
    out = Printed()
    for row in printed:
        shown = [entry for entry in row if entry.text]
        for i, entry in enumerate(shown):
            out.text += " " if i else ""
            out.put(entry)
        out.text += "\n"
    return out


def glued(printed: Rows) -> Printed:
    return _cells(printed, "", blanks=False)


def labelled(printed: Rows) -> Printed:
    """All headings of a row repeated before it, as in a report printed from a data base."""
    out = Printed()
    held: list[tuple[str, int]] = []
    for row in printed:
        labels = [entry for entry in row if entry.path is None]
        values = [entry for entry in row if entry.path is not None]
        heads = [text for text, left in held if left > 0] if values else []
        held = [(text, left - 1) for text, left in held if left > 1] if values else []
        held += [(entry.text, entry.below) for entry in labels if entry.below and values]
        for i, entry in enumerate([*map(Entry, heads), *labels, *values]):
            out.text += "|" if i else ""
            out.put(entry)
        out.text += "\n"
    return out


LAYOUTS: Mapping[str, Callable[[Rows], Printed]] = {
    "word": word, "tabs": tabs, "pipes": pipes, "markdown": markdown, "pipe_cells": pipe_cells,
    "lines": lines, "spaces": spaces, "glued": glued, "csv": csv, "labelled": labelled,
}  # fmt: skip
KEEPS_BLANKS = frozenset({"word", "tabs", "pipes", "markdown", "pipe_cells", "csv", "labelled"})
