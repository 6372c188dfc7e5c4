"""「1.2万件」 -> 12000, 件: the quantities that the prose states, as FIGURE spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extraction.classifiers import CLASSIFIERS, DIVISIBLE, FIXED
from extraction.report import Entity, Number
from extraction.text import Passage

_DIGITS = "零〇一二两三四五六七八九十百千万亿"
# A full-width comma parts thousands where it stands like one: 「2，345，678条」.
_ARABIC = (
    r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|[1-9]\d{0,2}(?:，\d{3}){1,4}(?!\d|，\d{3}(?!\d))(?:\.\d{1,6})?"
    r"|\d{1,13}(?:\.\d{1,6})?"
)
_HAN = rf"[{_DIGITS}]{{1,12}}"
_NUMBER = (
    rf"(?:(?:{_ARABIC})(?:[余多]?[十百千万亿]{{1,3}}(?!瓦|克|米))?|{_HAN}(?:[余多][百千万亿]{{1,2}})?)"
    r"(?:[余多]|来(?=[个件条次份人家场]))?\+?"
)
_DASH = r"(?:[-—–~～]{1,2}|至|到)"
_UNIT = "|".join(
    word + (f"(?!{CLASSIFIERS[word]})" if CLASSIFIERS[word] else "")
    for word in sorted(CLASSIFIERS, key=len, reverse=True)
)
_PATTERN = re.compile(
    rf"""(?=[\d{_DIGITS}])(?<![\d.,/A-Za-z{_DIGITS}])(?:
    (?P<share>百分之(?:{_HAN}(?:点{_HAN})?|{_ARABIC}))
    |(?P<fraction>(?:{_HAN}|\d{{1,3}})分之(?:{_HAN}|\d{{1,3}})|(?<=[近约占超达的])\d{{1,2}}/\d{{1,2}}(?![\d/]))
    |(?P<percent>(?:{_ARABIC})(?:{_DASH}(?:{_ARABIC}))?[%‰])
    |(?P<number>{_NUMBER})(?:{_DASH}(?P<other>{_NUMBER}))?(?P<unit>{_UNIT})
    |(?P<big>(?:{_ARABIC})[余多]?[万亿]{{1,2}}[余多]?\+?)(?![{_DIGITS}\d])
    |(?<=[破超逾过近])(?P<scale>亿|千万|百万)(?=[，。；、）+])\+?
    )""",
    re.VERBOSE,
)
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})(?:{_DASH}(?P<other>{_NUMBER}))?(?P<unit>(?:(?![{_DIGITS}])[\u4e00-\u9fff]){{1,4}})")
# A number without a classifier is a figure only where the word before it counts: 「粉丝数54373」.
_BARE = re.compile(
    r"(?:数|数量|总量|总数|量|粉丝|信息)(?:共计?|合计|总计|为|达到?|超过?|突破|近|约|有)?"
    rf"(?P<bare>(?:{_ARABIC})\+?)(?=，(?!\d{{3}}(?!\d))|[。；、）（\n]|\Z)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_BARE = 9  # a longer number is a telephone's

_APPROXIMATE = re.compile(
    r"(?:(?<![节预制契特公签邀履违])约|(?<![最附临就邻])近|超过?了?|逾|突破|破)\Z"
)
_ABOUT = re.compile(r"左右|上下")
_SIGNS = str.maketrans("", "", "余多来+,，")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_IN_A_ROW = re.compile(r"[一二两三四五六七八九〇]{2}")
_SCALE_ONLY = re.compile(r"[百千万亿]+[余多]?")

_ORDINAL = re.compile(
    rf"(?:第（?|[前后]|倒数|[居列排][名位]?第?|第[\d{_DIGITS}]{{1,5}}[条款项批次期]?[、，和与及至到—-])\Z"
)
# 「省委十届三次全会」 is the third; 「机场三期」 is a stage, 「举办三期」 are three.
_SESSION = re.compile(
    rf"[{_DIGITS}]{{1,4}}次(?:全会|全体会议|党代会)|(?<=[届大委协])[{_DIGITS}]{{1,4}}次会议"
)
_HELD = re.compile(r"[办展发织作出印开刊设行推播共计了]\Z")
_COUNTED_TWO = frozenset("个项件份家人名条")  # elsewhere two is 两, and 二 the second
_ONLY_ONE = re.compile(
    r"(?:(?:收到|接到|受理|新收|办结|答复|发生|审结|处理|结转)了?一[件起宗例份]"
    r"|(?:仅|只有|仅有|共|共有|共计|累计|合计|总计)(?:收到|受理|召开|举办|开展|组织|发布|制定)?了?一[^，。；、]{1,4})\Z"
)
# 「《…的通知》（稳定外贸11条）」: the number is part of a short title.
_NICKNAME = re.compile(r"》（[^（）《》]{0,16}\Z")
_QUOTE_END = re.compile(r"[^“”。，；\n]{0,14}”")
_ITEM = re.compile(r"\d{1,2}\.\d{1,4}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: `Figure(12000, "件")`; a range has no single value."""

    value: Number | None
    unit: str | None
    approx: bool = False


