"""「1.2万件」 -> 12000, 件: the quantities that the prose states, as FIGURE spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extraction.classifiers import CLASSIFIERS, FIXED
from extraction.report import Entity, Number
from extraction.text import Passage

_HAN_DIGITS = "零〇一二两三四五六七八九十百千万亿"
_ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,13}(?:\.\d{1,6})?"
_SCALE = r"[十百千万亿]{1,3}(?!瓦|克|米)"
_HAN = rf"[{_HAN_DIGITS}]{{1,12}}"
_NUMBER = rf"(?:(?:{_ARABIC})(?:[余多]?{_SCALE})?|{_HAN}(?:[余多][百千万亿]{{1,2}})?)(?:[余多]|来(?=[个件条次份人家场]))?\+?"
_DASH = r"(?:[-—–~～]{1,2}|至|到)"


_UNIT = "|".join(
    word + (f"(?!{CLASSIFIERS[word]})" if CLASSIFIERS[word] else "")
    for word in sorted(CLASSIFIERS, key=len, reverse=True)
)
_PATTERN = re.compile(
    rf"""(?=[\d{_HAN_DIGITS}])(?<![\d.,/A-Za-z{_HAN_DIGITS}])(?:
    (?P<share>百分之(?:{_HAN}(?:点{_HAN})?|{_ARABIC}))
    |(?P<fraction>(?:{_HAN}|\d{{1,3}})分之(?:{_HAN}|\d{{1,3}})|(?<=[近约占超达的])\d{{1,2}}/\d{{1,2}}(?![\d/]))
    |(?P<percent>(?:{_ARABIC})(?:{_DASH}(?:{_ARABIC}))?[%‰])
    |(?P<number>{_NUMBER})(?:{_DASH}(?P<other>{_NUMBER}))?(?P<unit>{_UNIT})
    |(?P<big>(?:{_ARABIC})[余多]?[万亿]{{1,2}}[余多]?\+?)(?![{_HAN_DIGITS}\d])
    |(?<=[破超逾过近])(?P<scale>亿|千万|百万)(?=[，。；、）+])\+?
    )""",
    re.VERBOSE,
)
# A number without a classifier is a figure only where the word before it counts: 「粉丝数54373」.
_BARE = re.compile(
    r"(?:数|数量|总量|总数|量|粉丝|信息|件数|人数|次数)(?:共计?|合计|总计|为|达到?|超过?|突破|近|约|有)?"
    rf"(?P<bare>(?:{_ARABIC})\+?)(?=[，。；、）（\n]|\Z)"
)

_APPROXIMATE = re.compile(r"(?:(?<![节预制契特公签邀履违])约|(?<![最附临就邻])近|超过?了?|逾|突破|破)\Z")
_ABOUT = re.compile(r"左右|上下")
_ONLY_ONE = re.compile(
    r"(?:(?:收到|接到|受理|新收|办结|答复|发生|审结|处理|结转)了?一[件起宗例份]"
    r"|(?:仅|只有|仅有|共|共有|共计|累计|合计|总计)(?:收到|受理|召开|举办|开展|组织|发布|制定)?了?一[^，。；、]{1,4})\Z"
)
# 「《…的通知》（稳定外贸11条）」: the number is part of a short title.
_NICKNAME = re.compile(r"》（[^（）《》]{0,16}\Z")
_ORDINAL = re.compile(
    rf"(?:第[（]?|[前后]|倒数|(?:居|列|排)(?:名|位)?第?|第[\d{_HAN_DIGITS}]{{1,5}}(?:条|款|项|批|次|期)?[、，和与及至到—-])\Z"
)
_RANKED = re.compile(r"[名位]")
_ARTICLE = re.compile(r"第（?\Z")
_MARKED = re.compile(r"\d{1,2}\.\d{1,4}")
_DIVISIBLE = frozenset(
    ("元", "美元", "倍", "成", "分", "百分点", "个百分点", "亩", "公顷", "公里", "平方米", "平方公里", "立方米", "吨", "千瓦", "千瓦时", None)
)
# 「省委十届三次全会」 is the third; 「机场三期」 is a stage, 「举办三期」 are three.
_SESSION = re.compile(rf"[{_HAN_DIGITS}]+次(?:全会|全体会议|党代会)|(?<=[届大委协])[{_HAN_DIGITS}]+次会议")
_HELD = re.compile(r"[办展发织作出印开刊设行推播共计了]\Z")
_COUNTED_TWO = frozenset("个项件份家人名条")
_SCALE_ONLY = re.compile(r"[零〇百千万亿]+[余多]?")
_SLOGAN_END = re.compile(r"[^“”。，；\n]{0,14}”")
_YEAR_OLD = re.compile(r"(?:19|20)\d\d")
_FACTORS = (("万", Decimal(10_000)), ("亿", Decimal(100_000_000)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: `Figure(12000, "件")`; a range has no single value."""

    value: Number | None
    unit: str | None
    approx: bool = False


