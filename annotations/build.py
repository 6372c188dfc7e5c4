"""Source -> the gold Report that it stands for: text, offsets, cells, in any table layout.

`build(read(path), "pipes")` prints the tables of the source in that layout and carries every tag along.
What a reader of that print can know decides a blank's state: `blank` where the layout keeps its place,
`lost` where it vanishes. A number that is printed but cannot be told apart from its neighbours
(`glued`: 「行政许可12015」) keeps its true value; its span is then the whole run of digits.
"""

from __future__ import annotations

import hashlib
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from annotations import layouts
from annotations.source import Part, Source, Tag
from extraction import dates, documents, figures, form, restatements, sums
from extraction.document import Document
from extraction.report import (
    Cell,
    Clause,
    Entity,
    Finding,
    Meta,
    Number,
    Producer,
    Region,
    Report,
    Section,
    Span,
    Table,
    Zero,
)
from extraction.text import Passage, flow, normalise
from extraction.values import state_of

LABELS = ("FIGURE", "DATE", "AGENCY")
# How often a table arrives in each layout (shares of M1-M6; what a Word file or a page prints are files).
SHARES = {
    "word": 12, "tabs": 8, "pipes": 20, "markdown": 10, "pipe_cells": 14, "lines": 16, "spaces": 8,
    "glued": 5, "csv": 3, "labelled": 4,
}  # fmt: skip
_TABLE_LINE = re.compile(r"^<(disclosure|applications|disputes)>$", re.MULTILINE)
_HEADING_END = re.compile(r"[。：:]|\s{2}|$")
_RANGE = re.compile(r"(?<=[\d一二三四五六七八九十百千万])(?:[-—–~～]{1,2}|至|到)(?=[\d一二三四五六七八九十])")
_NUMERAL = re.compile(r"[\d.,，零〇一二两三四五六七八九十百千万亿余多几来+\-—–~～至到半]+")
_TITLE = re.compile(r"报告|年报|总结")
_RUN = re.compile(r"[\d.]+")


def build(source: Source, layout: str = "word", seed: int = 0) -> Report:
    """The gold report; `layout` is one of `layouts.LAYOUTS`, or "any": drawn by `seed`."""
    if layout == "any":
        layout = random.Random(f"{seed} {source.header['id']}").choices([*SHARES], [*SHARES.values()])[0]
    pages = _Pages(source, layout)
    text = pages.text
    spans = [(tag, start, start + len(tag.text)) for tag, start in pages.tags]
    entities = [entity_of(tag, start, end) for tag, start, end in spans if tag.label in LABELS]
    header = source.header
    tables = _tables(source, pages)
    report = Report(
        source=f"{header['id']}.txt", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text,
        meta=_meta(source, text, entities, tables), sections=tuple(pages.sections), tables=tables,
        entities=with_documents(text, entities, pages.prose()),
        zeros=tuple(Zero(s, e, tag.text, _cells_of(tag)) for tag, s, e in spans if tag.label == "ZERO"),
        clauses=tuple(
            Clause(tag.label, s, e, tag.text, 1.0, _category(tag))
            for tag, s, e in spans if tag.label in ("PROBLEM", "MEASURE")
        ),
        producer=Producer("", "gold"),
    )  # fmt: skip
    return replace(report, findings=findings(report))


