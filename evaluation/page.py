"""Measurement -> one self-contained page: no network, no script; whatever a report says is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path

from evaluation import charts, listing, tables
from evaluation.bootstrap import DRAWS
from evaluation.calibration import TARGETS, calibration_error, curve, reliability, threshold
from evaluation.cases import Case
from evaluation.comparison import Certainty
from evaluation.confusion import Confusion, confusions
from evaluation.cost import Cost
from evaluation.gate import Verdict
from evaluation.headlines import HEADLINES
from evaluation.listing import safe
from evaluation.measurement import Measurement
from evaluation.robustness import SHOWN, Curve
from evaluation.wording import say

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LAYERS = ("entities", "clauses", "cells")


@dataclass(frozen=True, slots=True)
class Extras:
    """What a page shows beside the measurement, where it was asked for."""

    verdict: Verdict | None = None
    curves: Sequence[Curve] = ()
    costs: Sequence[Cost] = ()
    cases: Mapping[str, Case] = field(default_factory=dict)


def render(measurement: Measurement, extras: Extras, lang: str = "en", path: Path | None = None) -> str:
    """The whole page; `path` is where it will stand, so that links to report files can be relative."""
    title = f"{say('title', lang)} · {measurement.signature.engine}"
    sections = {
        "headlines": _headlines(measurement, lang) + _notes(measurement, lang),
        "gate": _gate(extras.verdict, lang) if extras.verdict else "",
        "cells": f'<p class="note">{say("cells-note", lang)}</p>'
        + _table(tables.CELL_HEAD, tables.cell_rows(measurement.scores)),
        "spans": f'<p class="note">{safe(measurement.signature.matching)}</p>'
        + _table(tables.SPAN_HEAD, tables.span_rows(measurement.scores)),
        "attributes": _table(tables.ATTRIBUTE_HEAD, tables.attribute_rows(measurement.scores)),
        "confusion": _confusion(confusions(measurement), lang),
        "confidence": _confidence(measurement, lang),
        "damage": _damage(extras.curves, lang) if extras.curves else "",
        "cost": _cost(extras.costs) if extras.costs else "",
        "mistakes": f'<p class="note">{say("mistakes-note", lang)}</p>' + listing.mistakes(measurement, lang),
        "reports": listing.reports(measurement, extras.cases, lang, path),
    }  # fmt: skip
    shown = {key: body for key, body in sections.items() if body}
    links = "".join(f'<a href="#{key}">{say(key, lang)}</a>' for key in shown)
    bodies = "".join(
        f'<section id="{key}"><h2>{say(key, lang)}</h2>{body}</section>' for key, body in shown.items()
    )
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{safe(POLICY)}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{safe(title)}</title>'
        f"<style>{files('evaluation').joinpath('page.css').read_text(encoding='utf-8')}</style></head>"
        f'<body><h1>{safe(title)}</h1><p class="signature">{safe(measurement.signature)}</p>'
        f"<nav>{links}</nav>{bodies}</body></html>\n"
    )


def _headlines(measurement: Measurement, lang: str) -> str:
    head = [say(key, lang) for key in ("score", "value", "interval")]
    tail = [say(key, lang) for key in ("right", "spurious", "missed")]
    rows, found = tables.headline_rows(measurement), measurement.headlines()
    lines = []
    for headline, row in zip(HEADLINES, rows, strict=True):
        picture = charts.interval(found[headline.name]) if headline.share else ""
        lines.append([safe(row[0]), *map(safe, row[1:3]), picture, *map(safe, row[3:])])
    return _grid([*head, "", *tail], lines)


def _notes(measurement: Measurement, lang: str) -> str:
    notes = [say("bootstrap", lang, draws=f"{DRAWS:,}")]
    missing = [headline.title for headline in HEADLINES if headline.value(measurement.scores) is None]
    if missing:
        notes.append(say("unscored", lang, names=", ".join(missing)))
    if measurement.unusable:
        notes.append(say("unusable", lang) + " " + " · ".join(measurement.unusable))
    return "".join(f'<p class="note">{safe(note)}</p>' for note in notes)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return _grid(head, [[safe(cell) for cell in row] for row in rows])


def _grid(
    head: Sequence[str], rows: Iterable[Sequence[str]], classes: Mapping[tuple[int, int], str] | None = None
) -> str:
    """Cells are HTML already; `classes` names the class of a cell by row and column."""
    tops = "".join(f"<th>{safe(name)}</th>" for name in head)
    lines = []
    for r, row in enumerate(rows):
        cells = (f'<td class="{(classes or {}).get((r, c), "")}">{cell}</td>' for c, cell in enumerate(row))
        lines.append(f"<tr>{''.join(cells)}</tr>".replace(' class=""', ""))
    return f'<div class="wide"><table><tr>{tops}</tr>{"".join(lines)}</table></div>'


def _gate(verdict: Verdict, lang: str) -> str:
    names = ", ".join(each.title for each in verdict.fallen) or say("none-fell", lang)
    told = (
        say("gate-open", lang, count=verdict.compared) if verdict.open
        else say("gate-shut", lang, names=names, errors=len(verdict.errors))
    )  # fmt: skip
    rows: list[list[str]] = []
    classes: dict[tuple[int, int], str] = {}
    for headline in HEADLINES:
        if found := verdict.differences.get(headline.name):
            sign = (found.value or 0) * headline.better
            classes[len(rows), 1] = "worse" if sign < 0 else "better" if sign > 0 else ""
            rows.append([safe(headline.title), *map(safe, tables.difference_cells(found, headline))])
    body = _grid([say("score", lang), say("difference", lang), say("interval", lang), "p"], rows, classes)
    return f'<p class="verdict{"" if verdict.open else " shut"}">{safe(told)}</p>{body}'


def _confusion(found: Sequence[Confusion], lang: str) -> str:
    blocks = [f'<p class="note">{say("confusion-note", lang)}</p>']
    for table in found:
        columns = [*table.labels, "edge", ""]
        head = ["", *table.labels, say("edge", lang), say("missed", lang)]
        rows, classes = [], {}
        for r, gold in enumerate((*table.labels, "")):
            counts = [table.counts[gold, column] for column in columns]
            for c, count in enumerate(counts):
                hit = gold and gold == columns[c]
                classes[r, c + 1] = "zero" if not count else "hit" if hit else "miss"
            rows.append([gold or say("spurious", lang), *map(str, counts)])
        blocks.append(_grid(head, rows, classes))
    return "".join(blocks)


def _confidence(measurement: Measurement, lang: str) -> str:
    pictures, rows = [], []
    for layer in LAYERS:
        answers = [
            each for found in measurement.comparisons for each in found.certainties if each.layer == layer
        ]
        if answers:
            pictures += _pictures(layer, answers, lang)
            rows.append(
                [
                    layer,
                    str(len(answers)),
                    tables.shown(calibration_error(answers)),
                    *_thresholds(answers, lang),
                ]
            )
    if not rows:
        return ""
    head = [say("layer", lang), say("answers", lang), say("ece", lang)]
    head += [say("from", lang, target=f"{target * 100:g}") for target in TARGETS]
    note = f'<p class="note">{say("confidence-note", lang)}</p>'
    return f'{note}<div class="pictures">{"".join(pictures)}</div>{_grid(head, rows)}'


def _pictures(layer: str, answers: Sequence[Certainty], lang: str) -> list[str]:
    points = curve(answers)
    most = -(-max(point.errors for point in points) // 4) * 4 or 4  # so that the quarters are whole
    frame = charts.Frame(300, 240, y=(0, most))
    names = say("reviewed", lang), say("remaining", lang)
    line = {layer: [(point.reviewed, float(point.errors)) for point in points] + [(1.0, 0.0)]}
    ticks = charts.percent, charts.plain
    return [
        charts.reliability(reliability(answers), layer, (say("sure", lang), say("right-share", lang))),
        charts.curves(line, layer, names, frame, ticks),
    ]


def _thresholds(answers: Sequence[Certainty], lang: str) -> list[str]:
    cells = []
    for target in TARGETS:
        found = threshold(answers, target)
        cells.append(
            f"≥ {found.confidence:g} · {say('accepted', lang)} {found.accepted * 100:.1f} % · "
            f"{say('assured', lang)} {found.assured * 100:.2f} %"
            if found else say("unreached", lang)
        )  # fmt: skip
    return cells


def _damage(found: Sequence[Curve], lang: str) -> str:
    pictures = []
    for each in sorted(found, key=lambda each: -max(each.drop(name) for name in SHOWN)):
        lines = {name: [(severity, values.get(name)) for severity, values in each.points] for name in SHOWN}
        last = each.points[-1][0] or 1.0
        frame = charts.Frame(210, 130, x=(0, last), left=30, bottom=18)
        pictures.append(charts.curves(lines, each.kind, ("", ""), frame, (charts.plain, charts.percent)))
    note = f'<p class="note">{say("damage-note", lang)}</p><p>{charts.legend(SHOWN)}</p>'
    return f'{note}<div class="pictures">{"".join(pictures)}</div>'


def _cost(costs: Sequence[Cost]) -> str:
    names = [name for name in asdict(costs[0]) if name != "engine"]
    return _table(["engine", *names], [tables.cost_row(each) for each in costs])
