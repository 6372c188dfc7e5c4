"""A consistent table, printed in any layout, is read back: the same cells, or an honest `lost`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import layouts
from extraction import form, tables
from extraction.report import Table
from extraction.text import Text

LEAVES = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other")
COUNT = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 2, 3, 7, 12, 25, 120, 803, 3411])


def view(printed: str) -> Text:
    return Text(printed, range(len(printed)), printed)


@st.composite
def applications(draw: st.DrawFn, version: str = "2021") -> dict[str, int]:
    """Table 3 with sums that hold in every row and column."""
    cells: dict[str, int] = {}
    results = [row.name for row in form.table("applications", version).rows if row.name not in form.EDGE_ROWS]
    for column in LEAVES:
        counts = [draw(COUNT) for _ in results]
        left = draw(COUNT)
        over = draw(st.integers(0, sum(counts) + left))
        values = dict(zip(results, counts, strict=True)) | {
            "carried_over": over, "received": sum(counts) + left - over,
            "processed_total": sum(counts), "carried_forward": left,
        }  # fmt: skip
        cells |= {f"applications.{row}.{column}": value for row, value in values.items()}
    for row in form.table("applications", version).rows:
        cells[f"applications.{row.name}.total"] = sum(cells[f"applications.{row.name}.{c}"] for c in LEAVES)
    return cells


@st.composite
def disputes(draw: st.DrawFn) -> dict[str, int]:
    cells: dict[str, int] = {}
    for row in form.table("disputes", "2021").rows:
        values = [draw(COUNT) for _ in range(4)]
        names = [column.name for column in row.columns]
        cells |= {f"disputes.{row.name}.{n}": v for n, v in zip(names, [*values, sum(values)], strict=True)}
    return cells


@st.composite
def disclosure(draw: st.DrawFn, version: str = "2021") -> dict[str, int]:
    return {
        f"disclosure.{row.name}.{column.name}": draw(COUNT)
        for row in form.table("disclosure", version).rows
        for column in row.columns
    }


def read_back(name: str, version: str, cells: dict[str, int], layout: str, blank: frozenset[str] = frozenset()) -> Table:
    shown = {path: "" if path in blank else str(value) for path, value in cells.items()}
    printed = layouts.LAYOUTS[layout](layouts.rows(name, version, shown))
    text = view(f"前文如下。\n{printed.text}\n后文。\n")
    reading = tables.read(text, ()).get(name)
    assert reading is not None, printed.text
    return tables.cells(text, reading, name, version, {})


def compare(name: str, cells: dict[str, int], table: Table) -> tuple[int, int]:
    """Right and lost cells; a wrong one fails."""
    right = lost = 0
    for path, true in cells.items():
        _, row, column = path.split(".")
        cell = table.cells[row][column]
        if cell.value is None:
            assert cell.state == "lost", (path, true, cell)
            lost += 1
        else:
            assert cell.value == true, (path, true, cell)
            right += 1
    return right, lost


@pytest.mark.parametrize("layout", sorted(set(layouts.LAYOUTS) - {"glued"}))
@pytest.mark.parametrize("version", form.VERSIONS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_separated_table_is_read_back_whole(layout: str, version: str, data: st.DataObject) -> None:
    for name, cells in (
        ("applications", data.draw(applications(version))),
        ("disputes", data.draw(disputes())),
        ("disclosure", data.draw(disclosure(version))),
    ):
        table = read_back(name, version, cells, layout)
        assert table.form == version or name == "disputes"
        assert compare(name, cells, table) == (len(cells), 0)


@pytest.mark.parametrize("version", form.VERSIONS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_glued_table_is_right_or_lost_but_never_wrong(version: str, data: st.DataObject) -> None:
    for name, cells in (("applications", data.draw(applications(version))), ("disputes", data.draw(disputes()))):
        compare(name, cells, read_back(name, version, cells, "glued"))


@pytest.mark.parametrize("layout", sorted(layouts.KEEPS_BLANKS))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_blank_stays_blank_where_the_layout_keeps_it(layout: str, data: st.DataObject) -> None:
    cells = data.draw(applications())
    zeros = [path for path, value in cells.items() if value == 0]
    blank = frozenset(data.draw(st.sets(st.sampled_from(zeros))) if zeros else ())
    table = read_back("applications", "2021", cells, layout, blank)
    for path, true in cells.items():
        _, row, column = path.split(".")
        cell = table.cells[row][column]
        assert cell.state == ("blank" if path in blank else "zero" if true == 0 else "number"), (path, cell)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_vanished_blanks_are_lost_or_right_in_one_cell_a_line(data: st.DataObject) -> None:
    cells = data.draw(applications())
    zeros = [path for path, value in cells.items() if value == 0]
    blank = frozenset(data.draw(st.sets(st.sampled_from(zeros))) if zeros else ())
    table = read_back("applications", "2021", cells, "lines", blank)
    for path, true in cells.items():
        _, row, column = path.split(".")
        cell = table.cells[row][column]
        assert cell.value in (None, true), (path, true, cell)
        assert path not in blank or cell.value is None, (path, cell)
