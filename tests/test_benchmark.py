"""The benchmark: competitors in their own processes, labels they lack, table readers, public sets."""

from __future__ import annotations

import gzip
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import report

from evaluation import contest, prose, public_sets, standings
from evaluation.benchmark import benchmark
from evaluation.cases import Case
from evaluation.competitors import entrants, grids, process, table_readers
from evaluation.competitors.process import CompetitorFault, Worker
from evaluation.competitors.protocol import Found, Sentence
from evaluation.contest import Contestant, compete
from evaluation.engines import Engine
from extraction import form
from extraction.report import Entity, Report

ECHO = '''
from evaluation.competitors.protocol import serve

def load(folder):
    print("a banner on stdout")
    def read(texts):
        for text in texts:
            if "!" in text:
                raise ValueError("cannot read !")
            yield [(i, i + 2, "FIGURE") for i in range(len(text)) if text[i:i + 2] == "9件"]
    return read

def train(sentences, steering, folder):
    (folder / "learned.txt").write_text(f"{len(sentences)} {len(steering)}")

serve(load, train)
'''


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A competitor that finds 9件; its module stands where the process looks for modules."""
    (tmp_path / "echo_competitor.py").write_text(ECHO, encoding="utf-8")
    folder = Path(process.__file__).parent.parent.parent
    (tmp_path / "evaluation").symlink_to(folder / "evaluation")
    monkeypatch.setattr(process, "ROOT", tmp_path)
    return "echo_competitor"


def parted() -> Report:
    """The builder's report with all of its parts, as extraction tells them."""
    from extraction.document import read
    from extraction.sections import split
    from extraction.text import normalise

    gold = report()
    return replace(gold, sections=split(normalise(read(gold.text.encode()))))


def case(gold: Report) -> Case:
    """The report as settled gold: what is less than sure is not scored."""
    sure = tuple(replace(entity, confidence=1.0) for entity in gold.entities)
    return Case("临川", replace(gold, entities=sure), gold.text.encode())


def test_a_worker_answers_text_by_text_and_its_banner_is_no_answer(echo: str, tmp_path: Path) -> None:
    with Worker(Path(sys.executable), echo, tmp_path / "model") as worker:
        assert worker.read(["收到9件。", "没有。"]) == [[(2, 4, "FIGURE")], []]
        assert worker.read([""]) == [[]]
        assert worker.spent > 0


def test_a_worker_that_breaks_down_says_what_it_said_last(echo: str, tmp_path: Path) -> None:
    with (
        Worker(Path(sys.executable), echo, tmp_path / "model") as worker,
        pytest.raises(CompetitorFault, match="cannot read !"),
    ):
        worker.read(["!"])


def test_what_was_trained_is_trained_again_only_for_other_lessons(echo: str, tmp_path: Path) -> None:
    model, lesson = tmp_path / "model", [("收到9件", [(2, 4, "FIGURE")])]
    process.train(Path(sys.executable), echo, model, lesson, [])
    assert (model / "learned.txt").read_text() == "1 0"
    (model / "learned.txt").unlink()
    process.train(Path(sys.executable), echo, model, lesson, [])
    assert not (model / "learned.txt").exists()
    process.train(Path(sys.executable), echo, model, lesson * 2, lesson)
    assert (model / "learned.txt").read_text() == "2 1"
    assert process.trained_in(model)


def test_a_failed_training_is_told_and_not_taken_for_done(tmp_path: Path) -> None:
    with pytest.raises(CompetitorFault, match="broke down"):
        process.train(Path("/bin/false"), "evaluation.competitors.linear", tmp_path, [], [])
    assert process.trained_in(tmp_path) is None


def test_spans_of_the_prose_come_back_to_their_places_in_the_report() -> None:
    gold = parted()
    marked = [(e.start, e.end, e.label) for e in gold.entities]
    found = set()
    for stretch in prose.taught(gold):
        for start, end, label in stretch.inside(marked):
            found.add((*stretch.text.span(start, end), label))
    assert found == set(marked)


def test_tables_are_no_prose_and_clauses_are_asked_only_of_the_problems() -> None:
    assert not any("\t" in stretch.text.chars for stretch in prose.taught(parted()))
    entities, clauses = (prose.lessons([parted()], layer, ("FIGURE", "PROBLEM")) for layer in prose.LAYERS)
    assert [label for _, spans in entities for *_, label in spans] == ["FIGURE"]
    assert [label for _, spans in clauses for *_, label in spans] == ["PROBLEM"]
    assert len(clauses) < len(entities)


