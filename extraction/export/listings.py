"""Report -> rows of the long tables: cells, findings, figures, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.export import legend
from extraction.export.panel import WHO, Column, Kind, Listing, Value, plain, who
from extraction.report import Entity, Report, Span, Zero

SENTENCE_END = re.compile(r"[。；！？\n]")
SENTENCE_REACH = 200  # characters on either side of a figure; text without any stop is cut there
KINDS: dict[str, Kind] = {"i": "integer", "n": "number", "f": "flag"}


def _columns(*specs: str) -> tuple[Column, ...]:
    """Who reports, then `name label width kind`; the kind is text where it is not given."""
    columns = []
    for name, label, width, *kind in map(str.split, specs):
        columns.append(Column(name, label, KINDS[kind[0]] if kind else "text", int(width)))
    return (*WHO, *columns)


def _cells(report: Report) -> Iterator[tuple[Value, ...]]:
    known, whose = legend.cell_labels(), who(report)
    for row in report.cells():
        place = (row.table, row.form, row.row, row.column, row.path, known.get(row.path, row.path))
        printed = (plain(row.value), row.raw, row.state, legend.STATES.get(row.state, row.state))
        yield (*whose, *place, *printed, row.start, row.end, row.confidence, plain(row.proposal))


def _findings(report: Report) -> Iterator[tuple[Value, ...]]:
    for found in report.findings:
        proposal = found.proposal
        yield (
            *who(report),
            found.rule,
            found.severity,
            legend.SEVERITIES.get(found.severity, found.severity),
            found.where,
            found.message_zh,
            found.message,
            plain(found.expected),
            plain(found.found),
            found.culprit,
            legend.CULPRITS.get(found.culprit, found.culprit),
            "; ".join(found.cells),
            places(found.spans),
            proposal.cell if proposal else None,
            plain(proposal.value) if proposal else None,
        )


def _figures(report: Report) -> Iterator[tuple[Value, ...]]:
    """Figures and statements of none, in the order of the text."""
    said: list[Entity | Zero] = [entity for entity in report.entities if entity.label == "FIGURE"]
    said += report.zeros
    for each in sorted(said, key=lambda each: each.start):
        figure = each if isinstance(each, Entity) else None
        cells = ((figure.cell,) if figure.cell else ()) if figure else each.cells  # type: ignore[union-attr]
        label = "FIGURE" if figure else "ZERO"
        value = (plain(figure.value), figure.unit, figure.approx) if figure else (None, None, False)
        whole = sentence(report.text, each.start, each.end)
        links = ("; ".join(cells) or None, "; ".join(map(legend.label, cells)) or None)
        place = (each.start, each.end, figure.confidence if figure else None)
        yield (*who(report), label, legend.LABELS[label], *value, each.text, whole, *links, *place)


def _clauses(report: Report) -> Iterator[tuple[Value, ...]]:
    for clause in report.clauses:
        topics = (clause.category or "").split("+")
        topic = "；".join(legend.CATEGORIES.get(part, part) for part in topics if part)
        label = (clause.label, legend.LABELS.get(clause.label, clause.label), clause.category, topic or None)
        yield (*who(report), *label, clause.text, clause.start, clause.end, clause.confidence)


def bounds(text: str, start: int, end: int) -> Span:
    """Where the sentence around [start, end) begins and ends; a line break ends it too."""
    low, high = max(0, start - SENTENCE_REACH), min(len(text), end + SENTENCE_REACH)
    for stop in SENTENCE_END.finditer(text, low, start):
        low = stop.end()
    after = SENTENCE_END.search(text, end, high)
    return low, after.end() if after else high


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around [start, end), on one line.

    >>> sentence("甲。本年收到申请9件，\\n均已办结。乙", 8, 10)
    '本年收到申请9件，'
    """
    low, high = bounds(text, start, end)
    return " ".join(text[low:high].split())


def places(spans: Iterable[Span]) -> str:
    """Spans as people copy them: `12-15; 40-44`."""
    return "; ".join(f"{start}-{end}" for start, end in spans)


CELLS = Listing(
    "cells",
    "单元格",
    _columns(
        "table 表 12",
        "form 表式 7",
        "row 行 18",
        "column 列 14",
        "path 路径 36",
        "label 单元格 40",
        "value 数值 10 n",
        "raw 原文 12",
        "state 状态 10",
        "state_label 状态说明 13",
        "start 起 8 i",
        "end 止 8 i",
        "confidence 置信度 8 n",
        "proposal 勾稽建议值 11 n",
    ),
    _cells,
)
SHORT = tuple(
    i
    for i, column in enumerate(CELLS.columns)
    if column.name not in ("table", "form", "row", "column", "state")
)
CELLS_SHORT = Listing(  # for the workbook, where each column of this longest sheet costs time
    "cells",
    "单元格",
    tuple(CELLS.columns[i] for i in SHORT),
    lambda report: (tuple(row[i] for i in SHORT) for row in _cells(report)),
)
FINDINGS = Listing(
    "findings",
    "问题清单",
    _columns(
        "rule 规则 24",
        "severity 级别代码 9",
        "severity_label 级别 7",
        "where 位置 30",
        "message_zh 说明 60",
        "message 英文说明 40",
        "expected 应为 9 n",
        "found 实为 9 n",
        "culprit 归因代码 9",
        "culprit_label 可能出自 11",
        "cells 涉及单元格 36",
        "spans 原文位置 16",
        "proposal_cell 建议更正的单元格 30",
        "proposal_value 建议值 9 n",
    ),
    _findings,
)
FIGURES = Listing(
    "figures",
    "数字",
    _columns(
        "label 类别代码 9",
        "label_zh 类别 9",
        "value 数值 12 n",
        "unit 单位 8",
        "approx 约数 6 f",
        "text 原文 14",
        "sentence 所在句子 70",
        "cell 对应单元格路径 32",
        "cell_label 对应单元格 32",
        "start 起 8 i",
        "end 止 8 i",
        "confidence 置信度 8 n",
    ),
    _figures,
)
CLAUSES = Listing(
    "clauses",
    "存在问题与改进措施",
    _columns(
        "label 类别代码 10",
        "label_zh 类别 7",
        "category 主题代码 9",
        "category_label 主题 26",
        "text 原文 80",
        "start 起 8 i",
        "end 止 8 i",
        "confidence 置信度 8 n",
    ),
    _clauses,
)
