"""The card (README.md) of a data set that `datasets.py` writes: what its columns mean, and how much is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from annotations.formats.layers import LAYER_OF, LAYERS, marks
from extraction import __version__
from extraction.report import SCHEMA, Report

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))

_TEXT = """\
# {name}

Annual reports on government information disclosure (政府信息公开工作年度报告) as `{schema}` records, written by
nianbao {version}: `datasets.load_dataset("{name}")`.

| part | reports | characters | cells | {labels} |
| --- | --- | --- | --- | {rules} |
{rows}

Offsets count characters (code points) of `text`, start inclusive, end exclusive: `text[start:end]` is the `text` of
a span. Spans of one layer never overlap, spans of different layers may.

| column | what |
| --- | --- |
| `source`, `sha256`, `text` | the file, its fingerprint, all its characters, line ends included |
| `meta` | agency, year, date of the signature (`published`), version of the form, title, region |
| `sections` | the parts of the report: `[start, end)` is the whole part |
| `entities` | {entities}; a figure has `value`, `unit`, `approx`, the `cell` it restates; a date has `iso` |
| `zeros` | what did not happen, and the `cells` of the form that it denies |
| `clauses` | {clauses} of part five; `category` is P1–P12, M1–M12, 99, or null where it was not judged |
| `tables` | the three statutory tables: their form, and each cell with `path`, `value`, `raw`, `state`, `span` |
| `rest` | findings, warnings, checks and producer of the record, as JSON |

A cell's `value` is what is printed, right or wrong, or null; its `state` tells a printed zero from a blank and from
a number that was lost. `confidence` is 1 where a person settled the span.{outside}
"""
OUTSIDE = "unsplit"  # the part of the reports that no split knows
_OUTSIDE = """

The part `{part}` holds reports that no split knows. It is not called 「train」 on purpose: real reports with gold
measure, they do not teach."""


def tally(report: Report) -> Counter[str]:
    """What the card counts."""
    cells = sum(len(row) for table in report.tables.values() for row in table.cells.values())
    counts = Counter({"reports": 1, "characters": len(report.text), "cells": cells})
    return counts + Counter(mark.label for mark in marks(report))


def card(name: str, counts: Mapping[str, Counter[str]]) -> str:
    """The card of a data set with these parts."""
    total = sum((parts["reports"] for parts in counts.values()), 0)
    size = next((word for limit, word in _SIZES if total < limit), "100K<n<1M")
    files = "".join(f"  - split: {part}\n    path: data/{part}.parquet\n" for part in counts)
    head = (
        "---\nlanguage:\n- zh\ntask_categories:\n- token-classification\ntags:\n- 政府信息公开\n"
        f"pretty_name: {name}\nsize_categories:\n- {size}\n"
        f"configs:\n- config_name: default\n  data_files:\n{files}---\n\n"
    )
    columns = ("reports", "characters", "cells", *LAYER_OF)
    rows = "\n".join(
        f"| {part} | " + " | ".join(f"{found[column]:,}" for column in columns) + " |"
        for part, found in counts.items()
    )
    return head + _TEXT.format(
        name=name, schema=SCHEMA, version=__version__, labels=" | ".join(LAYER_OF),
        rules=" | ".join("---" for _ in LAYER_OF), rows=rows, entities=", ".join(LAYERS["entities"]),
        clauses=", ".join(LAYERS["clauses"]), outside=_OUTSIDE.format(part=OUTSIDE) if OUTSIDE in counts else "",
    )  # fmt: skip


__all__ = ["OUTSIDE", "card", "tally"]
