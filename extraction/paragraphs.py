"""Lines -> paragraphs: which line ends and spaces of a text are its author's, and which the printer's.

Everything here is about indices of one string; `text.flow` gives them their places in the Document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extraction.report import Span

_DIGIT = "一二三四五六七八九十"
_UNITS = "条件份篇个项次期场起宗例家户处台本册张幅部站人名批元万亿页年月日余多%‰"
_MARKER = re.compile(
    rf"[{_DIGIT}]{{1,3}}[、.]|（[{_DIGIT}]{{1,3}}）(?!项)|\d{{1,2}}[.、）](?!\d)|（\d{{1,2}}）|[①-⑳]|[{_DIGIT}]是"
    rf"|第[{_DIGIT}]{{1,3}}[，、：]|第[{_DIGIT}]{{1,3}}(?:部分|章|节|条第)|首先|其次|附件|[-*•●■◆▪] "
)
_SECTION = re.compile(rf"(?:[{_DIGIT}]{{1,3}}、|（[{_DIGIT}]{{1,3}}）(?!项))[^。；！？]{{2,40}}")
_ENDED = re.compile(r"[。！？；：…][”’」』）》]*\Z")
_UNFINISHED = re.compile(r"(?:[，、（“《〔+/—-]|第)\Z")
_CANNOT_BEGIN = re.compile(r"[，。；、：）”》〕？！%‰]")
_NUMBER_LINE = re.compile(r"\d[\d,.]*[%‰]?(?:余|多|万|亿)?")
_UNIT_ALONE = re.compile(rf"(?:[{_UNITS}]|人次|件次|万元|亿元)(?:\Z|[，。；、：（）]|[\d以])")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]*(?=[^#\s])")
_EMPHASIS = re.compile(r"(\*\*)(?=\S)[^*\n]+(?<=\S)(\*\*)")
_SPACED_NUMBER = re.compile(r"\d [年月日条件个次项]")
_SENTENCE_SIGN = re.compile(r"[。！？；，]")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d年")
_TITLE_REST = re.compile(
    r"(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:情况)?(?:年|年度|度)?(?:工作)?(?:情况)?(?:的)?(?:报告|年报|总结)"
)
_CLOSERS = "。！？；：…”’」』）》"
_LONG_LINE = 300
_HEADING = 45
_SHORTEST_PROSE = 20
_WIDEST_PRINT = 60


class _Line(NamedTuple):
    """One line without its indent: `chars[start:end]`, its line feed at `feed` (None at the end)."""

    start: int
    end: int
    feed: int | None
    heading: bool
    after_blank: bool


class _Piece(NamedTuple):
    """`chars[start:end]` as it is, or read as the one `char`."""

    start: int
    end: int
    char: str = ""


def flowing(chars: str, ranges: Sequence[Span]) -> tuple[str, list[int]]:
    """The flowing characters of the ranges and their indices in `chars`; paragraphs end in a line feed."""
    width = wrapped_width(chars)
    pieces: list[_Piece] = []
    for start, end in _merged(ranges):
        if pieces and pieces[-1].char != "\n":
            cut = min(pieces[-1].end, start - 1)  # between two ranges there is a character at least
            pieces.append(_Piece(cut, cut + 1, "\n"))
        pieces += _kept(chars, start, end, width)
    flowed = "".join([char or chars[start:end] for start, end, char in pieces])
    return flowed, [index for start, end, _ in pieces for index in range(start, end)]


def _merged(ranges: Sequence[Span]) -> list[Span]:
    """Ranges in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=2)
def wrapped_width(chars: str) -> float | None:
    """The width, in hanzi, at which the lines of a print are broken; None where a line is a paragraph."""
    sample = chars[:200_000].split("\n")
    widths = [
        len(line.encode("gb18030", "replace")) / 2
        for line in map(str.strip, sample)
        if len(line) >= 10 and "\t" not in line and "|" not in line
    ]
    if len(widths) < 6 or sum(width > _WIDEST_PRINT for width in widths) > len(widths) / 10:
        return None
    classes = Counter(round(width) for width in widths)
    best = max(classes, key=lambda w: (classes[w - 1] + classes[w] + classes[w + 1], w))
    near = [width for width in widths if abs(width - best) <= 2]
    wider = sum(width > best + 2 for width in widths)
    if len(near) < len(widths) * 0.4 or wider > len(widths) * 0.15 or best < 15:
        return None
    return best


def _lines(chars: str, start: int, end: int) -> Iterator[_Line]:
    blank = False
    while start < end:
        feed = chars.find("\n", start, end)
        stop = end if feed < 0 else feed
        first, last = start, stop
        while first < last and chars[first] in " \t":
            first += 1
        while first < last and chars[last - 1] in " \t":
            last -= 1
        mark = _HEADING_MARK.match(chars, first, last) if chars.startswith("#", first, last) else None
        if first < last:
            yield _Line(mark.end() if mark else first, last, None if feed < 0 else feed, bool(mark), blank)
        blank = first == last
        start = stop + 1


def _kept(chars: str, start: int, end: int, width: float | None) -> list[_Piece]:
    """What stays of a range."""
    pieces: list[_Piece] = []
    lines = list(_lines(chars, start, end))
    goes_on = False
    for i, line in enumerate(lines):
        pieces += _spaceless(chars, line)
        following = lines[i + 1] if i + 1 < len(lines) else None
        if line.feed is None:
            continue
        goes_on = following is not None and _continues(chars, lines, i, width, goes_on)
        if following is None or not goes_on:
            pieces.append(_Piece(line.feed, line.feed + 1, "\n"))
        elif _latin(chars, line.end - 1, following.start):
            pieces.append(_Piece(line.feed, line.feed + 1, " "))
    return pieces


