"""The shipped weights: whole, small, and blind to where their windows fall."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from annotations import build, source, split
from extraction import extract
from extraction.document import Document
from extraction.tagging import LIKELY, by_rules, placed, proposals
from extraction.text import Passage, normalise
from models import tagger, windows
from models.topics import load as load_topics

pytestmark = pytest.mark.skipif(not tagger.exists(), reason="no weights in models/weights")
LAYERS = ("entities", "clauses")


@cache
def section() -> str:
    """20,000 characters of problems and measures, in paragraphs, as they stand after normalising."""
    chars = ""
    for path in sorted(source.CORPUS.glob("*.txt")):
        if split.split().get(path.stem) in ("dev", "test"):
            chars += "".join(f"{part.text.strip()}\n" for part in source.read(path).parts if part.id == "problems")
        if len(chars) > 20_000:
            break
    return normalise(Document("", "", chars[:20_000], "text")).chars


def test_the_section_is_long() -> None:
    assert len(section()) > 19_000


def read(text: str) -> set[tuple[str, int, int, str]]:
    """The spans that are told, of the text as a part on problems, with what the rules propose."""
    passage = Passage("problems", normalise(Document("", "", text, "text")))
    assert len(passage.text.chars) == len(text)
    proposed = placed(passage, proposals(by_rules([passage], 2021)))
    (found,) = tagger.load().read([passage.text.chars], [LAYERS], [proposed])
    return {(layer, s.start, s.end, s.label) for layer in LAYERS for s in found[layer] if s.confidence >= LIKELY[s.label]}


def test_every_file_has_its_hash_and_all_are_small() -> None:
    manifest = tagger.check(tagger.WEIGHTS)
    assert {"model.onnx", "alphabet.json", "calibration.json", "topics.npz", "cells.npz"} <= manifest.keys()
    assert sum((tagger.WEIGHTS / name).stat().st_size for name in manifest) < 40e6


def test_spans_do_not_depend_on_what_stands_before() -> None:
    alone = read(section())
    ahead = "甲" * windows.SHORT + "\n"
    first = section().index("\n", section().index("。")) + 1  # the first window reads what stands before it
    moved = {(layer, start - len(ahead), end - len(ahead), label) for layer, start, end, label in read(ahead + section())}
    assert {span for span in alone if span[1] >= first} == {span for span in moved if span[1] >= first}
    assert len(alone) > 200


def test_spans_hardly_depend_on_where_windows_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    one = read(section())
    monkeypatch.setattr(windows, "CORE", 170)
    other = read(section())
    assert 2 * len(one & other) / (len(one) + len(other)) > 0.96, len(one)


def test_spans_are_in_order_and_apart() -> None:
    (found,) = tagger.load().read([section()], [LAYERS], [()])
    for spans in found.values():
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(0 <= span.confidence <= 1 for span in spans)


def test_a_clause_of_three_hundred_characters_is_one_span() -> None:
    measure = "我局将" + "、".join(f"完善第{i}类公开事项的清单编制和动态调整办法" for i in "一二三四五六七八九十") * 1
    measure += "，推动各科室按照职责分工逐项落实公开责任，做到应公开尽公开，确保群众看得到、听得懂、易获取、能监督"
    chars = f"一是{measure}。"
    assert 250 < len(measure) < 420
    (found,) = tagger.load().read([chars], [LAYERS], [[(2, 2 + len(measure), "MEASURE")]])
    assert [(s.start, s.end, s.label) for s in found["clauses"]] == [(2, 2 + len(measure), "MEASURE")]


def test_auto_reads_what_the_rules_propose() -> None:
    report = build.build(source.read(source.CORPUS / "w1-003.txt"))
    found = extract(report.text.encode(), name="w1-003.txt")
    assert found.producer.tagger.startswith("auto ")
    assert found.clauses and all(clause.category is None or clause.category[0] in "PM9" for clause in found.clauses)
    assert extract(report.text.encode(), name="w1-003.txt", engine="rules").producer.tagger == "rules"


def test_unknown_and_full_width_characters_do_no_harm() -> None:
    plain, odd = "今年临川县水务局公开信息120条。", "今年临川县水务局公开信息１２０条。𠮷"
    (one,), (other,) = (tagger.load().read([text], [("entities",)], [()]) for text in (plain, odd))
    assert [span[:3] for span in one["entities"]] == [span[:3] for span in other["entities"]]


def test_topics_are_loaded_without_pickle() -> None:
    name, sure = load_topics(tagger.WEIGHTS).topic("PROBLEM", "栏目更新不及时")
    assert name == "P2" and sure > 0.5



def test_proposals_are_read_in_their_own_passage() -> None:
    text = normalise(Document("", "", "甲乙丙\n临川县水务局公开信息12条", "text"))
    passages = [Passage("overview", text.slice(0, 3)), Passage("overview", text.slice(4, len(text.chars)))]
    ruled = proposals(by_rules(passages, 2021))
    assert placed(passages[0], ruled) == []
    assert (0, 6, "AGENCY") in placed(passages[1], ruled)


def test_the_card_tells_every_training() -> None:
    from training import card

    used = {"epochs": 13, "tokens": 2048, "learning_rate": 2e-4, "seed": 7}
    first = {"settings": used, "epoch": 11, "reports": 285}
    then = {"settings": used | {"epochs": 3, "learning_rate": 5e-5}, "epoch": 2, "reports": 413, "added": 16, "after": first}
    assert card._stages(then) == [
        "12 of 13 epochs over 285 reports (batches of 2,048 characters, rate 0.0002, seed 7)",
        "3 of 3 epochs over 413 reports and 16 added ones (batches of 2,048 characters, rate 5e-05, seed 7)",
    ]
