"""What a format cannot hold is said: counted while it is left out, one note for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from annotations.formats.layers import GOLD, fingerprint
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
    "names": ("个文件名", "file names"),
    "files": ("个原始文件的指纹或标注来源", "fingerprints of files and names of taggers"),
}
ALL = frozenset(KINDS)


def present(report: Report) -> Counter[str]:
    """How much of each kind the report holds; a topic or value that is not given is nothing to lose.

    (Names are counted by the format that changes them.)
    """
    entities, clauses = report.entities, report.clauses
    meta = report.meta
    return Counter({
        "cells": sum(len(row) for table in report.tables.values() for row in table.cells.values()),
        "values": sum(e.value is not None or e.unit is not None or e.approx for e in entities),
        "links": sum(e.cell is not None for e in entities) + sum(len(zero.cells) for zero in report.zeros),
        "dates": sum(e.iso is not None for e in entities),
        "topics": sum(clause.category is not None for clause in clauses),
        "confidences": sum(e.confidence != 1.0 for e in entities) + sum(c.confidence != 1.0 for c in clauses),
        "meta": sum(getattr(meta, name) != getattr(Meta(), name) for name in Meta.__slots__),
        "sections": len(report.sections),
        "findings": len(report.findings) + len(report.warnings) + len(report.checks),
        "files": report.sha256 != fingerprint(report.text) or report.producer.tagger != GOLD,
    })  # fmt: skip


def notes(counts: Counter[str], holds: Collection[str], name: str) -> list[Warning]:
    """One note for each kind that was there and is left out."""
    return [
        Warning(
            f"lost.{kind}",
            f"{name} holds no {en}: {counts[kind]} left out",
            f"{name} 不含{zh[1:]}：略去 {counts[kind]} {zh[0]}",
        )
        for kind, (zh, en) in KINDS.items()
        if kind not in holds and counts[kind]
    ]
