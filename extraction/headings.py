"""Text -> the headings of its parts: every candidate scored, the best assignment of all together chosen.

A heading is told by its wording, its number, its place in the line and by what follows it; no one of
these is sure, because reports rename, misnumber and merge headings and list them in their preambles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extraction.text import Text

DIGITS = "一二三四五六七八九十"

# Between the characters of a heading, in tables and in front of it, these say nothing.
_PRINTED = re.compile(r"[^\s|#*?>]+")
_MARK = re.compile(
    r"(?:第?(?P<chapter>[一二三四五六七八九十]{1,3})(?:部分|章|[、.．，])"
    r"|[（(](?P<bracket>[一二三四五六七八九十]{1,3}|\d{1,2})[）)][、.]?"
    r"|(?P<arabic>[1-9]\d?)[、.．])"
    r"(?P<prefix>(?:(?:19|20)\d\d年度?)?[^\d。；！？：:、，,|（）()《》“”]{0,24})$"
)
_BARE = re.compile(r"(?P<prefix>(?:(?:19|20)\d\d年度?)?[^\d。；！？：:、，,|（）()《》“”]{0,24})$")
_FREE = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})[、.．](?=(?P<words>[^\d。；！？]{2,36}))")
_ROW = re.compile(r"本年度?新收|上年度?结转|办理结果|结转下|本法提供|本年度办")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_ALONE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．](?:附[表件]|[^。；，、]{0,12}(?:收费|减免|统计表"
    r"|附表)[^。；，、\d]{0,8})"
)
_BEHIND = re.compile(r"[、，；。：（\d]|无|没有")
_LISTED = re.compile(r"[、；，和及与以》”]|等[六六]?")


@dataclass(frozen=True, slots=True)
class Part:
    """One statutory part: its wordings from sure to weak, and what follows its heading.

    Each wording begins with one of the characters in `stems`.
    """

    slot: int
    id: str
    statutory: str
    stems: str
    wordings: tuple[str, str, str]
    follows: str
    reach: int = 600
    weight: float = 3.0
    unless: str = r"(?!)"


_AND = r"(?:以?及其?|和|与|、|，|或)?"
_INFORMATION = r"(?:政府|政务)?信息"
_HANDLED = r"(?:的|办理|受理|处理|答复|工作)*"
_FAULTS = r"(?:问题|不足|困难|差距|短板)"
_MERITS = r"(?:(?:主要)?(?:经验|做法|成绩)(?:以?及|和|与|、))?"
_PLANS = r"(?:情况|措施|工作|方向|意见|打算|计划|安排|思路|举措)*"
PARTS = (
    Part(0, "overview", "总体情况", "总概基工主", (
        r"总体(?:工作)?情况",
        r"概述|基本情况|(?:总体|基本)概况|概况|总体工作",
        r"工作(?:开展)?情况|主要(?:工作|做法)(?:情况)?",
    ), r"(?!)", unless=r"主动|申请|复议|诉讼|收费|平台|保障|提案|建议"),
    Part(1, "disclosure", "主动公开政府信息情况", "主政信", (
        rf"主动公开{_INFORMATION}的?情况|{_INFORMATION}主动公开(?:工作)?的?情况",
        rf"主动公开{_INFORMATION}工作的?情况",
        rf"主动公开的?(?:工作|{_INFORMATION})?的?(?:情况|数量|内容)?",
    ), r"第二十条第|信息内容本年|本年制发件数|本年新"),
    Part(2, "applications", "收到和处理政府信息公开申请情况", "收接受办处政信依申", (
        rf"(?:收到|接收|受理){_AND}(?:处理|办理|答复)的?{_INFORMATION}公开申请(?:的|办理|处理)*情况",
        rf"(?:收到|受理|办理|处理)?{_INFORMATION}公开申请{_HANDLED}情况"
        rf"|依申请公开(?:{_INFORMATION})?(?:{_AND}不予公开(?:{_INFORMATION})?)?{_HANDLED}情况"
        rf"|{_INFORMATION}依申请公开{_HANDLED}情况",
        rf"依?申请公开(?:{_INFORMATION})?(?:{_AND}不予公开)?(?:办理|工作)*"
        rf"|申请的?(?:收到|受理|办理|处理|答复){_AND}(?:处理|答复|办理)?(?:情况)?",
    ), r"勾稽|申请人情况|自然人法人"),
    Part(3, "disputes", "政府信息公开行政复议、行政诉讼情况", "行申复", (
        rf"行政法?复议{_AND}被?(?:提起)?的?行政诉讼(?:案件)?的?情况",
        rf"(?:申请)?(?:行政)?复议(?:案件)?{_AND}(?:提起)?(?:行政)?诉讼{_AND}(?:申诉)?(?:案件)?的?情况",
        rf"(?:行政)?复议{_AND}(?:提起)?(?:行政)?诉讼{_AND}(?:申诉)?",
    ), r"结果维持|维持结果?纠正|复议行政诉讼|复议后起诉"),
    Part(4, "problems", "存在的主要问题及改进情况", "存问不困主差短经做成", (
        rf"{_MERITS}存在的?(?:主要)?{_FAULTS}{_AND}{_FAULTS}?{_AND}(?:下一步|今后)?(?:工作)?的?(?:改进|整改){_PLANS}",
        rf"{_MERITS}(?:主要)?{_FAULTS}(?:以?及|和|与|、|，)(?:下一?步|今后)?(?:工作)?的?"
        rf"(?:改进|改法|整改|工作|打算|对策|努力|举措|考虑){_PLANS}"
        rf"|存在的?(?:主要)?{_FAULTS}{_AND}(?:{_FAULTS}|下一步(?:工作)?{_PLANS})?",
        r"主要问题|问题(?:与|和)不足|不足之处",
    ), r"不足|问题|有待|改进|加强|不够|措施", 300, 1.0),
    Part(5, "problems", "改进措施", "改下今工整", (
        rf"改进{_PLANS}|整改(?:措施|情况)",
        r"(?:下一步|下一年度?|今后|下步)的?(?:主要)?(?:工作)?(?:打算|计划|安排|思路|措施|重点|举措|改进)+",
        r"工作(?:打算|计划|安排|思路|措施)",
    ), r"进一步|加强|将|持续|完善", 300, 1.0, r"问题|不足"),
    Part(6, "other", "其他需要报告的事项", "其需应", (
        r"其[他它](?:需要?|应当?)(?:报告|说明|公开)的?(?:其[他它])?(?:有关)?(?:事项|情况|问题)",
        r"(?:需要|应当)(?:报告|说明)的?(?:其[他它])?(?:有关)?(?:事项|情况|问题)"
        r"|其[他它](?:报告|说明|有关)?的?事项",
        r"其[他它](?:有关)?(?:情况|方面)",
    ), r"收费|处理费|收取|^[：:。]?无|没有|报告", 60, 0.5),
)  # fmt: skip

_STATUTORY = re.compile("|".join(part.statutory for part in PARTS))
_WORDED, _NAMED, _WEAK = 4.0, 3.0, 1.0
_ACCEPTED = 4.0
_INVERSION = 2.0
_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the compact text; `number` is what is printed before it, 0 without.

    `slot` is the part's place in PARTS, -1 for a part that the form does not know.
    """

    slot: int
    id: str
    start: int
    end: int
    number: int
    score: float
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Compact:
    """The characters that count, without spaces and table rules; `places[i]` is the index in the Text."""

    chars: str
    places: Sequence[int]
    text: Text

    def opens_line(self, i: int) -> bool:
        return i <= 0 or "\n" in self.text.chars[self.places[i - 1] + 1 : self.places[i]]

    def closes_line(self, i: int) -> bool:
        """Whether nothing more stands in the line after the character before `i`."""
        return i >= len(self.places) or self.opens_line(i)


