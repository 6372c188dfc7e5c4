"""The contest as Markdown and as data: a label that an engine does not know is –, never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.bootstrap import Interval
from evaluation.contest import DRAWS, LABELS, Result
from evaluation.headlines import HEADLINES
from evaluation.public_sets import Outcome, literature
from evaluation.scores import Scores
from evaluation.tables import NOT_SCORED, markdown, shown

ALPHA = 0.05
MARK = "†"
CELLS = tuple(each for each in HEADLINES if each.name.startswith("cells"))
NOTES = """F1 in %, strict (same label, same edges), with the 95 % interval of a bootstrap over reports; {mark}: differs from {first}
(paired bootstrap, p < {alpha:g}, not corrected for the number of comparisons). – : the tool has no such label. MONEY: the figures that end in 元. Competitors are given the prose
that nianbao's first stages cut out of each report (without tables, every number of which would count against them), and
only the part on problems for clauses; their ms are their own work alone, nianbao's are the whole way from file to record."""


def text(result: Sequence[Result], draws: int = DRAWS) -> str:
    """One row an engine: label by label, median milliseconds a report, seconds until it was ready."""
    head = ("engine", *LABELS, "ms per report", "start-up s")
    rows = [
        (each.name, *(_marked(each, result[0], label, draws) for label in LABELS), _ms(each), _startup(each))
        for each in result
    ]  # fmt: skip
    notes = NOTES.format(mark=MARK, first=result[0].name, alpha=ALPHA).replace("\n", " ")
    return f"{markdown(head, rows)}\n\n{notes}"


def _marked(each: Result, first: Result, label: str, draws: int) -> str:
    score = each.score(label, draws)
    if score is None or score.value is None:
        return NOT_SCORED
    told = with_interval(score)
    gap = each.against(first, label, draws) if each is not first else None
    return f"{told} {MARK}" if gap and gap.p is not None and gap.p < ALPHA else told


def with_interval(score: Interval) -> str:
    """`93.1 [90.2–95.6]`; without brackets where there is no interval."""
    if score.low is None or score.value is None:
        return shown(score.value)
    return f"{shown(score.value)} [{shown(score.low)}–{shown(score.high)}]"


def _ms(each: Result) -> str:
    return NOT_SCORED if each.median is None else f"{each.median:.1f}"


def _startup(each: Result) -> str:
    return NOT_SCORED if each.contestant.startup is None else f"{each.contestant.startup:.1f}"


def cells(result: Sequence[Result], title: str) -> str:
    """Cells by engine, on the reports of one container that they all are given."""
    head = (title, *(each.title for each in CELLS), "right", "wrong", "missed", "invented", "ms per report")
    rows = []
    for each in result:
        total = Scores.sum(each.reports)
        if total.numbers.get("reports.unread", 0) == len(each.reports):
            rows.append((each.name, *[NOT_SCORED] * (len(head) - 2), "not read"))
            continue
        counts = (str(total.numbers.get(f"cells.all.{name}", 0)) for name in ("right", "wrong", "missed", "invented"))
        rows.append((each.name, *(shown(headline.value(total), headline) for headline in CELLS), *counts, _ms(each)))
    return markdown(head, rows)


def left_out(reasons: Mapping[str, str]) -> str:
    return "Left out · 未参加\n" + "\n".join(f"- {name}: {reason}" for name, reason in reasons.items())


def record(result: Sequence[Result], draws: int = DRAWS) -> list[dict[str, Any]]:
    """Each engine with every score, the difference to the first engine, and the numbers behind them."""
    return [
        {
            "engine": each.name, "note": each.contestant.note, "labels": sorted(each.contestant.labels),
            "scores": {label: asdict(score) for label in LABELS if (score := each.score(label, draws))},
            "against_first": {
                label: asdict(gap) for label in LABELS
                if each is not result[0] and (gap := each.against(result[0], label, draws))
            },
            "ms": list(each.times), "median_ms": each.median, "startup_s": each.contestant.startup,
            "numbers": {
                name: number for name, number in sorted(Scores.sum(each.reports).numbers.items())
                if name.startswith(("spans.entities", "spans.clauses", "cells.all", "reports"))
            },
        }
        for each in result
    ]  # fmt: skip


def public(outcomes: Sequence[Outcome]) -> str:
    """Rows of each set: what was measured, then what was published, each with its source."""
    known = literature()
    rows: list[tuple[str, ...]] = []
    cited: dict[str, str] = {}
    for name in dict.fromkeys(each.set for each in outcomes):
        for each in (each for each in outcomes if each.set == name):
            trained = f"{each.trained:,}" + (f" of {each.whole:,}" if each.trained < each.whole else "")
            rows.append((
                name, each.engine, with_interval(each.micro), shown(each.precision), shown(each.recall), shown(each.macro),
                trained, f"{each.seconds:.0f}", f"{each.ms:.2f}",
            ))  # fmt: skip
        for method, (score, source, remark) in known.get(name, {}).items():
            place = (NOT_SCORED, f"{score:.2f}") if remark.startswith("macro") else (f"{score:.2f}", NOT_SCORED)
            told = f"{method} [{source}]" + (f" ({remark})" if remark else "")
            cited[source] = known["sources"][source]
            rows.append((name, told, place[0], NOT_SCORED, NOT_SCORED, place[1], *[NOT_SCORED] * 3))
    head = ("set", "engine", "strict F1", "P", "R", "macro F1", "training sentences", "training s", "ms per sentence")
    sources = "\n".join(f"[{mark}] {source}" for mark, source in sorted(cited.items()))
    return f"{markdown(head, rows)}\n\n{sources}"
