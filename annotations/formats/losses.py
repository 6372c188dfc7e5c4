"""What a format cannot hold is said: counted while it is left out, one note for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from extraction.report import Meta, Report, Warning

# What a report can hold beside its text and the places and labels of its spans.
KINDS: dict[str, tuple[str, str]] = {
    "cells": ("个表格单元格", "table cells"),
    "values": ("个数字的值、单位、约数", "values, units and approximations of figures"),
    "links": ("个数字或零陈述所指的单元格", "links from figures and zeros to cells"),
    "dates": ("个日期的 ISO 写法", "ISO forms of dates"),
    "topics": ("个问题或措施的类别", "topics of problems and measures"),
    "confidences": ("个置信度", "confidences"),
    "meta": ("项报告信息（机关、年度、公布日期等）", "facts about the report (agency, year, signature …)"),
    "sections": ("个部分", "sections"),
    "findings": ("条发现、提示或核对计数", "findings, warnings and check counts"),
    "names": ("个文件名或文件指纹", "file names or fingerprints of files"),
}
ALL = frozenset(KINDS)


def present(report: Report) -> Counter[str]:
    """How much of each kind the report holds; a topic or value that is not given is nothing to lose."""
    spans = (*report.entities, *report.clauses)
    entities = report.entities
    meta = report.meta
    return Counter({
        "cells": sum(len(row) for table in report.tables.values() for row in table.cells.values()),
        "values": sum(e.value is not None or e.unit is not None or e.approx for e in entities),
        "links": sum(e.cell is not None for e in entities) + sum(len(zero.cells) for zero in report.zeros),
        "dates": sum(e.iso is not None for e in entities),
        "topics": sum(clause.category is not None for clause in report.clauses),
        "confidences": sum(span.confidence != 1.0 for span in spans),
        "meta": sum(getattr(meta, name) != getattr(Meta(), name) for name in Meta.__slots__),
        "sections": len(report.sections),
        "findings": len(report.findings) + len(report.warnings) + len(report.checks),
        "names": 1,
    })  # fmt: skip


def notes(counts: Counter[str], holds: Collection[str], name: str) -> list[Warning]:
    """One note for each kind that was there and is left out."""
    return [
        Warning(
            f"lost.{kind}",
            f"{name} holds no {en}: {counts[kind]} left out (give the original with --onto on the way back)",
            f"{name} 不含{zh[1:]}：略去 {counts[kind]} {zh[0]}（转回时用 --onto 给出原件即可补上）",
        )
        for kind, (zh, en) in KINDS.items()
        if kind not in holds and counts[kind]
    ]