def compact(text: Text) -> Compact:
    runs = list(_PRINTED.finditer(text.chars))
    places = [i for run in runs for i in range(run.start(), run.end())]
    return Compact("".join([run[0] for run in runs]), places, text)


def number(printed: str) -> int:
    """「十二」 -> 12, 「3」 -> 3, 「」 -> 0."""
    if not printed or printed.isdigit():
        return int(printed or 0)
    tens, ten, ones = printed.rpartition("十")
    return (DIGITS.find(tens) + 1 or 1) * 10 * bool(ten) + (DIGITS.find(ones) + 1 if ones else 0)


@cache
def _patterns(slot: int) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    part = PARTS[slot]
    names = zip(("worded", "named", "weak"), part.wordings, strict=True)
    wording = re.compile("|".join(f"(?P<{name}>{words})" for name, words in names))
    return re.compile(f"[{part.stems}]"), wording, re.compile(part.follows)


def _cores(page: Compact, part: Part) -> Iterator[re.Match[str]]:
    """Where the part's wordings stand; looking at stems first is five times as fast as one pattern."""
    stem, wording, _ = _patterns(part.slot)
    end = 0
    for first in stem.finditer(page.chars):
        if first.start() >= end and (core := wording.match(page.chars, first.start())):
            end = core.end()
            yield core


