"""The rest of a report: all but its text and its layers, as plain JSON that some formats carry along.

With it goes a fingerprint of the text, so that a text that was changed in between is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.formats.faults import fault
from annotations.formats.layers import fingerprint
from annotations.formats.shapes import check_shape
from extraction.report import SCHEMA, Report

KEY = "nianbao"  # under which a format keeps the frame
PRINT = "text_sha256"
_OUTSIDE = ("text", "entities", "zeros", "clauses")


def frame(report: Report) -> dict[str, Any]:
    """`{"schema": …, "source": …, "meta": …, "tables": …, "text_sha256": …}`."""
    kept = {name: value for name, value in report.to_dict().items() if name not in _OUTSIDE}
    return kept | {PRINT: fingerprint(report.text)}


def framed(text: str, kept: Any, place: str) -> Report:
    """The report of this text without its layers. Raises FormatFault."""
    if not isinstance(kept, Mapping):
        raise _unfit(f"{kept!r:.60}", place)
    same_text(text, kept.get(PRINT), place)
    try:
        report = Report.from_dict({**kept, "text": text, "entities": (), "zeros": (), "clauses": ()})
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _unfit(error, place) from error
    check_shape(report, place)
    return report


def same_text(text: str, expected: object, place: str) -> None:
    """Refuse a text with another fingerprint than the one that was kept with it, if any was."""
    if expected is not None and expected != fingerprint(text):
        found = fingerprint(text)
        raise fault("print", place, length=len(text), found=found[:12], expected=str(expected)[:12])


def _unfit(found: object, place: str) -> Exception:
    return fault(
        "key", place, name=repr(KEY), found=found, expected=f"the rest of a {SCHEMA} as it was written",
        expected_zh=f"写出时的 {SCHEMA} 其余部分",
    )  # fmt: skip
