"""Label Studio tasks: a JSON file to import, and what 「Export → JSON」 gives.

Gold is written as an annotation, what a tagger found as a prediction with its scores, for the configuration
label_studio.xml. Each layer is a control of its own, so that layers overlap; traits are controls of the region
(value, unit, approx, cell, iso, cells, problem_topic, measure_topic). The rest of the report goes along in
the task's `meta`, which Label Studio keeps and shows nowhere, so nothing is lost. What a person submitted is
gold, whatever the scores of the prediction that it came from.

Offsets are code points there as here: 「𠮷」 is one, 「\r\n」 two (drawn as two line breaks); seen in version 1.23.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotations.formats.faults import fault
from annotations.formats.frame import KEY, frame, framed
from annotations.formats.jsonl import text_of
from annotations.formats.layers import GOLD, LAYERS, Mark, bare, marks, settled
from annotations.formats.losses import ALL
from extraction.report import Report, Warning

HOLDS = ALL
FOLDER = False
CONTROLS: Mapping[str, str] = {  # of the traits: its type, which is also the key of its value
    "value": "number", "unit": "textarea", "approx": "choices", "cell": "textarea", "iso": "textarea",
    "cells": "textarea", "problem_topic": "choices", "measure_topic": "choices",
}  # fmt: skip
_KEYS = {"number": "number", "textarea": "text", "choices": "choices"}


def read(path: Path) -> Iterator[Report]:
    """The reports of a task file or an export. Raises FormatFault."""
    expected, expected_zh = "a JSON list of tasks (Export → JSON)", "任务列表（导出为 JSON）"
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise fault(
            "unreadable", str(path), found=error, expected=expected, expected_zh=expected_zh
        ) from error
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        place = f"{path}#{number}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise fault(
                "unreadable", place, found=f"{task!r:.40}", expected=expected, expected_zh=expected_zh
            )
        yield _report(task, f"{place} (task {task['id']})" if "id" in task else place)


def _report(task: Mapping[str, Any], place: str) -> Report:
    data, meta = task["data"], task.get("meta")
    text = text_of(data, place)
    report = (
        framed(text, meta[KEY], place) if isinstance(meta, dict) and KEY in meta
        else bare(str(data.get("source") or place), text)
    )  # fmt: skip
    result, by_person = _chosen(task, place)
    found: Iterable[Mark] = _marks(result, text, place)
    if by_person:
        report = replace(report, producer=replace(report.producer, tagger=GOLD))
        found = (replace(mark, traits={**mark.traits, "confidence": 1.0}) for mark in found)
    return settled(report, found, place)


def _chosen(task: Mapping[str, Any], place: str) -> tuple[list[Any], bool]:
    """The regions of the one annotation that counts, or of the prediction; and whether a person made them."""
    given, predicted = _results(task, "annotations"), _results(task, "predictions")
    if len(given) > 1:
        given = [each for each in given if each.get("ground_truth")] or given
    chosen = given or predicted
    if not chosen:
        expected = "an annotation, or a prediction with its regions (an export names them by number only)"
        raise fault(
            "empty", place, expected=expected, expected_zh="标注，或带区域的预标注（导出文件里只有编号）"
        )
    if len(chosen) > 1:
        raise fault("several", place, found=len(chosen))
    return chosen[0]["result"], bool(given)


def _results(task: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    given = task.get(name)
    return [
        each for each in (given if isinstance(given, list) else ())
        if isinstance(each, dict) and isinstance(each.get("result"), list) and not each.get("was_cancelled")
    ]  # fmt: skip


def _marks(result: Iterable[Any], text: str, place: str) -> Iterator[Mark]:
    """The spans of a result; what stands in other controls of a region are its traits."""
    spans: dict[str, Mark] = {}
    traits: dict[str, dict[str, Any]] = {}
    for region in result:
        key, control, value = _parts(region, place)
        where = f"{place}, region {key}"
        if control in LAYERS:
            mark = _span(value, region.get("score"), text, where)
            if mark.label not in LAYERS[control]:
                raise fault("label", where, found=mark.label, expected=", ".join(LAYERS[control]))
            spans[key] = mark
        elif control in CONTROLS:
            traits.setdefault(key, {}).update(_trait(control, value))
        else:
            expected = ", ".join([*LAYERS, *CONTROLS])
            raise fault(
                "key", where, name="'from_name'", found=repr(control), expected=expected, expected_zh=expected
            )
    for key in traits.keys() - spans.keys():
        layers = ", ".join(LAYERS)
        found = ", ".join(traits[key])
        raise fault(
            "key", f"{place}, region {key}", name="the span", found=found, expected=f"a span of {layers} of that id",
            expected_zh=f"{layers} 中同一编号的标注",
        )  # fmt: skip
    for key, mark in spans.items():
        yield replace(mark, traits={**traits.get(key, {}), **mark.traits})


def _parts(region: Any, place: str) -> tuple[str, str, Mapping[str, Any]]:
    """Id, control and value of a region."""
    if isinstance(region, dict) and isinstance(region.get("value"), dict):
        key, control = region.get("id"), region.get("from_name")
        if isinstance(key, str) and isinstance(control, str):
            return key, control, region["value"]
    raise fault(
        "key", place, name="a region", found=f"{region!r:.80}", expected="id, from_name and value",
        expected_zh="id、from_name 和 value",
    )  # fmt: skip


def _span(value: Mapping[str, Any], score: Any, text: str, place: str) -> Mark:
    try:
        (label,) = value["labels"]
        start, end = value["start"], value["end"]
        traits = {} if score is None else {"confidence": float(score)}
        return Mark(label, start, end, value.get("text", text[start:end]), traits)
    except (KeyError, TypeError, ValueError) as error:
        raise fault(
            "key", place, name="'value'", found=f"{dict(value)!r:.80}",
            expected="start, end, text and one label", expected_zh="start、end、text 和一个标签",
        ) from error  # fmt: skip


def _trait(control: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """`{"number": 9}` of the control `value` as `{"value": 9}`."""
    given = value.get(_KEYS[CONTROLS[control]])
    if control == "value":
        return {"value": int(given) if isinstance(given, float) and given.is_integer() else given}
    words = [str(word) for word in given] if isinstance(given, list) else []
    if control == "approx":
        return {"approx": bool(words)}
    if control == "cells":
        return {"cells": tuple(word.strip() for word in words)}
    if not words:
        return {}
    name = "category" if control.endswith("_topic") else control
    return {name: words[0] if name == "unit" else words[0].strip()}


def write(reports: Iterable[Report], path: Path) -> list[Warning]:
    """A list of tasks to import; nothing is lost."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        opening = "[\n"
        for report in reports:
            out.write(opening + json.dumps(_task(report), ensure_ascii=False))
            opening = ",\n"
        out.write("[]\n" if opening == "[\n" else "\n]\n")
    return []


def _task(report: Report) -> dict[str, Any]:
    meta = report.meta
    found = list(marks(report))
    result = [part for number, mark in enumerate(found, 1) for part in _regions(number, mark)]
    task: dict[str, Any] = {
        "data": {"text": report.text, "source": report.source, "agency": meta.agency, "year": meta.year},
        "meta": {KEY: frame(report)},
    }
    if report.producer.tagger == GOLD and all("confidence" not in mark.traits for mark in found):
        return task | {"annotations": [{"result": result, "ground_truth": True}]}
    scores = [mark.traits.get("confidence", 1.0) for mark in found]
    prediction = {
        "model_version": " ".join(filter(None, ("nianbao", report.producer.version, report.producer.tagger))),
        "score": sum(scores) / len(scores) if scores else 1.0, "result": result,
    }  # fmt: skip
    return task | {"predictions": [prediction]}


def _regions(number: int, mark: Mark) -> Iterator[dict[str, Any]]:
    """The span, then one entry of the same id for each trait."""
    key = f"{mark.layer}-{number}"
    places = {"start": mark.start, "end": mark.end}
    yield {
        "id": key, "from_name": mark.layer, "to_name": "text", "type": "labels",
        "score": mark.traits.get("confidence", 1.0), "value": {**places, "text": mark.text, "labels": [mark.label]},
    }  # fmt: skip
    for name, value in mark.traits.items():
        if name == "confidence":
            continue
        control = f"{mark.label.lower()}_topic" if name == "category" else name
        kind = CONTROLS[control]
        given = {"value": value, "approx": [name], "cells": value}.get(name, [value])
        yield {
            "id": key, "from_name": control, "to_name": "text", "type": kind,
            "value": {**places, _KEYS[kind]: given},
        }  # fmt: skip
