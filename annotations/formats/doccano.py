"""doccano JSON Lines, for a project 「sequence labeling」 with overlapping spans allowed (layers overlap).

    {"text": "收到9件", "label": [[2, 4, "FIGURE"]], "source": "w1-001.txt", "text_sha256": "…"}

What it exports is the same with `id` and `Comments`; with relations on, spans stand under `entities` as objects.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.formats import losses
from annotations.formats.faults import fault
from annotations.formats.frame import PRINT, same_text
from annotations.formats.jsonl import records, text_of
from annotations.formats.layers import Mark, bare, fingerprint, marks, settled
from extraction.report import Report, Warning

HOLDS = frozenset[str]()
FOLDER = False


def read(path: Path) -> Iterator[Report]:
    """The reports of an import file or of an export. Raises FormatFault."""
    for place, record in records(path):
        text = text_of(record, place)
        same_text(text, record.get(PRINT), place)
        source = record.get("source")
        report = bare(source if isinstance(source, str) else place, text)
        yield settled(report, [_mark(span, text, place) for span in _spans(record, place)], place)


def _spans(record: Mapping[str, Any], place: str) -> list[Any]:
    spans = record.get("label", record.get("entities"))
    if not isinstance(spans, list):
        raise fault(
            "key", place, name="'label'", found=f"{spans!r:.40}", expected="a list of [start, end, label]",
            expected_zh="[起点, 终点, 标签] 的列表",
        )  # fmt: skip
    return spans


def _mark(span: Any, text: str, place: str) -> Mark:
    try:
        start, end, label = (
            (span["start_offset"], span["end_offset"], span["label"]) if isinstance(span, dict) else span
        )
        return Mark(label, start, end, text[start:end])
    except (KeyError, TypeError, ValueError) as error:
        raise fault(
            "key", place, name="a span", found=f"{span!r:.60}", expected="[start, end, label]",
            expected_zh="[起点, 终点, 标签]",
        ) from error  # fmt: skip


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """One report a line, to be imported as JSONL; the notes say what doccano cannot hold."""
    lost = Counter[str]()
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for report in reports:
            spans = sorted((mark.start, mark.end, mark.label) for mark in marks(report))
            line = {"text": report.text, "label": spans, "source": report.source, PRINT: fingerprint(report.text)}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            lost += losses.present(report)
    return losses.notes(lost, HOLDS, "doccano")