def _opening(page: Compact, part: Part, core: re.Match[str]) -> tuple[int, int, float, bool] | None:
    """Where the heading begins, its number, what number and place are worth, whether in brackets."""
    floor = core.start()
    while core.start() - floor < 44 and not page.opens_line(floor):
        floor -= 1
    before = page.chars[floor : core.start()]
    marked = _MARK.search(before)
    if marked:
        start = floor + marked.start()
        arabic = marked["arabic"] or ""
        if len(arabic) == 2 and not page.opens_line(start):
            # 「05、」: the first digit is the last entry of the table above
            start, arabic = start + 1, arabic[1]
        named = number(marked["chapter"] or marked["bracket"] or arabic)
        worth = 2.0 if marked["chapter"] else -2.0 if marked["bracket"] else 1.0
        worth += (named == part.slot + (part.slot < 5)) * (0.5 if marked["bracket"] else 1.0)
        prefix = marked["prefix"]
    else:
        start, named, worth = _line_start(page, core.start()), 0, -1.0
        if start < 0:
            return None
        prefix = page.chars[start : core.start()]
    if re.search(part.unless, prefix):
        return None
    return start, named, worth + _place(page, start), bool(marked and marked["bracket"])


def _line_start(page: Compact, at: int) -> int:
    """The start of a heading without a number: of its line, or of its sentence; -1 if it has neither."""
    bare = _BARE.search(page.chars[max(0, at - 24) : at])
    first = at - len(bare["prefix"]) if bare else at
    for i in range(at, first - 1, -1):
        if page.opens_line(i):
            return i
    return first if at - first <= 12 and page.chars[first - 1] in "。！？；" else -1


def _place(page: Compact, start: int) -> float:
    if page.opens_line(start):
        return 2.0
    before = page.chars[start - 1]
    # the digit is the last entry of the table above: 「0 0 0四、政府信息公开行政复议」
    return 1.0 if before in "。！？）”" or before.isascii() else -3.0


def _closing(page: Compact, start: int, end: int) -> tuple[int, float]:
    """Where a heading ends whose wording ends at `end`, and what its end is worth.

    A heading with a line to itself ends with the line: 「五、存在的主要问题及改进情况（一）」 does not.
    """
    if page.closes_line(end):
        return end, 1.0
    for far in range(end + 1, min(end + 13, len(page.chars) + 1)):
        if page.closes_line(far) and page.opens_line(start) and not _BEHIND.search(page.chars, end, far):
            return far, 1.0
    return end, -4.0 if _LISTED.match(page.chars, end) else 0.0


def _scored(page: Compact, part: Part) -> Iterator[Heading]:
    follows = _patterns(part.slot)[2]
    for core in _cores(page, part):
        opening = _opening(page, part, core)
        if opening is None:
            continue
        start, named, worth, bracketed = opening
        end, closing = _closing(page, start, core.end())
        worth += closing + (_WORDED if core["worded"] else _NAMED if core["named"] else _WEAK)
        worth += part.weight * bool(follows.search(page.chars[end : end + part.reach]))
        yield Heading(part.slot, part.id, start, end, named, worth, bracketed)


