"""Source file -> what the rules of the extraction read otherwise than its annotator: hints, no faults.

A hint is often wrong: the annotator decides. It is printed as `file:line: hint: …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotations.lint import entity_places, line_of
from annotations.source import Part, Source, SourceFault, Tag, read
from extraction import figures, links, zeros
from extraction.document import Document
from extraction.report import Entity
from extraction.text import Passage, flow, normalise

_QUOTED = re.compile(r"“[^“”\n]{1,30}”")
_TENTHS = re.compile(r"[\d一二两三四五六七八九]成多?")
_DURATION = re.compile(r"(?:天|分钟|个月|个工作日|工作日|昼夜|周|年)$")
_RANK = re.compile(r"\d+\s*位")
_MOVED = re.compile(r"(?:移|升|进|降|排|列|居)了?第?\s*$")
_UNIT_AFTER = re.compile(r"\s?(?:[条件份篇个项次期场起宗家户处台本册人%％元]|批次|万元|余[条件份次人])")


def hints(path: Path) -> list[str]:
    """Every doubt about one source file; none where it cannot be read, which is a fault."""
    try:
        source = read(path)
    except (SourceFault, UnicodeDecodeError):
        return []
    found = []
    for part in source.parts:
        found += [(line_of(part, at), text) for at, text in _of_part(source, part)]
    return [f"{path}:{line}: hint: {text}" for line, text in sorted(found)]


def _of_part(source: Source, part: Part) -> Iterator[tuple[int, str]]:
    if not part.text.strip():
        return
    view = normalise(Document("", "", part.text, "text"))
    passage = Passage(part.id, flow(view))
    yield from _figures(part, passage)
    yield from _kinds(part)
    yield from _values(part)
    yield from _zeros(part, passage)
    yield from _links(source, part, passage)


def _figures(part: Part, passage: Passage) -> Iterator[tuple[int, str]]:
    """Quantities outside every tag, chiefly those written in Chinese numerals."""
    covered = entity_places(part)
    for figure in figures.find(passage):
        if not any(covered[figure.start : figure.end]):
            yield figure.start, f"{figure.text!r} may be a FIGURE"


def _kinds(part: Part) -> Iterator[tuple[int, str]]:
    """Durations and ranks, which are no figures: 「拖了41天」, 「上升6位」."""
    for tag in (tag for tag in part.tags if tag.label == "FIGURE"):
        before = part.text[max(0, tag.start - 4) : tag.start]
        if _DURATION.search(tag.text) and not before.endswith("天数"):
            yield tag.start, f"FIGURE {tag.text!r} may be a duration"
        elif _RANK.fullmatch(tag.text) and _MOVED.search(before):
            yield tag.start, f"FIGURE {tag.text!r} may be a rank: {before + tag.text!r}"


def _values(part: Part) -> Iterator[tuple[int, str]]:
    """A value that the characters do not say, a unit left outside, a figure that is a slogan."""
    for tag in (tag for tag in part.tags if tag.label == "FIGURE"):
        read_as = _read(tag)
        if read_as and read_as.value is not None and read_as.value != tag.value:
            yield tag.start, f"FIGURE {tag.text!r} has the value {tag.value}, it says {read_as.value}"
        elif read_as and read_as.approx and not tag.approx and read_as.value is not None:
            yield tag.start, f"FIGURE {tag.text!r} is approximate: its value needs a ~"
        if tag.text[-1].isdigit() and _UNIT_AFTER.match(part.text, tag.end):
            yield tag.start, f"FIGURE {tag.text!r} ends before its unit: {part.text[tag.end : tag.end + 4]!r}"
    for quoted in _QUOTED.finditer(part.text):
        start, end = quoted.start() + 1, quoted.end() - 1
        for tag in part.tags:
            if tag.label == "FIGURE" and start <= tag.start and tag.end <= end and not tag.text[0].isdigit():
                yield tag.start, f"FIGURE {tag.text!r} stands in quotation marks {quoted[0]!r}: a slogan?"


def _read(tag: Tag) -> figures.Figure | None:
    """What the characters of a figure say; 「三成」 is 30 %."""
    text = "".join(tag.text.split())
    tenths = figures.parse(f"{text[0]}个") if _TENTHS.fullmatch(text) else None
    if tenths and tenths.value is not None:
        return figures.Figure(tenths.value * 10, "%", tenths.approx or text.endswith("多"))
    return figures.parse(text)


def _zeros(part: Part, passage: Passage) -> Iterator[tuple[int, str]]:
    tagged = [tag for tag in part.tags if tag.label == "ZERO"]
    for zero in zeros.find(passage):
        if not any(tag.start < zero.end and zero.start < tag.end for tag in tagged):
            yield zero.start, f"{zero.text!r} may be a zero statement for {', '.join(zero.cells)}"


def _links(source: Source, part: Part, passage: Passage) -> Iterator[tuple[int, str]]:
    """Figures whose sentence names another cell than their tag."""
    tags = [tag for tag in part.tags if tag.label == "FIGURE"]
    linked = links.link([_entity(tag) for tag in tags], [passage], source.forms)
    for tag, found in zip(tags, linked, strict=True):
        if found.cell and tag.target and found.cell != tag.target:
            yield tag.start, f"{tag.text!r} is linked to {tag.target}, its sentence reads like {found.cell}"
        elif found.cell and not tag.target and _fits(source, found.cell, tag):
            yield tag.start, f"{tag.text!r} has no link, its sentence reads like {found.cell}"


def _entity(tag: Tag) -> Entity:
    known = _read(tag)
    unit = known.unit if known else None
    return Entity("FIGURE", tag.start, tag.end, tag.text, 1.0, tag.value, unit, tag.approx)


def _fits(source: Source, path: str, tag: Tag) -> bool:
    """Whether the cell prints this very number, which is then no chance."""
    table, row, column = path.split(".")
    printed = source.cells.get(table, {}).get(row, {}).get(column)
    return printed is not None and printed == tag.value and printed != 0