def parse(text: str) -> Figure | None:
    """`parse("190余条")` is Figure(190, "条", True), `parse("35.65万元")` Figure(356500, "元").

    None for what is no figure.
    """
    plain = "".join(text.split()).replace("％", "%")
    lead = re.match(r"约|近|超过?|逾", plain)
    at = lead.end() if lead else 0
    match = _PATTERN.fullmatch(plain, at)
    figure = _figure(match) if match else None
    if figure is None and re.fullmatch(_ARABIC, plain[at:]):
        figure = Figure(_plain(plain[at:]), None)
    return figure and Figure(figure.value, figure.unit, figure.approx or at > 0)


def measure(text: str) -> Figure | None:
    """Like `parse`, of what is known to be a quantity: whatever follows its number is the unit.

    `measure("138面")` is Figure(138, "面"), `measure("一成")` Figure(10, "%"), `measure("五六个")` Figure(None, "个", True).
    """
    known = parse(text)
    if known:
        return known
    plain = "".join(text.split())
    lead = re.match(r"约|近|超过?|逾", plain)
    match = _QUANTITY.fullmatch(plain, lead.end() if lead else 0)
    if not match:
        return None
    if _IN_A_ROW.match(match["number"]):
        return Figure(None, match["unit"], True)
    figure = _with_unit(match["number"], match["unit"])
    if figure is None or match["other"]:
        return figure and Figure(None, figure.unit, True)
    if figure.unit == "成" and figure.value is not None:
        return Figure(figure.value * 10, "%", figure.approx)
    return Figure(figure.value, figure.unit, figure.approx or bool(lead))


def find(passage: Passage) -> tuple[Entity, ...]:
    """The FIGURE spans of a passage, in order. `cell` is left to links.py."""
    chars, text = passage.text.chars, passage.text
    found: list[Entity] = []
    for start, end, figure, confidence in sorted((*_counted(chars), *_bare(chars)), key=lambda f: f[:2]):
        first, last = text.span(start, end)
        if found and first < found[-1].end:
            continue
        printed = text.printed[first:last]
        near = _APPROXIMATE.search(chars, max(0, start - 3), start) or _ABOUT.match(chars, end)
        found.append(Entity(
            "FIGURE", first, last, printed, confidence, figure.value, _as_printed(figure.unit, printed),
            figure.approx or bool(near),
        ))  # fmt: skip
    return tuple(found)


_Found = tuple[int, int, Figure, float]


def _counted(chars: str) -> Iterator[_Found]:
    """Numbers with a classifier, a unit or a scale word."""
    for match in _PATTERN.finditer(chars):
        start, end = match.span()
        figure = _figure(match)
        if figure and _follows_an_item_number(chars, match, figure.unit):
            start = match.start() + match["number"].index(".") + 1
            figure = _with_unit(chars[start : match.end("number")], match["unit"])
        if figure and not _is_no_figure(chars, match):
            yield start, end, figure, _confidence(match)


def _bare(chars: str) -> Iterator[_Found]:
    for match in _BARE.finditer(chars):
        printed = match["bare"]
        is_year = _YEAR.fullmatch(printed) and "数" not in match[0]
        if len(printed) <= _LONGEST_BARE and not is_year:
            figure = Figure(_plain(printed.rstrip("+")), None, printed.endswith("+"))
            yield *match.span("bare"), figure, 0.85


def _confidence(match: re.Match[str]) -> float:
    if match["number"] is None:
        return 0.99 if match["percent"] else 0.9
    if not match["number"][0].isdigit():
        return 0.8
    return 0.99 if len(match["number"]) < _LONGEST_BARE else 0.95


