"""The listings and their files: a row a report, a row a cell, blank is blank."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import finding, report

from extraction import form
from extraction.export import layout, legend, listings, panel
from extraction.export.columnar import Parquet
from extraction.export.delimited import Csv
from extraction.report import Report, Table

LONG = (listings.CELLS, listings.CELLS_SHORT, listings.FINDINGS, listings.FIGURES, listings.CLAUSES)
ALL = (panel.panel(), panel.panel_with_states(), *LONG)


def csv_of(listing: panel.Listing, *reports: Report) -> list[dict[str, str]]:
    stream = io.BytesIO()
    export = Csv(stream, listing)
    for each in reports:
        export.add(each)
    export.close()
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("listing", ALL, ids=lambda listing: f"{listing.stem}-{len(listing.columns)}")
def test_every_row_has_a_value_for_every_column(listing: panel.Listing) -> None:
    rows = list(listing.rows(report(findings=(finding(), finding(proposal=None)))))
    assert rows
    assert {len(row) for row in rows} == {len(listing.columns)}
    assert len({column.name for column in listing.columns}) == len(listing.columns)


def test_the_panel_has_a_column_for_every_cell_of_both_forms() -> None:
    paths = set(legend.cell_labels())
    for name in form.TABLES:
        for version in form.VERSIONS:
            for row in form.table(name, version).rows:
                assert {f"{name}.{row.name}.{column.name}" for column in row.columns} <= paths
    assert len(paths) == 27 + 26 * 7 + 15


def test_missing_is_blank_and_never_zero() -> None:
    path = "applications.received."
    made = report(
        cells={f"{path}total": None, f"{path}other": "-", f"{path}research": 0}, blank=[f"{path}commercial"]
    )
    (row,) = csv_of(panel.panel_with_states(), made)
    for column, value, state in (
        ("total", "", "lost"),
        ("other", "", "dash"),
        ("commercial", "", "blank"),
        ("research", "0", "zero"),
    ):
        assert row[path + column] == value
        assert row[f"{path}{column}.state"] == state
    assert row["disclosure.procurement.amount"] == ""
    assert row["disclosure.procurement.amount.state"] == "absent"


def test_the_long_table_keeps_state_raw_and_span() -> None:
    made = report(cells={"disclosure.fees.amount": 35.65})
    rows = {row["path"]: row for row in csv_of(listings.CELLS, made)}
    fee = rows["disclosure.fees.amount"]
    assert (fee["value"], fee["raw"], fee["state"]) == ("35.65", "35.65", "number")
    assert made.text[int(fee["start"]) : int(fee["end"])] == "35.65"


def test_figures_come_with_their_sentences_and_zeros_among_them() -> None:
    figure, zero = csv_of(listings.FIGURES, report())
    assert (figure["value"], figure["sentence"], figure["cell"]) == (
        "9",
        "本年收到申请9件。",
        "applications.received.total",
    )
    assert (zero["label"], zero["value"], zero["cell"]) == ("ZERO", "", "disputes.review.total")


@pytest.mark.parametrize("hostile", ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "\t=1"])
def test_a_formula_is_led_by_an_apostrophe(hostile: str) -> None:
    (row,) = csv_of(panel.panel(), report(agency=hostile))
    assert row["agency"] == f"'{hostile}"


@pytest.mark.parametrize("plain", ["-8", "+3", "-", "--", "3.5", "临川县", "+12%"])
def test_what_is_no_formula_stays_as_it_is(plain: str) -> None:
    (row,) = csv_of(panel.panel(), report(agency=plain))
    assert row["agency"] == plain


def test_parquet_is_written_in_groups_and_keeps_nulls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fastparquet

    from extraction.export import columnar

    monkeypatch.setitem(columnar.GROUP, "panel", 2)
    path = tmp_path / "panel.parquet"
    export = Parquet(path, panel.panel())
    for year in (2021, 2022, 2023):
        export.add(report(year=year, cells={"applications.received.total": None if year == 2022 else year}))
    export.close()
    frame = fastparquet.ParquetFile(str(path)).to_pandas()
    assert list(frame["year"]) == [2021, 2022, 2023]
    assert list(frame["applications.received.total"].isna()) == [False, True, False]
    assert frame["applications.received.other"].sum() == 0
    assert frame["agency"][0] == "临川县水务局"


def test_an_empty_parquet_has_its_columns(tmp_path: Path) -> None:
    import fastparquet

    Parquet(tmp_path / "x.parquet", listings.FINDINGS).close()
    read = fastparquet.ParquetFile(str(tmp_path / "x.parquet"))
    assert read.columns == [column.name for column in listings.FINDINGS.columns]


def test_digits_run_together_do_not_overflow() -> None:
    (row,) = csv_of(panel.panel(), report(cells={"applications.received.total": 10**40}))
    assert row["applications.received.total"] == ""


@pytest.mark.parametrize("version", form.VERSIONS)
@pytest.mark.parametrize("name", form.TABLES)
def test_a_layout_covers_its_grid_exactly_once(name: str, version: str) -> None:
    made = layout.printed(name, Table(version, None, {}))
    covered = [
        (y, x)
        for box in made.boxes
        for y in range(box.row, box.row + box.height)
        for x in range(box.column, box.column + box.width)
    ]
    assert len(covered) == len(set(covered)) == made.rows * len(made.units)
    assert sum(made.units) == layout.UNITS


def test_table_3_is_28_rows_of_10_columns_and_table_4_one_row_of_15() -> None:
    three, four = (layout.printed(name, Table("2021", None, {})) for name in ("applications", "disputes"))
    assert (three.rows, len(three.units)) == (28, 10)
    assert (four.rows, len(four.units)) == (4, 15)


def test_a_row_of_the_other_form_has_its_place() -> None:
    mixed = layout.printed("applications", Table("2021", None, {"other": {}, "received": {}}))
    assert "applications.other.total" in {box.path for box in mixed.boxes}
    items = layout.printed("disclosure", Table("2021", None, {"procurement": {}}))
    assert [box.text for box in items.boxes if box.kind == "item"][-1] == "第二十条第（九）项"


def test_the_sentence_stops_at_marks_and_breaks() -> None:
    assert listings.sentence("甲。本年收到申请9件，\n均已办结。乙", 8, 10) == "本年收到申请9件，"
