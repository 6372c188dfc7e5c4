"""Reports -> one self-contained page: the text as it arrived beside the statutory tables, everything linked.

The page needs no network and runs no text of a report: whatever a report says is escaped, and its
content security policy forbids every address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from typing import BinaryIO

from extraction.export import layout, legend, listings
from extraction.export.marks import Mark, Piece, by_cell, marks, pieces, suspect
from extraction.report import Cell, Finding, Report, Table

REPORTS = 200  # a page of more is slow to open; the rest is in the other files
CHARACTERS = 400_000  # of one text
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
NOT_PRINTED = "报告中没有这张表，或表为图片：各单元格为“无此表”，不是 0。"
TOGGLES = ("FIGURE", "ZERO", "DATE", "AGENCY", "DOCUMENT", "PROBLEM", "MEASURE", "CELL")


class Page:
    """Written while reports are added; the first is shown, the others wait in templates."""

    def __init__(self, stream: BinaryIO, title: str = "政府信息公开工作年度报告") -> None:
        self._stream, self._count = stream, 0
        self._put(
            f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>{_resource('page.css')}</style></head><body>\n"
            f'<nav id="list" hidden><input id="filter" type="search" placeholder="筛选机关或年度">'
            f'<ol></ol></nav>\n<main id="stage">\n'
        )

    def add(self, report: Report) -> None:
        self._count += 1
        if self._count > REPORTS:
            return
        article = render(report)
        self._put(article + "</main>\n" if self._count == 1 else f"<template>{article}</template>\n")

    def close(self) -> None:
        if not self._count:
            self._put('<p class="none">没有可以显示的报告。</p></main>')
        if self._count > REPORTS:
            more = f"共 {self._count} 份，此页只含前 {REPORTS} 份；其余见 panel.xlsx 与 cells.csv。"
            self._put(f'<p id="more" hidden>{more}</p>')
        self._put(
            f'<footer id="detail" aria-live="polite"></footer>'
            f"<script>{_resource('page.js')}</script></body></html>\n"
        )
        self._stream.flush()

    def _put(self, html: str) -> None:
        self._stream.write(html.encode("utf-8", "xmlcharrefreplace"))


def render(report: Report) -> str:
    """One report as an article: head, text, tables, findings, figures, clauses."""
    severe = sum(finding.severity == "high" for finding in report.findings)
    return (
        f'<article data-agency="{_safe(report.meta.agency or report.source)}" '
        f'data-year="{report.meta.year or ""}" data-source="{_safe(report.source)}" '
        f'data-findings="{len(report.findings)}" data-high="{severe}">'
        f'{_head(report)}<div class="columns"><section class="text" aria-label="原文">{_toggles()}'
        f'<div class="source">{_source(report)}</div></section>'
        f'<section class="form" aria-label="表格与发现">{_chips(report)}{_tables(report)}'
        f"{_findings(report)}{_figures(report)}{_clauses(report)}{_warnings(report)}</section></div></article>"
    )


def _head(report: Report) -> str:
    meta, region = report.meta, report.meta.region
    states = [row.state for row in report.cells()]
    place = "".join(part for part in (region.province, region.city, region.county) if part)
    facts = {
        "文件": report.source,
        "落款": meta.published or "无",
        "表式": {"2019": "2019 年版", "2021": "2021 年版"}.get(meta.form, "无法定表格"),
        "地区": place or "未识别",
        "印出数字": f"{states.count('number') + states.count('zero')} 格，非零 {states.count('number')}",
        "空白": f"{states.count('blank')} 格",
        "丢失": f"{states.count('lost')} 格",
    }
    listed = "".join(f"<div><dt>{name}</dt><dd>{_safe(said)}</dd></div>" for name, said in facts.items())
    title = f"{meta.agency or '机关未识别'}{f' {meta.year} 年度' if meta.year else ''}"
    return f"<header><h1>{_safe(title)}<small>政府信息公开工作年度报告</small></h1><dl>{listed}</dl></header>"


def _toggles() -> str:
    boxes = (
        f'<label class="m-{kind}"><input type="checkbox" checked value="{kind}">'
        f"{legend.LABELS.get(kind, '表格单元格')}</label>"
        for kind in TOGGLES
    )
    return f'<div class="toggles">{"".join(boxes)}</div>'


def _source(report: Report) -> str:
    text = report.text[:CHARACTERS]
    found = [mark for mark in marks(report) if mark.end <= CHARACTERS]
    cut = (
        ""
        if len(report.text) <= CHARACTERS
        else f'<p class="none">原文共 {len(report.text)} 字，此处只显示前 {CHARACTERS} 字。</p>'
    )
    return "".join(map(_piece, pieces(text, found))) + cut


def _piece(piece: Piece) -> str:
    """A stretch of text with its marks; the innermost is what a click on it means."""
    if not piece.marks:
        return _safe(piece.text)
    inner = piece.marks[-1]
    kinds = " ".join(dict.fromkeys(f"m-{mark.kind}" for mark in piece.marks))
    keys = " ".join(dict.fromkeys(mark.key for mark in reversed(piece.marks)))
    tag, said = "span" if piece.text else "i", _titles(piece.marks)
    linked = "" if inner.kind == "CELL" else _linked(inner.cells)
    title = f' title="{_safe(said)}"' if said else ""
    return (
        f'<{tag} class="{kinds}" data-k="{_safe(keys)}"{linked}{_at(inner.start, inner.end)}{title}>'
        f"{_safe(piece.text)}</{tag}>"
    )


def _titles(found: Iterable[Mark]) -> str:
    return "\n".join(dict.fromkeys(mark.title for mark in reversed(list(found)) if mark.title))


def _linked(cells: Iterable[str]) -> str:
    joined = " ".join(cells)
    return f' data-c="{_safe(joined)}"' if joined else ""


def _chips(report: Report) -> str:
    counts = {
        "tables": "法定表格",
        "findings": f"问题 {len(report.findings)}",
        "figures": f"数字 {sum(e.label == 'FIGURE' for e in report.entities) + len(report.zeros)}",
        "clauses": f"问题与措施 {len(report.clauses)}",
    }
    chips = "".join(
        f'<button type="button" data-to="{name}">{said}</button>' for name, said in counts.items()
    )
    return f'<div class="chips">{chips}</div>'


def _tables(report: Report) -> str:
    marked = by_cell(report.findings)
    drawn = "".join(
        _table(layout.printed(name, table), table, marked) for name, table in report.tables.items()
    )
    return f'<div class="part" data-part="tables">{drawn or "<p class=none>没有法定表格。</p>"}</div>'


def _table(form: layout.Layout, table: Table, marked: Mapping[str, list[Finding]]) -> str:
    if layout.absent(table):
        return f'<h2>{form.heading}</h2><p class="none">{NOT_PRINTED}</p>'
    columns = "".join(f'<col style="width:{100 * unit / layout.UNITS:.2f}%">' for unit in form.units)
    rows: list[list[str]] = [[] for _ in range(form.rows)]
    for box in sorted(form.boxes, key=lambda box: (box.row, box.column)):
        spans = (f' rowspan="{box.height}"' if box.height > 1 else "") + (
            f' colspan="{box.width}"' if box.width > 1 else ""
        )
        if box.path is None:
            rows[box.row].append(f'<th class="{box.kind} c{box.column}"{spans}>{_safe(box.text)}</th>')
        else:
            _, row, column = box.path.split(".")
            cell = table.cells.get(row, {}).get(column)
            rows[box.row].append(_value(box.path, spans, cell, marked.get(box.path, [])))
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    inside = f'<table class="{form.name}"><colgroup>{columns}</colgroup>{body}</table>'
    return f'<h2>{form.heading}</h2><div class="scroll">{inside}</div>'


def _value(path: str, spans: str, cell: Cell | None, found: list[Finding]) -> str:
    state = cell.state if cell else "absent"
    said = [
        f"{legend.label(path)}：{legend.STATES[state]}"
        + (f"，原文“{cell.raw.strip()}”" if cell and cell.raw.strip() else "")
    ]
    if cell and cell.span is None and state != "absent":
        said.append("在原文中没有位置")
    if cell and cell.confidence < 0.9 and state != "absent":
        said.append(f"置信度 {cell.confidence:.2f}")
    proposal = ""
    if cell and cell.proposal is not None:
        said.append(f"勾稽建议值 {legend.number(cell.proposal)}")
        proposal = f"<em>{legend.number(cell.proposal)}?</em>"
    said += [finding.message_zh or finding.message for finding in found]
    doubt = " found" if suspect(path, found) else " concerned" if found else ""
    at = _at(*cell.span) if cell and cell.span else ""
    return (
        f'<td class="s-{state}{doubt}" tabindex="0" data-k="{path}"'
        f'{at}{spans} title="{_safe(chr(10).join(said))}">{_safe(legend.shown(cell))}{proposal}</td>'
    )


def _findings(report: Report) -> str:
    cards = "".join(
        f'<li class="{finding.severity}" tabindex="0" data-k="f{i}"{_linked(finding.cells)} '
        f'title="{_safe(finding.message_zh or finding.message)}">'
        f"<b>{legend.SEVERITIES.get(finding.severity, '')}</b>"
        f"<p>{_safe(finding.message_zh or finding.message)}</p><small>{_safe(_sides(finding))}</small></li>"
        for i, finding in enumerate(report.findings)
    )
    none = '<p class="none">没有发现勾稽不符。</p>'
    return _part("findings", "发现的问题", f'<ol class="findings">{cards}</ol>' if cards else none)


def _sides(finding: Finding) -> str:
    """`applications.balance · 应为 9 · 实为 8 · 可能出自报告本身 · 建议 …＝9`"""
    said = [finding.rule]
    said += [f"应为 {legend.number(finding.expected)}"] if finding.expected is not None else []
    said += [f"实为 {legend.number(finding.found)}"] if finding.found is not None else []
    if finding.culprit != "unknown":
        said.append(f"可能出自{legend.CULPRITS[finding.culprit]}")
    if finding.proposal:
        said.append(f"建议 {legend.label(finding.proposal.cell)}＝{legend.number(finding.proposal.value)}")
    return " · ".join(said)


def _figures(report: Report) -> str:
    listed: list[tuple[int, int, str, str, tuple[str, ...]]] = [
        (e.start, e.end, f"e{i}", f"{legend.number(e.value)} {e.unit or ''}", (e.cell,) if e.cell else ())
        for i, e in enumerate(report.entities)
        if e.label == "FIGURE"
    ]
    listed += [(z.start, z.end, f"z{i}", "无", z.cells) for i, z in enumerate(report.zeros)]
    rows = "".join(
        f'<tr tabindex="0" data-k="{key}"{_linked(cells)}{_at(start, end)}>'
        f"<td>{_safe(value)}</td><td>{_sentence(report.text, start, end)}</td>"
        f"<td>{_safe('、'.join(map(legend.label, cells)))}</td></tr>"
        for start, end, key, value, cells in sorted(listed)
    )
    head = "<tr><th>数值</th><th>所在句子</th><th>对应单元格</th></tr>"
    return _part("figures", "正文中的数字", f'<table class="list">{head}{rows}</table>')


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence with the figure in bold."""
    low, high = listings.bounds(text, start, end)
    return f"{_safe(text[low:start].lstrip())}<b>{_safe(text[start:end])}</b>{_safe(text[end:high].rstrip())}"


