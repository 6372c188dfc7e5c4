"""Source -> a web page or a Word file with real tables, and the gold for what is read back from it.

The gold of such a file counts characters of the text that `extraction.document.read` takes out of it.
White space apart, that text is the report in the layout `tabs`; so each span is found again by the
number of characters before it, spaces not counted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import accumulate
from typing import TypeVar

from annotations import layouts
from annotations.build import build, cells, findings, version_of
from annotations.gold import GoldFault
from annotations.source import Source
from extraction.document import Document, read
from extraction.report import Cell, Clause, Entity, Report, Section, Span, Table, Zero

Move = Callable[[int, int], Span]
Marked = TypeVar("Marked", Entity, Zero, Clause)


def build_file(source: Source, layout: str) -> bytes:
    """The report as an `html` page or a `docx` file, its tables with merged cells."""
    return FILES[layout](source, build(source, "tabs"))


def build_gold(source: Source, layout: str) -> tuple[bytes, Report]:
    """The bytes of the file, and the gold whose offsets count the text that is read from it."""
    report = build(source, "tabs")
    data = FILES[layout](source, report)
    document = read(data, name=f"{source.header['id']}.{layout}")
    return data, _moved(report, document)


def _lines(source: Source, report: Report) -> Iterator[str | layouts.Rows]:
    """The lines of the report in order, and each table once, as its rows."""
    shown = {path: printed.raw for path, printed in cells(source).items()}
    spans = sorted((table.span, name) for name, table in report.tables.items() if table.span)
    at = 0
    for (start, end), name in spans:
        yield from report.text[at:start].split("\n")
        yield _whole(layouts.rows(name, version_of(source, name), shown))
        at = end
    yield from report.text[at:].split("\n")


def _whole(rows: layouts.Rows) -> layouts.Rows:
    """Rows in which the last cell reaches to the right edge, as the form is printed."""
    width = max(sum(entry.covers for entry in row) for row in rows)
    placed = layouts.grid(rows)
    return [
        [*row[:-1], replace(row[-1], covers=row[-1].covers + width - len(line))]
        for row, line in zip(rows, placed, strict=True)
    ]


def _page(source: Source, report: Report) -> bytes:
    lines = _lines(source, report)
    body = [_html_table(line) if isinstance(line, list) else f"<p>{escape(line)}</p>" for line in lines]
    title = f"<title>{escape(report.meta.title)}</title>" if report.meta.title else ""
    head = f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">{title}</head>'
    return "\n".join([head, '<body><div class="content">', *body, "</div></body></html>\n"]).encode()


def _html_table(rows: layouts.Rows) -> str:
    printed = []
    for row in rows:
        tds = (f"<td{_merged(entry)}>{escape(entry.text)}</td>" for entry in row)
        printed.append(f"<tr>{''.join(tds)}</tr>")
    return "<table><tbody>\n" + "\n".join(printed) + "\n</tbody></table>"


def _merged(entry: layouts.Entry) -> str:
    columns = f' colspan="{entry.covers}"' if entry.covers > 1 else ""
    return columns + (f' rowspan="{entry.below + 1}"' if entry.below else "")


def _word(source: Source, report: Report) -> bytes:
    lines = _lines(source, report)
    body = "".join(_word_table(line) if isinstance(line, list) else _paragraph(line) for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in (*_PACKAGE.items(), ("word/document.xml", _DOCUMENT.format(body=body))):
            archive.writestr(zipfile.ZipInfo(name), f"{_XML}{xml}")  # no date: the same bytes each time
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>",
}
_DOCUMENT = (
    f'<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main"><w:body>{{body}}</w:body></w:document>'
)


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_table(rows: layouts.Rows) -> str:
    """A merged cell spans columns by gridSpan; downwards it begins with vMerge and goes on in empty cells."""
    placed = layouts.grid(rows)
    own = {id(entry) for row in rows for entry in row}
    below: dict[tuple[int, int], layouts.Entry] = {}
    printed = []
    for r, line in enumerate(placed):
        cells = []
        for c, entry in enumerate(line):
            if id(entry) in own:
                below |= {(r + down, c): entry for down in range(1, entry.below + 1)}
                cells.append(
                    _word_cell(entry, '<w:vMerge w:val="restart"/>' if entry.below else "", entry.text)
                )
            elif (r, c) in below:
                cells.append(_word_cell(below[r, c], "<w:vMerge/>", ""))
        printed.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = "<w:gridCol/>" * max(map(len, placed))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(printed)}</w:tbl>"


def _word_cell(entry: layouts.Entry, merge: str, text: str) -> str:
    span = f'<w:gridSpan w:val="{entry.covers}"/>' if entry.covers > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>"


FILES: Mapping[str, Callable[[Source, Report], bytes]] = {"html": _page, "docx": _word}


class _Places:
    """Where the characters of one text stand in another that differs in white space."""

    def __init__(self, report: Report, document: Document) -> None:
        self.text = document.text
        self.title = self._title(report, document)
        kept = _kept(report.text, [table.span for table in report.tables.values() if table.span])
        self.there = [i for i in _kept(self.text, document.grids) if i >= len(self.title)]
        ours = "".join(report.text[i] for i in kept)
        theirs = "".join(self.text[i] for i in self.there)
        if ours != theirs:
            at = next((i for i, pair in enumerate(zip(ours, theirs, strict=False)) if len({*pair}) > 1), 0)
            raise GoldFault(
                f"{document.source}: read back as {theirs[at : at + 20]!r} where {ours[at : at + 20]!r} was "
                f"written, character {at}; the reader and the builder of the file disagree"
            )
        flags = bytearray(len(report.text) + 1)
        for i in kept:
            flags[i + 1] = 1
        self.before = list(accumulate(flags))  # characters kept before an offset

    @staticmethod
    def _title(report: Report, document: Document) -> str:
        """The line that the reader takes from `<title>`."""
        title = " ".join((report.meta.title or "").split())
        return document.text[: len(title) + 1] if document.kind == "html" and title else ""

    def span(self, start: int, end: int, text: str) -> Span:
        first, last = self.before[start], self.before[end]
        if first == last:  # a blank cell: right before the tab that follows it, else behind the one before it
            at = self.there[first] if text[start : start + 1] == "\t" else self.there[first - 1] + 1
            return at, at
        return self.there[first], self.there[last - 1] + 1


def _kept(text: str, tables: Sequence[Span]) -> list[int]:
    """The characters that count: all but white space; inside a table tabs count too."""
    inside = bytearray(len(text))
    for start, end in tables:
        inside[start:end] = b"\1" * (end - start)
    return [i for i, char in enumerate(text) if not char.isspace() or (char == "\t" and inside[i])]


def _moved(report: Report, document: Document) -> Report:
    """The gold with every offset counted in the document's text."""
    places = _Places(report, document)

    def move(start: int, end: int) -> Span:
        return places.span(start, end, report.text)

    entities = [_at(e, move(e.start, e.end), document.text) for e in report.entities]
    tables = {name: _table(table, move, document.text) for name, table in report.tables.items()}
    agency = report.meta.agency_span
    moved = replace(
        report, source=document.source, sha256=document.sha256, text=document.text,
        meta=replace(report.meta, agency_span=move(*agency) if agency else None),
        sections=_sections(report, move, len(document.text)), tables=tables,
        entities=(*_in_title(report, places), *entities),
        zeros=tuple(_at(z, move(z.start, z.end), document.text) for z in report.zeros),
        clauses=tuple(_at(c, move(c.start, c.end), document.text) for c in report.clauses),
    )  # fmt: skip
    return replace(moved, findings=findings(moved))


