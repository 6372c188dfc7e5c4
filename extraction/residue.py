"""What a printed text holds beside its own words: page numbers, pinyin, field codes, entities, lost spaces.

`stretches` finds them; `text.normalise` drops them or reads them as one character.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extraction.characters import INVISIBLE

_HANZI = "\u3400-\u9fff"
_TERMINAL = "。！？；："


class Stretch(NamedTuple):
    """`printed[start:end]` is read as `char`, which is one character or nothing."""

    start: int
    end: int
    char: str
    repair: str


Finder = Callable[[str], Iterator[Stretch]]


def stretches(printed: str) -> list[Stretch]:
    """Every stretch to drop or replace, in order and apart; where two overlap the earlier repair wins.

    The printed text `報(bào)告` gives Stretch(1, 6, "", "pinyin").
    """
    found = [stretch for find in _FINDERS for stretch in find(printed)]
    if len(found) < 2:
        return found
    apart: list[Stretch] = []
    for stretch in sorted(found, key=lambda s: s[:2]):
        if not apart or stretch.start >= apart[-1].end:
            apart.append(stretch)
    return apart


def _dropped(repair: str, signs: tuple[str, ...], pattern: str, char: str = "") -> Finder:
    """A finder of what `pattern` matches; a text without any of the `signs` is not searched."""
    compiled = re.compile(pattern)

    def find(printed: str) -> Iterator[Stretch]:
        if not signs or any(sign in printed for sign in signs):
            for match in compiled.finditer(printed):
                yield Stretch(match.start(), match.end(), char, repair)

    return find


_ENTITY = re.compile(
    r"&(?:amp;)*(?:nbsp|ensp|emsp|thinsp|lt|gt|quot|apos|amp|[lr][ds]quo|[mn]dash|middot|hellip|times|permil"
    r"|#\d{2,5}|#[xX][\da-fA-F]{2,4});"
)


def _entities(printed: str) -> Iterator[Stretch]:
    """`&nbsp;` and its kind, also where a crawler escaped them twice."""
    if "&" in printed:
        for match in _ENTITY.finditer(printed):
            name = match[0].replace("amp;", "") if match[0] != "&amp;" else match[0]
            char = html.unescape(name if name != "&" else "&amp;")
            if len(char) == 1 and (char.isprintable() or char in "\xa0\u3000\u2002\u2003\u2009"):
                yield Stretch(match.start(), match.end(), char, "entities")


_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(f"(?<=[{_HANZI}])[(（][a-zü{_TONED}]{{1,6}}[)）]")


def _pinyin(printed: str) -> Iterator[Stretch]:
    """`報(bào)告`: readings in brackets after a character. Two tone marks show that the page prints pinyin."""
    if not any(vowel in printed for vowel in _TONED):
        return
    found = list(_PINYIN.finditer(printed))
    toned = [match for match in found if not match[0].isascii()]
    for match in found if len(toned) > 1 else toned:
        yield Stretch(match.start(), match.end(), "", "pinyin")


_PAGE = re.compile(
    r"(?m)^[ \t\u3000\xa0]*(?:"
    r"[—–―─－-]{1,3}[ \xa0\u3000]{0,2}(?P<a>[0-9０-９]{1,3})[ \xa0\u3000]{0,2}[—–―─－-]{1,3}"
    r"|第 ?(?P<b>\d{1,3}) ?页(?:[,，/ ]{0,3}共? ?\d{1,3} ?页)?"
    r"|(?:P|p|[Pp]age|PAGE)(?:\. ?| )(?P<c>\d{1,3})(?: ?(?:/|of) ?\d{1,3})?(?: ?[-–—] ?[^\n]{0,30})?"
    r")[ \t\u3000\xa0\r]*$"
)
_CELL_LINE = re.compile(r"[\d\s|.%/-]*[-/\d][\d\s|.%/-]*")


def _page_numbers(printed: str) -> Iterator[Stretch]:
    """`— 3 —` or `第 3 页 共 8 页` alone on a line, with the blank lines that cut a sentence around it."""
    last = -1
    for match in _PAGE.finditer(printed):
        number = int(match["a"] or match["b"] or match["c"])
        start, end = match.span()
        before = printed.rfind("\n", 0, max(start - 1, 0)) + 1
        above = printed[before : max(start - 1, 0)]
        if number < last or ("-" in match[0] and _CELL_LINE.fullmatch(above.strip())):
            continue
        last = number
        while end < len(printed) and printed[end] in " \t\r\n":
            end += 1
        end = printed.rfind("\n", match.end(), end) + 1 or match.end()
        while start > 1 and printed[start - 1] == "\n" and printed[start - 2] == "\n":
            start -= 1
        if start > 1 and printed[start - 2] in _TERMINAL:
            start, end = match.start(), min(match.end() + 1, len(printed))
        yield Stretch(start, end, "", "page_numbers")


_FINDERS: tuple[Finder, ...] = (
    _dropped("line_ends", ("\r",), r"\r(?=\n)"),
    _dropped("line_breaks", ("<br", "<BR"), r"<[bB][rR] ?/?>", "\n"),
    _entities,
    _dropped("bookmarks", ("[bookmark: ",), r"\[bookmark: [^\]\n]{0,80}\]"),
    _dropped(
        "fields", ("HYPERLINK", "INCLUDEPICTURE"),
        r"\b(?:HYPERLINK|INCLUDEPICTURE)[ \xa0]{1,3}(?:\\[a-z*] {1,3})?[\"“][^\"”\n]{0,300}[\"”]"
        r"(?: {1,3}\\(?:[a-z](?: {1,3}[\"“][^\"”\n]{0,99}[\"”])?|\* ?MERGEFORMAT\w*))* ?",
    ),
    _dropped(
        "fields", (" \\",),
        r"\b(?:PAGEREF|REF|TOC|SEQ|PAGE|NUMPAGES|DATE|TIME|EQ|MACROBUTTON)(?: [\w.]{1,30})?"
        r"(?: {1,3}\\(?:\* ?\w{1,20}|[@#] ?[\"“][^\"”\n]{0,60}[\"”]|[a-z](?: [\"“][^\"”\n]{0,30}[\"”])?))+ ?",
    ),
    _dropped("fields", ("MERGEFORMAT",), r" ?\\\* ?MERGEFORMAT(?:INET)?\b ?"),
    _page_numbers,
    _dropped(
        "question_marks", ("??",),
        rf"(?m)(?:^|(?<=[\t|]))[ \u3000\xa0]{{0,9}}\?{{2,}}(?=[ \u3000\xa0]{{0,9}}[\d(（《“{_HANZI}\t\n|])",
    ),
    _pinyin,
    _dropped("invisible", (), f"[{INVISIBLE}]+"),
)  # fmt: skip
