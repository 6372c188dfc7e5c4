"""The record: its JSON Schema, and that JSON and Report are the same."""

from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from conftest import cell, finding, report

from extraction import report as contract
from extraction.export.records import dumped
from extraction.report import Report

SCHEMA: dict[str, Any] = json.loads(files("extraction").joinpath("record.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_report_validates() -> None:
    odd = report(
        cells={"applications.received.total": None, "disclosure.fees.amount": "-"}, findings=(finding(),)
    )
    VALIDATOR.validate(json.loads(dumped(odd.to_dict())))


def test_json_to_report_to_json_is_lossless() -> None:
    made = report(
        findings=(finding(),), cells={"disclosure.fees.amount": 35.65}, blank=["disputes.review.total"]
    )
    again = Report.from_dict(json.loads(dumped(made.to_dict())))
    assert again == made
    assert dumped(again.to_dict()) == dumped(made.to_dict())


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        ("cell", contract.Cell), ("meta", contract.Meta), ("section", contract.Section),
        ("table", contract.Table), ("entity", contract.Entity), ("zero", contract.Zero),
        ("clause", contract.Clause), ("finding", contract.Finding), ("warning", contract.Warning),
    ],
)  # fmt: skip
def test_the_schema_names_the_fields_of_the_contract(definition: str, kind: type) -> None:
    named = {field.name for field in fields(kind)}
    assert set(SCHEMA["$defs"][definition]["properties"]) == named
    assert set(SCHEMA["$defs"][definition]["required"]) == named


@pytest.mark.parametrize("wrong", [{"state": "nought"}, {"confidence": 2}, {"span": [1]}, {"value": "9"}])
def test_a_wrong_cell_is_refused(wrong: dict[str, Any]) -> None:
    record = report().to_dict()
    record["tables"]["applications"]["cells"]["received"]["total"] |= wrong
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(record)


def test_every_state_is_one_of_the_form() -> None:
    from extraction import form
    from extraction.export import legend

    states = set(SCHEMA["$defs"]["cell"]["properties"]["state"]["enum"])
    assert states == set(form.data()["cell_states"]) == set(legend.STATES) == set(legend.STATE_NOTES)


def test_half_of_a_surrogate_pair_does_not_stop_the_writing() -> None:
    assert json.loads(dumped({"text": "甲\ud800乙"})) == {"text": "甲\ud800乙"}


def test_the_builder_keeps_its_spans() -> None:
    made = report(cells={"applications.received.total": 9})
    for row in made.cells():
        assert row.start is not None
        assert made.text[row.start : row.end] == row.raw
    assert cell("-").state == "dash"
