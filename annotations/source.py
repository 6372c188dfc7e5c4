"""Source file of a corpus report -> Source: text with inline tags, and the cells of its tables.

The format is told in annotations/guidelines.md. A fault is a `SourceFault` with file, line and remedy.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

CORPUS = Path(__file__).parent / "corpus"
SCHEMA = Path(__file__).parent.parent / "extraction" / "form.json"
LEAF_COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other")
DISPUTE_COLUMNS = ("upheld", "corrected", "other", "pending")
DISPUTE_ROWS = ("review", "litigation_direct", "litigation_after_review")
PARTS = ("overview", "disclosure", "applications", "disputes", "problems", "other", "free")
HEADER_KEYS = ("id", "writer", "agency", "region", "level", "kind", "year", "published")
LABELS = {"F": "FIGURE", "D": "DATE", "A": "AGENCY", "Z": "ZERO", "P": "PROBLEM", "M": "MEASURE"}
TAG_OPEN = re.compile(r"\{([FDAZ]|[PM]\d{1,2}(?:\+[PM]\d{1,2})*):")
PLAIN_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")
RELATIVE = re.compile(r"(本|上|去|今|当|全|前|次|下|上一|下一|明|翌|同|该)(年|年度)|(本|上|下)(个)?(年|年度)")

Number = int | float
Cells = dict[str, dict[str, dict[str, Number | None]]]


class SourceFault(ValueError):
    """The file cannot be read as a source file: `place` is file:line."""


class Tag(NamedTuple):
    """One annotated span of the body; offsets count characters of the part's plain text."""

    label: str
    start: int
    end: int
    text: str
    topics: tuple[str, ...]
    value: Number | None
    approx: bool
    target: str | None  # what stands after @: cells of a figure or a zero, the iso of a date


class Part(NamedTuple):
    """A stretch of the body under one heading; `table` lines are kept as their name in `text` = '<name>'."""

    id: str
    line: int
    text: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Source:
    path: Path
    header: Mapping[str, str]
    forms: Mapping[str, str]
    cells: Cells
    misprints: Mapping[str, Number]
    blanks: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def form() -> dict[str, Any]:
    """The statutory form as data (see extraction/form.json)."""
    data: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return data


