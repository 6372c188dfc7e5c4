"""Rules: each finds what it is for, keeps quiet where all is well, and stands in docs/rules.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import report

from extraction import reconciliation
from extraction.report import Entity, Report, Zero

DOCS = Path(__file__).parent.parent / "docs" / "rules.md"
SOUND = {
    "applications.received.natural_person": 9, "applications.received.total": 9,
    "applications.granted.natural_person": 9, "applications.granted.total": 9,
    "applications.processed_total.natural_person": 9, "applications.processed_total.total": 9,
    "disputes.review.upheld": 2, "disputes.review.total": 2,
}  # fmt: skip


def full(changes: dict[str, int]) -> dict[str, int]:
    """A whole table 3 and 4, zero where nothing is said."""
    from extraction import form

    cells = {
        f"{name}.{row.name}.{column.name}": 0
        for name in form.TABLES
        for row in form.table(name, "2021").rows
        for column in row.columns
    }
    return cells | SOUND | changes


def rules_of(changed: Report) -> set[str]:
    return {finding.rule for finding in reconciliation.reconcile(changed).findings}


@pytest.mark.parametrize("rule", reconciliation.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_stands_in_the_documents(rule: object) -> None:
    assert f"- `{rule.__name__}`: " in DOCS.read_text(encoding="utf-8")  # type: ignore[attr-defined]


def test_sums_that_hold_are_no_finding() -> None:
    assert not rules_of(report(cells=full({}))) & {
        "applications.balance", "applications.results", "applications.applicants", "disputes.total",
    }  # fmt: skip


def test_one_printed_total_that_breaks_three_sums_gets_one_proposal() -> None:
    changed = reconciliation.reconcile(report(cells=full({"applications.processed_total.total": 0})))
    broken = [f for f in changed.findings if f.rule.startswith("applications.")]
    assert {f.rule for f in broken} == {"applications.balance", "applications.results", "applications.applicants"}
    proposals = {f.proposal for f in broken if f.proposal}
    assert [(p.cell, p.value) for p in proposals] == [("applications.processed_total.total", 9)]
    cell = changed.cell("applications.processed_total.total")
    assert cell is not None and (cell.value, cell.proposal) == (0, 9)


def test_two_repairs_as_small_give_no_proposal() -> None:
    changed = reconciliation.reconcile(report(cells=full({"disputes.review.total": 0, "disputes.review.upheld": 0,
                                                          "applications.carried_forward.total": 1})))  # fmt: skip
    assert any(f.rule == "applications.balance" for f in changed.findings)


def test_a_sum_over_lost_cells_is_not_assessable() -> None:
    cells: dict[str, int | None] = dict(full({}))
    cells["disputes.review.total"] = None
    changed = reconciliation.reconcile(report(cells=cells))
    assert "disputes.total" not in {f.rule for f in changed.findings}
    assert changed.checks["disputes.total"]["not_assessable"] == 1


def test_blanks_count_as_nothing_and_are_told() -> None:
    cells: dict[str, int | str] = dict(full({}))
    cells["applications.received.research"] = ""
    changed = reconciliation.reconcile(report(cells=cells))
    assert changed.checks["applications.applicants"]["pass_with_blanks"] == 1
    assert "form.blank" in {f.rule for f in changed.findings}


@pytest.mark.parametrize(
    ("value", "found"), [(9, False), (10, True)], ids=["the same as the cell", "another number than the cell"]
)
def test_prose_that_restates_a_cell(value: int, found: bool) -> None:
    text = f"全年收到申请{value:02}件。"
    figure = Entity("FIGURE", 6, 9, text[6:9], 1.0, value, "件", cell="applications.received.total")
    from dataclasses import replace

    base = report(cells=full({}))
    changed = replace(base, text=text + base.text[len(text) :], entities=(figure,))
    assert ("prose.cell" in rules_of(changed)) is found


def test_a_statement_of_none_against_a_number() -> None:
    from dataclasses import replace

    base = report(cells=full({}))
    text = "未发生行政复议。"
    zero = Zero(0, 7, text[:7], ("disputes.review.total",))
    changed = replace(base, text=text + base.text[len(text) :], zeros=(zero,))
    assert "prose.zero" in rules_of(changed)
