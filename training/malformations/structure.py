"""Damage to headings, paragraphs and lines: numbering, lost headings, hard breaks, titles, signatures."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from extraction.report import Report, Section, Span
from training.edits import Edit, edited, heading_span, lines, prose
from training.malformations.kinds import Kind, rate

_HAN = "一二三四五六七八九十"
_NUMBER = re.compile(rf"([{_HAN}])(?=、)|(?<=[（(])([{_HAN}])(?=[）)])")
_HEAD_NUMBER = re.compile(rf"\s*(?:[（(]?[{_HAN}\d]+[）)、.．]+|第[{_HAN}]部分)\s*")


def _headings(report: Report) -> list[tuple[Section, Span]]:
    found = ((section, heading_span(report.text, section)) for section in report.sections)
    return [(section, span) for section, span in found if span]


def arabic_numbers(report: Report, rng: Random, severity: float) -> Report:
    """Automatic numbering of Word as Arabic digits: 「2、 主动公开…」 「（3） 创新理念」."""
    spaced = rng.choice(["", " "])
    edits = []
    for start, end in lines(report, prose(report)):
        first = start + len(report.text[start:end]) - len(report.text[start:end].lstrip())
        number = _NUMBER.match(report.text, first, end) or _NUMBER.match(report.text, first + 1, end)
        if number and number.start() <= first + 1 and rng.random() < rate(0.95, severity):
            edits.append(Edit(*number.span(), str(_HAN.index(number[0]) + 1)))
            if spaced:
                edits.append(Edit(number.end() + 1, number.end() + 1, spaced))
    return edited(report, edits)


def unnumbered(report: Report, rng: Random, severity: float) -> Report:
    """Headings without their numbers."""
    edits = []
    for _, (start, end) in _headings(report):
        number = _HEAD_NUMBER.match(report.text, start, end)
        if number and number.end() < end and rng.random() < rate(0.6, severity):
            edits.append(Edit(start, number.end(), ""))
    return edited(report, edits)


def run_on_headings(report: Report, rng: Random, severity: float) -> Report:
    """A heading and the text behind it in one paragraph."""
    edits = []
    for _, (_, end) in _headings(report):
        feed = re.compile(r"[ \t]*\n\s*(?=[^\s|])").match(report.text, end)
        inside = any(t.span and feed and t.span[0] <= feed.end() <= t.span[1] for t in report.tables.values())
        if feed and not inside and rng.random() < rate(0.7, severity):
            edits.append(Edit(*feed.span(), rng.choice(["", " ", "  ", "\u3000"])))
    return edited(report, edits)


def one_line(report: Report, rng: Random, severity: float) -> Report:
    """The paragraphs of the prose in one line, parted by spaces or by nothing."""
    mark = rng.choice(["", " ", "  ", "\u3000\u3000"])
    edits = []
    for start, end in prose(report):
        for feed in re.compile(r"\n+").finditer(report.text, start, end - 1):
            if feed.start() > start and rng.random() < rate(0.9, severity):
                edits.append(Edit(*feed.span(), mark))
    return edited(report, edits)


def hard_breaks(report: Report, rng: Random, severity: float) -> Report:
    """Lines broken at the width of the print, in the middle of sentences, words and numbers' units."""
    width = rng.randrange(24, 44)
    edits = []
    for start, end in lines(report, prose(report)):
        for at in range(start + width, end - 1, width):
            if rng.random() < rate(0.95, severity) and not report.text[at - 1 : at + 1].isdigit():
                edits.append(Edit(at, at, "\n"))
    return edited(report, edits)


def lone_numbers(report: Report, rng: Random, severity: float) -> Report:
    """「新增公开政府信息⏎2110⏎条」: each number on a line of its own."""
    edits: dict[int, Edit] = {}
    for entity in report.entities:
        digits = re.match(r"\d+(?:\.\d+)?", entity.text) if entity.label == "FIGURE" else None
        if digits and rng.random() < rate(0.6, severity):
            places = (entity.start, entity.start + digits.end())
            edits |= {at: Edit(at, at, "\n") for at in places if at < entity.end}
    return edited(report, edits.values())


def untitled(report: Report, rng: Random, severity: float) -> Report:
    """The text begins behind its title. Left as it is where nothing else names the agency."""
    title = report.meta.title
    first = report.sections[0] if report.sections else None
    if not title or first is None or first.id != "preamble" or rng.random() >= rate(1.0, severity):
        return report
    end = report.text.index(title) + len(title) + 1
    named = [
        e for e in report.entities if e.label == "AGENCY" and e.text == report.meta.agency and e.start >= end
    ]
    if not named or end > first.end:
        return report
    left = edited(report, [Edit(0, end, "")])
    span = (named[0].start - end, named[0].end - end)
    return replace(left, meta=replace(left.meta, title=None, agency_span=span))


def _signature(report: Report) -> tuple[int, int] | None:
    """The last lines that hold only the agency, the date, or both."""
    spans = [(e.start, e.end) for e in report.entities if e.label in ("AGENCY", "DATE")]
    found: list[Span] = []
    for start, end in reversed(list(lines(report, prose(report)))):
        bare = "".join(report.text[start:end].split())
        said = sum(last - first for first, last in spans if start <= first and last <= end)
        if not said or said < 0.8 * len(bare) or len(found) == 3:
            break
        found.append((start, end))
    return (found[-1][0], found[0][1]) if found else None


def unsigned(report: Report, rng: Random, severity: float) -> Report:
    """No signature, no date. Left as it is where nothing else names the agency."""
    place = _signature(report)
    if place is None or rng.random() >= rate(1.0, severity):
        return report
    kept = [
        e
        for e in report.entities
        if e.label == "AGENCY" and e.text == report.meta.agency and e.end <= place[0]
    ]
    if not kept:
        return report
    left = edited(report, [Edit(*place, "")])
    span = left.meta.agency_span or (kept[0].start, kept[0].end)
    return replace(left, meta=replace(left.meta, published=None, agency_span=span))


def spaced_signature(report: Report, rng: Random, severity: float) -> Report:
    """The signature far to the right, its characters apart."""
    place = _signature(report)
    if place is None:
        return report
    edits = []
    for start, end in lines(report, [place]):
        edits.append(Edit(start, start, " " * rng.randrange(8, 40)))
        if rng.random() < rate(0.5, severity):
            edits += [Edit(at, at, " ") for at in range(start + 1, end)]
    return edited(report, edits)


KINDS = (
    Kind("untitled", "M49", 0.33, untitled),
    Kind("unsigned", "M60", 0.25, unsigned),
    Kind("spaced_signature", "M60", 0.15, spaced_signature),
    Kind("unnumbered", "M53", 0.04, unnumbered),
    Kind("arabic_numbers", "M52", 0.04, arabic_numbers),
)
LINES = (
    Kind("run_on_headings", "M53", 0.04, run_on_headings),
    Kind("one_line", "M53", 0.03, one_line),
    Kind("lone_numbers", "M59", 0.02, lone_numbers),
    Kind("hard_breaks", "M59", 0.04, hard_breaks),
)