def parse(text: str) -> Figure | None:
    """`parse("190余条")` is Figure(190, "条", True), `parse("35.65万元")` Figure(356500, "元"); None for no figure."""
    plain = text.strip().replace("％", "%")
    lead = _LEAD.match(plain)
    at = lead.end() if lead else 0
    match = _PATTERN.fullmatch(plain, at)
    if match:
        figure = _figure(match)
        return figure and Figure(figure.value, figure.unit, figure.approx or at > 0)
    if re.fullmatch(_ARABIC, plain[at:]):
        return Figure(_arabic(plain[at:]), None, at > 0)
    return None


_LEAD = re.compile(r"约|近|超过?|逾")


def find(passage: Passage) -> tuple[Entity, ...]:
    """The FIGURE spans of a passage, in order. `cell` is left to links.py."""
    chars, text = passage.text.chars, passage.text
    found = []
    for start, end, figure, confidence in sorted((*_counted(chars), *_bare(chars)), key=lambda f: f[:2]):
        if found and passage.text.span(start, end)[0] < found[-1].end:
            continue
        first, last = text.span(start, end)
        approx = figure.approx or bool(_APPROXIMATE.search(chars, max(0, start - 3), start) or _ABOUT.match(chars, end))
        unit = _as_printed(figure.unit, text.printed[first:last])
        found.append(Entity(
            "FIGURE", first, last, text.printed[first:last], confidence, figure.value, unit, approx,
        ))  # fmt: skip
    return tuple(found)


_Found = tuple[int, int, Figure, float]


def _counted(chars: str) -> Iterator[_Found]:
    """Numbers with a classifier, a unit or a scale word."""
    for match in _PATTERN.finditer(chars):
        start, end = match.span()
        figure = _figure(match)
        if figure and match["unit"] and _is_marked(chars, start, match["number"], figure.unit):
            start, figure = start + match["number"].index(".") + 1, _with_unit(match["number"].split(".")[1], figure.unit)
        if figure and not _is_no_figure(chars, start, end, match):
            yield start, end, figure, _confidence(match)


def _is_marked(chars: str, start: int, number: str, unit: str | None) -> bool:
    """「1.3个专栏」 at the head of a paragraph is item 1 and three columns."""
    first = start == 0 or chars[start - 1] in "\n。；："
    return first and unit not in _DIVISIBLE and bool(_MARKED.fullmatch(number))


def _bare(chars: str) -> Iterator[_Found]:
    for match in _BARE.finditer(chars):
        printed = match["bare"]
        if len(printed) <= 9 and not (_YEAR_OLD.fullmatch(printed) and "数" not in match[0]):
            if match[0].startswith("均为"):
                continue
            yield *match.span("bare"), Figure(_arabic(printed.rstrip("+")), None, printed.endswith("+")), 0.85


def _confidence(match: re.Match[str]) -> float:
    if match["number"] is None:
        return 0.99 if match["percent"] else 0.9
    if not match["number"][0].isdigit():
        return 0.8
    return 0.99 if len(match["number"]) < 9 else 0.95


