"""Text -> the parts of the report, in order and without gaps.

Headings come from headings.py; a part whose heading is lost is inferred from its table, or, for the
problems, from the prose behind the last table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.headings import Compact, Heading, assigned, compact, free
from extraction.report import Section
from extraction.text import Text

_TABLES = (
    ("disclosure", re.compile(r"第二十条第(?:[（(]?一|一[（(])|信息内容本年(?:制发|新)")),
    ("applications", re.compile(r"（本列数据的勾稽|申请人情况|一、本年新收政府信息公开申请")),
    ("disputes", re.compile(r"行政复议行政诉讼(?:结果|未经)")),
)
_ORDER = ("overview", "disclosure", "applications", "disputes", "problems", "other")
_LABEL = re.compile(r"审结|总计|结果|起诉")
_ENTRIES = re.compile(
    r"(?:尚未|审结|总计|起诉|其他|结果|维持|纠正|未经复议|复议后|注：[^。]*。|[\d\-—/.,:])+"
)
_TROUBLE = re.compile(r"不足|问题|有待|不够|下一步|改进|薄弱|欠缺")
_OLD = re.compile(r"概述|收费|减免|附表|(?<!处理)依申请公开|复议诉讼")
_NEW = re.compile(r"收到和处理|需要?报告的?事项")


def split(text: Text) -> tuple[Section, ...]:
    """The parts as Document offsets; what stands before the first heading is the `preamble`."""
    page = compact(text)
    headings = _without_items(page, assigned(page))
    headings = sorted([*headings, *free(page, headings)], key=lambda heading: heading.start)
    headings = _with_lost(page, headings)
    return _sections(page, headings)


def outline(sections: Sequence[Section]) -> str:
    """"2019+" for the statutory outline, "old" for that of the reports before 2019, "" without headings."""
    headings = [section.heading for section in sections if section.heading]
    old, new = (sum(bool(words.search(h)) for h in headings) for words in (_OLD, _NEW))
    if not headings:
        return ""
    return "old" if old > new else "2019+"


def _without_items(page: Compact, headings: list[Heading]) -> list[Heading]:
    """Without the items of part five that were taken for parts: 「（二）改进措施」 below 「五、…」."""
    if all(heading.bracketed for heading in headings):
        return headings
    kept = [h for h in headings if h.id != "problems" or (h.slot == 4 and not h.bracketed)]
    problems = next((h for h in kept if h.id == "problems"), None)
    for heading in headings:
        alone = page.opens_line(heading.start) and page.closes_line(heading.end) and not heading.number
        goes_on = problems is None or alone or heading.number == problems.number + 1
        if heading.slot == 5 and not heading.bracketed and goes_on:
            kept.append(heading)
    if not any(h.id == "problems" for h in kept):
        # the heading of part five is lost, its first item shows where it begins
        items = [heading for heading in headings if heading.id == "problems"]
        kept += [replace(item, end=item.start, number=0) for item in items[:1]]
    return sorted(kept, key=lambda heading: heading.start)


def _with_lost(page: Compact, headings: list[Heading]) -> list[Heading]:
    """The headings and, with empty text, those of parts that are there without one."""
    found = list(headings)
    if any(heading.id in ("applications", "disputes", "disclosure") for heading in headings):
        found += [h for name, table in _TABLES if (h := _lost_table(page, found, name, table))]
    problems = _lost_problems(page, sorted(found, key=lambda heading: heading.start))
    return sorted([*found, *problems], key=lambda heading: heading.start)


def _lost_table(
    page: Compact, headings: Sequence[Heading], name: str, table: re.Pattern[str]
) -> Heading | None:
    if any(heading.id == name for heading in headings):
        return None
    place = _ORDER.index(name)
    after = max((h.end for h in headings if h.id in _ORDER[:place]), default=0)
    before = min((h.start for h in headings if h.id in _ORDER[place + 1 :]), default=len(page.chars))
    match = table.search(page.chars, after, max(after, before))
    return Heading(place, name, match.start(), match.start(), 0, 0.0) if match else None


def _lost_problems(page: Compact, headings: Sequence[Heading]) -> list[Heading]:
    """The prose on problems behind the table of disputes, where the heading of part five is lost."""
    if any(heading.id == "problems" for heading in headings):
        return []
    disputes = next((heading for heading in headings if heading.id == "disputes"), None)
    if disputes is None:
        return []
    limit = min((h.start for h in headings if h.start > disputes.start), default=len(page.chars))
    start = _last_cell(page, disputes.end, limit)
    prose = page.chars[start:limit]
    if len(prose) < 30 or not _TROUBLE.search(prose[:200]):
        return []
    return [Heading(4, "problems", start, start, 0, 0.0)]


def _last_cell(page: Compact, start: int, limit: int) -> int:
    """The first character behind the last entry of the table that begins at `start`."""
    end = start
    for label in _LABEL.finditer(page.chars, start, limit):
        if label.start() - end > 60:
            break
        run = _ENTRIES.match(page.chars, label.start(), limit)
        end = max(end, run.end() if run else label.end())
    year = re.search(r"(?:19|20)\d\d$", page.chars[start:end])
    return end - 4 if year and page.chars[end : end + 1] == "年" else end


def _sections(page: Compact, headings: Sequence[Heading]) -> tuple[Section, ...]:
    text = page.text
    finish = max(len(text.printed), text.span(0, len(text.chars))[1])
    starts = [_start(page, heading) for heading in headings]
    if starts and not page.chars[: headings[0].start]:
        starts[0] = 0
    found = [Section("preamble", "", 0, starts[0] if starts else finish)]
    ends = [*starts[1:], finish]
    for heading, start, end in zip(headings, starts, ends, strict=False):
        found.append(Section(heading.id, _printed(page, heading), start, end))
    return tuple(section for section in found if section.end > section.start)


def _start(page: Compact, heading: Heading) -> int:
    """Where the part begins in the Document: with the line's own marks (`## `) before its heading."""
    at = page.places[heading.start]
    line = page.text.chars.rfind("\n", 0, at) + 1
    if page.opens_line(heading.start):
        at = line
    return page.text.span(at, at + 1)[0]


def _printed(page: Compact, heading: Heading) -> str:
    if heading.end <= heading.start:
        return ""
    first, last = page.places[heading.start], page.places[heading.end - 1] + 1
    return " ".join(page.text.quote(first, last).split())
