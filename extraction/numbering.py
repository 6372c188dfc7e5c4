"""Automatic numbers of Word paragraphs: what Word prints before them, `一、` or `（二）` or `3.`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "japaneseCounting", "japaneseDigitalTenThousand", "taiwaneseDigital",
})  # fmt: skip
_SILENT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the number's format, the text around it (`%1、`) and where it starts."""

    format: str
    text: str
    start: int


def chinese(number: int) -> str:
    """The number as lists print it: 12 is 十二, 20 is 二十, 105 is 一百〇五."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    hundreds, rest = _DIGITS[number // 100 % 10] + "百", number % 100
    return hundreds + ("〇" if 0 < rest < 10 else "") + (chinese(rest) if rest else "")


def rendered(number: int, format: str) -> str | None:
    """The number in one of Word's formats; None for one that is not known."""
    if format in _CHINESE:
        return chinese(number)
    if format in ("decimal", "decimalHalfWidth", "decimalFullWidth", "decimalFullWidth2", ""):
        return str(number)
    if format == "decimalZero":
        return f"{number:02d}"
    if format.startswith(("decimalEnclosedCircle",)):
        return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else str(number)
    if format in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if format == "lowerLetter" else letter.upper()
    if format in ("lowerRoman", "upperRoman"):
        return _roman(number) if format == "upperRoman" else _roman(number).lower()
    if format in ("ideographTraditional", "ideographZodiac"):
        return _HEAVENLY[(number - 1) % 10]
    return None


def _roman(number: int) -> str:
    signs = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    printed = ""
    for value, sign in signs:
        printed += sign * (number // value)
        number %= value
    return printed


class Numbering:
    """Counts the numbered paragraphs of one Word file in the order of the document."""

    def __init__(self, numbering: Any | None, styles: Mapping[str, tuple[str, int]]) -> None:
        self._styles = styles
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.unknown: set[str] = set()
        if numbering is not None:
            self._load(numbering)

    def _load(self, numbering: Any) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId", "")] = _levels(abstract)
        for num in numbering.iter(f"{W}num"):
            number, abstract = num.get(f"{W}numId", ""), num.find(f"{W}abstractNumId")
            key = abstract.get(f"{W}val", "") if abstract is not None else ""
            overridden = _levels(num) | _restarts(num, self._levels.get(key, {}))
            if overridden:
                self._levels[f"num{number}"] = self._levels.get(key, {}) | overridden
                key = f"num{number}"
            self._lists[number] = key

    def mark(self, paragraph: Any) -> str:
        """What Word prints before this paragraph, "" where it is in no numbered list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        key, depth = self._lists.get(place[0], ""), place[1]
        levels = self._levels.get(key, {})
        level = levels.get(depth)
        if level is None or level.format in _SILENT:
            return ""
        counts = self._counts[key]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._printed(level, levels, counts)

    def _printed(self, level: Level, levels: Mapping[int, Level], counts: dict[int, int]) -> str:
        text = level.text
        for depth in range(9):
            sign = f"%{depth + 1}"
            if sign in text:
                above = levels.get(depth, level)
                number = rendered(counts.setdefault(depth, above.start), above.format)
                if number is None:
                    self.unknown.add(above.format)
                    return ""
                text = text.replace(sign, number)
        return text

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, level) of a paragraph: its own, else that of its style. List "0" is none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        place = self._styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is not None:
            number, depth = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            place = (
                number.get(f"{W}val", "0") if number is not None else place[0] if place else "0",
                _integer(depth.get(f"{W}val")) if depth is not None else place[1] if place else 0,
            )
        return None if place is None or place[0] == "0" else place


def style_lists(styles: Any | None) -> dict[str, tuple[str, int]]:
    """Style -> (list, level), through the styles that a style is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name, parent = style.get(f"{W}styleId", ""), style.find(f"{W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{W}val", "")
        number, depth = style.find(f"{W}pPr/{W}numPr/{W}numId"), style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None:
            level = _integer(depth.get(f"{W}val")) if depth is not None else 0
            own[name] = number.get(f"{W}val", "0"), level
    found = dict(own)
    for name in based:
        ancestor, steps = name, 0
        while ancestor not in own and ancestor in based and steps < 20:
            ancestor, steps = based[ancestor], steps + 1
        if ancestor in own:
            found.setdefault(name, own[ancestor])
    return found


def _integer(value: str | None) -> int:
    return int(value) if value and value.lstrip("-").isdigit() else 0


def _levels(parent: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in parent.iter(f"{W}lvl"):
        values = {}
        for tag in ("numFmt", "lvlText", "start"):
            node = level.find(f"{W}{tag}")
            values[tag] = node.get(f"{W}val", "") if node is not None else ""
        start = _integer(values["start"]) if values["start"] else 1
        levels[_integer(level.get(f"{W}ilvl"))] = Level(values["numFmt"], values["lvlText"], start)
    return levels


def _restarts(num: Any, levels: Mapping[int, Level]) -> dict[int, Level]:
    """Levels that this list starts anew, at a number of its own."""
    restarted = {}
    for override in num.iter(f"{W}lvlOverride"):
        depth, start = _integer(override.get(f"{W}ilvl")), override.find(f"{W}startOverride")
        if start is not None and depth in levels:
            level = levels[depth]
            restarted[depth] = Level(level.format, level.text, _integer(start.get(f"{W}val")))
    return restarted
