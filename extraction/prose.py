"""Text and its parts -> Passages: the prose of each part as flowing text, without its tables.

Besides the ids of the parts, a passage's `section` is `heading` (the heading of a part) or `chrome`:
what the page prints around the report (breadcrumbs, bylines, attached lists), which names agencies and
dates but states no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.report import Section, Span
from extraction.text import Passage, Text, flow

_KEYS = (
    "索引号|信息索引|发文?机[构关]|发布(?:机构|单位|者|人)|责任(?:部门|单位|编辑)|公开单位|发布(?:时间"
    "|日期)|发文日期|成文日期"
    "|生成日期|公开日期|更新时间|标题|名称|日期|时间|(?:信息|文章|稿件)?来源|稿源|作者|编辑|审核"
    "|浏览(?:次数|量)?"
    "|点击(?:数|量|率|次数)?|阅读(?:次数|量)?|访问(?:量|次数)|字[号体]|文号|发文字号|所属栏目|栏目|原文链接"
    "|本地目录"
    "|主题(?:分类|词)|信息分类|分类|公开(?:方式|范围|时限|形式|程序|类别)|关键词|有效性|内容概述|体裁|组配"
    "|服务对象"
    "|附件(?:下载)?|[上下]一[篇条]|分享(?:到)?|相关(?:链接|附件|阅读|解读)|主办(?:单位)?|承办(?:单位)?"
    "|技术支持"
)
_KEYED = re.compile(rf"[ \t|【\[]*(?:{_KEYS})[ 】\]]*[：:|\t]")
_PAGE_WORDS = re.compile(
    r"当前位置|(?:您|你)(?:现在|当前)?(?:的|所在)*位置|首页[ \t]*[>＞»›/\-]|版权所有|ICP备|公网安备"
    r"|网站标识码|扫一扫"
    r"|打印本页|关闭(?:窗口|本页)|字体[：:]?[ \t]*[\[【（]?[ \t]*大|微信[ \t]+微博|QQ空间|={6,}"
    r"|[文附]件下载|页面链接|^[ \t]*正文[ \t]*$"
    r"|^[ \t]*(?:【?打印】?|【?关闭】?|【?字号】?|返回顶部|分享)[ \t]*$"
)
# Where one line holds the page's words and then the report, the report begins behind the last of these.
_LAST_WORDS = re.compile(
    r"(?:相关链接|文件下载|文字版|全真版|QQ空间|关闭窗口|打印本页|\]|】)[：:]?[ \t]*|-->[ \t]*"
)
_ROW = re.compile(r"[^|\n]*\|[^|\n]*\|[^\n]*|[^\t\n]*\S\t+[^\t\n]*\S[^\n]*")
_ATTACHED = re.compile(r"附[表件]|统计表")
_TRAILING = re.compile(r"(?:附件下载|文件下载|打印|关闭|分享到?[：:]?|返回顶部|[上下]一篇[：:][^\n]*)[ \t]*$")
_LONG = 200
_HEAD_OF_PAGE = 700


def passages(text: Text, sections: Sequence[Section], tables: Sequence[Span]) -> tuple[Passage, ...]:
    """The prose in the order of the document; `tables` are the stretches (Document offsets) to leave out."""
    cut = sorted((text.at(start), text.at(end)) for start, end in tables)
    found: list[Passage] = []
    for section in sections:
        start, end = text.at(section.start), text.at(section.end)
        body = _heading_end(text, section, start, end)
        if body > start and section.heading:
            found.append(Passage("heading", flow(text, [(start, body)])))
        found += _of_part(text, section, _without(body, end, cut))
    return tuple(passage for passage in found if passage.text.chars.strip())


def _heading_end(text: Text, section: Section, start: int, end: int) -> int:
    """Where the prose behind the heading begins; spaces and line ends in the heading do not count."""
    rest = "".join(section.heading.split())
    if not rest:
        return start
    at = text.at(section.start + text.printed[section.start : section.end].index(rest[0]))
    while rest and at < end:
        rest = rest[not text.quote(at, at + 1).isspace() :]
        at += 1
    return at


def _without(start: int, end: int, cut: Sequence[Span]) -> list[Span]:
    """The ranges of [start, end) outside of the tables."""
    ranges: list[Span] = []
    for first, last in cut:
        if first < end and last > start:
            ranges.append((start, first))
            start = max(start, last)
    return [(a, b) for a, b in (*ranges, (start, end)) if a < b]


def _of_part(text: Text, section: Section, ranges: Sequence[Span]) -> Iterator[Passage]:
    """The stretches of one kind of a part, each a passage: its prose, and what the page put around it."""
    attached = section.id == "free" and _ATTACHED.search(section.heading)
    kind = ""
    run: list[Span] = []
    for start, end in ranges:
        for first, last, chrome in _lines(text.chars, start, end):
            found = "chrome" if chrome or attached else section.id
            if found != kind and run:
                yield Passage(kind, flow(text, run))
                run = []
            kind = found
            run.append((first, last))
    if run:
        yield Passage(kind, flow(text, run))


def _lines(chars: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The lines of a range, whether each is the page's; rows of tables that nobody asked for are left out."""
    while start < end:
        stop = chars.find("\n", start, end) + 1 or end
        line = chars[start:stop]
        chrome = bool(_KEYED.match(line) or _PAGE_WORDS.search(line))
        if len(line) > _LONG:
            yield from _of_long_line(chars, start, stop, chrome)
        elif chrome or not _is_row(line):
            yield start, stop, chrome
        start = stop


def _of_long_line(chars: str, start: int, stop: int, chrome: bool) -> Iterator[tuple[int, int, bool]]:
    """A line that holds a whole page: its first and last words may be the page's."""
    body, tail = start, stop
    if chrome:
        words = [m.end() for m in _LAST_WORDS.finditer(chars, start, min(stop, start + _HEAD_OF_PAGE))]
        body = words[-1] if words else start
    if ending := _TRAILING.search(chars, max(body, stop - 60), stop):
        tail = ending.start()
    for first, last, page in ((start, body, True), (body, tail, False), (tail, stop, True)):
        if first < last:
            yield first, last, page


def _is_row(line: str) -> bool:
    return ("|" in line or "\t" in line) and "。" not in line and _ROW.fullmatch(line.strip()) is not None
