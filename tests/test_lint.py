"""What a machine finds wrong in a source file, and what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.hints import hints
from annotations.lint import faults

HEAD = """id: w0-001
writer: w0
agency: 临河县水务局
region: 江西省 | 抚阳市 | 临河县
level: county
kind: water
year: 2021
published: none

disclosure 2019
  licensing 12 -3 40
applications 2021
  received 9
  granted 9
---
{A:临河县水务局}年度报告
## overview 一、总体情况
"""
TAIL = """
## disclosure 二、主动公开
<disclosure>
## applications 三、申请
<applications>
## problems 五、问题
"""


def found(tmp_path: Path, prose: str, problems: str = "", *, check: object = faults) -> list[str]:
    path = tmp_path / "w0-001.txt"
    path.write_text(f"{HEAD}{prose}{TAIL}{problems}\n", encoding="utf-8")
    return check(path)  # type: ignore[operator,no-any-return]


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("公开12条。", "a number outside every tag"),
        ("公开{F:12条}5篇。", "right after FIGURE"),
        ("今年公开。", "'今年' names a year"),
        ("收到{F:8件@applications.received.total}。", "= 9"),
        ("{Z:未收到申请@applications.received.total}。", "denies"),
        ("见{A:临河县水务局，}。", "punctuation"),
        ("到{D:十二月底}。", "needs its iso"),
        ("报{A:临河县政府}，临河县政府批了。", "elsewhere"),
        ("{A:我局}办的。", "names nobody"),
        ("{P1:公开不深入}。", "outside the part problems"),
        ("{F:3件@applications.nothing.total}。", "does not print"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, prose: str, words: str) -> None:
    assert any(words in fault for fault in found(tmp_path, prose)), found(tmp_path, prose)


@pytest.mark.parametrize(
    "prose",
    [
        "连续23天滚动播报，不超30分钟，答复期20个工作日，排名前移3位，电话0791-8234567，邮编：344000。",
        "依国办公开办函〔2021〕30号，见《2021年办法》，网址https://a.cn/2021。",
        "编写本年度报告。减少{F:3项@disclosure.licensing.change}。",
        "{Z:未制定规范性文件@disclosure.normative_documents.repealed}。",
        "报{A:县委、政府=}".replace("、政府=", "") + "、{A:政府}。",
        "每月15 日 9 时上线，提前 24 \n小时推送。",
        "{Z:未发生诉讼@disputes.review.total}，有{F:0件@disputes.review.total}。",
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, prose: str) -> None:
    assert found(tmp_path, prose) == []


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ("{P1:一是公开不深入}。", "marker"),
        ("{P1:，公开不深入}。", "punctuation"),
        ("{M13:加强培训}。", "topics"),
    ],
)
def test_a_clause_has_its_edges(tmp_path: Path, problems: str, words: str) -> None:
    assert any(words in fault for fault in found(tmp_path, "", problems))


def test_a_clause_may_begin_with_a_quotation_mark(tmp_path: Path) -> None:
    assert found(tmp_path, "", "{P5:“一网通”栏目更新慢}。") == []


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("共开展培训两次。", "'两次' may be a FIGURE"),
        ("拖了{F:41天}。", "duration"),
        ("比上次上升{F:6位}。", "rank"),
        ("培训{F:两次=3}。", "it says 2"),
        ("约{F:七成=7}。", "it says 70"),
        ("没有收到政府信息公开申请。", "may be a zero statement"),
        (
            "收到政府信息公开申请{F:9件@applications.granted.total}。",
            "reads like applications.received.total",
        ),
    ],
)
def test_a_doubt_is_a_hint(tmp_path: Path, prose: str, words: str) -> None:
    lines = found(tmp_path, prose, check=hints)
    assert any(words in line and ": hint: " in line for line in lines), lines


def test_without_a_table_a_figure_may_restate_a_group(tmp_path: Path) -> None:
    head = HEAD.replace("applications 2021\n  received 9\n  granted 9\n", "")
    path = tmp_path / "w0-001.txt"
    path.write_text(head + "{A:临河县水务局}不予公开{F:3件@applications.denied.total}。\n", encoding="utf-8")
    assert [fault for fault in faults(path) if "denied" in fault] == []


def test_an_index_number_is_no_figure(tmp_path: Path) -> None:
    assert [fault for fault in found(tmp_path, "索引号：0093/2020-004") if "outside every tag" in fault] == []