def _clauses(report: Report) -> str:
    rows = "".join(
        f'<li class="{clause.label}" tabindex="0" data-k="c{i}"{_at(clause.start, clause.end)}>'
        f"<b>{legend.LABELS.get(clause.label, clause.label)}</b>{_safe(clause.text)}"
        f"<small>{_safe(legend.CATEGORIES.get(clause.category or '', ''))}</small></li>"
        for i, clause in enumerate(report.clauses)
    )
    none = '<p class="none">没有读到问题或措施。</p>'
    return _part("clauses", "存在的问题与改进措施", f'<ul class="clauses">{rows}</ul>' if rows else none)


def _warnings(report: Report) -> str:
    rows = "".join(f"<li>{_safe(w.message_zh or w.message)}</li>" for w in report.warnings)
    return _part("warnings", "读取时的说明", f'<ul class="warnings">{rows}</ul>') if rows else ""


def _part(name: str, title: str, body: str) -> str:
    return f'<div class="part" data-part="{name}"><h2>{title}</h2>{body}</div>'


def _at(start: int, end: int) -> str:
    return f' data-at="{start}–{end}"'


def _safe(text: str) -> str:
    """Escaped for text and for attributes; a null character, which HTML forbids, is replaced."""
    return escape(text.replace("\x00", "\ufffd"), quote=True)


def _resource(name: str) -> str:
    return files("extraction.export").joinpath(name).read_text(encoding="utf-8")
