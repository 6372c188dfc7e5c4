"""The formats by their names, and how each is opened: on a stream, or as a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from extraction.export import listings, panel
from extraction.export.draft import Export
from extraction.report import Report

FORMATS = ("json", "jsonl", "csv", "xlsx", "parquet", "html")
STREAMED = ("json", "jsonl", "csv", "html")
PACKAGES = {"xlsx": "xlsxwriter", "parquet": "fastparquet"}


class File:
    """An Export on a stream of its own, which is closed with it."""

    def __init__(self, stream: BinaryIO, export: Export) -> None:
        self._stream, self._export = stream, export

    def add(self, report: Report) -> None:
        self._export.add(report)

    def close(self) -> None:
        self._export.close()
        self._stream.close()


def listing(shape: str) -> panel.Listing:
    """The Listing by its shape or stem: wide is the panel with its states, long the cells."""
    known = {"findings": listings.FINDINGS, "figures": listings.FIGURES, "clauses": listings.CLAUSES}
    return known.get(shape) or (listings.CELLS if shape in ("long", "cells") else panel.panel_with_states())


def on_stream(form: str, stream: BinaryIO, shape: str = "wide", *, many: bool = True) -> Export:
    """An Export in one of STREAMED."""
    if form == "json":
        from extraction.export.records import Json

        return Json(stream, many=many)
    if form == "csv":
        from extraction.export.delimited import Csv

        return Csv(stream, listing(shape))
    if form == "html":
        from extraction.export.page import Page

        return Page(stream)
    from extraction.export.records import JsonLines

    return JsonLines(stream)


def as_file(form: str, path: Path, shape: str = "wide", *, many: bool = True) -> Export:
    """An Export in any of FORMATS, written to `path`."""
    if form == "xlsx":
        from extraction.export.workbook import Workbook

        return Workbook(path)
    if form == "parquet":
        from extraction.export.columnar import Parquet

        return Parquet(path, listing(shape))
    stream = path.open("wb")
    return File(stream, on_stream(form, stream, shape, many=many))