def _latin(chars: str, left: int, right: int) -> bool:
    """A space parts two words or two groups of digits, of which neither is Chinese."""
    a, b = chars[left], chars[right]
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()


def _continues(chars: str, lines: Sequence[_Line], i: int, width: float | None, began: bool) -> bool:
    """Whether the sentence of line `i` goes on in line `i + 1`; `began`: it came from the line before."""
    line, following = lines[i], lines[i + 1]
    printed, after = chars[line.start : line.end], chars[following.start : following.end]
    if line.heading or following.heading or _ENDED.search(printed) or _is_row(printed) or _is_row(after):
        return False
    if _UNFINISHED.search(printed) or _CANNOT_BEGIN.match(after):
        return True
    if _MARKER.match(after):
        return False
    if _opens(printed) and _closes(after):
        return True
    if following.after_blank:
        return False
    if _parts_a_number(printed, after, chars, lines, i) or (i < 8 and _TITLE_REST.fullmatch(after)):
        return True
    if width is None:
        is_prose = began or (len(printed) > _SHORTEST_PROSE and not _MARKER.match(printed))
        return is_prose and _in_a_sentence(printed) and _SENTENCE_SIGN.search(after) is not None
    return len(printed.encode("gb18030", "replace")) / 2 >= width - 3


def _in_a_sentence(line: str) -> bool:
    """A line whose last sentence has a comma and no end: no title, no signature."""
    return "，" in line[max(line.rfind(sign) for sign in "。！？；：") + 1 :]


def _is_row(line: str) -> bool:
    return line[0] == "|" or line[-1] == "|" or "\t" in line


def _opens(line: str) -> bool:
    return line.rfind("“") > line.rfind("”") or line.rfind("《") > line.rfind("》")


def _closes(line: str) -> bool:
    """A quotation that was open before this line ends in it."""
    close = min((at for at in (line.find("”"), line.find("》")) if at >= 0), default=-1)
    return close >= 0 and not any(mark in line[:close] for mark in "“《")


def _parts_a_number(printed: str, after: str, chars: str, lines: Sequence[_Line], i: int) -> bool:
    """`新增公开政府信息⏎2110⏎条`: a number on a line of its own, then its classifier."""
    if printed[-1].isdigit() or printed[-1] in "余多万亿":
        return _UNIT_ALONE.match(after) is not None
    if _NUMBER_LINE.fullmatch(after) and i + 2 < len(lines):
        return chars[lines[i + 2].start] in _UNITS
    return False


def _spaceless(chars: str, line: _Line) -> list[_Piece]:
    """The line without the spaces inside its sentences; in a run-together page some stand for a line feed."""
    pieces: list[_Piece] = []
    at = paragraph = line.start
    run_together = line.end - line.start >= _LONG_LINE
    spaced = run_together and len(_SPACED_NUMBER.findall(chars[line.start : line.start + 20_000])) > 1
    for start, end in _dropped(chars, line):
        if start > at:
            pieces.append(_Piece(at, start))
        at = end
        if chars[start] == "*":
            continue
        if (chars[start - 1] in _CLOSERS and _follows_sentence(chars, paragraph, (start, end))) or (
            run_together and _parts_paragraphs(chars, paragraph, (start, end), spaced)
        ):
            pieces.append(_Piece(start, start + 1, "\n"))
            paragraph = end
        elif _latin(chars, start - 1, end):
            pieces.append(_Piece(start, start + 1, " "))
    if at < line.end:
        pieces.append(_Piece(at, line.end))
    return pieces


_BLANKS = re.compile(r"[ \t]+")


def _dropped(chars: str, line: _Line) -> list[Span]:
    spans = [match.span() for match in _BLANKS.finditer(chars, line.start, line.end)]
    if chars.find("**", line.start, line.end) >= 0:
        for match in _EMPHASIS.finditer(chars, line.start, line.end):
            spans += [match.span(1), match.span(2)]
        spans.sort()
    return spans


def _follows_sentence(chars: str, paragraph: int, space: Span) -> bool:
    """A space between the end of a sentence and a list marker."""
    start, end = space
    if not _MARKER.match(chars, end):
        return False
    return _ENDED.search(chars[max(start - 4, paragraph) : start]) is not None


def _parts_paragraphs(chars: str, paragraph: int, space: Span, spaced: bool) -> bool:
    """Whether a space stands where a paragraph ended before the page was flattened into one line.

    `spaced` pages print spaces around numbers (`2024 年 1 月`), where they mean nothing.
    """
    start, end = space
    if _latin(chars, start - 1, end):
        return False
    before = chars[max(start - _HEADING, paragraph) : start]
    if before[-1] in "。！？…" or (before[-1] in _CLOSERS and re.search("[。！？…][”’」』）》]+$", before)):
        return True
    if before[-1] != "第" and _SECTION.match(chars, end):
        return True
    if start - paragraph >= _HEADING or _SENTENCE_SIGN.search(before) or before[-1].isascii():
        return False
    if chars[end].isascii():
        dated = _FULL_YEAR.match(chars, end) is not None and before[-1] not in "至到于自在从和与"
        return dated and not spaced
    return True