class _Pages:
    """The text under construction: parts one after the other, `<table>` lines replaced by their print."""

    def __init__(self, source: Source, layout: str) -> None:
        self.text = ""
        self.layout = layout
        self.tags: list[tuple[Tag, int]] = []
        self.sections: list[Section] = []
        self.places: dict[str, Span] = {}  # of each cell that is printed, blanks with an empty span
        self.tables: dict[str, Span] = {}
        shown = {path: printed.raw for path, printed in cells(source).items()}
        forms = {name: version_of(source, name) for name in source.cells}
        self._printed = {n: layouts.LAYOUTS[layout](layouts.rows(n, forms[n], shown)) for n in source.cells}
        last = source.parts[-1]
        for part in source.parts:
            self._part(part._replace(text=part.text.rstrip("\n")) if part is last else part)

    def _part(self, part: Part) -> None:
        start = len(self.text)
        dropped = len(part.text) - len(part.text.lstrip("\n"))
        moves = [(0, start - dropped)]
        at = dropped
        for line in _TABLE_LINE.finditer(part.text):
            self.text += part.text[at : line.start()]
            self._table(line[1])
            at = line.end()
            moves.append((at, len(self.text) - at))
        self.text += part.text[at:]
        starts = [first for first, _ in moves]
        self.tags += [(tag, tag.start + moves[bisect_right(starts, tag.start) - 1][1]) for tag in part.tags]
        self.text += "\n" if self.text[start:] else ""
        heading = "" if part.id == "preamble" else _heading(part.text)
        if len(self.text) > start:
            self.sections.append(Section(part.id, heading, start, len(self.text)))

    def _table(self, name: str) -> None:
        printed = self._printed[name]
        start = len(self.text)
        self.text += printed.text.removesuffix("\n")
        self.tables[name] = (start, len(self.text))
        places = _in_runs(printed.text, printed.places) if self.layout == "glued" else printed.places
        self.places |= {path: (start + s, start + e) for path, (s, e) in places.items()}

    def prose(self) -> Iterator[tuple[str, list[Span]]]:
        """The stretches of each section outside of the tables."""
        for section in self.sections:
            inside = sorted(span for span in self.tables.values() if section.start <= span[0] < section.end)
            edges = [section.start, *(edge for span in inside for edge in span), section.end]
            yield section.id, list(zip(edges[::2], edges[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class _Print:
    """What the report prints in a cell; a blank prints nothing."""

    value: Number | None
    raw: str


def cells(source: Source) -> dict[str, _Print]:
    """Every cell of the source as it is printed: misprints and blanks applied."""
    patterns = [name if name.count(".") == 2 else f"{name}.*" for name in source.blanks]
    found: dict[str, _Print] = {}
    for table, rows in source.cells.items():
        for row, columns in rows.items():
            for column, computed in columns.items():
                path = f"{table}.{row}.{column}"
                value = source.misprints.get(path, computed)
                blank = value is None or any(fnmatchcase(path, pattern) for pattern in patterns)
                if value is None or (blank and path not in source.misprints):
                    found[path] = _Print(None, "")
                else:
                    found[path] = _Print(value, plain(value))
    return found


def plain(value: Number) -> str:
    """35.65 as 「35.65」, 7.0 as 「7」."""
    return str(int(value)) if value == int(value) else repr(value)


def version_of(source: Source, name: str) -> str:
    """The table of disputes is the same in both forms: it counts as that of the applications beside it."""
    return source.forms.get("applications", "2021") if name == "disputes" else source.forms[name]


def _tables(source: Source, pages: _Pages) -> dict[str, Table]:
    known = cells(source)
    default = source.forms.get("disclosure") or form.default_version(int(source.header["year"]))
    tables = {}
    for name in form.TABLES:
        span = pages.tables.get(name)
        version = version_of(source, name) if span else default
        tables[name] = Table(version if span else "none", span, {
            row.name: {
                column.name: _cell(known, f"{name}.{row.name}.{column.name}", pages)
                for column in row.columns
            }
            for row in form.table(name, version).rows
        })  # fmt: skip
    return tables


def _cell(known: Mapping[str, _Print], path: str, pages: _Pages) -> Cell:
    printed, span = known.get(path), pages.places.get(path)
    if printed is None:
        return Cell(None, "", "absent", None, 1.0)
    if printed.value is None:
        kept = pages.layout in layouts.KEEPS_BLANKS
        return Cell(None, "", "blank" if kept else "lost", span if kept else None, 1.0)
    raw = pages.text[span[0] : span[1]] if span else printed.raw
    return Cell(printed.value, raw, state_of(printed.value), span, 1.0)


def _in_runs(text: str, places: Mapping[str, Span]) -> dict[str, Span]:
    """The places in a glued table: where a run has more digits than numbers, each number's is the run."""
    found = dict(places)
    for run in _RUN.finditer(text):
        inside = [path for path, (s, e) in places.items() if run.start() <= s < e <= run.end()]
        if 1 < len(inside) < run.end() - run.start():
            found |= dict.fromkeys(inside, run.span())
    return found


def entity_of(tag: Tag, start: int, end: int) -> Entity:
    if tag.label == "DATE":
        iso = tag.target or dates.parse(tag.text)
        return Entity("DATE", start, end, tag.text, 1.0, iso=None if iso == "null" else iso)
    if tag.label == "AGENCY":
        return Entity("AGENCY", start, end, tag.text, 1.0)
    several = bool(_RANGE.search(tag.text))
    return Entity(
        "FIGURE", start, end, tag.text, 1.0, None if several else tag.value, unit_of(tag.text),
        tag.approx, tag.target,
    )  # fmt: skip


def unit_of(text: str) -> str | None:
    """The unit of a figure: 「35.65万元」 is 元, 「三成」 %, a bare number has none."""
    bare = "".join(text.split())
    known = figures.parse(bare)
    if known:
        return known.unit
    tail = bare[match.end() :] if (match := _NUMERAL.match(bare)) else bare
    return {"": None, "％": "%", "成": "%", "成多": "%"}.get(tail, tail)


def _cells_of(tag: Tag) -> tuple[str, ...]:
    return tuple(path.strip() for path in (tag.target or "").split(","))


def _category(tag: Tag) -> str | None:
    """The first topic; `P99` and `M99` are the category 99."""
    first = tag.topics[0] if tag.topics else None
    return "99" if first and first.endswith("99") else first


def _heading(text: str) -> str:
    line = text.split("\n", 1)[0]
    end = _HEADING_END.search(line)
    return " ".join(line[: end.start() if end else len(line)].split())


def _meta(source: Source, text: str, entities: Sequence[Entity], tables: Mapping[str, Table]) -> Meta:
    header = source.header
    agency, published = header["agency"], header["published"]
    named = next((e for e in entities if e.label == "AGENCY" and e.text == agency), None)
    at = text.find(agency)
    span = (named.start, named.end) if named else (at, at + len(agency)) if at >= 0 else None
    levels = [level.strip() or None for level in (header["region"] + "||").split("|")[:3]]
    lines = (line.strip() for line in text.split("\n", 12)[:12])
    title = next(
        (line for line in lines if "公开" in line and "。" not in line and _TITLE.search(line)), None
    )
    return Meta(
        agency, int(header["year"]), None if published == "none" else published, tables["disclosure"].form,
        title, Region(*levels), span,
    )  # fmt: skip


def with_documents(
    text: str, entities: Iterable[Entity], prose: Iterable[tuple[str, list[Span]]]
) -> tuple[Entity, ...]:
    """The entities and the DOCUMENT spans of the prose, which need no annotator."""
    known = list(entities)
    view = normalise(Document("", "", text, "text"))
    for section, ranges in prose:
        flowed = flow(view, [(view.at(start), view.at(end)) for start, end in ranges])
        for found in documents.find(Passage(section, flowed)):
            if not any(found.start < e.end and e.start < found.end for e in known):
                known.append(replace(found, confidence=1.0))
    return tuple(sorted(known, key=lambda entity: entity.start))


def findings(report: Report) -> tuple[Finding, ...]:
    """What the report itself gets wrong: sums that do not close, prose that its tables contradict."""
    checks = [check for rule in (*sums.RULES, *restatements.RULES) for check in rule(report)]
    return tuple(
        Finding(
            check.rule, check.severity, check.where, check.message, check.message_zh,
            check.expected, check.found, "report", check.cells, check.spans,
        )
        for check in checks if check.status == "fail"
    )  # fmt: skip


__all__ = ["SHARES", "build", "cells", "findings", "plain", "unit_of"]
