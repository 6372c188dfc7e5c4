"""brat standoff: a folder with NAME.txt and NAME.ann for each report, and annotation.conf for the layers.

    T1	FIGURE 31 33	9件
    A1	value T1 9
    A2	cell T1 applications.received.total

Offsets count code points of the .txt, whose line ends (\\r\\n) and spaces stay as they are. brat allows no line
break inside a piece of text, so a span over several lines is written in pieces, `T2 PROBLEM 5 9;11 15`, whose
gaps are nothing but line breaks, and read as one span; line breaks at its edges are left out. Traits are
attributes: value, unit, approx, cell, cells (parted by commas), iso, topic, confidence; white space and \\ in
them are written as in CoNLL, \\u0020.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from annotations.formats import losses
from annotations.formats.conll import unescaped
from annotations.formats.faults import fault
from annotations.formats.layers import LAYER_OF, Mark, bare, check_mark, marks, settled
from extraction.report import Report, Warning

HOLDS = frozenset({"values", "links", "dates", "topics", "confidences"})
FOLDER = True
CONF = "annotation.conf"
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where Python, and so brat, ends a line
_PIECE = re.compile(f"[^{_BREAKS}]+")
_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.+))?")
_SPACE = re.compile(r"[\s\\]")
_UNSAFE = re.compile(r"[^\w.-]+")
_NAMES = {"category": "topic"}  # what a trait is called in brat


def read(path: Path) -> Iterator[Report]:
    """The reports of a folder, or of one .ann file and the text beside it. Raises FormatFault."""
    if not path.is_dir():
        yield _pair(path.with_suffix(".ann"))
        return
    for text in sorted(path.rglob("*.txt")):
        if not text.with_suffix(".ann").exists():
            raise fault("twin", str(text), found=text.with_suffix(".ann").name)
        yield _pair(text.with_suffix(".ann"))


def _pair(path: Path) -> Report:
    text_path = path.with_suffix(".txt")
    text, standoff = _decoded(text_path), _decoded(path)
    bound: dict[str, tuple[int, Mark]] = {}
    traits: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(standoff.split("\n"), 1):
        place = f"{path}:{number}"
        line = line.removesuffix("\r")
        if line.startswith("T"):
            key, mark = _mark(line, text, place)
            bound[key] = number, mark
        elif line.startswith(("A", "M")):
            name, target, value = _attribute(line, place)
            if target not in bound:
                raise fault(
                    "line",
                    place,
                    found=line,
                    expected="an attribute of a T above",
                    expected_zh="上文某个 T 的属性",
                )
            traits.setdefault(target, {})[name] = value
        elif line.strip() and not line.startswith("#"):  # a note is for the annotators
            raise fault(
                "line", place, found=line[:60], expected="a T (span), an A (attribute) or a # (note)",
                expected_zh="T（标注）、A（属性）或 #（批注）",
            )  # fmt: skip
    found = [replace(mark, traits=traits.get(key, {})) for key, (_, mark) in bound.items()]
    for (line_number, _), mark in zip(bound.values(), found, strict=True):
        check_mark(mark, text, f"{path}:{line_number}")
    return settled(bare(text_path.name, text), found, str(path))


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise fault(
            "unreadable", str(path), found=error, expected="UTF-8 text", expected_zh="UTF-8 文本"
        ) from error


def _mark(line: str, text: str, place: str) -> tuple[str, Mark]:
    found = _BOUND.fullmatch(line)
    if not found:
        raise fault(
            "line",
            place,
            found=line[:60],
            expected="T1⇥LABEL START END⇥TEXT",
            expected_zh="T1⇥标签 起点 终点⇥文字",
        )
    key, label, places, said = found.groups()
    pieces = [(int(s), int(e)) for s, e in (pair.split(" ") for pair in places.split(";"))]
    start, end = pieces[0][0], pieces[-1][1]
    for (_, last), (first, _) in pairwise(pieces):
        if last > first or text[last:first].strip(_BREAKS):
            raise fault("gap", place, label=label, found=text[last:first])
    there = " ".join(text[s:e] for s, e in pieces)
    if said is not None and said != there:
        layer = LAYER_OF.get(label, label)
        raise fault("said", place, layer=layer, start=start, end=end, said=said, found=there)
    return key, Mark(label, start, end, text[start:end])


def _attribute(line: str, place: str) -> tuple[str, str, Any]:
    found = _ATTRIBUTE.fullmatch(line)
    shown = {_NAMES.get(name, name): name for name in _READ}
    if not found or found[1] not in shown:
        expected = ", ".join(shown)
        raise fault(
            "line",
            place,
            found=line[:60],
            expected=f"A1⇥NAME T1 VALUE with a name of {expected}",
            expected_zh=f"A1⇥名称 T1 值，名称为 {expected} 之一",
        )
    name = shown[found[1]]
    try:
        return name, found[2], _READ[name](unescaped(found[3] or "true"))
    except ValueError as error:
        raise fault(
            "line", place, found=line[:60], expected=f"a number as {name}", expected_zh=f"{name} 为数字"
        ) from error


def _number(word: str) -> int | float:
    """「9」 is 9, 「35.5」 is 35.5. Raises ValueError."""
    return int(word) if re.fullmatch(r"[+-]?\d+", word) else float(word)


_READ: Mapping[str, Any] = {
    "value": _number, "unit": str, "approx": lambda word: word == "true", "cell": str,
    "cells": lambda word: tuple(word.split(",")), "iso": str, "category": str, "confidence": float,
}  # fmt: skip


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """A pair of files for each report; the notes say what standoff cannot hold."""
    path.mkdir(parents=True, exist_ok=True)
    (path / CONF).write_bytes(files("annotations.formats").joinpath("brat.conf").read_bytes())
    lost, taken, trimmed = Counter[str](), set[str](), 0
    for report in reports:
        name = _name(report.source, taken)
        lines, cut = _lines(report)
        (path / f"{name}.txt").write_bytes(report.text.encode())
        (path / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
        lost += losses.present(report) + Counter(names=int(report.source != f"{name}.txt"))
        trimmed += cut
    return losses.notes(lost, HOLDS, "brat") + ([_cut(trimmed)] if trimmed else [])


def _name(source: str, taken: set[str]) -> str:
    """A file name that is not taken yet: 「w1-001.txt」 is w1-001."""
    stem = _UNSAFE.sub("_", source.removesuffix(".txt")).strip("._")[:60] or "report"
    name = next(n for i in count(1) if (n := stem if i == 1 else f"{stem}-{i}").lower() not in taken)
    taken.add(name.lower())
    return name


def _lines(report: Report) -> tuple[list[str], int]:
    """The .ann lines, and the number of spans that lost a line break at their edge."""
    lines: list[str] = []
    attributes, cut = 0, 0
    for n, mark in enumerate(marks(report), 1):
        pieces = [(mark.start + p.start(), mark.start + p.end()) for p in _PIECE.finditer(mark.text)]
        cut += not pieces or (pieces[0][0], pieces[-1][1]) != (mark.start, mark.end)
        if not pieces:
            continue
        places = ";".join(f"{start} {end}" for start, end in pieces)
        said = " ".join(report.text[start:end] for start, end in pieces)
        lines.append(f"T{n}\t{mark.label} {places}\t{said}")
        for name, value in mark.traits.items():
            attributes += 1
            tail = "" if value is True else " " + _word(value)
            lines.append(f"A{attributes}\t{_NAMES.get(name, name)} T{n}{tail}")
    return lines, cut


def _word(value: Any) -> str:
    word = ",".join(value) if isinstance(value, tuple) else str(value)
    return _SPACE.sub(lambda match: f"\\u{ord(match[0]):04x}", word)


def _cut(count: int) -> Warning:
    return Warning(
        "edges",
        f"brat spans hold no line break at an edge: {count} written without it",
        f"brat 的标注首尾不能是换行：{count} 处写出时去掉了换行",
    )
