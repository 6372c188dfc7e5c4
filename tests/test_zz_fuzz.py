"""Reports go into every format and come back; what a format cannot hold is said, what is wrong is refused."""

from __future__ import annotations

import json
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import report as example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import formats
from annotations.conversion import convert
from annotations.formats import label_studio, losses
from annotations.formats.faults import FormatFault
from annotations.formats.layers import GOLD, LAYERS, TOPICS, Mark, bare, cell_paths, marks, settled
from annotations.formats.originals import Originals
from extraction.report import Cell, Finding, Meta, Producer, Region, Report, Section, Table

CASES = Path(__file__).parent / "cases" / "formats"
FAULTS = json.loads((CASES / "faults.json").read_text(encoding="utf-8"))
NEEDS = {"docbin": "spacy", "datasets": "datasets"}
MISSING = {name for name, package in NEEDS.items() if find_spec(package) is None}
SHAPES = {"jsonl": "x.jsonl", "label-studio": "x.json", "conll": "x.conll", "docbin": "x.spacy"}


def each(*names: str) -> pytest.MarkDecorator:
    """The test for each of these formats; one whose package is missing is skipped with a message."""
    reason = "install nianbao[train] to test {}"
    return pytest.mark.parametrize("name", [
        pytest.param(name, marks=pytest.mark.skipif(name in MISSING, reason=reason.format(name))) for name in names
    ])  # fmt: skip


LOSSLESS = ("jsonl", "label-studio", "docbin", "datasets")
LOSSY = ("doccano", "brat", "conll")
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# -- reports with everything that moves an offset ------------------------------------------------------------

