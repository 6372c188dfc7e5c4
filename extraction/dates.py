"""「2021年1月」 -> 2021-01: the calendar expressions of the prose, as DATE spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.report import Entity
from extraction.text import Passage

_YEAR = r"(?:19|20)\d\d"
_HAN_YEAR = r"[一二][九〇○零oO0][一二三四五六七八九〇○零oO0]{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_HAN_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"年?[底初末](?!步|期|级)|上半年|下半年|第?[一二三四1-4]季度"
_MONTH_PART = r"份|[底初末]|[上中下]旬"
_TO = r"[-—–~～至到]{1,2}"

_RELATIVE = (
    r"(?:上一|下一|本|上|下|当|全)年度(?!(?:工作)?报告)|[上下]一年(?!一)|(?<![日成根基资样文])本年(?!度|[报级龄鉴])"
    r"|(?<![以网])上年(?!度|[龄纪级])|下年(?!度|级)|当年|全年(?!度|龄|级)|[去今]年[底初末]?|明年|(?<!每)次年(?!会)"
)
_PATTERN = re.compile(
    rf"""(?=[\d一二三四五六七八九十本上下当去今明全次])(?:
    (?<![\d.])(?:
        (?P<school>{_YEAR}年?{_TO}{_YEAR})学年
        |(?P<y>{_YEAR}|{_HAN_YEAR})年(?:
            (?P<m>{_MONTH}|{_HAN_MONTH})(?:
                月(?:(?P<d>{_DAY}|{_HAN_DAY})(?:日|号|(?![\d个项条件月])|(?={_TO}\d))|{_MONTH_PART})?
                |(?={_TO}{_MONTH}月))
            |度|{_PART}|(?!版))
        |(?P<iso_y>{_YEAR})(?P<sign>[-./])(?P<iso_m>{_MONTH})(?P=sign)(?P<iso_d>{_DAY})(?!\d|(?P=sign)\d)
        |(?P<from>{_YEAR})(?=(?:{_TO}|[、和]){_YEAR}年)
        |(?P<whole_y>{_YEAR})(?P<whole_m>0[1-9]|1[0-2])(?P<whole_d>0[1-9]|[12]\d|3[01])日
        |(?P<torn_y>{_YEAR})(?P<torn_m>{_MONTH})?月(?:(?P<torn_d>{_DAY})日)?
        |(?<=日[-—–~～至到])(?P<end_d>{_DAY})日
        |(?<!每年)(?P<only_m>{_MONTH})月(?:
            (?P<only_d>{_DAY})(?:日|(?={_TO}\d{{1,2}}日))|{_MONTH_PART}
            |(?!度|饼|刊|报|均|通报|租|薪|供))
    )
    |(?<![一二三四五六七八九十每])(?P<han_m>{_HAN_MONTH})月(?:(?P<han_d>{_HAN_DAY})日|{_MONTH_PART})
    |(?P<relative>{_RELATIVE})
    )""",
    re.VERBOSE,
)
_HAN_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as printed: `year` None where it is not printed, `sure` falls where characters are missing."""

    year: int | None
    month: int | None = None
    day: int | None = None
    sure: float = 0.99
    relative: bool = False

    def iso(self, year: int | None) -> str | None:
        """2021, 2021-01 or 2021-01-18; `year` stands in for one that is not printed."""
        known = self.year or year
        if self.relative or known is None:
            return None
        if self.month is None:
            return f"{known}"
        return f"{known}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


def find(passage: Passage, year: int | None) -> tuple[Entity, ...]:
    """The DATE spans of a passage, in order.

    `year`, the reporting year, dates a day whose sentence names no year.
    """
    text = passage.text
    found = []
    for start, end, date, known in _dates(text.chars, year):
        first, last = text.span(start, end)
        found.append(Entity("DATE", first, last, text.printed[first:last], date.sure, iso=date.iso(known)))
    return tuple(found)


def parse(text: str, year: int | None = None) -> str | None:
    """`parse("二〇二二年一月")` is "2022-01", `parse("12月31日", 2019)` "2019-12-31".

    None for what is no date, and for a relative one.
    """
    match = _PATTERN.fullmatch("".join(text.split()))
    return _date(match).iso(year) if match else None


def _dates(chars: str, year: int | None) -> Iterator[tuple[int, int, _Date, int | None]]:
    known, at = year, 0
    month = None
    for match in _PATTERN.finditer(chars):
        start, end = match.span()
        date = _date(match, month)
        if _SENTENCE_END.search(chars, at, start):
            known = year
        if date.relative and start == at and at:
            continue
        known, month, at = date.year or known, date.month, end
        yield start, end, date, known


def _date(match: re.Match[str], month_before: int | None = None) -> _Date:
    """What was matched; 「31日」 at the end of a range takes its month from the start."""
    group = match.groupdict()
    if group["relative"]:
        return _Date(None, sure=0.95, relative=True)
    if group["school"]:
        return _Date(None, sure=0.9, relative=True)
    if group["y"]:
        printed = group["y"].isdigit()
        return _Date(_year(group["y"]), _small(group["m"]), _small(group["d"]), 0.99 if printed else 0.95)
    for name, sure in (("iso", 0.97), ("whole", 0.6)):
        if group[f"{name}_y"]:
            year, month, day = (int(group[f"{name}_{part}"]) for part in "ymd")
            return _Date(year, month, day, sure)
    if group["from"]:
        return _Date(int(group["from"]), sure=0.9)
    if group["torn_y"]:
        torn = _small(group["torn_m"])
        return _Date(int(group["torn_y"]), torn, _small(group["torn_d"]), 0.5, relative=torn is None)
    if group["end_d"]:
        return _Date(None, month_before, _small(group["end_d"]), 0.9, relative=month_before is None)
    only_month, only_day = group["only_m"] or group["han_m"], group["only_d"] or group["han_d"]
    return _Date(None, _small(only_month), _small(only_day), 0.95 if only_day else 0.85)


def _year(printed: str) -> int:
    return int(printed.translate(_HAN_DIGITS))


def _small(printed: str | None) -> int | None:
    """A month or a day: 「12」 「十二」 「二十」."""
    if not printed:
        return None
    if "十" not in printed:
        return int(printed.translate(_HAN_DIGITS))
    tens, _, ones = printed.partition("十")
    return 10 * int(tens.translate(_HAN_DIGITS) or 1) + int(ones.translate(_HAN_DIGITS) or 0)
