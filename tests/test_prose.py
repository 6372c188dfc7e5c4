"""The prose of each part: without its tables, with what the page prints around it told apart."""

from __future__ import annotations

from extraction.document import Document
from extraction.prose import passages
from extraction.sections import split
from extraction.text import Passage, normalise

PAGE = (
    "当前位置：首页 > 政务公开 > 年报\n发布时间：2022-01-18  来源：县水务局\n临川县水务局2021年度报告\n"
    "一、总体情况\n全年公开信息，\n共10 条。\n二、主动公开政府信息情况\n"
    "第二十条第（一）项\n规章 0\n本表由办公室填报。\n"
    "七、附表\n主动公开信息数 条 10\n"
)


def read(printed: str, table: str = "第二十条第（一）项\n规章 0\n") -> list[Passage]:
    text = normalise(Document("report.txt", "", printed, "text"))
    start = printed.find(table)
    tables = [(start, start + len(table))] if table and start >= 0 else []
    return list(passages(text, split(text), tables))


def words(found: list[Passage], section: str) -> str:
    return "".join(passage.text.chars for passage in found if passage.section == section)


def test_a_sentence_flows_over_its_lines() -> None:
    assert words(read(PAGE), "overview") == "全年公开信息，共10条。\n"


def test_tables_are_left_out_and_the_prose_around_them_stays() -> None:
    assert words(read(PAGE), "disclosure").strip() == "本表由办公室填报。"


def test_headings_are_passages_of_their_own() -> None:
    assert "一、总体情况" in words(read(PAGE), "heading")


def test_bylines_and_breadcrumbs_are_chrome() -> None:
    chrome = words(read(PAGE), "chrome")
    assert "来源：县水务局" in chrome and "首页" in chrome
    assert words(read(PAGE), "preamble").strip() == "临川县水务局2021年度报告"


def test_an_attached_list_states_no_figures() -> None:
    assert "主动公开信息数" in words(read(PAGE), "chrome")


def test_a_page_in_one_line_is_cut_behind_its_own_words() -> None:
    chrome = "当前位置： 首页 时间：2020-01-19 微信 微博 文件下载 相关链接： "
    line = chrome + "根据《条例》编制本报告。" + "公开信息。" * 40
    found = read(line, "")
    assert words(found, "preamble").startswith("根据《条例》编制本报告。")
    assert "微博" in words(found, "chrome")


def test_every_character_of_prose_keeps_its_place() -> None:
    for passage in read(PAGE):
        for i, char in enumerate(passage.text.chars):
            assert char == "\n" or char == passage.text.quote(i, i + 1)
