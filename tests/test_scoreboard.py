"""The table of scores: its rows are measurements, and both READMEs have the place for it."""

from __future__ import annotations

import pytest

from annotations.source import CORPUS
from evaluation import cases, engines, scoreboard
from evaluation.measurement import measure

ONE = sorted(CORPUS.glob("w8-*.txt"))[0]


def test_a_row_shows_the_scores_of_its_reports() -> None:
    found = measure(engines.named("rules"), list(cases.read(ONE)), data="one")
    title, *scores = scoreboard.line("rules", found)
    right, missed, spurious = (found.scores.numbers.get(f"spans.entities.FIGURE.strict.{part}", 0) for part in ("right", "missed", "spurious"))
    assert title == "rules (1)"
    assert scores[0].startswith(f"{200 * right / (2 * right + missed + spurious):.1f}")
    assert len(scores) == len(scoreboard.HEADS["README.md"]) - 1


@pytest.mark.parametrize("name", scoreboard.HEADS)
def test_the_table_stands_in_the_readme_with_its_command(name: str) -> None:
    text = (scoreboard.ROOT / name).read_text(encoding="utf-8")
    assert f"<!-- {scoreboard.MARK} -->" in text and f"<!-- /{scoreboard.MARK} -->" in text
    assert "python -m evaluation.scoreboard" in text
