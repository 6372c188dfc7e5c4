"""Report -> findings: every rule in one list, the smallest repair of the sums, and whose fault it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from extraction import conformity, consistency, restatements, sums
from extraction.checks import Check, Rule, exact
from extraction.report import Culprit, Finding, Number, Proposal, Report, Table

RULES: tuple[Rule, ...] = (*sums.RULES, *restatements.RULES, *consistency.RULES, *conformity.RULES)
SURE = 0.95  # confidence from which a cell is taken to be read right


def reconcile(report: Report) -> Report:
    """The report with its findings, the count of checks for each rule, and proposals in its cells."""
    checks = [check for rule in RULES for check in rule(report)]
    failed = [check for check in checks if check.status == "fail"]
    repairs = _repairs(report, [check for check in checks if check.sums])
    findings = tuple(_finding(report, check, repairs) for check in failed)
    counts: dict[str, Counter[str]] = {}
    for check in checks:
        counts.setdefault(check.rule, Counter())[check.status] += 1
    return replace(
        report,
        findings=findings,
        checks=MappingProxyType({rule: dict(count) for rule, count in counts.items()}),
        tables=_with_proposals(report.tables, repairs),
    )


def _repairs(report: Report, checks: Sequence[Check]) -> dict[str, Number]:
    """The smallest set of cells whose change satisfies all sums, where there is only one such set.

    A cell that is surely read costs more to change than a doubtful one; a total costs less than a leaf,
    because a leaf takes part in two sums that would both break.
    """
    found: dict[str, Number] = {}
    for group in _connected([check for check in checks if check.status != "not_assessable"]):
        if all(check.status != "fail" for check in group):
            continue
        from extraction.solver import repair

        values = {path: int(exact(_value(report, path))) for check in group for path in check.cells}
        costs = {path: _cost(report, path) for path in values}
        rivals = repair(values, [check.sums for check in group], costs)
        if len(rivals) == 1:
            found |= rivals[0]
    return found


def _connected(checks: Sequence[Check]) -> list[list[Check]]:
    """Checks that share cells, so that one change may mend several."""
    groups: list[tuple[set[str], list[Check]]] = []
    for check in checks:
        paths, members = set(check.cells), [check]
        rest = []
        for known, others in groups:
            if known & paths:
                paths |= known
                members = [*others, *members]
            else:
                rest.append((known, others))
        groups = [*rest, (paths, members)]
    return [members for _, members in groups]


def _value(report: Report, path: str) -> Number | None:
    cell = report.cell(path)
    return cell.value if cell else None


def _cost(report: Report, path: str) -> int:
    cell = report.cell(path)
    if cell is None or cell.value is None:
        return 14  # a blank that should hold a number
    return 10 if cell.confidence >= SURE else 6


def _finding(report: Report, check: Check, repairs: Mapping[str, Number]) -> Finding:
    mended = [path for path in check.cells if path in repairs] if check.sums else []
    proposal = Proposal(mended[0], repairs[mended[0]]) if len(mended) == 1 else None
    return Finding(
        check.rule, check.severity, check.where, check.message, check.message_zh, check.expected, check.found,
        _culprit(report, check), check.cells, check.spans, proposal,
    )  # fmt: skip


def _culprit(report: Report, check: Check) -> Culprit:
    """The reading, where a cell of the check is doubtful; the report, where all are printed plainly."""
    cells = [cell for path in check.cells if (cell := report.cell(path))]
    if not cells:
        return "report"
    if any(cell.confidence < 0.85 and cell.value is not None for cell in cells):
        return "reading"
    return "report" if all(cell.confidence >= SURE or cell.value is None for cell in cells) else "unknown"


def _with_proposals(tables: Mapping[str, Table], repairs: Mapping[str, Number]) -> Mapping[str, Table]:
    if not repairs:
        return tables
    return {
        name: replace(table, cells={
            row: {
                column: replace(cell, proposal=repairs.get(f"{name}.{row}.{column}", cell.proposal))
                for column, cell in columns.items()
            }
            for row, columns in table.cells.items()
        })
        for name, table in tables.items()
    }  # fmt: skip
