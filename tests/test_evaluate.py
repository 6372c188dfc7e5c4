"""Gold against what an engine read: every mistake has its kind, every score its signature."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import finding, report

from evaluation import cases, comparison, engines, gate, measurement, page, tables
from evaluation.alignment import onto
from evaluation.cases import Case, folds
from evaluation.cells import judged
from evaluation.command import evaluate
from evaluation.engines import Engine
from evaluation.scores import Scores
from extraction.report import Clause, Entity, Proposal, Report, UnreadableDocument

pytest.importorskip("scipy", reason="scipy finds the optimal matching: pip install scipy")

PAID = "applications.received.total"


def gold(**changes: object) -> Case:
    made = sure(report(cells={PAID: 9, "applications.received.natural_person": 9}, **changes))  # type: ignore[arg-type]
    return Case("one", made, made.text.encode())


def sure(made: Report) -> Report:
    return replace(
        made,
        entities=tuple(replace(entity, confidence=1.0) for entity in made.entities),
        clauses=tuple(replace(clause, confidence=1.0) for clause in made.clauses),
        tables={
            name: replace(table, cells={
                row: {column: replace(cell, confidence=1.0) for column, cell in columns.items()}
                for row, columns in table.cells.items()
            })
            for name, table in made.tables.items()
        },
    )  # fmt: skip


def kinds(case: Case, found: Report) -> list[str]:
    return sorted(fault.kind for fault in comparison.compare(case, found).mistakes)


def test_gold_against_itself_has_nothing_to_correct() -> None:
    case = gold()
    found = comparison.compare(case, case.gold)
    assert found.mistakes == ()
    assert found.scores.numbers["reports.clean"] == 1
    numbers = [
        number for name, number in found.scores.numbers.items() if name.endswith((".spurious", ".missed"))
    ]
    assert not any(numbers)


def test_a_mistake_is_an_edge_a_label_missed_or_spurious() -> None:
    case = gold()
    agency, figure = case.gold.entities
    shorter = replace(agency, end=agency.end - 1, text=agency.text[:-1])
    assert kinds(case, replace(case.gold, entities=(shorter, figure))) == ["edge"]
    assert kinds(case, replace(case.gold, entities=(replace(agency, label="DATE"), figure))) == [
        "wrong label"
    ]
    assert kinds(case, replace(case.gold, entities=(figure,))) == ["missed"]
    more = Entity("DATE", 9, 13, case.gold.text[9:13], 0.9, iso="2021")
    assert kinds(case, replace(case.gold, entities=(agency, more, figure))) == ["spurious"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"value": 8}, "wrong value"), ({"unit": "条"}, "wrong unit"), ({"cell": None}, "wrong link"),
     ({"approx": True}, "wrong value")],
)  # fmt: skip
def test_an_attribute_that_differs_is_a_mistake_of_its_own(change: dict[str, object], kind: str) -> None:
    case = gold()
    agency, figure = case.gold.entities
    assert kinds(case, replace(case.gold, entities=(agency, replace(figure, **change)))) == [kind]  # type: ignore[arg-type]


def test_no_order_of_spans_changes_the_comparison() -> None:
    case = gold()
    found = replace(case.gold, entities=case.gold.entities[::-1], clauses=case.gold.clauses[::-1])
    assert comparison.compare(case, found) == comparison.compare(case, case.gold)


def test_a_topic_is_scored_only_where_the_gold_knows_it() -> None:
    case = gold()
    other = tuple(replace(clause, category="P1") for clause in case.gold.clauses)
    assert kinds(case, replace(case.gold, clauses=other)) == ["wrong topic", "wrong topic"]
    assert kinds(replace(case, scored=case.scored - {"topics"}), replace(case.gold, clauses=other)) == []


def test_zeros_that_nobody_annotated_are_not_scored() -> None:
    case = gold()
    unasked = replace(case, scored=case.scored - {"zeros", "sections"})
    scores = comparison.compare(unasked, case.gold).scores
    assert scores.counts("spans.zeros.all.strict") is None
    assert scores.counts("spans.sections.all.strict") is None
    assert tables.shown(None) == "–"


@pytest.mark.parametrize(
    ("printed", "read", "outcome"),
    [(9, 9, "right"), (9, 8, "wrong"), (9, None, "missed"), (9, 0, "wrong"), (None, 0, "invented"),
     (None, None, "empty_right"), (0, 0, "zero_right"), (0, 3, "zero_wrong"), (0, None, "zero_missed"),
     (35.65, 35.65, "right")],
)  # fmt: skip
def test_a_cell_is_judged_by_what_is_printed(printed: float | None, read: float | None, outcome: str) -> None:
    assert judged(printed, read) == outcome


def test_cells_are_counted_by_table_form_and_layout() -> None:
    case = replace(gold(), layout="word")
    wrong = report(cells={PAID: 9, "applications.received.natural_person": 8, "disputes.review.total": 4})
    scores = comparison.compare(case, wrong).scores
    assert scores.printed() is not None
    for group in ("all", "layout.word", "form.2021"):
        assert (scores.numbers[f"cells.{group}.right"], scores.numbers[f"cells.{group}.wrong"]) == (1, 1)
        assert scores.numbers[f"cells.{group}.zero_wrong"] == 1
    assert scores.numbers["cells.table.applications.wrong"] == 1
    assert scores.numbers["cells.table.disputes.zero_wrong"] == 1


def test_a_blank_read_as_zero_is_invented_and_its_state_counts_only_where_known() -> None:
    case = replace(gold(blank=[PAID]))
    zero = report(cells={"applications.received.natural_person": 9})
    assert comparison.compare(case, zero).scores.numbers["cells.all.invented"] == 1
    dash = report(cells={"applications.received.natural_person": 9, PAID: "-"})
    known = comparison.compare(case, dash).scores.numbers
    unknown = comparison.compare(replace(case, scored=case.scored - {"states"}), dash).scores.numbers
    assert known["cells.all.states"] - known["cells.all.states_right"] == 1
    assert unknown["cells.all.states"] == unknown["cells.all.states_right"] == known["cells.all.states"] - 1


def test_findings_count_by_rule_and_by_their_cells() -> None:
    case = gold(findings=(finding(),))
    elsewhere = finding(cells=("applications.received.research",), where="applications.*.research")
    scores = comparison.compare(case, replace(case.gold, findings=(elsewhere, finding()))).scores
    counts = scores.counts("findings.applications.balance")
    assert counts is not None and (counts.right, counts.spurious, counts.missed) == (1, 1, 0)
    assert kinds(case, replace(case.gold, findings=(elsewhere,))) == ["finding missed", "finding spurious"]
    unplaced = replace(case, scored=case.scored - {"places"})
    counts = comparison.compare(unplaced, replace(case.gold, findings=(elsewhere,))).scores.counts(
        "findings.all"
    )
    assert counts is not None and counts.right == 1


def test_proposals_are_judged_by_what_should_have_been_printed() -> None:
    case = replace(gold(), proposals={PAID: 9})
    table = case.gold.tables["applications"]
    rows = {row: dict(columns) for row, columns in table.cells.items()}
    rows["received"]["total"] = replace(rows["received"]["total"], proposal=9)
    found = replace(case.gold, tables={**case.gold.tables, "applications": replace(table, cells=rows)})
    counts = comparison.compare(case, found).scores.counts("proposals")
    assert counts is not None and counts.f1 == 1
    assert finding().proposal == Proposal("applications.processed_total.total", 9)


def test_a_report_without_anything_divides_nothing_by_nothing() -> None:
    empty = Report("empty", "", "", report().meta)
    case = Case("empty", empty, b"")
    scores = comparison.compare(case, empty).scores
    for layer in ("entities", "zeros", "clauses"):
        counts = scores.counts(f"spans.{layer}.all.strict")
        assert counts is not None and counts.f1 is None
    missed = comparison.compare(gold(), replace(empty, text=gold().gold.text))
    counts = missed.scores.counts("spans.entities.all.strict")
    assert counts is not None and (counts.precision, counts.recall) == (None, 0)


def test_spans_of_another_extraction_are_laid_over_the_text_of_the_gold() -> None:
    case = gold()
    spaced = case.gold.text.replace("本年", "本 年\n").replace("公开", "公  开")
    assert (
        onto(replace(case.gold, text=spaced), spaced).entities == case.gold.entities
    )  # the same text: untouched
    moved = onto(_found_in(spaced, case.gold), case.gold.text)
    assert [(e.label, e.start, e.end) for e in moved.entities] == [
        (e.label, e.start, e.end) for e in case.gold.entities
    ]
    assert moved.clauses == tuple(replace(c, confidence=1.0) for c in case.gold.clauses)


def _found_in(text: str, made: Report) -> Report:
    """The same spans where they stand in a text that differs in its spaces."""
    at = [i for i, char in enumerate(text) if not char.isspace()]
    bare = [i for i, char in enumerate(made.text) if not char.isspace()]

    def there(span: Entity | Clause) -> dict[str, object]:
        start, end = at[bare.index(span.start)], at[bare.index(span.end - 1)] + 1
        return {"start": start, "end": end, "text": text[start:end]}

    entities = tuple(replace(span, **there(span)) for span in made.entities)  # type: ignore[arg-type]
    clauses = tuple(replace(span, **there(span)) for span in made.clauses)  # type: ignore[arg-type]
    return replace(made, text=text, entities=entities, clauses=clauses, zeros=(), sections=())


def test_a_refused_report_is_missed_and_not_left_out() -> None:
    def refuse(source: Path | bytes) -> Report:
        raise UnreadableDocument("empty", "the file is empty", "文件为空")

    found = measurement.measure(Engine("none", refuse), [gold()], data="one")
    assert found.scores.numbers["reports.unread"] == 1
    counts = found.scores.counts("spans.entities.all.strict")
    assert counts is not None and counts.recall == 0
    assert any(fault.kind == "unread" for each in found.comparisons for fault in each.mistakes)


def test_folds_never_part_an_agency() -> None:
    made = [replace(gold(agency=f"第{i % 4}县水务局"), id=str(i)) for i in range(10)]
    parts = folds(made, 3)
    assert sorted(case.id for _, held in parts for case in held) == sorted(case.id for case in made)
    for training, held in parts:
        assert not {case.agency for case in training} & {case.agency for case in held}
    assert len(folds(made, 50)) == 4


def measured(read: engines.Reader, *, name: str = "engine", count: int = 8) -> measurement.Measurement:
    made = [replace(gold(), id=str(number)) for number in range(count)]
    return measurement.measure(Engine(name, read), made, data="made")


def test_the_gate_is_shut_by_a_fall_everywhere_and_by_an_error_that_must_not_be() -> None:
    right = measured(lambda source: gold().gold)
    worse = measured(lambda source: replace(gold().gold, entities=gold().gold.entities[:1]))
    assert gate.judge(right, right.by_key, ()).open
    verdict = gate.judge(worse, right.by_key, ())
    assert not verdict.open
    assert "entities" in {headline.name for headline in verdict.fallen}
    assert gate.judge(right, worse.by_key, ()).open
    fault = worse.comparisons[0].mistakes[:1]
    assert not gate.judge(right, right.by_key, fault).open
    with pytest.raises(gate.NothingShared, match="none in common"):
        gate.judge(right, {"another": Scores()}, ())


def test_a_baseline_survives_being_written_and_read() -> None:
    right = measured(lambda source: gold().gold)
    again = measurement.reports_of(json.loads(json.dumps(right.baseline())), "baseline.json")
    assert gate.judge(right, again, ()).open
    with pytest.raises(ValueError, match="schema"):
        measurement.reports_of({"schema": "other"}, "other.json")


def test_the_rules_never_fail_where_nothing_may_fail() -> None:
    faults = gate.must_hold(engines.rules())
    assert [(fault.report, fault.kind, fault.label, fault.gold, fault.found) for fault in faults] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Gold as a folder of JSON Lines."""
    from annotations.gold import write

    def records() -> Iterator[Report]:
        for number in range(3):
            yield replace(gold().gold, source=f"{number}.txt")

    place = tmp_path / "gold"
    place.mkdir()
    write(records(), place / "gold.jsonl")
    return place


