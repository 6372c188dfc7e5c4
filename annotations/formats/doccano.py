"""doccano JSON Lines, for a project 「sequence labeling」 with overlapping spans allowed (layers overlap).

    {"text": "𠮷川县收到9件", "label": [[0, 4, "AGENCY"], [6, 8, "FIGURE"]], "source": "w1-001.txt", …}

doccano draws and makes its offsets in UTF-16 units: 「𠮷」 counts two, 「\\r\\n」 two. They are written and read
so. A project that 「counts grapheme clusters as one character」 counts otherwise (「\\r\\n」 one): leave that off.
What it exports is the same with `id` and `Comments`; with relations on, spans stand under `entities` as objects.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from annotations.formats import losses
from annotations.formats.faults import fault
from annotations.formats.frame import PRINT, same_text
from annotations.formats.jsonl import records, text_of
from annotations.formats.layers import Mark, bare, fingerprint, marks, settled
from extraction.report import Report, Warning

HOLDS = frozenset({"names"})
FOLDER = False


def read(path: Path) -> Iterator[Report]:
    """The reports of an import file or of an export. Raises FormatFault."""
    for place, record in records(path):
        text = text_of(record, place)
        same_text(text, record.get(PRINT), place)
        source = record.get("source")
        report = bare(source if isinstance(source, str) else place, text)
        characters = {unit: at for at, unit in enumerate(units(text))}
        found = [_mark(span, text, characters, place) for span in _spans(record, place)]
        yield settled(report, found, place)


def units(text: str) -> Sequence[int]:
    """How many UTF-16 units stand before each character, and before the end.

    >>> units("𠮷川")
    [0, 2, 3]
    """
    if text.isascii() or max(text) < "\U00010000":
        return range(len(text) + 1)
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]


def _spans(record: Mapping[str, Any], place: str) -> list[Any]:
    spans = record.get("label", record.get("entities"))
    if not isinstance(spans, list):
        raise fault(
            "key", place, name="'label'", found=f"{spans!r:.40}", expected="a list of [start, end, label]",
            expected_zh="[起点, 终点, 标签] 的列表",
        )  # fmt: skip
    return spans


def _mark(span: Any, text: str, characters: Mapping[int, int], place: str) -> Mark:
    try:
        start, end, label = (
            (span["start_offset"], span["end_offset"], span["label"]) if isinstance(span, dict) else span
        )
    except (KeyError, TypeError, ValueError) as error:
        raise fault(
            "key", place, name="a span", found=f"{span!r:.60}", expected="[start, end, label]",
            expected_zh="[起点, 终点, 标签]",
        ) from error  # fmt: skip
    for offset in (start, end):
        if type(offset) is not int:
            raise fault("offset", place, found=offset)
    if start not in characters or end not in characters:
        raise fault("unit", place, label=label, start=start, end=end, length=max(characters))
    first, last = characters[start], characters[end]
    return Mark(label, first, last, text[first:last])


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """One report a line, to be imported as JSONL; the notes say what doccano cannot hold."""
    lost = Counter[str]()
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for report in reports:
            at = units(report.text)
            spans = sorted((at[mark.start], at[mark.end], mark.label) for mark in marks(report))
            line = {
                "text": report.text, "label": spans, "source": report.source, PRINT: fingerprint(report.text),
            }  # fmt: skip
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            lost += losses.present(report)
    return losses.notes(lost, HOLDS, "doccano")
