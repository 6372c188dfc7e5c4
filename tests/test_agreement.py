"""Agreement: the same spans count for both, others are listed with who has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.agreement import SECOND, Agreement, agreement, compare, table, tagged_parts
from annotations.source import CORPUS, read

FIRST = """id: w0-001
writer: w0
agency: 县水务局
region: | |
level: county
kind: water
year: 2021
published: none
---
{A:县水务局}报告
## problems 五、问题
{P1:公开不深入}。{M6:将培训{F:两次=2}}，{Z:未收到申请@applications.received.total}。
"""


def compared(tmp_path: Path, second: str) -> tuple[Agreement, list[str]]:
    (tmp_path / "w0-001.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(second, encoding="utf-8")
    found = Agreement()
    differences = compare(read(tmp_path / "w0-001.txt"), tagged_parts(tmp_path / "second.txt"), found)
    return found, [f"{difference.by} {difference.label} {difference.context}" for difference in differences]


def test_the_same_annotation_agrees_wholly(tmp_path: Path) -> None:
    found, differences = compared(tmp_path, FIRST.split("---\n")[1])
    assert differences == []
    assert all(found.f1(label) == 1 for label in found.first)
    assert found.topics == {True: 2}


def test_what_one_has_alone_is_listed(tmp_path: Path) -> None:
    other = (
        FIRST.split("---\n")[1]
        .replace("{A:县水务局}", "县水务局")
        .replace("{P1:公开不深入}", "公开{P2:不深入}")
    )
    found, differences = compared(tmp_path, other)
    assert found.f1("AGENCY") == 0
    assert found.f1("PROBLEM") == 0
    assert found.f1("FIGURE") == 1
    assert [difference[:14] for difference in differences] == [
        "first AGENCY [",
        "first PROBLEM ",
        "second PROBLEM",
    ]


def test_another_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="another text"):
        compared(tmp_path, FIRST.split("---\n")[1].replace("不深入", "不够深入"))


@pytest.mark.skipif(not SECOND.is_dir(), reason="no second annotations yet")
def test_the_second_annotations_fit_the_corpus() -> None:
    found, _ = agreement(CORPUS)
    assert found.reports == len(list(SECOND.glob("*.txt")))
    assert len(list(table(found))) > 5