def read(path: Path) -> Source:
    """Parse one source file. Raises SourceFault naming file and line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if "---" not in lines:
        raise SourceFault(f"{path}: no line `---` between header and body")
    rule = lines.index("---")
    header, blocks = _header(path, lines[:rule])
    forms, cells = _tables(path, blocks)
    misprints = {name: _number(words[0], path, line) for line, name, words in blocks.get("misprints", ())}
    blanks = tuple(name for _, name, _ in blocks.get("blanks", ()))
    parts = tuple(_parts(path, lines, rule + 1))
    return Source(path, header, forms, cells, misprints, blanks, parts)


def sources(folder: Path = CORPUS) -> Iterator[Source]:
    """Every report of the corpus, by id. Raises SourceFault at the first that cannot be read."""
    for path in sorted(folder.glob("*.txt")):
        yield read(path)


Rows = list[tuple[int, str, list[str]]]


def _header(path: Path, lines: list[str]) -> tuple[dict[str, str], dict[str, Rows]]:
    header: dict[str, str] = {}
    blocks: dict[str, Rows] = {}
    block: Rows | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            if block is None:
                raise SourceFault(f"{path}:{number}: an indented line outside a table block: {line!r}")
            name, *words = line.split()
            block.append((number, name, words))
        elif ":" in line:
            key, value = line.split(":", 1)
            header[key.strip()] = value.strip()
        else:
            block = blocks.setdefault(line.strip(), [])
    missing = [key for key in HEADER_KEYS if key not in header]
    if missing:
        raise SourceFault(f"{path}:1: the header lacks {', '.join(missing)}")
    return header, blocks


def _number(word: str, path: Path, line: int) -> Number:
    try:
        return int(word) if re.fullmatch(r"[+-]?\d+", word) else float(word)
    except ValueError as error:
        raise SourceFault(f"{path}:{line}: {word!r} is no number") from error


def _tables(path: Path, blocks: Mapping[str, Rows]) -> tuple[dict[str, str], Cells]:
    forms: dict[str, str] = {}
    cells: Cells = {}
    for head, rows in blocks.items():
        name, *version = head.split()
        if name in ("misprints", "blanks"):
            continue
        if name not in ("disclosure", "applications", "disputes"):
            raise SourceFault(
                f"{path}:1: unknown block {head!r}; expected disclosure, applications or disputes"
            )
        forms[name] = version[0] if version else "2021"
        given: dict[str, list[Number]] = {}
        for line, row, words in rows:
            if row in given or row not in row_columns(name, forms[name]):
                raise SourceFault(f"{path}:{line}: {name} {forms[name]} has no (second) row {row!r}")
            given[row] = [_number(word, path, line) for word in words]
        cells[name] = _fill(path, name, forms[name], given)
    return forms, cells


def row_columns(table: str, version: str) -> dict[str, tuple[str, ...]]:
    """Leaf columns that a source file gives, for each row of a table in that form."""
    if table == "disclosure":
        rows = form()["tables"]["disclosure"]["forms"][version]["rows"]
        return {row: tuple(spec["columns"]) for row, spec in rows.items()}
    if table == "applications":
        rows = form()["tables"]["applications"]["rows"]
        return {row: LEAF_COLUMNS for row, spec in rows.items() if version in spec["forms"]}
    return {row: DISPUTE_COLUMNS for row in DISPUTE_ROWS}


def _fill(path: Path, table: str, version: str, given: Mapping[str, list[Number]]) -> dict[str, Any]:
    filled: dict[str, dict[str, Number | None]] = {}
    for row, columns in row_columns(table, version).items():
        values = given.get(row, [])
        if len(values) > len(columns):
            raise SourceFault(f"{path}: {table}.{row} has {len(values)} values for {len(columns)} columns")
        filled[row] = dict(zip(columns, [*values, *[0] * (len(columns) - len(values))], strict=True))
    if table == "applications":
        _balance(path, filled, "carried_forward" in given or "processed_total" in given)
    if table != "disclosure":
        for columns_ in filled.values():
            columns_["total"] = sum(value or 0 for value in columns_.values())
    return filled


def _balance(path: Path, rows: dict[str, dict[str, Number | None]], given: bool) -> None:
    if given:
        raise SourceFault(
            f"{path}: processed_total and carried_forward are computed; use misprints to differ"
        )
    edges = ("received", "carried_over", "processed_total", "carried_forward")
    for column in LEAF_COLUMNS:
        done = sum(values[column] or 0 for row, values in rows.items() if row not in edges)
        left = (rows["received"][column] or 0) + (rows["carried_over"][column] or 0) - done
        if left < 0:
            raise SourceFault(
                f"{path}: applications {column}: {done} processed, only {done + left} received and carried over"
            )
        rows["processed_total"][column], rows["carried_forward"][column] = done, left


def _parts(path: Path, lines: list[str], first: int) -> Iterator[Part]:
    part, start, held = "preamble", first + 1, list[str]()
    for number, line in enumerate(lines[first:], first + 1):
        match = re.match(r"## (\w+) ?(.*)", line)
        if match:
            if match[1] not in PARTS:
                raise SourceFault(
                    f"{path}:{number}: unknown part {match[1]!r}; expected one of {', '.join(PARTS)}"
                )
            yield Part(part, start, *parse_tags("\n".join(held), path, start))
            part, start, held = match[1], number, [match[2]]
        else:
            held.append(line)
    yield Part(part, start, *parse_tags("\n".join(held), path, start))


def parse_tags(body: str, path: Path, line: int) -> tuple[str, tuple[Tag, ...]]:
    """`{A:市政府}发布` -> ("市政府发布", (Tag("AGENCY", 0, 3, …),)). Raises SourceFault."""
    plain: list[str] = []
    tags: list[Tag] = []
    stack: list[tuple[str, int, int]] = []
    at = length = 0
    while at < len(body):
        opened = TAG_OPEN.match(body, at)
        place = f"{path}:{line + body.count(chr(10), 0, at)}"
        if opened:
            if stack and stack[-1][0][0] in "FDA":
                raise SourceFault(f"{place}: an entity inside an entity at {body[at:at + 20]!r}")
            stack.append((opened[1], length, len(plain)))
            at = opened.end()
        elif body[at] == "}":
            if not stack:
                raise SourceFault(f"{place}: `}}` closes nothing: {body[max(0, at - 20):at + 1]!r}")
            kind, start, held = stack.pop()
            text = "".join(plain[held:])
            text, tag = _close(kind, start, text, place)
            plain[held:] = list(text)
            length = start + len(text)
            tags.append(tag)
            at += 1
        elif body[at] == "{":
            raise SourceFault(f"{place}: unknown tag {body[at:at + 12]!r}")
        else:
            plain.append(body[at])
            length += 1
            at += 1
    if stack:
        raise SourceFault(f"{path}:{line}: tag {{{stack[0][0]}:… is never closed in this part")
    return "".join(plain), tuple(sorted(tags, key=lambda tag: (tag.start, -tag.end)))


def _close(kind: str, start: int, text: str, place: str) -> tuple[str, Tag]:
    label, topics, target, value, approx = LABELS[kind[0]], (), None, None, False
    if kind[0] in "PM":
        return text, Tag(label, start, start + len(text), text, tuple(kind.split("+")), None, False, None)
    text, _, rest = text.partition("@")
    target = rest or None
    if kind == "F":
        text, _, given = text.partition("=")
        approx = given.endswith("~")
        plain = PLAIN_FIGURE.fullmatch(text)
        if not given and not (plain and not re.search("[万亿千百余多]", plain[2])):
            raise SourceFault(f"{place}: figure {text!r} needs its value: {{F:{text}=…}}")
        try:
            number = float(given.rstrip("~") or (plain[1] if plain else ""))
        except ValueError as error:
            raise SourceFault(f"{place}: {given!r} is no number in figure {text!r}") from error
        value = int(number) if number == int(number) else number
    if kind == "Z" and not target:
        raise SourceFault(
            f"{place}: zero statement {text!r} names no cell: {{Z:…@applications.received.total}}"
        )
    return text, Tag(label, start, start + len(text), text, topics, value, approx, target)


def main(paths: list[str]) -> int:
    """Print the faults and the hints of these source files; 1 where there are faults."""
    from annotations.hints import hints
    from annotations.lint import faults

    wrong = [fault for name in paths for fault in faults(Path(name))]
    doubtful = [hint for name in paths for hint in hints(Path(name))]
    for line in (*wrong, *doubtful):
        print(line)
    print(f"{len(paths)} files, {len(wrong)} faults, {len(doubtful)} hints", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
