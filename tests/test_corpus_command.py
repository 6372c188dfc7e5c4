"""The commands on the corpus: what they print, write and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from annotations import command, gold, source
from annotations.card import put
from annotations.source import CORPUS, read


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of three reports."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for path in sorted(CORPUS.glob("w1-*.txt"))[:3]:
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(source, "CORPUS", folder)
    monkeypatch.setattr(source.sources, "__defaults__", (folder,))
    return folder


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command.corpus, list(words))
    return result.exit_code, result.output


def test_build_writes_gold_that_can_be_read_again(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "gold.jsonl"
    code, said = run("build", "-o", str(out), "--layout", "pipes")
    assert (code, "3 reports" in said) == (0, True)
    assert [report.source for report in gold.read(out)] == [f"{path.name}" for path in sorted(few.iterdir())]
    assert run("build", "-o", str(out))[0] == 2
    assert run("build", "-o", str(out), "--force")[0] == 0
    assert run("build", "-o", str(tmp_path / "x.jsonl"), "--layout", "nothing")[0] == 2


def test_check_tells_faults_and_leaves_with_1(few: Path) -> None:
    assert run("check", "--no-hints")[0] == 0
    first = sorted(few.iterdir())[0]
    first.write_text(first.read_text(encoding="utf-8") + "又印5份。\n", encoding="utf-8")
    code, said = run("check", str(first))
    assert (code, "a number outside every tag" in said, "1 faults" in said) == (1, True, True)


def test_describe_prints_its_tables(few: Path) -> None:
    code, said = run("describe", "--real", str(few))
    assert code == 0
    for heading in ("### Reports", "### Annotations", "### Cells", "### Topics", "### Repetition"):
        assert heading in said


def test_a_damaged_source_is_named_without_a_traceback(few: Path) -> None:
    (few / "w1-001.txt").write_text("nothing\n", encoding="utf-8")
    code, said = run("describe")
    assert (code, "w1-001.txt" in said, "Traceback" in said) == (1, True, False)


def test_the_card_is_written_between_its_markers(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("a\n<!-- check -->\nold\n<!-- /check -->\nb\n", encoding="utf-8")
    put("check", "new", card)
    assert card.read_text(encoding="utf-8") == "a\n<!-- check -->\n\nnew\n\n<!-- /check -->\nb\n"
    with pytest.raises(ValueError, match="no markers"):
        put("coverage", "new", card)


def test_both_guidelines_tell_the_format_by_the_same_report(tmp_path: Path) -> None:
    for name in ("guidelines.md", "guidelines.zh-CN.md"):
        text = (CORPUS.parent / name).read_text(encoding="utf-8")
        block = text.split("```\n")[1]
        path = tmp_path / "w0-001.txt"
        path.write_text("\n".join(_uncommented(line) for line in block.splitlines()) + "\n", encoding="utf-8")
        found = read(path)
        assert found.cells["applications"]["received"]["total"] == 10
        assert found.blanks == ("applications.*.research",)


def _uncommented(line: str) -> str:
    """A line of the example without its remark in brackets at the right."""
    for mark in ("   (", "   （", "  （"):
        at = line.find(mark, 2)
        if at > 0:
            return line[:at].rstrip()
    return line
