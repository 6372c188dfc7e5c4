"""From a file to a report: `extract(path)` reads one annual report on government information disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extraction.report import Producer, Report, UnreadableDocument

if TYPE_CHECKING:
    from extraction.document import Document
    from extraction.report import Entity, Section
    from extraction.text import Passage

__version__ = "0.1.0"
__all__ = ["Report", "UnreadableDocument", "__version__", "extract"]

Engine = Literal["auto", "rules", "tagger"]
_TITLE = re.compile(r"信息公开[^\n。，]{0,20}(?:年度报告|年报|报告)")


def extract(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    year: int | None = None,
    agency: str | None = None,
    only: Literal["tables", "text"] | None = None,
    engine: Engine = "auto",
    model: Path | None = None,
) -> Report:
    """Read one report: its tables cell by cell, its prose, and what does not add up.

    `source` is a path or the bytes of a file, `name` what to call it in messages. `year` and `agency`
    are hints that stand where the text tells neither. `only` leaves out the prose or the tables.
    `engine` finds entities and clauses: by rules, by the tagger (of the folder `model`, else the one in
    service), or by the best of both; without weights auto is rules.
    Raises UnreadableDocument where the file is no text at all, or no such report.

    >>> extract("report.txt").cell("applications.received.total").value  # doctest: +SKIP
    9
    """
    from extraction import agreement, reconciliation, tagging
    from extraction.document import read

    folder = tagging.folder(engine, model)
    report, passages = _read(read(source, name=name), year, agency, only, engine, folder)
    return reconciliation.reconcile(agreement.link(report, passages, folder) if folder else report)


def _read(
    document: Document, year: int | None, agency: str | None, only: str | None, engine: Engine, folder: Path | None
) -> tuple[Report, tuple[Passage, ...]]:  # fmt: skip
    """The report as it is printed, and its prose; nothing is compared with anything yet."""
    from extraction import form, links, meta, prose, sections, tables, tagging, zeros
    from extraction.text import normalise

    text = normalise(document)
    parts = sections.split(text)
    printed = {} if only == "text" else tables.read(text, parts, document.grids)
    places = [text.span(table.start, table.end) for table in printed.values()]
    passages = prose.passages(text, parts, places)
    forms = {table.name: table.version for table in printed.values()}
    marked = tagging.mark(passages if only != "tables" else (), year, engine, folder)
    figures = links.link(marked.entities, passages, forms, meta.year_of(text, parts, marked.entities) or year)
    _refuse_other_texts(document.source, document.text, parts, forms)
    version = forms.get("disclosure") or forms.get("applications") or form.default_version(year)
    told = _told(figures)
    cells = {name: tables.cells(text, printed.get(name), name, version, told) for name in form.TABLES}
    report = Report(
        source=document.source, sha256=document.sha256, text=document.text,
        meta=meta.meta(document, text, parts, figures, cells, year=year, agency=agency),
        sections=parts, tables={} if only == "text" else cells, entities=figures,
        zeros=() if only == "tables" else tuple(zero for passage in passages for zero in zeros.find(passage)),
        clauses=marked.clauses, warnings=document.warnings,
        producer=Producer(__version__, marked.tagger),
    )  # fmt: skip
    return report, tuple(passages)


def _refuse_other_texts(source: str, text: str, parts: Sequence[Section], forms: Mapping[str, str]) -> None:
    """A text without a statutory table and with no part, or one part and no title, is no annual report."""
    known = {part.id for part in parts} & {"overview", "disclosure", "applications", "disputes", "problems", "other"}
    titled = _TITLE.search(text, 0, 2_000)
    if not forms and (not known or (len(known) < 2 and not titled)):
        found = ", ".join(sorted(known)) or "none"
        raise UnreadableDocument(
            "no_report",
            f"{source} is no annual report on government information disclosure: of the six statutory parts "
            f"{found} found, and no statutory table; check that it is the right file, and that its text is complete",
            f"{source} 不像政府信息公开工作年度报告：六个法定部分只找到 {len(known)} 个，也没有法定表格；请确认文件无误、正文完整",
        )


def _told(entities: Iterable[Entity]) -> Mapping[str, frozenset[float]]:
    """What the prose says of each cell."""
    told: dict[str, set[float]] = {}
    for entity in entities:
        if entity.cell and entity.value is not None and not entity.approx:
            told.setdefault(entity.cell, set()).add(float(entity.value))
    return {path: frozenset(values) for path, values in told.items()}
