"""Damage to what stands in the cells of the tables: blanks, dashes, units, signs, separators, spaces."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from annotations.build import plain
from extraction.report import Cell, Report
from training.edits import Change, Edit, edited, with_cells
from training.malformations.kinds import Kind, rate, some

_SEPARATOR = "\t|,"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_DIGITS = re.compile(r"\d{4,}(?![\d.])")

Printed = list[tuple[str, Cell]]


def _printed(report: Report, table: str | None = None) -> Printed:
    """The cells that print their own number, by path; those of a glued run are left out."""
    found: Printed = []
    for name, printed in report.tables.items():
        for row, cells in printed.cells.items() if table in (None, name) else ():
            for column, cell in cells.items():
                if cell.span and cell.value is not None and cell.raw == plain(cell.value):
                    found.append((f"{name}.{row}.{column}", cell))
    return found


def _zeros(report: Report) -> Printed:
    return [(path, cell) for path, cell in _printed(report) if cell.value == 0]


def _kept(report: Report, cell: Cell) -> bool:
    """Whether a separator shows the place of the cell when it prints nothing."""
    start, end = cell.span or (0, 0)
    before = report.text[max(0, start - 3) : start].rstrip(" ")
    after = report.text[end : end + 3].lstrip(" ")
    return before[-1:] in tuple(_SEPARATOR) or after[:1] in tuple(_SEPARATOR)


def _chosen(cells: Printed, rng: Random, severity: float) -> Printed:
    """Whole columns of table 3, or single cells: what agencies leave out or strike out."""
    columns = sorted({path.rsplit(".", 1)[1] for path, _ in cells if path.startswith("applications.")})
    columns = [column for column in columns if column not in ("natural_person", "total")]
    if columns and rng.random() < 0.5:
        left = some(columns, rng, 0.5, severity)
        return [(path, cell) for path, cell in cells if path.rsplit(".", 1)[1] in left]
    return some(cells, rng, 0.15, severity)


def blanks(report: Report, rng: Random, severity: float) -> Report:
    """Nothing is printed in place of 0. Where no separator shows the place, the cell is lost."""
    edits: list[Edit] = []
    changes: dict[str, Change] = {}
    for path, cell in _chosen(_zeros(report), rng, severity):
        start, end = cell.span or (0, 0)
        kept = _kept(report, cell)
        alone = report.text[start - 1 : start] == "\n" == report.text[end : end + 1]
        edits.append(Edit(start, end + (alone and not kept), ""))
        changes[path] = _blank if kept else _lost
    return with_cells(edited(report, edits), changes)


def _blank(cell: Cell) -> Cell:
    return Cell(None, "", "blank", cell.span, 1.0)


def _lost(cell: Cell) -> Cell:
    return Cell(None, "", "lost", None, 1.0)


def dashes(report: Report, rng: Random, severity: float) -> Report:
    """/, -, —, 无 in place of 0."""
    sign = rng.choice(["/", "/", "-", "—", "--", "无"])
    chosen = _chosen(_zeros(report), rng, severity)

    def strike(cell: Cell) -> Cell:
        return Cell(None, cell.raw, "none_word" if sign == "无" else "dash", cell.span, 1.0)

    edits = [Edit(*cell.span, sign) for _, cell in chosen if cell.span]
    return with_cells(edited(report, edits), {path: strike for path, _ in chosen})


def units(report: Report, rng: Random, severity: float) -> Report:
    """「5件」 「3.2万元」 in a cell of table 2."""
    edits = []
    for path, cell in some(_printed(report, "disclosure"), rng, 0.2, severity):
        unit = "万元" if path.endswith("fees.amount") else "件"
        if cell.span and not path.endswith("procurement.amount"):
            edits.append(Edit(*cell.span, cell.raw + unit, keeps=True))
    return edited(report, edits)


def signs(report: Report, rng: Random, severity: float) -> Report:
    """「+2」 「减少8」 under 本年增/减."""
    edits = []
    for path, cell in _printed(report, "disclosure"):
        if path.endswith(".change") and cell.span and cell.value and rng.random() < rate(0.8, severity):
            words = f"{'增加' if cell.value > 0 else '减少'}{plain(abs(cell.value))}"
            sign = f"+{cell.raw}" if cell.value > 0 else cell.raw.replace("-", "－")
            edits.append(Edit(*cell.span, rng.choice([sign, sign, words]), keeps=True))
    return edited(report, edits)


def separators(report: Report, rng: Random, severity: float) -> Report:
    """「1,234」 「1，234」 「１２」: in cells and in figures of the prose."""
    wide = rng.random() < 0.4
    comma = rng.choice([",", ",", "，"])
    spans = [cell.span for _, cell in _printed(report) if cell.span]
    spans += [(entity.start, entity.end) for entity in report.entities if entity.label == "FIGURE"]
    edits = []
    for start, end in spans:
        if rng.random() < rate(0.8, severity):
            edits += _rewritten(report.text, start, end, "" if wide else comma)
    return edited(report, edits)


def _rewritten(text: str, start: int, end: int, comma: str) -> list[Edit]:
    """The number with separators; without a comma to use, in full-width digits."""
    printed = text[start:end]
    if not comma:
        new = printed.translate(_WIDE)
        return [Edit(start, end, new, keeps=True)] if new != printed else []
    if "," in (text[start - 1 : start], text[end : end + 1]):  # the commas of a csv part its cells
        return []
    return [
        Edit(
            start + number.start(),
            start + number.end(),
            f"{int(number[0]):,}".replace(",", comma),
            keeps=True,
        )
        for number in _DIGITS.finditer(printed)
        if not number[0].startswith("0")
    ]


def spaced_digits(report: Report, rng: Random, severity: float) -> Report:
    """「2 379」: the digits of one number apart."""
    long = [
        cell.span for _, cell in _printed(report) if cell.span and len(cell.raw) > 2 and cell.raw.isdigit()
    ]
    long += [(e.start, e.end) for e in report.entities if e.label == "FIGURE" and re.match(r"\d{3}", e.text)]
    edits = []
    for start, _ in some(long, rng, 0.2, severity):
        digits = re.match(r"\d+", report.text[start:])
        if digits:
            at = start + max(1, len(digits[0]) - 3)
            edits.append(Edit(at, at, " "))
    return edited(report, edits)


def hard_spaces(report: Report, rng: Random, severity: float) -> Report:
    """No-break or ideographic spaces around the numbers of cells."""
    space = rng.choice(["\u00a0", "\u00a0\u00a0", "\u3000", "\u2002"])
    edits = []
    for _, cell in some(_printed(report), rng, 0.5, severity):
        if cell.span:
            at = cell.span[rng.random() < 0.4]
            edits.append(Edit(at, at, space))
    return edited(report, _once(edits))


def _once(edits: list[Edit]) -> list[Edit]:
    """One insertion a place: cells that touch each other share an edge."""
    return list({edit.start: edit for edit in edits}.values())


def dropped(report: Report, rng: Random, severity: float) -> Report:
    """A cell lost with its separator: one number for two columns."""
    edits = []
    for _, cell in some(_printed(report), rng, 0.01, severity):
        if cell.span:
            lead = re.search(r"(?:[ \t|,]+|\n\t?)?$", report.text[: cell.span[0]])
            edits.append(Edit(lead.start() if lead else cell.span[0], cell.span[1], ""))
    return with_cells(edited(report, edits), {})


def repeated(report: Report, rng: Random, severity: float) -> Report:
    """Zeros in the places of merged columns: 「行政处罚 | 4 | 0 | 0」."""
    edits = []
    for path, cell in some(_printed(report, "disclosure"), rng, 0.3, severity):
        lead = re.search(r"[ \t|,\n]+$", report.text[: cell.span[0]]) if cell.span else None
        if cell.span and lead and path.rsplit(".", 1)[1] in ("decisions", "amount"):
            edits.append(Edit(cell.span[1], cell.span[1], (lead[0] + "0") * 2))
    return edited(report, edits)


def duplicates_removed(report: Report, rng: Random, severity: float) -> Report:
    """A crawler that keeps each line once: every 0 and every repeated label after the first is gone."""
    seen: set[str] = set()
    edits, at = [], 0
    for line in report.text.splitlines(keepends=True):
        words = line.strip()
        if words and words in seen and rng.random() < rate(1.0, severity):
            edits.append(Edit(at, at + len(line), ""))
        seen.add(words)
        at += len(line)
    return with_cells(edited(report, edits), {})


def images(report: Report, rng: Random, severity: float) -> Report:
    """The tables were pictures: headings follow each other, the cells are absent."""
    gone = [n for n, t in report.tables.items() if t.span and rng.random() < rate(0.9, severity)]
    edits = [Edit(*span, "") for name in gone if (span := report.tables[name].span)]
    left = edited(report, edits)
    tables = dict(left.tables)
    for name in gone:
        rows = tables[name].cells.items()
        absent = {row: {c: Cell(None, "", "absent", None, 1.0) for c in cells} for row, cells in rows}
        tables[name] = replace(tables[name], form="none", span=None, cells=absent)
    meta = replace(left.meta, form="none") if "disclosure" in gone else left.meta
    return with_cells(replace(left, tables=tables, meta=meta), {})


KINDS = (
    Kind("images", "M7", 0.19, images),
    Kind("blanks", "M27", 0.10, blanks),
    Kind("dashes", "M28", 0.03, dashes),
    Kind("dropped", "M14", 0.05, dropped),
    Kind("repeated", "M13", 0.05, repeated),
    Kind("units", "M29", 0.05, units),
    Kind("signs", "M30", 0.03, signs),
    Kind("separators", "M31", 0.05, separators),
    Kind("spaced_digits", "M23", 0.01, spaced_digits),
    Kind("hard_spaces", "M26", 0.10, hard_spaces),
    Kind("duplicates_removed", "M8", 0.02, duplicates_removed),
)
