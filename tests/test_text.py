"""The views of a document: what was repaired, what was left, and that nothing loses its place."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.characters import GROUPS
from extraction.document import Document
from extraction.text import Text, flow, normalise

CASES = Path(__file__).parent / "cases"
REPAIRS = json.loads((CASES / "repairs.json").read_text(encoding="utf-8"))
FLOWS = json.loads((CASES / "flow.json").read_text(encoding="utf-8"))

HANZI = ["规", "章", "一、", "（一）", "公开", "信息", "件", "条", "年", "第", "二十条", *"⼯報於"]
SIGNS = [*"，。；：“”《》(),.:?－％", "??", "????", "**"]
LAYOUT = ["\n", "\r\n", "\t", "|", "#", "\u3000", "\u200b", " ", "  ", "\n\n", "0", "12", "１２", "OA"]
RESIDUE = [
    "(bào)", "&nbsp;", "&lt;", "</td><td>", "<br>", "[bookmark: a]", "— 3 —", "Page 9", "http://a.cn",
    "\\* MERGEFORMAT",
]  # fmt: skip
PIECES = st.sampled_from(HANZI + SIGNS + LAYOUT + RESIDUE)
MESSY = st.lists(PIECES, max_size=60).map("".join)


def document(text: str) -> Document:
    return Document("report.txt", "", text, "text")


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["label"])
def test_a_repair_does_what_its_case_says(case: dict[str, str]) -> None:
    text = normalise(document(case["printed"]))
    assert text.chars == case["read"]
    assert [repair.name for repair in text.repairs] == case.get("repairs", [])


@pytest.mark.parametrize("case", FLOWS, ids=lambda case: case["label"])
def test_flowing_text_has_no_breaks_inside_sentences(case: dict[str, str]) -> None:
    assert flow(normalise(document(case["printed"]))).chars == case["flowing"]


def stands(text: Text) -> None:
    """Each character has its place, and the places rise."""
    origin = list(text.origin)
    assert len(origin) == len(text.chars)
    assert all(a < b for a, b in pairwise(origin))
    assert all(0 <= at < len(text.printed) for at in origin)


@settings(deadline=None)
@given(MESSY)
def test_no_character_loses_its_place(printed: str) -> None:
    text = normalise(document(printed))
    stands(text)
    stands(flow(text))


@settings(deadline=None)
@given(MESSY)
def test_digits_keep_their_order_and_meaning(printed: str) -> None:
    text = normalise(document(printed))
    for i, char in enumerate(text.chars):
        if char.isdecimal():
            assert int(text.quote(i, i + 1)[0]) == int(char)


@settings(deadline=None)
@given(MESSY)
def test_a_repaired_text_needs_no_repair_of_its_characters(printed: str) -> None:
    chars = normalise(document(printed)).chars
    again = normalise(document(chars))
    if {repair.name for repair in again.repairs} <= GROUPS.keys() | {"traditional", "invisible"}:
        assert again.chars == chars


@settings(deadline=None)
@given(st.text(alphabet="规章一二、，。；公开信息12件年\n", max_size=200))
def test_clean_text_is_left_as_it_is(printed: str) -> None:
    text = normalise(document(printed))
    assert (text.chars, text.repairs) == (printed, ())
    assert flow(flow(text)).chars == flow(text).chars


@settings(deadline=None)
@given(MESSY, st.data())
def test_ranges_apart_are_paragraphs_apart(printed: str, data: st.DataObject) -> None:
    text = normalise(document(printed + "\n中间\n" + printed))
    cut = len(normalise(document(printed)).chars)
    first = data.draw(st.integers(0, cut))
    whole = flow(text, [(first, cut), (cut + 3, len(text.chars))])
    stands(whole)


def test_a_cut_in_the_middle_of_a_line_ends_a_paragraph() -> None:
    text = normalise(document("总体情况良好 规章 0 0 0 存在的问题"))
    prose = flow(text, [(0, 6), (16, 21)])
    assert prose.chars == "总体情况良好\n存在的问题"
    assert prose.quote(7, 12) == "存在的问题"


def test_what_is_found_in_flowing_text_is_quoted_as_printed() -> None:
    prose = flow(normalise(document("由临川县水\n务局收到 ９ 件，\n均办结。")))
    at = prose.chars.index("9件")
    assert prose.quote(at, at + 2) == "９ 件"


def test_the_lines_of_a_print_are_joined_only_where_they_are_full() -> None:
    printed = "\n".join(["这一行文字恰好印满了二十六个汉字的宽度因此继续往下一行排"] * 8 + ["短行", "另一行"])
    assert flow(normalise(document(printed))).chars.endswith("排短行\n另一行")
