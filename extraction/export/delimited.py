"""Listing -> csv that Excel opens as it is: UTF-8 with a byte order mark, machine names in the first line."""

from __future__ import annotations

import csv
import io
import re
from typing import BinaryIO

from extraction.export.panel import Listing, Value
from extraction.report import Report

FORMULA = re.compile(r"\s*(?:[=@]|[+-](?![\d.,%]*$|[-+/ ]*$))")  # what a spreadsheet would take for a formula


class Csv:
    """A Listing as csv. A text that a spreadsheet would run as a formula is led by an apostrophe."""

    def __init__(self, stream: BinaryIO, listing: Listing) -> None:
        self._stream, self._listing = stream, listing
        stream.write(b"\xef\xbb\xbf" + _line([column.name for column in listing.columns]))

    def add(self, report: Report) -> None:
        self._stream.write(b"".join(_line([_entry(v) for v in row]) for row in self._listing.rows(report)))

    def close(self) -> None:
        self._stream.flush()


def _line(entries: list[Value]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(entries)
    return line.getvalue().encode("utf-8", "replace")


def _entry(value: Value) -> Value:
    """`=1+1` -> `'=1+1`; `-8`, `-` and a float that is whole stay what they are."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and len(value) > 1 and FORMULA.match(value):
        return f"'{value}"
    return value