def _misspelt(page: Compact, known: Sequence[Heading]) -> Iterator[Heading]:
    """Numbered headings whose wording is near a statutory one: typing errors, lost or doubled characters."""
    from rapidfuzz import fuzz

    taken = {heading.start for heading in known}
    for mark in _NUMBERED.finditer(page.chars):
        opening = _place(page, mark.start())
        words = _in_line(page, mark.end(), 32)
        if mark.start() in taken or opening < 0 or _ROW.match(words):
            continue
        for part in PARTS:
            # a short wording is near to too much: there the number must be the part's own
            expected = number(mark[0][:-1]) == part.slot + (part.slot < 5)
            short = len(part.statutory) < 8
            near = fuzz.partial_ratio_alignment(part.statutory, words, score_cutoff=74 if short else 78)
            if near and near.dest_start < 20 and (expected or not short):
                end, closing = _closing(page, mark.start(), mark.end() + near.dest_end)
                score = opening + closing + 2.0 + expected + _WORDED * near.score / 100
                yield Heading(part.slot, part.id, mark.start(), end, number(mark[0][:-1]), score)


def _in_line(page: Compact, start: int, most: int) -> str:
    """At most so many characters from `start`, none of them from the next line or sentence."""
    end = next((i for i in range(start + 1, start + most) if page.closes_line(i)), start + most)
    return re.split(r"[。；！？]", page.chars[start:end], maxsplit=1)[0]


def _candidates(page: Compact) -> list[Heading]:
    found = [heading for part in PARTS for heading in _scored(page, part)]
    found.extend(_misspelt(page, found))
    found.sort(key=lambda heading: (heading.start, -heading.score))
    ends = [*(heading.start for heading in found), len(page.chars)][1:]
    # a heading that only lists is followed by the next at once; a part has something in it
    filled = [
        replace(heading, score=heading.score + min(50, max(0, after - heading.end)) / 50)
        for heading, after in zip(found, ends, strict=False)
    ]
    kept: list[Heading] = []
    for slot in range(len(PARTS)):
        own = sorted((h for h in filled if h.slot == slot and h.score >= _ACCEPTED), key=lambda h: -h.score)
        kept += own[:_MOST_CANDIDATES]
    return sorted(kept, key=lambda heading: heading.start)


def assigned(page: Compact) -> list[Heading]:
    """The statutory headings: at most one for each part, together of the highest score.

    Each pair out of the statutory order costs, so that a list of chapters loses to the chapters.
    """
    best: dict[int, tuple[float, tuple[Heading, ...]]] = {0: (0.0, ())}
    for heading in _candidates(page):
        bit = 1 << heading.slot
        for mask, (score, chain) in list(best.items()):
            if mask & bit or (chain and chain[-1].end > heading.start):
                continue
            later = (mask >> (heading.slot + 1)).bit_count()
            total = score + heading.score - _INVERSION * later
            if total > best.get(mask | bit, (0.0, ()))[0]:
                best[mask | bit] = (total, (*chain, heading))
    return list(max(best.values(), key=lambda scored: scored[0])[1])


def free(page: Compact, statutory: Sequence[Heading]) -> list[Heading]:
    """Numbered headings of parts that the form does not know: 「七、附表」, 「二、工作机制保障」.

    Only a heading that goes on counting where the one before it stopped is a part of its own.
    """
    found: list[Heading] = []
    chain = list(statutory)
    for match in _FREE.finditer(page.chars):
        start, words = match.start(), match["words"]
        own = any(h.start <= start < h.end for h in chain) or _STATUTORY.match(words)
        if own or _ROW.match(words) or not _stands_alone(page, match):
            continue
        before = [h for h in (*chain, *found) if h.start < start]
        last = max(before, key=lambda h: h.start).number if before else 0
        printed = number(match["number"])
        goes_on = printed == last + 1 or (printed > last > 0 and _ALONE.match(page.chars, start))
        if goes_on and (before or chain):
            end = _alone_end(page, match)
            found.append(Heading(-1, "free", start, end, printed, 0.0))
    return found


def _stands_alone(page: Compact, match: re.Match[str]) -> bool:
    known = _ALONE.match(page.chars, match.start())
    if known:
        return _place(page, match.start()) > 0
    return page.opens_line(match.start()) and _alone_end(page, match) > match.end("number") + 1


def _alone_end(page: Compact, match: re.Match[str]) -> int:
    for i in range(match.end("number") + 1, match.end("words") + 1):
        if page.closes_line(i):
            return i
    known = _ALONE.match(page.chars, match.start())
    return known.end() if known else match.end("number") + 1
