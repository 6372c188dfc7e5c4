"""Builders of small reports, documents and tables, so that a test looks like what it is about."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import settings

from extraction import form
from extraction.report import (
    Cell,
    Clause,
    Entity,
    Finding,
    Meta,
    Number,
    Producer,
    Proposal,
    Region,
    Report,
    Section,
    Table,
    Zero,
)

settings.register_profile("here", deadline=None)  # a busy machine is no fault
settings.register_profile("ci", derandomize=True, deadline=None)  # the same examples in every run
settings.load_profile("ci" if os.environ.get("CI") else "here")

Printed = Number | str | None  # 3 · "-" · "" for a blank · None for a cell that is lost


def report(
    *,
    agency: str = "临川县水务局",
    year: int = 2021,
    form_version: str = "2021",
    cells: Mapping[str, Printed] | None = None,
    blank: Iterable[str] = (),
    **changes: Any,
) -> Report:
    """A report whose three tables print 0 but for `cells`, with prose, one link, one zero, two clauses.

    `report(cells={"applications.received.total": 9})`; whatever else is given replaces that field.
    """
    prose = f"{agency}{year}年度政府信息公开工作年度报告\n一、总体情况\n本年收到申请9件。未发生行政复议。\n"
    text, tables = prose, {}
    for name in form.TABLES:
        text, tables[name] = _table(text, name, form_version, dict(cells or {}), set(blank))
    problem, measure = "公开不够及时", "我局将加强培训"
    at = len(text) + len("五、存在的主要问题及改进情况\n")
    then = at + len(problem) + 1
    text += f"五、存在的主要问题及改进情况\n{problem}。{measure}。\n{agency}\n{year + 1}年1月18日\n"
    figure, zero = text.index("9件"), text.index("未发生行政复议")
    fields: dict[str, Any] = {
        "source": f"{agency}.txt", "text": text,
        "sha256": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        "meta": Meta(
            agency, year, f"{year + 1}-01-18", form_version, prose.split("\n")[0],
            Region("江西省", "抚州市", "临川县"), (0, len(agency)),
        ),
        "sections": (Section("overview", "一、总体情况", text.index("一、"), len(prose)),),
        "tables": tables,
        "entities": (
            Entity("AGENCY", 0, len(agency), agency, 0.98),
            Entity("FIGURE", figure, figure + 2, "9件", 0.98, 9, "件", False, "applications.received.total"),
        ),
        "zeros": (Zero(zero, zero + 7, "未发生行政复议", ("disputes.review.total",)),),
        "clauses": (
            Clause("PROBLEM", at, at + len(problem), problem, 0.9, "P2"),
            Clause("MEASURE", then, then + len(measure), measure, 0.9, "M6"),
        ),
        "producer": Producer("0.1.0", "rules"),
    }  # fmt: skip
    return Report(**fields | changes)


def finding(**changes: Any) -> Finding:
    """A sum that does not close, with a proposal."""
    fields: dict[str, Any] = {
        "rule": "applications.balance", "severity": "high", "where": "applications.*.total",
        "message": "9 received, 8 processed", "message_zh": "新收9件，办结8件，相差1件",
        "expected": 9, "found": 8, "culprit": "report",
        "cells": ("applications.received.total", "applications.processed_total.total"),
        "spans": ((3, 5),), "proposal": Proposal("applications.processed_total.total", 9),
    }  # fmt: skip
    return Finding(**fields | changes)


def _table(
    text: str, name: str, version: str, printed: Mapping[str, Printed], blank: set[str]
) -> tuple[str, Table]:
    """The text with this table printed at its end, a tab before each cell, and the table with its spans."""
    start = len(text)
    cells: dict[str, dict[str, Cell]] = {}
    for row in form.table(name, version).rows:
        text += row.label
        cells[row.name] = {}
        for column in row.columns:
            path = f"{name}.{row.name}.{column.name}"
            raw = "" if path in blank else printed.get(path, 0)
            text += "\t"
            cells[row.name][column.name] = cell(raw, len(text))
            text += "" if raw is None else str(raw)
        text += "\n"
    return text, Table(version, (start, len(text)), cells)


def cell(printed: Printed, at: int = 0) -> Cell:
    """The cell that prints this at `at`."""
    if printed is None:
        return Cell(None, "", "lost", None, 0.0)
    if isinstance(printed, str):
        state = {"": "blank", "-": "dash", "—": "dash", "/": "dash", "无": "none_word"}.get(printed, "text")
        return Cell(None, printed, state, (at, at + len(printed)), 0.99)  # type: ignore[arg-type]
    raw = str(printed)
    return Cell(printed, raw, "number" if printed else "zero", (at, at + len(raw)), 0.99)
