"""CoNLL columns: one character a line, tags in BIO, one column for each layer.

    -DOCSTART- w1-001.txt O O
    收 O O O
    到 O O O
    9 B-FIGURE O O
    件 I-FIGURE O O
    \\u000d O O O
    \\u000a O O O

Columns are parted by one space: character, entities, zeros, clauses. A line is one code point, 「𠮷」 too, so
the lines of a report are as many as its characters. What cannot stand in a column is written as \\u and four
hex digits: every space (also the full-width one), tab and line break (\\r\\n is two lines), every control and
format character (a BOM, a zero-width space), every private or unassigned one up to U+FFFF, and \\ itself. So
the columns give back the text exactly. An empty line, for tools that want sentences, follows a line break that
no span runs across; it stands for nothing. `-DOCSTART-` begins a report and names its source, escaped alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.formats import losses
from annotations.formats.faults import FormatFault, fault
from annotations.formats.layers import LAYERS, Mark, bare, marks, settled
from extraction.report import Report, Warning

HOLDS = frozenset({"names"})
FOLDER = False
_START = "-DOCSTART-"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_LAYERS = tuple(LAYERS)


def read(path: Path) -> Iterator[Report]:
    """The reports of a file in these columns. Raises FormatFault."""
    held: list[tuple[int, list[str]]] = []
    source, first, started = path.stem + ".txt", 1, False
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            columns = _columns(raw, path, number)
            if columns and columns[0] == _START:
                if started or held:
                    yield _report(source, held, path, first)
                source, first, started, held = unescaped(columns[1]), number, True, []
            elif columns:
                held.append((number, columns))
    if started or held:
        yield _report(source, held, path, first)


def _columns(raw: bytes, path: Path, number: int) -> list[str]:
    try:
        columns = raw.decode("utf-8").split()
    except UnicodeDecodeError as error:
        raise _unfit(error, path, number) from error
    if not columns or (columns[0] == _START and len(columns) > 1):
        return columns
    if len(columns) != 1 + len(_LAYERS) or len(unescaped(columns[0])) != 1:
        raise _unfit(" ".join(columns)[:60], path, number)
    return columns


def _unfit(found: object, path: Path, number: int) -> FormatFault:
    return fault(
        "line", f"{path}:{number}", found=found,
        expected=f"a character and {len(_LAYERS)} tags, parted by spaces, in UTF-8",
        expected_zh=f"一个字符加 {len(_LAYERS)} 个标签，空格分隔，UTF-8",
    )  # fmt: skip


def _report(source: str, held: list[tuple[int, list[str]]], path: Path, first: int) -> Report:
    text = "".join(unescaped(columns[0]) for _, columns in held)
    found = [
        mark
        for column, layer in enumerate(_LAYERS, 1)
        for mark in _spans([(number, columns[column]) for number, columns in held], layer, text, path)
    ]
    return settled(bare(source, text), found, f"{path}:{first}")


def _spans(tags: list[tuple[int, str]], layer: str, text: str, path: Path) -> Iterator[Mark]:
    """The runs of one column: B- opens one, I- goes on, O closes it."""
    label, start, before = "", 0, "O"
    for at, (number, tag) in enumerate(tags):
        if tag == before and tag[0] != "B":
            continue
        kind, _, name = tag.partition("-")
        if kind == "I" and name != label:
            raise fault("inside", f"{path}:{number}", layer=layer, found=tag, before=before)
        if kind != "I" and label:
            yield Mark(label, start, at, text[start:at])
            label = ""
        if kind == "B":
            label, start = name, at
            if name not in LAYERS[layer]:
                raise fault("label", f"{path}:{number}", found=name, expected=", ".join(LAYERS[layer]))
        elif tag != "O" and kind != "I":
            expected, expected_zh = "O, B-LABEL or I-LABEL", "O、B-标签或 I-标签"
            raise fault("line", f"{path}:{number}", found=tag, expected=expected, expected_zh=expected_zh)
        before = tag
    if label:
        yield Mark(label, start, len(tags), text[start:])


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """Every report in columns; the notes say what has no column."""
    lost = Counter[str]()
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for report in reports:
            out.write("".join(_lines(report)))
            lost += losses.present(report)
    return losses.notes(lost, HOLDS, "conll")


def _lines(report: Report) -> Iterator[str]:
    tags = {layer: ["O"] * len(report.text) for layer in LAYERS}
    within = [False] * (len(report.text) + 1)
    for mark in marks(report):
        column = tags[mark.layer]
        column[mark.start] = f"B-{mark.label}"
        for at in range(mark.start + 1, mark.end):
            column[at] = f"I-{mark.label}"
            within[at] = True
    yield f"{_START} {escaped(report.source) or '-'} O O\n\n"
    for at, character in enumerate(report.text):
        yield " ".join((escaped(character), *(column[at] for column in tags.values()))) + "\n"
        if character == "\n" and not within[at + 1]:
            yield "\n"
    yield "\n"


def escaped(text: str) -> str:
    r"""「9 件\」 as 「9\u0020件\u005c」; a character above U+FFFF stays as it is, assigned or not.

    >>> escaped("9 件")
    '9\\u0020件'
    """
    return "".join(
        f"\\u{ord(c):04x}" if c == "\\" or (c <= "\uffff" and unicodedata.category(c)[0] in "ZC") else c
        for c in text
    )


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "\\" in text else text
