"""Tables as they arrive, one case for each way of being damaged (tests/cases/tables.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extraction import tables
from extraction.report import Section
from extraction.text import Text

CASES = json.loads((Path(__file__).parent / "cases" / "tables.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_damaged_table_says_what_it_still_says(case: dict[str, Any]) -> None:
    printed = f"二、标题\n{case['text']}\n五、存在的主要问题及改进情况\n公开还不够。\n"
    text = Text(printed, range(len(printed)), printed)
    stop = printed.index("五、")
    parts = (Section(case["table"], "二、标题", 0, stop), Section("problems", "五、", stop, len(printed)))
    reading = tables.read(text, parts).get(case["table"])
    assert reading is not None
    table = tables.cells(text, reading, case["table"], reading.version, {})
    for path, true in case["cells"].items():
        row, column = path.split(".")
        cell = table.cells[row][column]
        assert (cell.state if isinstance(true, str) else cell.value) == true, (path, cell)
        if cell.span and cell.state != "lost":
            assert printed[slice(*cell.span)] == cell.raw
