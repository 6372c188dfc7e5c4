"""A Hugging Face data set: a folder with a parquet file for each part of the split, and README.md, the card.

    datasets.load_dataset("corpus")["train"][0]["entities"][0]["text"]

Layers, sections and cells are columns with features; what is left of the record (findings, warnings, checks,
producer) is JSON in the column `rest`. A report that split.json knows stands in its part, every other in the
part `unsplit`: whoever finds a part `train` trains on it. The only import of datasets and pyarrow.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.formats.card import OUTSIDE, card, tally
from annotations.formats.faults import FormatFault, fault
from annotations.formats.layers import LAYERS, check
from annotations.formats.losses import ALL
from annotations.formats.shapes import check_shape
from annotations.split import FILE, PARTS, split
from extraction.report import SCHEMA, Number, Report, Warning

if TYPE_CHECKING:
    from datasets import Features

HOLDS = ALL
FOLDER = True
_REST = ("findings", "warnings", "checks", "producer")
_ROWS = 64  # in a row group: some megabytes of text and cells
_EXACT = 2**53  # up to here every whole number is a float, and parquet has one type for a column


def features() -> Features:
    """The columns; labels are class labels, offsets count code points."""
    from datasets import ClassLabel, Features, List, Value

    text, whole, number = Value("string"), Value("int64"), Value("float64")
    span = {"start": whole, "end": whole, "text": text}
    region = {"province": text, "city": text, "county": text}
    figure = {"value": number, "unit": text, "approx": Value("bool"), "cell": text}
    cell = {
        "path": text, "value": number, "raw": text, "state": text, "span": List(whole), "confidence": number,
        "proposal": number,
    }  # fmt: skip
    labels = {layer: {"label": ClassLabel(names=list(names))} for layer, names in LAYERS.items()}
    return Features({
        "source": text, "sha256": text, "text": text,
        "meta": {
            "agency": text, "year": whole, "published": text, "form": text, "title": text, "region": region,
            "agency_span": List(whole),
        },
        "sections": List({"id": text, "heading": text, "start": whole, "end": whole}),
        "entities": List({**labels["entities"], **span, "confidence": number, **figure, "iso": text}),
        "zeros": List({**span, "cells": List(text)}),
        "clauses": List({**labels["clauses"], **span, "confidence": number, "category": text}),
        "tables": List({"name": text, "form": text, "span": List(whole), "cells": List(cell)}),
        "rest": text,
    })  # fmt: skip


def read(path: Path) -> Iterator[Report]:
    """The reports of such a folder, part by part. Raises FormatFault."""
    import pyarrow.parquet as parquet

    files = sorted(path.rglob("*.parquet"), key=lambda file: (_order(file.stem), file.name))
    if not files:
        raise _unfit(str(path), "no parquet file")
    for file in files:
        try:
            table = parquet.ParquetFile(file)
        except (OSError, ValueError) as error:
            raise _unfit(str(file), str(error)) from error
        number = 0
        for batch in table.iter_batches(_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield _report(row, f"{file}#{number}")


def _order(part: str) -> int:
    return PARTS.index(part) if part in PARTS else len(PARTS)


def _unfit(place: str, found: str) -> FormatFault:
    expected = "parquet with the columns " + ", ".join(_COLUMNS)
    return fault(
        "unreadable",
        place,
        found=found,
        expected=expected,
        expected_zh="含这些列的 parquet：" + "、".join(_COLUMNS),
    )


_COLUMNS = ("source", "sha256", "text", "meta", "sections", "entities", "zeros", "clauses", "tables", "rest")


def _report(row: Mapping[str, Any], place: str) -> Report:
    try:
        record = {name: row[name] for name in _COLUMNS if name != "rest"}
        record["entities"] = [_span(span, "entities", place) for span in row["entities"]]
        record["clauses"] = [_span(span, "clauses", place) for span in row["clauses"]]
        record["tables"] = {table["name"]: _table(table) for table in row["tables"]}
        report = Report.from_dict({"schema": SCHEMA, **record, **json.loads(row["rest"])})
    except FormatFault:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise _unfit(place, f"{type(error).__name__} {error}") from error
    check_shape(report, place)
    check(report, place)
    return report


def _span(span: Mapping[str, Any], layer: str, place: str) -> dict[str, Any]:
    """The span with the name of its label, and with a whole number as its value where it is one."""
    names, label = LAYERS[layer], span["label"]
    if label is None or not 0 <= label < len(names):
        raise fault("label", place, found=label, expected=f"0 to {len(names) - 1} ({', '.join(names)})")
    changed = {**span, "label": names[label]}
    return changed | {"value": _number(span["value"])} if layer == "entities" else changed


def _number(value: float | None) -> Number | None:
    return int(value) if value is not None and value.is_integer() else value


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, dict[str, Any]] = defaultdict(dict)
    for cell in table["cells"]:
        _, row, column = cell["path"].split(".")
        kept = {name: cell[name] for name in ("raw", "state", "span", "confidence")}
        cells[row][column] = kept | {"value": _number(cell["value"]), "proposal": _number(cell["proposal"])}
    return {"form": table["form"], "span": table["span"], "cells": dict(cells)}


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """The folder; whole numbers beyond 2^53 lose their last digits, which is said."""
    from pyarrow.parquet import ParquetWriter

    (path / "data").mkdir(parents=True, exist_ok=True)
    columns = features()
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rounded = 0
    with ExitStack() as stack:
        writers: dict[str, Any] = {}

        def flush(part: str) -> None:
            if part not in writers:
                file = path / "data" / f"{part}.parquet"
                writers[part] = stack.enter_context(ParquetWriter(file, columns.arrow_schema))
            writers[part].write_table(_rows(held.pop(part), columns))

        for report in reports:
            part = _part(report.source)
            held[part].append(_row(report))
            counts[part] += tally(report)
            rounded += _beyond(report)
            if len(held[part]) == _ROWS:
                flush(part)
        for part in [*held]:
            flush(part)
    ordered = {part: counts[part] for part in sorted(counts, key=_order)}
    (path / "README.md").write_text(card(path.name, ordered), encoding="utf-8")
    return [_rounded(rounded)] if rounded else []


def _rows(rows: list[dict[str, Any]], columns: Features) -> Any:
    from pyarrow import Table

    return Table.from_pylist([columns.encode_example(row) for row in rows], schema=columns.arrow_schema)


def _part(source: str) -> str:
    known = split() if FILE.exists() else {}
    return known.get(source.removesuffix(".txt"), OUTSIDE)


def _row(report: Report) -> dict[str, Any]:
    record = report.to_dict()
    tables = [
        {"name": name, "form": table["form"], "span": table["span"], "cells": [
            {"path": f"{name}.{row}.{column}", **cell}
            for row, columns in table["cells"].items() for column, cell in columns.items()
        ]}
        for name, table in record["tables"].items()
    ]  # fmt: skip
    rest = json.dumps({name: record[name] for name in _REST}, ensure_ascii=False)
    return {name: record[name] for name in _COLUMNS if name in record} | {"tables": tables, "rest": rest}


def _beyond(report: Report) -> int:
    values = [entity.value for entity in report.entities]
    values += [each for row in report.cells() for each in (row.value, row.proposal)]
    return sum(isinstance(value, int) and abs(value) > _EXACT for value in values)


def _rounded(count: int) -> Warning:
    return Warning(
        "lost.digits",
        f"datasets holds numbers as float64: {count} beyond 2^53 lost their last digits",
        f"datasets 以 float64 存数：{count} 个超过 2^53 的数丢了末几位",
    )
