"""Links that the table confirms: by words, value and the company of the sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import report
from passages import passage

from extraction import agreement, figures
from extraction.report import Entity
from models import cells

GRANTED, RECEIVED = "applications.granted.total", "applications.received.total"
FEES = "disclosure.fees.amount"
PATHS = [cells.NONE, GRANTED, RECEIVED, FEES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model that takes `满足` for granted, and anything beside a linked application too, a little."""
    rows = {"o 满足": 0, "beside applications": 1}
    weights = np.array([[0, 99, 0, 20], [0, 99, 0, 0]], np.float32)
    cells.save(cells.Cells(rows, PATHS, weights, np.array([5, 0, 0, 0], np.float32)), tmp_path)
    return tmp_path


def linked(words: str, folder: Path, *, known: str = "", cells_: dict[str, float] | None = None) -> list[str | None]:
    """The cells of the figures of a sentence; `known` is what the rules say of the first."""
    prose = passage(words)
    found: list[Entity] = sorted(figures.find(prose), key=lambda e: e.start)
    if known:
        found[0] = Entity(**{f: getattr(found[0], f) for f in found[0].__dataclass_fields__} | {"cell": known})
    read = report(cells={GRANTED: 6, RECEIVED: 15} | (cells_ or {}), entities=tuple(found))
    return [e.cell for e in agreement.link(read, [prose], folder).entities]


def test_a_figure_whose_value_and_words_agree_is_linked(folder: Path) -> None:
    assert linked("满足所求6件。", folder) == [GRANTED]


def test_no_link_without_a_cell_that_prints_the_value(folder: Path) -> None:
    assert linked("满足所求7件。", folder) == [None]


def test_company_speaks_for_a_link(folder: Path) -> None:
    assert linked("答了6件。", folder) == [None]
    assert linked("来了15件，答了6件。", folder, known=RECEIVED) == [RECEIVED, GRANTED]


def test_company_ends_with_the_sentence(folder: Path) -> None:
    assert linked("来了15件。答了6件。", folder, known=RECEIVED) == [RECEIVED, None]


def test_no_two_figures_of_a_sentence_share_a_cell(folder: Path) -> None:
    assert linked("满足6件，又满足6件。", folder) == [GRANTED, None]


def test_an_approximate_figure_is_never_linked(folder: Path) -> None:
    assert linked("满足所求近6件。", folder) == [None]


def test_a_sum_in_ten_thousands_confirms_a_sum_in_yuan(folder: Path) -> None:
    assert linked("收费满足12.5万元。", folder, cells_={FEES: 12.5}) == [FEES]


def test_a_contradiction_stays_where_its_words_are_likely(folder: Path) -> None:
    assert linked("满足所求7件。", folder, known=GRANTED) == [GRANTED]
    assert linked("答了7件。", folder, known=GRANTED) == [None]


def test_a_doubted_link_gives_way_to_the_cell_that_prints_the_value(folder: Path) -> None:
    assert linked("满足所求6件。", folder, known=RECEIVED) == [GRANTED]