def test_a_competitor_is_scored_on_the_labels_that_it_has(echo: str, tmp_path: Path) -> None:
    gold = report()
    with Worker(Path(sys.executable), echo, tmp_path / "model") as worker:
        entrant = entrants.Entrant("echo", echo, {"entities": ("FIGURE",)}, (), (), "none")
        read = Engine("echo", lambda source: contest._read(entrant, {"entities": worker}, source))
        result = compete(Contestant(read, frozenset({"FIGURE"}), lambda: worker.spent), [case(gold)])
    score = result.score("FIGURE")
    assert score is not None and score.value == 1.0
    assert result.score("DATE") is None
    assert result.median is not None and result.median > 0


def test_a_label_that_an_engine_lacks_is_shown_as_a_dash_and_one_that_it_misses_as_0() -> None:
    gold = report()
    whole = Contestant(Engine("all", lambda source: gold))
    blind = Contestant(Engine("blind", lambda source: report(entities=())), frozenset({"FIGURE"}))
    rows = standings.text([compete(each, [case(gold)]) for each in (whole, blind)], draws=50).split("\n")
    assert rows[2].startswith("| all | 100.0 |")
    assert rows[3].startswith("| blind | 0.0 | – | – | – | – | – |")


def test_amounts_of_money_are_the_figures_in_yuan() -> None:
    text = "临川县水务局2021年度政府信息公开工作年度报告\n一、总体情况\n收取费用35.65万元，受理9件。\n"
    at, then = text.index("35"), text.index("9件")
    money, count = (Entity("FIGURE", s, e, text[s:e], 1.0) for s, e in ((at, at + 7), (then, then + 2)))
    gold = report(text=text, entities=(money, count), sections=(), tables={}, zeros=(), clauses=())
    found = report(text=text, entities=(money,), sections=(), tables={}, zeros=(), clauses=())
    result = compete(Contestant(Engine("money", lambda source: found)), [case(gold)])
    values = {label: score.value for label in ("FIGURE", "MONEY") if (score := result.score(label))}
    assert values == {"FIGURE": pytest.approx(2 / 3), "MONEY": 1.0}


@pytest.mark.parametrize("version", form.VERSIONS)
def test_rows_of_a_foreign_grid_find_their_cells_by_label_and_order(version: str) -> None:
    rows = form.table("applications", version).rows
    grid = [["三", row.label, *(str(10 * i + k) for k in range(7))] for i, row in enumerate(rows)]
    table = grids.tables([grid])["applications"]
    assert table.form == version
    for i, row in enumerate(rows):
        assert [cell.value for cell in table.cells[row.name].values()] == [10 * i + k for k in range(7)]


def test_what_is_no_number_in_a_foreign_grid_stays_empty() -> None:
    found = [grids.number(printed) for printed in ("1,234", " 7 ", "-", "无", "", "35.65", "-3")]
    assert found == [1234, 7, None, None, None, 35.65, -3]


def test_pandas_reads_the_tables_of_a_page() -> None:
    pytest.importorskip("lxml")
    rows = "".join(
        f"<tr><td>{row.label}</td>{''.join(f'<td>{i + k}</td>' for k in range(7))}</tr>"
        for i, row in enumerate(form.table("applications", "2021").rows)
    )
    page = f"<html><body><table>{rows}</table></body></html>".encode()
    cell = table_readers.pandas_html().read(page).cell("applications.carried_over.natural_person")
    assert cell is not None and cell.value == 1


class Remembered:
    """A Trainable that knows what it was taught by heart."""

    name = "remembered"

    def fit(self, sentences: list[Sentence], steering: list[Sentence], folder: Path) -> public_sets.Tag:
        known = dict([*sentences, *steering])
        return lambda texts: [known.get(text, []) for text in texts]


def trainable() -> Remembered:
    return Remembered()


def public(folder: Path, name: str, **parts: list[tuple[str, list[Found]]]) -> Path:
    for part, sentences in parts.items():
        with gzip.open(folder / f"{name}.{part}.jsonl.gz", "wt", encoding="utf-8") as out:
            for text, spans in sentences:
                entities = [{"start": s, "end": e, "label": label} for s, e, label in spans]
                out.write(json.dumps({"text": text, "entities": entities}) + "\n")
    return folder


PEOPLE: list[Sentence] = [(f"{name}任{post}。", [(0, 2, "NAME"), (3, 3 + len(post), "TITLE")])
                          for name in ("高勇", "常亮", "吴青", "周平", "陈立") for post in ("经理", "董事长", "监事")]  # fmt: skip