CHARACTERS = st.sampled_from([*"收到件年月日9１，。#\\/-|OBI", "𠮷", "𡋾", "👍", "🏽", "e\u0301"[1], "\r\n", "\n", "\r", " ", "  ",
                              "\t", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x85", "\x0c", "<", "&", '"'])  # fmt: skip
WORDS = st.text(alphabet="件条%元平 米\\", min_size=1, max_size=4)
TRAITS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "FIGURE": st.fixed_dictionaries({}, optional={
        "value": st.one_of(st.integers(-(2**53), 2**53), st.floats(-1e6, 1e6).filter(lambda x: not x.is_integer())),
        "unit": WORDS, "approx": st.just(True), "cell": st.sampled_from(sorted(cell_paths())),
    }),
    "DATE": st.fixed_dictionaries({}, optional={"iso": st.sampled_from(["2021", "2021-12", "2021-12-31"])}),
    "ZERO": st.fixed_dictionaries({}, optional={
        "cells": st.lists(st.sampled_from(sorted(cell_paths())), min_size=1, max_size=3).map(tuple),
    }),
    "PROBLEM": st.fixed_dictionaries({}, optional={"category": st.sampled_from(TOPICS["PROBLEM"])}),
    "MEASURE": st.fixed_dictionaries({}, optional={"category": st.sampled_from(TOPICS["MEASURE"])}),
}  # fmt: skip
META = st.builds(
    Meta, st.none() | WORDS, st.none() | st.integers(2009, 2025), st.none() | st.just("2022-01-18"),
    st.sampled_from(["none", "2019", "2021"]), st.none() | WORDS, st.builds(Region, st.none() | WORDS),
)  # fmt: skip
CELL = st.builds(
    Cell, st.none() | st.integers(0, 10**6) | st.just(35.65), st.sampled_from(["", "-", "３", "0"]),
    st.sampled_from(["number", "zero", "blank", "lost"]), st.none() | st.just((0, 0)), st.just(1.0),
)  # fmt: skip
TABLES = st.dictionaries(
    st.sampled_from(["applications", "disputes"]),
    st.builds(Table, st.just("2021"), st.none() | st.just((0, 1)), st.dictionaries(
        st.sampled_from(["received", "review"]), st.dictionaries(st.just("total"), CELL, min_size=1)
    )),
)  # fmt: skip
FINDINGS = st.lists(
    st.just(Finding("sum", "high", "x", "one", "一", 3, 4, "report", ("a.b.c",), ((0, 1),))), max_size=1
)


@st.composite
def layer(draw: st.DrawFn, text: str, labels: tuple[str, ...]) -> list[Mark]:
    """Spans of one layer, some of them side by side; none begins or ends with a line break."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    found = []
    for start, end in pairwise(cuts):
        said = text[start:end]
        if not said or (said[0] + said[-1]).splitlines() != [said[0] + said[-1]] or not draw(st.booleans()):
            continue
        label = draw(st.sampled_from(labels))
        found.append(Mark(label, start, end, said, draw(TRAITS.get(label, st.just({})))))
    return found


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = "".join(draw(st.lists(CHARACTERS, min_size=1, max_size=40)))
    found = [mark for labels in LAYERS.values() for mark in draw(layer(text, labels))]
    source = draw(st.sampled_from(["a.txt", "w1-001.txt", "年报 2021.html", "b/c.txt", "-"]))
    sections = (Section("overview", "一、总体情况", 0, len(text)),) if draw(st.booleans()) else ()
    whole = replace(
        bare(source, text), meta=draw(META), tables=draw(TABLES), sections=sections, findings=tuple(draw(FINDINGS)),
    )  # fmt: skip
    return settled(whole, found, "drawn")


def through(name: str, written: list[Report], folder: Path) -> list[Report]:
    """The reports written and read in that format."""
    path = folder / SHAPES.get(name, "x")
    formats.of(name).write(written, path)
    return list(formats.of(name).read(path))


def spans(report: Report) -> set[tuple[str, int, int, str]]:
    return {(mark.label, mark.start, mark.end, mark.text) for mark in marks(report)}


@pytest.fixture
def original() -> list[Report]:
    return list(formats.of("jsonl").read(CASES / "original.jsonl"))


# -- round trips -----------------------------------------------------------------------------------------------


@each(*LOSSLESS)
@quick
@given(st.lists(reports(), max_size=3))
def test_a_report_comes_back_whole(name: str, written: list[Report]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if name == "datasets":  # it sorts by part, and has no file for no report
            written = [replace(report, source=f"{i}.txt") for i, report in enumerate(written)]
            if not written:
                return
        assert through(name, written, Path(folder)) == written


@each(*LOSSY)
@quick
@given(st.lists(reports(), max_size=3))
def test_texts_and_spans_come_back_and_the_rest_from_the_originals(name: str, written: list[Report]) -> None:
    written = [replace(report, source=f"{i}.txt") for i, report in enumerate(written)]
    with tempfile.TemporaryDirectory() as folder:
        back = through(name, written, Path(folder))
    assert [report.text for report in back] == [report.text for report in written]
    assert [spans(report) for report in back] == [spans(report) for report in written]
    originals = Originals(written)
    assert [originals.joined(report, formats.of(name).HOLDS, "x") for report in back] == written


@each(*LOSSLESS, *LOSSY)
@quick
@given(reports())
def test_every_kind_that_is_lost_is_said(name: str, written: Report) -> None:
    module = formats.of(name)
    with tempfile.TemporaryDirectory() as folder:
        notes = module.write([written], Path(folder, SHAPES.get(name, "x")))
    there = {kind for kind, count in losses.present(written).items() if count}
    said = {note.code.removeprefix("lost.") for note in notes} - {"names"}
    assert said == there - module.HOLDS
    assert all(note.message and note.message_zh for note in notes)


@each("label-studio", "docbin", "datasets", "brat")
def test_scores_of_a_tagger_come_back(name: str, tmp_path: Path) -> None:
    found = replace(example(), producer=Producer("0.1.0", "rules"))
    (back,) = through(name, [found], tmp_path)
    assert [entity.confidence for entity in back.entities] == [0.98, 0.98]
    assert [clause.confidence for clause in back.clauses] == [0.9, 0.9]


def test_brat_writes_a_span_over_lines_in_pieces(tmp_path: Path) -> None:
    text = "解读单一，\r\n看不懂\n"
    whole = settled(bare("a.txt", text), [Mark("PROBLEM", 0, 10, text[:10])], "")
    assert through("brat", [whole], tmp_path) == [whole]
    assert (tmp_path / "x" / "a.ann").read_text(
        encoding="utf-8"
    ) == "T1\tPROBLEM 0 5;7 10\t解读单一， 看不懂\n"


def test_brat_says_that_it_trims_line_breaks_at_the_edges(tmp_path: Path) -> None:
    edges = settled(
        bare("a.txt", "\n好\n\n"), [Mark("PROBLEM", 0, 3, "\n好\n"), Mark("MEASURE", 3, 4, "\n")], ""
    )
    notes = formats.of("brat").write([edges], tmp_path / "x")
    assert [note.code for note in notes] == ["edges"]
    assert [spans(report) for report in formats.of("brat").read(tmp_path / "x")] == [
        {("PROBLEM", 1, 2, "好")}
    ]


def test_brat_gives_each_report_a_file_of_its_own(tmp_path: Path) -> None:
    names = ["a.txt", "A.txt", "../a.txt", "。", "年报 1.txt"]
    back = through("brat", [bare(name, "甲") for name in names], tmp_path)
    assert len(back) == len(names) and len({report.source.lower() for report in back}) == len(names)
    assert not list(tmp_path.glob("*.txt"))


def test_conll_has_a_line_for_each_character(tmp_path: Path) -> None:
    formats.of("conll").write([bare("年 报.txt", "𠮷 \r\n\\")], tmp_path / "x")
    assert (tmp_path / "x").read_text(encoding="utf-8").split("\n") == [
        "-DOCSTART- 年\\u0020报.txt O O", "", "𠮷 O O O", "\\u0020 O O O", "\\u000d O O O", "\\u000a O O O", "",
        "\\u005c O O O", "", "",
    ]  # fmt: skip


@each("docbin")
def test_spacy_sees_the_layers_where_it_expects_them(
    name: str, tmp_path: Path, original: list[Report]
) -> None:
    import spacy
    from spacy.tokens import DocBin

    formats.of(name).write(original, tmp_path / "x.spacy")
    docs = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("zh").vocab))
    for doc, report in zip(docs, original, strict=True):
        assert doc.text == report.text
        assert [(e.label_, e.text) for e in doc.ents] == [(e.label, e.text) for e in report.entities]
        assert [(s.label_, s.text) for s in doc.spans["clauses"]] == [
            (c.label, c.text) for c in report.clauses
        ]
        assert [s.text for s in doc.spans["zeros"]] == [zero.text for zero in report.zeros]


@each("datasets")
def test_datasets_loads_the_folder_by_parts(name: str, tmp_path: Path, original: list[Report]) -> None:
    import datasets

    known = replace(original[0], source="w8-001.txt")
    formats.of(name).write([*original, known], tmp_path / "corpus")
    loaded = datasets.load_dataset(str(tmp_path / "corpus"), cache_dir=str(tmp_path / "cache"))
    assert {part: len(loaded[part]) for part in loaded} == {"test": 1, "unsplit": 2}
    row, labels = loaded["test"][0], loaded["test"].features["entities"].feature["label"]
    assert row["text"] == known.text
    assert [labels.int2str(e["label"]) for e in row["entities"]] == [e.label for e in known.entities]
    assert "| test | 1 |" in (tmp_path / "corpus" / "README.md").read_text(encoding="utf-8")


@each("datasets")
def test_datasets_says_which_numbers_it_rounds(name: str, tmp_path: Path) -> None:
    huge = settled(bare("a.txt", "9件"), [Mark("FIGURE", 0, 2, "9件", {"value": 2**53 + 1})], "")
    assert [note.code for note in formats.of(name).write([huge], tmp_path / "x")] == ["lost.digits"]


# -- files that the real tools wrote ---------------------------------------------------------------------------


def test_what_was_annotated_in_label_studio_is_read(original: list[Report]) -> None:
    """Version 1.23: imported as annotations; a DATE and a DOCUMENT were added in the browser to the first."""
    first, second = formats.of("label-studio").read(CASES / "label_studio.annotated.json")
    assert second == original[1]
    assert spans(first) - spans(original[0]) == {
        ("DATE", 142, 145, "三日内"), ("DOCUMENT", 12, 24, "政府信息公开工作年度报告"),
    }  # fmt: skip
    known = spans(original[0])
    kept = replace(
        first, entities=tuple(e for e in first.entities if (e.label, e.start, e.end, e.text) in known)
    )
    assert kept == original[0]


def test_what_was_accepted_in_label_studio_is_gold(original: list[Report]) -> None:
    """Imported as predictions with scores, one of 0.8; a person added a span and submitted."""
    back = list(formats.of("label-studio").read(CASES / "label_studio.accepted.json"))
    assert {report.producer.tagger for report in back} == {GOLD}
    assert {e.confidence for report in back for e in report.entities} == {1.0}
    added = [spans(report) - spans(before) for report, before in zip(back, original, strict=True)]
    assert added == [{("DATE", 142, 145, "三日内")}, {("DOCUMENT", 9, 17, "政府信息公开年报")}]
    assert all(spans(before) <= spans(report) for report, before in zip(back, original, strict=True))


def test_the_small_json_of_label_studio_is_refused() -> None:
    with pytest.raises(FormatFault, match="Export → JSON"):
        list(formats.of("label-studio").read(CASES / "label_studio.min.json"))


def test_what_was_annotated_in_doccano_is_read(original: list[Report]) -> None:
    """Version 1.8.4: two spans were added in the browser, after characters that count two in UTF-16."""
    first, second = formats.of("doccano").read(CASES / "doccano.jsonl")
    assert [first.text, second.text] == [report.text for report in original]
    assert spans(first) - spans(original[0]) == {
        ("DATE", 142, 145, "三日内"), ("FIGURE", 12, 24, "政府信息公开工作年度报告"),
    }  # fmt: skip
    assert spans(original[0]) <= spans(first) and spans(second) == spans(original[1])


def test_an_export_of_doccano_with_relations_is_read(original: list[Report]) -> None:
    back = formats.of("doccano").read(CASES / "doccano.relations.jsonl")
    assert [spans(report) for report in back] == [spans(report) for report in original]


def test_label_studio_and_the_configuration_know_the_same_labels_and_topics() -> None:
    root = ElementTree.fromstring(
        files("annotations.formats").joinpath("label_studio.xml").read_text("utf-8")
    )
    labels = {each.get("name"): tuple(str(x.get("value")) for x in each) for each in root.iter("Labels")}
    assert labels == dict(LAYERS)
    kinds = {"Number": "number", "TextArea": "textarea", "Choices": "choices"}
    assert {x.get("name"): kinds[x.tag] for x in root.iter() if x.tag in kinds} == dict(label_studio.CONTROLS)
    for label, topics in TOPICS.items():
        (control,) = root.iterfind(f".//Choices[@name='{label.lower()}_topic']")
        assert tuple(choice.get("alias") for choice in control) == topics


# -- Prodigy -----------------------------------------------------------------------------------------------------


def test_a_line_of_prodigy_is_read(tmp_path: Path) -> None:
    line = {
        "text": "𠮷川县收到9件", "meta": {"source": "a.txt"}, "_input_hash": 7, "answer": "accept",
        "spans": [{"start": 5, "end": 7, "label": "FIGURE", "token_start": 5, "token_end": 6}],
    }  # fmt: skip
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (report,) = formats.of("jsonl").read(path)
    assert (report.source, spans(report)) == ("a.txt", {("FIGURE", 5, 7, "9件")})


# -- refusals ----------------------------------------------------------------------------------------------------


def _faulty(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / "in"
    if case["format"] == "brat":
        path = folder / "in.ann"
        path.with_suffix(".txt").write_bytes(case["text"].encode())
    path.write_bytes(case["file"].encode())
    return path


@pytest.mark.parametrize("case", FAULTS, ids=[f"{case['format']}: {case['what']}" for case in FAULTS])
def test_a_bad_file_is_refused_with_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    if case["format"] in MISSING:
        pytest.skip(f"install nianbao[train] to test {case['format']}")
    with pytest.raises(FormatFault) as caught:
        list(formats.of(case["format"]).read(_faulty(tmp_path, case)))
    for words in case["says"]:
        assert words in caught.value.message
    assert caught.value.message_zh and caught.value.message_zh != caught.value.message


@each("jsonl", "label-studio", "doccano", "conll", "docbin")
@quick
@given(st.binary(max_size=60))
def test_no_bytes_end_in_another_error(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        path.write_bytes(data)
        with suppress(FormatFault):
            list(formats.of(name).read(path))


JSON = st.recursive(st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["", "x", "FIGURE", "\ud800"]),
                    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("text"), inner), max_leaves=3)  # fmt: skip


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each key in it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


@pytest.mark.parametrize(("name", "file"), [
    ("jsonl", "original.jsonl"), ("doccano", "doccano.jsonl"), ("label-studio", "label_studio.annotated.json"),
])  # fmt: skip
@settings(max_examples=2500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_broken_record_is_refused_or_read_and_written(name: str, file: str, data: st.DataObject) -> None:
    """One value of a good file is replaced, or lost; what is still taken can be written in every format."""
    text = (CASES / file).read_text(encoding="utf-8")
    record = json.loads(text if name == "label-studio" else text.split("\n")[0])
    inside, key = data.draw(st.sampled_from(list(_places(record))))
    if isinstance(inside, dict) and data.draw(st.booleans()):
        del inside[key]
    else:
        inside[key] = data.draw(JSON)
    with tempfile.TemporaryDirectory() as folder, suppress(FormatFault):
        path = Path(folder, "x")
        path.write_text(json.dumps(record), encoding="utf-8")
        taken = list(formats.of(name).read(path))
        for other in ("jsonl", "label-studio", *LOSSY):
            formats.of(other).write(taken, Path(folder, f"to-{other}"))


def test_a_text_without_its_annotations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("收到9件", encoding="utf-8")
    with pytest.raises(FormatFault, match=r"a\.txt: no a\.ann"):
        list(formats.of("brat").read(tmp_path))


def test_a_text_that_is_not_the_originals_is_refused(original: list[Report]) -> None:
    first = original[0]
    changed = bare(first.source, first.text.replace("9件", "8件"))
    with pytest.raises(FormatFault, match="from character 63 it reads '8件") as caught:
        Originals(original).joined(changed, frozenset(), "x")
    assert "it was '9件" in caught.value.message
    with pytest.raises(FormatFault, match="not among the originals"):
        Originals(original).joined(bare("other.txt", "甲"), frozenset(), "x")


# -- the command -------------------------------------------------------------------------------------------------


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(convert, [*map(str, arguments), "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_the_command_converts_there_and_back(tmp_path: Path) -> None:
    there, back = tmp_path / "x.conll", tmp_path / "back.jsonl"
    code, said = _run(CASES / "original.jsonl", there)
    assert code == 0 and "conll holds no table cells: 1 left out" in said and "--onto" in said
    assert _run(there, back, "--onto", CASES / "original.jsonl")[0] == 0
    assert back.read_bytes() == (CASES / "original.jsonl").read_bytes()


def test_the_command_writes_nothing_where_it_refuses(tmp_path: Path) -> None:
    source = tmp_path / "bad.jsonl"
    source.write_bytes((CASES / "original.jsonl").read_bytes() + b"{}\n")
    code, said = _run(source, tmp_path / "x.json")
    assert code == 1 and "bad.jsonl:3:" in said
    assert [path.name for path in tmp_path.iterdir()] == ["bad.jsonl"]


def refusals() -> Iterator[tuple[list[str], str]]:
    yield ["none.jsonl", "x.json"], "there is no"
    yield ["in.jsonl", "x"], "give --to"
    yield ["in.jsonl", "in.jsonl"], "is an input"
    yield ["in.jsonl", "there.json"], "--force"
    yield ["in.jsonl", "full", "--to", "brat"], "a folder in use"
    yield ["in.jsonl", "full", "--to", "conll"], "a folder in use"
    yield ["in.jsonl", "there.json", "--to", "brat", "--force"], "writes a folder"


@pytest.mark.parametrize(("arguments", "words"), list(refusals()))
def test_the_command_refuses_what_it_cannot_do(arguments: list[str], words: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes((CASES / "original.jsonl").read_bytes())
    (tmp_path / "there.json").touch()
    (tmp_path / "full" / "inner").mkdir(parents=True)
    paths = [tmp_path / word if i < 2 else word for i, word in enumerate(arguments)]
    code, said = _run(*paths)
    assert code == 2 and words in said


def test_the_command_names_the_package_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)
    code, said = _run(CASES / "original.jsonl", tmp_path / "x.spacy")
    assert code == 1 and "pip install 'nianbao[train]'" in said