def test_the_command_writes_page_json_and_markdown(folder: Path, tmp_path: Path) -> None:
    html, data, readme = tmp_path / "page.html", tmp_path / "scores.json", tmp_path / "README.md"
    readme.write_text(
        "before\n<!-- evaluation -->\nstale scores\n<!-- /evaluation -->\nafter\n", encoding="utf-8"
    )
    options = ["--html", str(html), "--json", str(data), "--markdown", str(readme)]
    done = CliRunner().invoke(evaluate, [str(folder), *options])
    assert done.exit_code == 0, done.output
    assert "| engine rules |" in done.output
    assert json.loads(data.read_text(encoding="utf-8"))["signature"]["reports"] == 3
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "stale" not in text
    assert str(tmp_path) not in html.read_text(encoding="utf-8")
    again = CliRunner().invoke(evaluate, [str(folder), "-q", "--against", str(data)])
    assert again.exit_code == 0, again.output
    itself = CliRunner().invoke(evaluate, [str(folder), "-q", "--against", "rules"])
    assert itself.exit_code == 0, itself.output


def worse_rules() -> Engine:
    """The rules without clauses: for `--engine test_evaluate:worse_rules`."""
    read = engines.rules().read
    return Engine("worse", lambda source: replace(read(source), clauses=()))


