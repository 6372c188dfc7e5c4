"""The mistakes of a measurement as HTML: grouped by kind, equal ones joined, gold over found in the text."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from evaluation.cases import Case
from evaluation.measurement import Measurement
from evaluation.mistakes import Mistake
from evaluation.wording import say
from extraction.report import Span

SHOWN = 300  # different mistakes of one kind
LINKS = 6
CHARACTERS = 3_000_000  # of reports that the page holds

IN_FOUND = ("cell", "zero", "finding")  # their places count characters of what was read, not of the gold

Places = Mapping[Mistake, str]  # mistake -> the id of its mark in the report's text


def safe(text: object) -> str:
    return escape(str(text), quote=True)


def anchors(measurement: Measurement) -> dict[Mistake, str]:
    """An id for each mistake; those without a place share their report's."""
    found: dict[Mistake, str] = {}
    for r, comparison in enumerate(measurement.comparisons):
        for m, fault in enumerate(comparison.mistakes):
            found[fault] = f"m{r}-{m}" if _placed(fault) else f"r{r}"
    return found


def _placed(fault: Mistake) -> bool:
    return bool(fault.gold_span or fault.found_span) and not fault.kind.startswith(IN_FOUND)


def mistakes(measurement: Measurement, lang: str) -> str:
    """Every mistake; the kind that happens most stands first."""
    kinds: dict[str, list[Mistake]] = defaultdict(list)
    for comparison in measurement.comparisons:
        for fault in comparison.mistakes:
            kinds[fault.kind].append(fault)
    if not kinds:
        return f"<p>{say('no-mistakes', lang)}</p>"
    ids = anchors(measurement)
    order = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return "".join(_kind(kind, faults, ids, lang) for kind, faults in order)


def _kind(kind: str, faults: Sequence[Mistake], ids: Places, lang: str) -> str:
    alike: dict[tuple[str, str | None, str | None], list[Mistake]] = defaultdict(list)
    for fault in faults:
        alike[fault.label, fault.gold, fault.found].append(fault)
    order = sorted(alike.values(), key=lambda same: (-len(same), same[0].label, same[0].report))
    shown = "".join(_alike(same, ids, lang) for same in order[:SHOWN])
    rest = len(order) - SHOWN
    more = f"<p class='note'>{say('more', lang, count=rest)}</p>" if rest > 0 else ""
    return (
        f'<details open id="kind-{safe(kind).replace(" ", "-")}"><summary>{safe(kind)} '
        f'<span class="count">× {len(faults)}</span></summary>{shown}{more}</details>'
    )


def _alike(same: Sequence[Mistake], ids: Places, lang: str) -> str:
    fault = same[0]
    links = " ".join(f'<a href="#{ids[each]}">{safe(each.report)}</a>' for each in same[:LINKS])
    more = f" +{len(same) - LINKS}" if len(same) > LINKS else ""
    times = f" × {len(same)}" if len(same) > 1 else ""
    gold, found = (_line(fault, side) for side in ("gold", "found"))
    return (
        f'<div class="mistake"><div class="head">{safe(fault.label)}{times} · {links}{more}</div>'
        f'<div class="pair"><b>{say("gold", lang)}</b><span>{gold}</span>'
        f"<b>{say('found', lang)}</b><span>{found}</span></div></div>"
    )


def _line(fault: Mistake, side: str) -> str:
    """The context with this side's span marked, or what this side says where it has no span."""
    span: Span | None = getattr(fault, f"{side}_span")
    said: str | None = getattr(fault, side)
    if span is None or not fault.context:
        plain = safe(fault.context) if fault.context and said is None else ""
        return plain or ("–" if said is None else safe(said))
    start, end = span[0] - fault.at, span[1] - fault.at
    before, inside, after = fault.context[:start], fault.context[start:end], fault.context[end:]
    marked = f'{safe(before)}<mark class="{side}">{safe(inside)}</mark>{safe(after)}'
    if fault.kind.startswith("wrong ") and fault.kind != "wrong label":  # an attribute; – is none
        return f"{marked} = <b>{'–' if said is None else safe(said)}</b>"
    return marked if said in (inside, None) else f"{marked} = <b>{safe(said)}</b>"


def reports(measurement: Measurement, cases: Mapping[str, Case], lang: str, beside: Path | None) -> str:
    """The text of each report with mistakes, every mistake marked where it stands."""
    ids, shown, left = anchors(measurement), [], CHARACTERS
    for r, comparison in enumerate(measurement.comparisons):
        case = cases.get(comparison.id)
        if case is None or not comparison.mistakes:
            continue
        left -= len(case.gold.text)
        text = _marked(case.gold.text, comparison.mistakes, ids) if left > 0 else ""
        link = _file(case, beside, lang)
        head = f'<h3 id="r{r}">{safe(comparison.id)} {link}</h3>'
        shown.append(head + (f'<div class="report">{text}</div>' if text else ""))
    return "".join(shown)


def _file(case: Case, beside: Path | None, lang: str) -> str:
    if beside is None or not isinstance(case.source, Path):
        return ""
    path = os.path.relpath(case.source.resolve(), beside.resolve().parent).replace(os.sep, "/")
    return f'<a href="{safe(path)}">{say("file", lang)}</a>'


def _marked(text: str, faults: Iterable[Mistake], ids: Places) -> str:
    """The text cut at every edge of a mistake; a stretch that both sides claim is marked for both."""
    placed = [fault for fault in faults if _placed(fault)]
    spans = [(side, span, fault) for fault in placed for side, span in _sides(fault)]
    edges = sorted({0, len(text), *(edge for _, span, _ in spans for edge in span)})
    named: set[str] = set()
    parts = []
    for start, end in pairwise(edges):
        here = [(side, fault) for side, span, fault in spans if span[0] <= start and end <= span[1]]
        if not here:
            parts.append(safe(text[start:end]))
            continue
        new = [ids[fault] for _, fault in here if ids[fault] not in named]
        named.update(new)
        sides = " ".join(sorted({side for side, _ in here}, reverse=True))
        title = " · ".join(dict.fromkeys(f"{fault.kind}: {fault.label}" for _, fault in here))
        targets = "".join(f'<a id="{name}"></a>' for name in new[1:])
        first = f' id="{new[0]}"' if new else ""
        parts.append(
            f'{targets}<mark{first} class="{sides}" title="{safe(title)}">{safe(text[start:end])}</mark>'
        )
    return "".join(parts)


def _sides(fault: Mistake) -> Iterable[tuple[str, Span]]:
    return ((side, span) for side, span in (("gold", fault.gold_span), ("found", fault.found_span)) if span)
