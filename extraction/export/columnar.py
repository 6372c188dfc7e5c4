"""Listing -> parquet, in row groups, so that memory stays flat. The only import of fastparquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extraction.export.panel import Listing, Value
from extraction.report import Report

GROUP = {"panel": 500, "cells": 100_000}  # rows of a row group; the panel has some 450 columns


class Parquet:
    """A Listing as parquet: text as UTF-8, cells as floats with nulls, places as nullable integers."""

    def __init__(self, path: Path, listing: Listing) -> None:
        self._path, self._listing, self._rows = path, listing, list[tuple[Value, ...]]()
        self._written = False

    def add(self, report: Report) -> None:
        self._rows += self._listing.rows(report)
        if len(self._rows) >= GROUP.get(self._listing.stem, 10_000):
            self._write()

    def close(self) -> None:
        if self._rows or not self._written:
            self._write()

    def _write(self) -> None:
        import fastparquet

        texts = {column.name: "utf8" for column in self._listing.columns if column.kind == "text"}
        fastparquet.write(
            str(self._path), self._frame(), compression="SNAPPY", write_index=False,
            append=self._written, object_encoding=texts, has_nulls=True,
        )  # fmt: skip
        self._written, self._rows = True, []

    def _frame(self) -> Any:
        import pandas

        kinds = {"text": "object", "integer": "Int64", "number": "float64", "flag": "boolean"}
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._listing.columns)
        return pandas.DataFrame({
            column.name: pandas.Series(list(values), dtype=kinds[column.kind])
            for column, values in zip(self._listing.columns, columns, strict=True)
        })  # fmt: skip