def test_the_command_leaves_with_4_where_the_gate_is_shut(folder: Path) -> None:
    done = CliRunner().invoke(
        evaluate, [str(folder), "-q", "--engine", "test_evaluate:worse_rules", "--against", "rules"]
    )
    assert done.exit_code == gate.SHUT, done.output
    assert "Shut" in done.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["nowhere"], "no such file"), (["."], "no gold here"), (["--engine", "magic"], "unknown"),
     (["--engine", "nowhere:engine"], "expected package.module:function"), (["--against", "lost.json"], "no such file"),
     (["--damage", "rust"], "unknown"), (["--layout", "round"], "known layouts: any, word")],
)  # fmt: skip
def test_wrong_usage_is_told_without_a_traceback(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    monkeypatch.chdir(bare)
    options = arguments if arguments[0] in ("nowhere", ".") else [str(folder), *arguments]
    done = CliRunner().invoke(evaluate, options)
    assert done.exit_code == 2, done.output
    assert told in done.output
    assert "Traceback" not in done.output


def test_a_folder_whose_reports_cannot_be_read_says_so(tmp_path: Path) -> None:
    meta = {"agency": None, "year": None, "published": None, "form": "none"}
    record = {
        "id": "a",
        "source": "a.txt",
        "meta": meta,
        "entities": [],
        "clauses": [],
        "cells": {},
        "findings": [],
    }
    (tmp_path / "a.gold.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"")
    done = CliRunner().invoke(evaluate, [str(tmp_path)])
    assert done.exit_code == 1
    assert "a.txt" in done.output


def test_gold_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.gold.json").write_text('{"source": "a.txt"}', encoding="utf-8")
    (tmp_path / "a.txt").write_text("年度报告", encoding="utf-8")
    done = CliRunner().invoke(evaluate, [str(tmp_path)])
    assert done.exit_code == 2
    assert "a.gold.json: no gold" in done.output


def rendered(lang: str = "en") -> str:
    case = gold(agency="<b>临川县</b>水务局")
    broken = replace(case.gold, entities=case.gold.entities[:1], clauses=case.gold.clauses[::-1][:1])
    found = measurement.measure(Engine("half", lambda source: broken), [case], data="made")
    return page.render(found, page.Extras(cases={case.id: case}), lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_stands_alone_and_escapes_what_reports_say(lang: str) -> None:
    html = rendered(lang)
    assert "<b>临川县</b>" not in html and "&lt;b&gt;临川县&lt;/b&gt;" in html
    assert "http://" not in html and "https://" not in html and "<script" not in html
    assert "missed" in html and '<mark class="gold">9件</mark>' in html


def test_every_link_of_the_page_has_its_target() -> None:
    import re

    html = rendered()
    targets = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= targets


def test_the_page_renders_in_a_browser(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium on the path")
    html, picture = tmp_path / "page.html", tmp_path / "page.png"
    html.write_text(rendered(), encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
    ]
    subprocess.run(
        [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={picture}", html.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert picture.stat().st_size > 10_000


def test_cases_of_a_pair_say_what_they_do_not_know(tmp_path: Path) -> None:
    text = "甲县水务局2021年度报告\n收到申请9件。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    spans = [
        {"label": "FIGURE", "text": "9件", "value": 9, "unit": "件"},
        {"label": "AGENCY", "text": "乙县水务局"},  # not in this text: lost, and missed by everyone
    ]
    record = {
        "id": "a", "source": "a.txt", "offsets": False, "entities": spans, "clauses": [], "cells": {}, "findings": [],
        "meta": {"agency": "甲县水务局", "year": 2021, "published": None, "form": "none"},
    }  # fmt: skip
    (tmp_path / "a.gold.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (case,) = cases.read(tmp_path)
    assert isinstance(case, Case)
    assert not case.scored & {"zeros", "sections", "states", "topics", "region"}
    counts = comparison.compare(case, case.gold).scores.counts("spans.entities.AGENCY.strict")
    assert case.lost == {"AGENCY": 1} and counts is not None and counts.missed == 1
