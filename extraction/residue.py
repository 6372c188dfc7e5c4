"""What a printed text holds beside its own words: page numbers, pinyin, field codes, entities, lost spaces.

`stretches` finds them; `text.normalise` drops them or reads them as one character.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from extraction.characters import INVISIBLE, SPACES
from extraction.report import Span

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
    for stretch in sorted(found, key=lambda s: s.start):
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
            if len(char) == 1 and (char in SPACES or char.isprintable()):
                yield Stretch(match.start(), match.end(), " " if char in SPACES else char, "entities")


_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(
    f"(?<=[{_HANZI}])(?:[(（][a-zü{_TONED}]{{1,6}}[)）]|\\?[a-z]{{0,3}}[{_TONED}][a-z]{{0,3}}[)）]?)"
)


def _pinyin(printed: str) -> Iterator[Stretch]:
    """`報(bào)告`: readings in brackets after a character. Two tone marks tell a page that prints them."""
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
    """`— 3 —` or `第 3 页 共 8 页` alone on a line, and the running head beside each of them."""
    found: list[Span] = []
    last = -1
    for match in _PAGE.finditer(printed):
        number = int(match["a"] or match["b"] or match["c"])
        above = printed[printed.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()].strip()
        if number >= last and not ("-" in match[0] and match["a"] and _CELL_LINE.fullmatch(above)):
            found.append(match.span())
            last = number
    for start, end in _with_heads(printed, found):
        yield Stretch(*_with_blanks(printed, start, end), "", "page_numbers")


def _with_heads(printed: str, pages: list[Span]) -> Iterator[Span]:
    """Each page number with the line below or above it, where three pages have the same line."""
    below = [_next_line(printed, end) for _, end in pages]
    above = [_last_line(printed, start) for start, _ in pages]
    for lines in (below, above):
        counts = Counter(printed[start:end].strip() for start, end in lines)
        heads = {text for text, count in counts.items() if count > 2 and 3 < len(text) < 60}
        if heads:
            for page, (start, end) in zip(pages, lines, strict=True):
                head = printed[start:end].strip() in heads
                yield (min(page[0], start), max(page[1], end)) if head else page
            return
    yield from pages


def _next_line(printed: str, at: int) -> Span:
    """The next line that is not blank, after at most two blank ones."""
    for _ in range(3):
        start = at + 1
        at = printed.find("\n", start)
        at = len(printed) if at < 0 else at
        if printed[start:at].strip():
            return start, at
    return at, at


def _last_line(printed: str, at: int) -> Span:
    for _ in range(3):
        end = max(at - 1, 0)
        at = printed.rfind("\n", 0, end) + 1
        if printed[at:end].strip():
            return at, end
    return at, at


def _with_blanks(printed: str, start: int, end: int) -> Span:
    """With its line end, and where it cuts a sentence with the blank lines around it."""
    first, last = start, end
    while last < len(printed) and printed[last] in " \t\r\n":
        last += 1
    last = printed.rfind("\n", end, last) + 1 or end
    while first > 1 and printed[first - 1] == "\n" and printed[first - 2] in "\r\n":
        first -= 1
    if first > 1 and printed[first - 2] in _TERMINAL:
        return start, min(end + 1, len(printed))
    return first, last


def _tags(printed: str) -> Iterator[Stretch]:
    """Pieces of HTML in a text: rows and cells of a table become lines and tabs, others nothing."""
    if "</" in printed or "<br" in printed or "<BR" in printed:
        for match in _TAG.finditer(printed):
            yield Stretch(match.start(), match.end(), _TAG_CHARS.get((match.lastgroup or ""), ""), "tags")


_TAG = re.compile(
    r"(?P<cell></t[dh]\s{0,99}>\s{0,99}<t[dh](?:\s[^<>]{0,300})?>)"
    r"|(?P<line></(?:tr|p|div|h[1-6]|li|caption)\s{0,99}>|<br ?/?>)"
    r"|</?(?:table|thead|tbody|tfoot|t[rdh]|p|div|span|font|strong|b|u|i|em|a|img|h[1-6]|ul|ol|li|o:p|center"
    r"|caption|sup|sub|col|colgroup)(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_TAG_CHARS = {"cell": "\t", "line": "\n"}

_FINDERS: tuple[Finder, ...] = (
    _dropped("line_ends", ("\r",), r"\r(?=\n)"),
    _tags,
    _entities,
    _dropped("bookmarks", ("[bookmark: ",), r"\[bookmark: [^\]\n]{0,80}\]"),
    _dropped(
        "fields", ("HYPERLINK", "INCLUDEPICTURE"),
        r"(?<![A-Za-z])(?:HYPERLINK|INCLUDEPICTURE)[ \xa0]{1,3}(?:\\[a-z*] {1,3})?[\"“][^\"”\n]{0,300}[\"”]"
        r"(?: {1,3}\\(?:[a-z](?: {1,3}[\"“][^\"”\n]{0,99}[\"”])?|\* ?MERGEFORMAT\w*))* ?",
    ),
    _dropped(
        "fields", (" \\",),
        r"(?<![A-Za-z])(?:PAGEREF|REF|TOC|SEQ|PAGE|NUMPAGES|DATE|TIME|EQ|MACROBUTTON)(?: [\w.]{1,30})?"
        r"(?: {1,3}\\(?:\* ?\w{1,20}|[@#] ?[\"“][^\"”\n]{0,60}[\"”]|[a-z](?: [\"“][^\"”\n]{0,30}[\"”])?))+ ?",
    ),
    _dropped("fields", ("MERGEFORMAT",), r" ?\\\* ?MERGEFORMAT(?:INET)? ?"),
    _dropped("escapes", ("\\",), r"\\(?=[.#*_+()\[\]!~>|-])"),
    _page_numbers,
    _dropped(
        "question_marks", ("??",),
        rf"(?m)(?:^|(?<=[\t|]))[ \u3000\xa0]{{0,9}}\?{{2,}}(?=[ \u3000\xa0]{{0,9}}[\d(（《“{_HANZI}\t\n|])",
    ),
    _pinyin,
    _dropped("invisible", (), f"[{INVISIBLE}]+"),
)  # fmt: skip
