"""The sums of tables 3 and 4: what the form itself demands (schema.json: rules)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extraction import form
from extraction.checks import Check, Rule, column_label, equation, row_label
from extraction.report import Report

COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other", "total")


def _term(report: Report, path: str) -> str:
    cell = report.cell(path)
    return "" if cell is None or cell.value is None else f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value)


def _printed(report: Report, paths: tuple[str, ...]) -> str:
    return " + ".join(_term(report, path) or "0" for path in paths)


def balance(report: Report) -> Iterator[Check]:
    """received + carried_over = processed_total + carried_forward, for every column (勾稽关系, printed on the form)."""
    table = report.tables.get("applications")
    if table is None or table.form == "none":
        return
    for column in COLUMNS:
        paths = [f"applications.{row}.{column}" for row in ("received", "carried_over", "processed_total", "carried_forward")]
        check, a, b = equation(report, "applications.balance", f"applications.*.{column}", paths[:2], paths[2:])
        terms = [_term(report, path) or "0" for path in paths]
        yield replace(
            check,
            message=f"{column}: received {terms[0]} + carried over {terms[1]} = {a:f}, but processed {terms[2]} "
            f"+ carried forward {terms[3]} = {b:f} ({abs(a - b):f} {'too few' if b < a else 'too many'})",
            message_zh=f"{column_label('applications', column)}：新收 {terms[0]} + 上年结转 {terms[1]} = {a:f}，但办理结果总计 "
            f"{terms[2]} + 结转下年度 {terms[3]} = {b:f}（{'少' if b < a else '多'} {abs(a - b):f}）",
        )


def results(report: Report) -> Iterator[Check]:
    """processed_total = the sum of the result rows, for every column."""
    table = report.tables.get("applications")
    if table is None or table.form == "none":
        return
    leaves = [row for row in table.cells if row not in form.EDGE_ROWS]
    shown = [row for row in leaves if any(c.state != "absent" for c in table.cells[row].values())]
    for column in COLUMNS:
        left = [f"applications.{row}.{column}" for row in shown]
        total = f"applications.processed_total.{column}"
        check, a, b = equation(report, "applications.results", f"applications.*.{column}", left, [total])
        terms = [f"{row_label(path)} {_term(report, path)}" for path in left if _term(report, path) not in ("", "0")]
        names = [f"{path.split('.')[1]} {_term(report, path)}" for path in left if _term(report, path) not in ("", "0")]
        yield replace(
            check,
            message=f"{column}: the results add up to {a:f} ({' + '.join(names) or '0'}), but the printed total is {b:f}",
            message_zh=f"{column_label('applications', column)}：各项办理结果之和为 {a:f}（{' + '.join(terms) or '0'}），"
            f"但（七）总计为 {b:f}",
        )


def applicants(report: Report) -> Iterator[Check]:
    """total = the six applicant columns, for every row of table 3."""
    table = report.tables.get("applications")
    if table is None or table.form == "none":
        return
    for row, cells in table.cells.items():
        if all(cell.state == "absent" for cell in cells.values()):
            continue
        paths = tuple(f"applications.{row}.{column}" for column in COLUMNS)
        check, a, b = equation(report, "applications.applicants", f"applications.{row}.*", paths[:6], paths[6:])
        yield replace(
            check,
            message=f"{row}: {_printed(report, paths[:6])} = {a:f}, but the printed total is {b:f}",
            message_zh=f"{row_label(paths[6])}：{_printed(report, paths[:6])} = {a:f}，但总计为 {b:f}",
        )


def disputes(report: Report) -> Iterator[Check]:
    """total = upheld + corrected + other + pending, for review and for both kinds of suit."""
    table = report.tables.get("disputes")
    if table is None or table.form == "none":
        return
    for row in table.cells:
        paths = tuple(f"disputes.{row}.{column}" for column in ("upheld", "corrected", "other", "pending", "total"))
        check, a, b = equation(report, "disputes.total", f"disputes.{row}.*", paths[:4], paths[4:])
        yield replace(
            check,
            message=f"{row}: upheld, corrected, other, pending {_printed(report, paths[:4])} = {a:f}, "
            f"but the printed total is {b:f}",
            message_zh=f"{row_label(paths[4])}：维持、纠正、其他、尚未审结 {_printed(report, paths[:4])} = {a:f}，但总计为 {b:f}",
        )


RULES: tuple[Rule, ...] = (balance, results, applicants, disputes)