def test_any_trainable_engine_runs_on_a_public_set_unchanged(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="scipy is not installed")
    public(tmp_path, "resume", train=PEOPLE, dev=PEOPLE[:2], test=[*PEOPLE[:3], ("新人任监事。", [(0, 2, "NAME")])])
    done = CliRunner().invoke(
        benchmark, ["ner", "--data", str(tmp_path), "--set", "resume", "--engine", "test_benchmark:trainable", "--work", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    line = next(line for line in done.output.split("\n") if "| remembered |" in line)
    assert "92.3" in line and "| 15 |" in line  # 6 of 7 found, all of them right
    assert "| resume | BERT-base [A] | 95.53 |" in done.output


def test_a_set_without_development_part_gives_up_a_tenth_of_its_training_part(tmp_path: Path) -> None:
    data = public_sets.read(public(tmp_path, "msra", train=PEOPLE, test=PEOPLE[:3]), "msra", 5)
    assert (len(data.train), len(data.dev), data.whole, data.tested) == (5, 1, 14, "test")
    assert not {text for text, _ in data.train} & {text for text, _ in data.dev}


def test_a_set_that_is_not_there_is_told_with_the_way_to_name_its_folder(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="scipy is not installed")
    done = CliRunner().invoke(benchmark, ["ner", "--data", str(tmp_path), "--set", "weibo"])
    assert done.exit_code == 2
    assert "NIANBAO_NER" in done.output and "Traceback" not in done.output


def test_strict_scores_of_sentences_agree_with_seqeval() -> None:
    metrics = pytest.importorskip("seqeval.metrics", reason="seqeval is not installed")
    gold: list[list[Found]] = [[(0, 2, "NAME"), (3, 5, "TITLE")], [(0, 1, "NAME")], []]
    found: list[list[Found]] = [[(0, 2, "NAME"), (3, 6, "TITLE")], [(0, 1, "TITLE")], [(2, 4, "NAME")]]

    def tags(spans: list[Found]) -> list[str]:
        row = ["O"] * 8
        for start, end, label in spans:
            row[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
        return row

    total = sum((public_sets.scores(g, f) for g, f in zip(gold, found, strict=True)), start=public_sets.Scores())
    counts = total.counts("ner.all")
    assert counts is not None
    assert counts.f1 == pytest.approx(metrics.f1_score([tags(g) for g in gold], [tags(f) for f in found]))


def learned(module: str, tmp_path: Path) -> list[list[Found]]:
    """What a competitor finds again after learning fifteen sentences."""
    process.train(Path(sys.executable), f"evaluation.competitors.{module}", tmp_path / module, PEOPLE * 4, PEOPLE)
    with Worker(Path(sys.executable), f"evaluation.competitors.{module}", tmp_path / module) as worker:
        return worker.read([text for text, _ in PEOPLE])


def test_the_linear_model_learns_what_it_is_taught(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    pytest.importorskip("jieba", reason="jieba is not installed")
    assert learned("linear", tmp_path) == [spans for _, spans in PEOPLE]


def test_spacy_learns_what_it_is_taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("spacy", reason="spacy is not installed")
    monkeypatch.setitem(os.environ, "NIANBAO_SPACY_STEPS", "201")
    found = learned("spacy_ner", tmp_path)
    gold = [spans for _, spans in PEOPLE]
    right = sum(len(set(one) & set(other)) for one, other in zip(found, gold, strict=True))
    assert right > 0.8 * sum(map(len, gold))


def test_best_paths_of_the_linear_model_obey_the_tags() -> None:
    np: Any = pytest.importorskip("numpy")
    from evaluation.competitors import linear

    tags = ["O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y"]
    scores = np.random.default_rng(7).normal(size=(200, len(tags)))
    path = [tags[i] for i in linear._best(scores, linear._steps(tags), tags)]
    assert linear._encode(len(path), list(linear._decode(path))) == path


def test_reports_that_the_competitors_know_are_left_out_and_what_cannot_run_is_named(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="scipy is not installed")
    source = Path(__file__).parent.parent / "annotations" / "corpus"
    if not (source / "w1-001.txt").exists():
        pytest.skip("the corpus is not here")
    chosen = [str(source / name) for name in ("w1-001.txt", "w1-005.txt")]
    done = CliRunner().invoke(benchmark, [*chosen, "--engine", "rules", "--engine", "jionlp", "--work", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "## 1 reports (1 left out" in done.output
    assert "- jionlp: not installed" in done.output and "GPLv3" in done.output


def test_help_and_bad_gold_give_no_traceback(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="scipy is not installed")
    for arguments, code in ((["--help"], 0), (["run", "--help"], 0), ([str(tmp_path / "none")], 2), (["ner", "-h"], 0)):
        done = CliRunner().invoke(benchmark, arguments)
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
