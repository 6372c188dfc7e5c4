"""Report -> JSON Lines and JSON, one record after the other."""

from __future__ import annotations

import json
from typing import BinaryIO

from extraction.report import Report


class JsonLines:
    """One record a line, UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def add(self, report: Report) -> None:
        self._stream.write(dumped(report.to_dict()) + b"\n")

    def close(self) -> None:
        self._stream.flush()


class Json:
    """One record by itself, indented; or, for `many`, an array with one record a line."""

    def __init__(self, stream: BinaryIO, *, many: bool) -> None:
        self._stream, self._many, self._count = stream, many, 0

    def add(self, report: Report) -> None:
        before = (b",\n" if self._count else b"[\n") if self._many else b""
        indent = None if self._many else 1
        self._stream.write(before + dumped(report.to_dict(), indent) + (b"" if self._many else b"\n"))
        self._count += 1

    def close(self) -> None:
        if self._many:
            self._stream.write(b"\n]\n" if self._count else b"[]\n")
        self._stream.flush()


def dumped(record: object, indent: int | None = None) -> bytes:
    """UTF-8 JSON; half of a surrogate pair, which UTF-8 cannot hold, is written as its escape."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record, indent=indent).encode("ascii")
