"""What the tagger proposes and what becomes of it: edges, titles, pieces of a clause, the rules beside it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from passages import passage

from extraction import edges, tagging
from extraction.report import Clause, Entity
from models.tags import Span


def said(chars: str, spans: list[Span]) -> list[tuple[str, str]]:
    return [(span.label, chars[span.start : span.end]) for span in spans]


def marked(text: str, label: str, sure: float = 0.9) -> tuple[str, list[Span]]:
    """`甲[乙]丙` -> its characters, and a span over each bracketed stretch."""
    chars, spans = "", []
    for i, piece in enumerate(text.replace("]", "[").split("[")):
        if i % 2:
            spans.append(Span(len(chars), len(chars) + len(piece), label, sure))
        chars += piece
    return chars, spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[公开意识不强，][人手偏紧]。", ["公开意识不强，人手偏紧"]),
        ("[公开意识不强]；[人手偏紧]。", ["公开意识不强", "人手偏紧"]),
        ("存在不足，[如栏目更新慢等问题]。", ["栏目更新慢"]),
        ("[如何发布没有章法]。", ["如何发布没有章法"]),
        ("[，队伍建设还需加强等]。", ["队伍建设还需加强"]),
        ("[不足]。", []),
        ("[政策解读方面]。[解读偏少]。", ["解读偏少"]),
        ("[错字、漏字等情况时有发生]。", ["错字、漏字等情况时有发生"]),
        ("[目录不全、链接失效等不容忽视]的问题。", ["目录不全、链接失效"]),
    ],
)
def test_a_clause_ends_where_the_guidelines_say(text: str, expected: list[str]) -> None:
    chars, spans = marked(text, "PROBLEM")
    assert [words for _, words in said(chars, edges.clauses(chars, spans))] == expected


def test_clauses_of_two_kinds_stay_apart() -> None:
    chars, (first, second) = marked("[人手偏紧]，[已增配两人]。", "PROBLEM")
    found = edges.clauses(chars, [first, second._replace(label="MEASURE")])
    assert said(chars, found) == [("PROBLEM", "人手偏紧"), ("MEASURE", "已增配两人")]


def test_a_bare_government_is_somebody_only_beside_its_committee() -> None:
    for text, expected in (("通过[政府]网站公开", []), ("[乡党委][政府]督促", ["乡党委", "政府"])):
        chars, spans = marked(text, "AGENCY")
        assert [words for _, words in said(chars, edges.entities(chars, spans, []))] == expected


def test_nothing_is_named_inside_titles_and_addresses() -> None:
    chars, spans = marked("印发《[临川县水务局]公开办法》，[临川县水务局 ]网站（https://[临川县]/a）", "AGENCY")
    closed = [(2, 14), (chars.index("https"), chars.index("）"))]
    assert said(chars, edges.entities(chars, spans, closed)) == [("AGENCY", "临川县水务局")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("紧跟[区党工委管委会]部署", ["区党工委", "管委会"]),
        ("在[沭新区党工委管委会政府]网站", ["沭新区党工委", "管委会"]),
        ("由[区党工委管委会办公室]牵头", ["区党工委管委会办公室"]),
        ("在[省委省政府]领导下", ["省委", "省政府"]),
        ("[市委政府]要求", ["市委", "政府"]),
        ("会同[市水务局市粮食局]核对", ["市水务局", "市粮食局"]),
        ("[新区党工委新区管委会]本级", ["新区党工委", "新区管委会"]),
        ("标题：[沭新综合实验区]年度报告", []),
        ("督促各[区政府]上报", []),
        ("市领导和[委办局]负责人", []),
        ("登录[管委会政府]网站", ["管委会"]),
        ("由县[政府办公室]牵头", ["县政府办公室"]),
        ("请我市[政府]部门配合", ["政府"]),
        ("到[县检测站]咨询", ["县检测站"]),
        ("[完成区政府]网站改版", ["区政府"]),
        ("到[含山县财政局]咨询", ["含山县财政局"]),
        ("以下简称[综保区管委会）]按照", ["综保区管委会"]),
        ("[县发展改革局（粮储局）]负责", ["县发展改革局（粮储局）"]),
        ("向[人民法院]起诉", []),
        ("由[国家税务总局][临川市税务局]办理", ["国家税务总局临川市税务局"]),
        ("[国家统计局][临川调查队办公室]牵头", ["国家统计局临川调查队办公室"]),
        ("会同[临川海事局][东港海事处]", ["临川海事局东港海事处"]),
        ("会同[县公安局][县消防救援大队]", ["县公安局", "县消防救援大队"]),
    ],
)
def test_an_agency_is_one_body_with_a_name(text: str, expected: list[str]) -> None:
    chars, spans = marked(text, "AGENCY")
    assert [words for _, words in said(chars, edges.entities(chars, spans, []))] == expected


def test_a_name_cut_inside_a_word_is_the_one_of_the_rules_or_none() -> None:
    chars, spans = marked("围绕[市政府中]心工作，[聚]焦民生，省[财政部]门", "AGENCY")
    ruled = [(2, 5)]
    assert said(chars, edges.entities(chars, spans, [], ruled)) == [("AGENCY", "市政府")]
    assert said(chars, edges.entities(chars, spans, [])) == []


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("可下载[本年度]报告的电子版", "DATE", []),
        ("[本年度]主动公开", "DATE", ["本年度"]),
        ("下载[本年]度报告", "DATE", []),
        ("《目录》（[2024]版）", "DATE", []),
        ("《目录》（[2024年版]）", "DATE", []),
        ("连续第[3年]开展", "DATE", []),
        ("[本年]报的电子版", "DATE", []),
        ("整合了[1]2315热线", "FIGURE", []),
        ("推进[五公]开", "FIGURE", []),
        ("政务通[2.0版]上线", "FIGURE", []),
        ("刊发[12版]", "FIGURE", ["12版"]),
        ("行政中心主楼[9层]；", "FIGURE", []),
        ("拆除违建[9层]", "FIGURE", ["9层"]),
    ],
)
def test_what_only_looks_like_a_date_or_a_count_is_left(text: str, label: str, expected: list[str]) -> None:
    chars, spans = marked(text, label)
    assert [words for _, words in said(chars, edges.entities(chars, spans, []))] == expected


def entity(label: str, start: int, end: int, confidence: float) -> Entity:
    return Entity(label, start, end, "字" * (end - start), confidence, unit="条" if label == "FIGURE" else None)


def test_a_certain_longer_span_stands_for_the_one_of_the_rules() -> None:
    ruled = tagging.Marked((entity("FIGURE", 4, 8, 0.9), entity("DATE", 20, 23, 0.9)), (), "rules")
    tagged = [entity("FIGURE", 4, 9, 0.97), entity("DATE", 16, 23, 0.7)]
    found, _ = tagging.combined(ruled, tagged, [])
    assert sorted((e.label, e.start, e.end) for e in found) == [("DATE", 20, 23), ("FIGURE", 4, 9)]


def test_figures_are_the_rules_and_what_the_tagger_is_sure_of() -> None:
    ruled = tagging.Marked((entity("FIGURE", 0, 2, 0.9), entity("AGENCY", 20, 24, 0.9)), (), "rules")
    tagged = [
        entity("FIGURE", 1, 3, 0.99),  # over one of the rules
        entity("FIGURE", 5, 7, 0.99),
        entity("FIGURE", 9, 11, 0.5),
        replace(entity("FIGURE", 12, 14, 0.7), unit=None),  # may be a hotline
        replace(entity("FIGURE", 15, 17, 0.9), unit=None),  # 「网站86，微博74」
        entity("AGENCY", 30, 34, 0.6),
        entity("AGENCY", 40, 44, 0.3),
    ]
    stated = [Clause("PROBLEM", 50, 60, "字" * 10, 0.7), Clause("PROBLEM", 70, 80, "字" * 10, 0.1)]
    found, kept = tagging.combined(ruled, tagged, stated)
    assert [(e.label, e.start) for e in found] == [("FIGURE", 0), ("FIGURE", 5), ("FIGURE", 15), ("AGENCY", 30)]
    assert [clause.start for clause in kept] == [50]


class Reading:
    """A tagger that marks the digits of every text as figures."""

    def read(self, texts: list[str], asked: object, given: object) -> list[dict[str, list[Span]]]:
        return [{"entities": [Span(*m.span(), "FIGURE", 0.97) for m in re.finditer(r"\d+", text)]} for text in texts]


def test_a_number_that_runs_into_a_word_is_part_of_a_name() -> None:
    found, _ = tagging.read([passage("通过小区806平台答复，网站86，微博74条。")], Reading(), 2021)  # type: ignore[arg-type]
    assert [(e.text, e.value, e.unit) for e in found] == [("86", 86, None)]