def _follows_an_item_number(chars: str, match: re.Match[str], unit: str | None) -> bool:
    """「1.3个专栏」 at the head of a paragraph is item 1 and three columns."""
    if match["unit"] is None or unit in DIVISIBLE or not _ITEM.fullmatch(match["number"]):
        return False
    return match.start() == 0 or chars[match.start() - 1] in "\n。；："


def _is_no_figure(chars: str, match: re.Match[str]) -> bool:
    """Ordinals, ranks, short titles, slogans, and what `_counts_nothing`."""
    number, unit, (start, end) = match["number"], match["unit"], match.span()
    if number is None:
        return False
    before = chars[max(0, start - 12) : start]
    ordinal = _ORDINAL.search(before)
    if ordinal and (ordinal[0] not in "前后" or unit in ("名", "位")):
        return True
    if unit == "条" and chars.startswith(("）", "”）"), end):
        return bool(_NICKNAME.search(chars, max(0, start - 20), start))
    if number[0].isdigit():
        slogan = before.endswith("“") and len(number) <= 2 and chars[end : end + 1] != "”"
        return slogan and bool(_QUOTE_END.match(chars, end))
    quoted = before.rfind("“") > before.rfind("”") and (number == "一" or _QUOTE_END.match(chars, end))
    return bool(quoted) or _counts_nothing(chars, start, end, number, unit)


def _counts_nothing(chars: str, start: int, end: int, number: str, unit: str) -> bool:
    """Chinese numerals that are part of a word (零件), ordinal or indefinite (一, 数十, 百)."""
    before = chars[max(0, start - 12) : start]
    if number[0] in "零〇" or FIXED.match(chars, start) or _SESSION.match(chars, start):
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
        number, sign = match["percent"][:-1], match["percent"][-1]
        return Figure(None if re.search(_DASH, number) else _plain(number), sign)
    if match["big"]:
        return _with_unit(match["big"], None)
    if match["scale"]:
        return Figure(_han(match["scale"]), None, True)
    figure = _with_unit(match["number"], match["unit"])
    return Figure(None, figure.unit, True) if figure and match["other"] else figure


def _with_unit(number: str, unit: str | None) -> Figure | None:
    value = _value(number.translate(_SIGNS))
    if value is None:
        return None
    factor = 1
    if unit and len(unit) > 1 and unit[-1] == "元" and unit[0] in _SCALES:
        factor, unit = _SCALES[unit[0]], unit[1:]
    rounded = any(sign in number for sign in "余多来+")
    about = unit != "%" and _SCALE_ONLY.fullmatch(number)
    return Figure(_plain(Decimal(str(value)) * factor), unit, rounded or bool(about))


def _value(number: str) -> Number | None:
    """「1.2万」 「二十」 「3千」 as a number."""
    if not number[:1].isdigit():
        return _han(number)
    digits = number.rstrip("十百千万亿")
    value = Decimal(digits)
    for scale in number[len(digits) :]:
        value *= _SCALES[scale]
    return _plain(value)


def _fraction(printed: str) -> Figure | None:
    """「三分之一」 「2/3」; None for what is no part of a whole."""
    over, under = printed.split("分之")[::-1] if "分之" in printed else printed.split("/")
    top, bottom = _value(over), _value(under)
    if top is None or not bottom or top >= bottom:
        return None
    return Figure(round(top / bottom, 4), None)


def _plain(value: Decimal | str) -> Number:
    number = Decimal(value.replace(",", "").replace("，", "")) if isinstance(value, str) else value
    return int(number) if number == number.to_integral_value() else float(number)


@lru_cache(maxsize=1024)
def _han(numeral: str) -> Number | None:
    """「二十五」 is 25, 「百」 100; None for digits in a row (「三四」 「二〇二一」)."""
    if _IN_A_ROW.search(numeral.split("点")[0]):
        return None
    from cn2an import cn2an

    whole = re.sub(r"(?<![一二两三四五六七八九十百千万点])(?=[百千万亿])", "一", numeral)
    try:
        return _plain(str(cn2an(whole, "normal")))
    except ValueError:
        return None


def _as_printed(unit: str | None, printed: str) -> str | None:
    """A unit as its characters are printed (「條」); spaces inside the span do not count."""
    if unit is None or unit in "%‰":
        return unit
    tail = "".join(printed.split())[-len(unit) :]
    return tail if len(tail) == len(unit) else unit
