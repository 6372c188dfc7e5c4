"""pandas.read_html on web pages and pdfplumber on PDF, as engines that read tables and nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from evaluation.competitors import grids
from evaluation.competitors.process import CompetitorFault
from evaluation.engines import Engine
from extraction.report import Meta, Report, UnreadableDocument


def pandas_html() -> Engine:
    """`pandas.read_html` with lxml, as documented; every entry as text, spanned cells repeated by pandas."""
    _needs("pandas", "lxml")
    return Engine("pandas.read_html", _read_html)


def pdfplumber_pdf() -> Engine:
    """`page.extract_tables()` of every page with the default settings."""
    _needs("pdfplumber")
    return Engine("pdfplumber", _read_pdf)


def _needs(*packages: str) -> None:
    missing = [name for name in packages if not find_spec(name)]
    if missing:
        raise CompetitorFault(f"not installed; pip install {' '.join(missing)}")


def _read_html(source: Path | bytes) -> Report:
    import pandas

    page = source if isinstance(source, bytes) else source.read_bytes()
    try:
        frames = pandas.read_html(io.StringIO(_decoded(page)), flavor="lxml", header=None, converters=None)
    except ValueError:  # pandas says so where a page has no table
        frames = []
    return _report([_entries(frame) for frame in frames])


def _decoded(page: bytes) -> str:
    """As the page declares or, if it declares nothing, UTF-8: without it pandas reads Latin-1."""
    from charset_normalizer import from_bytes

    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        return str(from_bytes(page).best() or "")


def _entries(frame: Any) -> list[list[str]]:
    rows = [[str(entry) for entry in frame.columns]] if frame.columns.dtype == object else []
    return rows + [["" if entry is None or entry != entry else _plain(entry) for entry in row] for row in frame.to_numpy()]


def _plain(entry: Any) -> str:
    """pandas makes floats of a column that has gaps: 12.0 was printed as 12."""
    return str(int(entry)) if isinstance(entry, float) and entry.is_integer() else str(entry)


def _read_pdf(source: Path | bytes) -> Report:
    import pdfplumber  # type: ignore[import-not-found,unused-ignore]

    found: list[Sequence[Sequence[str]]] = []
    with pdfplumber.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pages:
        for page in pages.pages:
            found += [[[entry or "" for entry in row] for row in table] for table in page.extract_tables()]
    return _report(found)


def _report(found: Sequence[Sequence[Sequence[str]]]) -> Report:
    if not any(found):
        raise UnreadableDocument("no_table", "no table was found", "没有找到表格")
    return Report(source="", sha256="", text="", meta=Meta(), tables=grids.tables(found))