def _at(span: Marked, at: Span, text: str) -> Marked:
    return replace(span, start=at[0], end=at[1], text=text[at[0] : at[1]])


def _table(table: Table, move: Move, text: str) -> Table:
    def cell(printed: Cell) -> Cell:
        if printed.span is None:
            return printed
        span = move(*printed.span)
        return replace(printed, span=span, raw=text[span[0] : span[1]])

    rows = {row: {name: cell(c) for name, c in columns.items()} for row, columns in table.cells.items()}
    return Table(table.form, move(*table.span) if table.span else None, rows)


def _sections(report: Report, move: Move, length: int) -> tuple[Section, ...]:
    """Each part from its first character to the first of the next."""
    starts = [0, *(move(section.start, section.end)[0] for section in report.sections[1:])]
    ends = [*starts[1:], length]
    return tuple(
        replace(section, start=start, end=end)
        for section, start, end in zip(report.sections, starts, ends, strict=True)
    )


def _in_title(report: Report, places: _Places) -> tuple[Entity, ...]:
    """The spans of the title once more, in the line that `<title>` prints before the page."""
    if not places.title or report.meta.title is None:
        return ()
    at = report.text.index(report.meta.title)
    lead = places.there[places.before[at]]
    found = []
    for entity in report.entities:
        if at <= entity.start and entity.end <= at + len(report.meta.title):
            start, end = places.span(entity.start, entity.end, report.text)
            found.append(_at(entity, (start - lead, end - lead), places.text))
    return tuple(found)


__all__ = ["FILES", "build_file", "build_gold"]
