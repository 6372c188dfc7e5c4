"""The project's own JSON Lines, one nianbao.report/1 a line; nothing is lost.

A line of Prodigy is read too: `{"text": …, "spans": [{"start": 3, "end": 5, "label": "FIGURE"}], "answer":
"accept", "meta": {"source": …}}`. Prodigy counts code points, as we do; overlapping layers come from
its `spans.manual`. A rejected example says that its spans are wrong, so it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations import gold
from annotations.formats.faults import fault
from annotations.formats.layers import Mark, bare, check, settled
from annotations.formats.losses import ALL
from annotations.formats.shapes import check_shape
from extraction.report import SCHEMA, Report, Warning

HOLDS = ALL
FOLDER = False


def read(path: Path) -> Iterator[Report]:
    """The reports of a .jsonl file, or of whatever gold `annotations.gold` reads. Raises FormatFault."""
    if path.is_dir() or path.name.endswith(".gold.json"):
        for number, report in enumerate(gold.read(path), 1):
            check(report, f"{path}#{number}")
            yield report
        return
    for place, record in records(path):
        report = (
            _prodigy(record, place) if "spans" in record and "schema" not in record else _own(record, place)
        )
        check_shape(report, place)
        check(report, place)
        yield report


def records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON object of each line, and its place `file:line`. Raises FormatFault."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            place = f"{path}:{number}"
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8-sig"))
            except ValueError as error:
                raise fault(
                    "unreadable", place, found=error, expected="one JSON object a line, in UTF-8",
                    expected_zh="每行一个 JSON 对象（UTF-8）",
                ) from error  # fmt: skip
            if not isinstance(record, dict):
                raise fault(
                    "unreadable", place, found=f"{record!r:.40}", expected="one JSON object a line",
                    expected_zh="每行一个 JSON 对象",
                )  # fmt: skip
            yield place, record


def _own(record: Mapping[str, Any], place: str) -> Report:
    try:
        return Report.from_dict(record)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise fault(
            "unreadable", place, found=error, expected=f"a {SCHEMA} record", expected_zh=f"一条 {SCHEMA} 记录"
        ) from error


def _prodigy(record: Mapping[str, Any], place: str) -> Report:
    answer, text = record.get("answer", "accept"), text_of(record, place)
    if answer != "accept":
        raise fault("answer", place, found=answer)
    meta = record.get("meta")
    source = meta.get("source") if isinstance(meta, Mapping) else None
    found = (span_of(span, text, place) for span in record["spans"] or ())
    return settled(bare(str(source or place), text), found, place)


def text_of(record: Mapping[str, Any], place: str, name: str = "text") -> str:
    """The text of a record. Raises FormatFault."""
    text = record.get(name)
    if not isinstance(text, str):
        raise fault(
            "key", place, name=repr(name), found=f"{text!r:.40}", expected="the text of the report",
            expected_zh="报告全文",
        )  # fmt: skip
    return text


def span_of(span: Any, text: str, place: str) -> Mark:
    """`{"start": 3, "end": 5, "label": "FIGURE"}` as a mark; a `text` in it must be what stands there."""
    try:
        start, end, label = span["start"], span["end"], span["label"]
        return Mark(label, start, end, span.get("text", text[start:end]))
    except (AttributeError, KeyError, TypeError) as error:
        raise fault(
            "key", place, name="a span", found=f"{span!r:.60}", expected="start, end and label",
            expected_zh="start、end、label",
        ) from error  # fmt: skip


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """One record a line."""
    gold.write(iter(reports), path)
    return []