def _is_no_figure(chars: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Ordinals, ranks, slogans, fixed expressions, indefinite 一."""
    number, unit = match["number"], match["unit"]
    if number is None:
        return False
    before = chars[max(0, start - 12) : start]
    ordinal = _ORDINAL.search(before)
    if unit == "条" and chars.startswith(("）", "”）"), end) and _NICKNAME.search(chars, max(0, start - 20), start):
        return True
    if ordinal and (_ARTICLE.search(before) or ordinal[0] not in "前后" or _RANKED.match(unit)):
        return True
    if number[0].isdigit():
        return before.endswith("“") and len(number) <= 2 and bool(_SLOGAN_END.match(chars, end)) and chars[end] != "”"
    quoted = before.rfind("“") > before.rfind("”") and _SLOGAN_END.match(chars, end)
    if quoted or FIXED.match(chars, start) or _SESSION.match(chars, start):
        return True
    if number == "一":
        return not _ONLY_ONE.search(chars, max(0, start - 12), end)
    if unit == "期":
        return not _HELD.search(before)
    if number == "二":
        return unit not in _COUNTED_TWO
    if _SCALE_ONLY.fullmatch(number):
        return not (before.endswith("上") or _APPROXIMATE.search(before))
    return before.endswith(("数", "几")) and number[0] in "十百千万"


def _figure(match: re.Match[str]) -> Figure | None:
    """The value and unit of what the pattern matched; None where the numeral is none (「三四」)."""
    if match["share"]:
        return _with_unit(match["share"][3:], "%")
    if match["fraction"]:
        return _fraction(match["fraction"])
    if match["percent"]:
        return Figure(None if re.search(_DASH, match["percent"]) else _arabic(match["percent"][:-1]), match["percent"][-1])
    if match["big"]:
        return _with_unit(match["big"], None)
    if match["scale"]:
        return Figure(_han(match["scale"]), None, True)
    if match["other"]:
        unit = match["unit"]
        known = _with_unit(match["number"], unit) and _with_unit(match["other"], unit)
        return known and Figure(None, known.unit, True)
    return _with_unit(match["number"], match["unit"])


def _with_unit(number: str, unit: str | None) -> Figure | None:
    approx = any(sign in number for sign in "余多来+") or bool(_SCALE_ONLY.fullmatch(number))
    value = _value(number.translate(_NO_SIGNS))
    if value is None:
        return None
    factor = 1
    if unit and len(unit) > 1 and unit[-1] == "元" and unit[0] in "万亿":
        factor, unit = (10_000 if unit[0] == "万" else 100_000_000), unit[1:]
    return Figure(_plain(Decimal(str(value)) * factor), unit, approx)


_NO_SIGNS = str.maketrans("", "", "余多来+,")


def _value(number: str) -> Number | None:
    """「1.2万」 「二十」 「3千」 as a number."""
    if not number[:1].isdigit():
        return _han(number)
    digits = number.rstrip("十百千万亿")
    scale = Decimal(1)
    for char in number[len(digits) :]:
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[char]
    return _plain(Decimal(digits) * scale)


def _fraction(printed: str) -> Figure | None:
    over, under = (printed.split("分之")[::-1] if "分之" in printed else printed.split("/"))
    top, bottom = _value(over), _value(under)
    if top is None or not bottom or top >= bottom:
        return None
    return Figure(round(top / bottom, 4), None)


def _arabic(printed: str) -> Number:
    return _plain(Decimal(printed.replace(",", "")))


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


@lru_cache(maxsize=1024)
def _han(numeral: str) -> Number | None:
    """「二十五」 is 25, 「百」 100; None for digits in a row (「三四」 「二〇二一」)."""
    if re.search(r"[一二两三四五六七八九〇零][一二两三四五六七八九〇]", numeral.replace("零", "")):
        return None
    from cn2an import cn2an

    whole = re.sub(r"(?<![一二两三四五六七八九十百千万点])(?=[百千万亿])", "一", numeral)
    try:
        return _plain(Decimal(str(cn2an(whole, "normal"))))
    except ValueError:
        return None


def _as_printed(unit: str | None, printed: str) -> str | None:
    """A unit as its characters are printed (「條」); spaces inside the span do not count."""
    if unit is None or unit in "%‰":
        return unit
    tail = "".join(printed.split())[-len(unit) :]
    return tail if len(tail) == len(unit) else unit
