"""Prose -> AGENCY spans: the names of party and state organs, their units and working bodies.

A name is read from its last word (局, 办公室, 领导小组 …) to the left: what the agency does, then whose
it is (a place, a level, or another agency that ends there). What is no such word ends the name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extraction.organs import ATTACHED, BREAK, HAN, HEAD, NO_PLACE, RANK, SELF, words
from extraction.owners import Line, far_place, prefix, unlisted_name
from extraction.places import is_place
from extraction.report import Entity
from extraction.text import Passage

Found = tuple[int, float]

_ACCOUNTS = "子站|微信|公众号|视频号|抖音|微博|账号|头条|专栏|栏目|APP|小程序|网站|专题|客户端|平台"
# Nothing is named inside titles of documents, accounts, addresses and paths.
_MASKED = re.compile(
    rf"《[^《》\n]{{1,80}}》?|https?://[!-~]+|(?:www\.|(?<![A-Za-z\d._-])[A-Za-z\d._-]{{1,40}}@)[!-~]+"
    rf"|\d_[{HAN}]+"
    r"|(?:公众号|视频号|抖音号?|微博|账号|头条号?|专栏|栏目|APP|小程序)[“（][^”\n]{1,20}[”）]"
    r"|“[^”\n]{1,20}(?:网站|平台|专栏|公众号|客户端)”|地址[为是：，]{0,2}[^，。；、）\n]{2,40}"
    rf"|“[^”\n]{{1,20}}”(?=(?:官方|政务)?(?:{_ACCOUNTS}))"
)
_TITLE = re.compile(
    rf"^(?:.{{0,12}}[：>])?(?:(?:19|20)\d\d年度?)?(?P<name>(?!首页"
    rf"|[^\n]{{0,28}}公司)[{HAN}]{{2,30}}?(?<!公开)"
    r"(?:人民政府|[局厅委办室会院校心队所站处部司]))(?:关于)?"
    r"(?=(?:19|20)\d\d年|政府信息公开|信息公开|政务公开)[^\n]{0,40}(?:报告|年报|总结)",
    re.MULTILINE,
)
_MOST_NAMES = 100
_GOVERNING = re.compile(r"(?:政府|办公厅|政府办公室|[省市])$")
_NO_NAME = re.compile(r"[我本为的了]|公司")
_PLACE = re.compile(
    rf"(?:^|[^{HAN}]年?度?|[由向在对与和及按照经将被把为去到请受于以从给称报送系])"
    rf"(?P<name>(?:[{HAN}]{{2,3}}?|[{HAN}]{{2,5}}(?:[{HAN}]{{1,3}}族){{1,3}})"
    r"(?:自治县|自治州|市|县|区|旗|州|盟|镇|乡|街道|苏木))"
    rf"(?=人民政府|政府|[{HAN}]{{2,14}}(?:局|委|办公室|办事处|支队|大队|中心|厅|人民政府))",
    re.MULTILINE,
)


class _Name(NamedTuple):
    """A name that may be one: `chars[first:body]` owns, `[body:head]` does, `[head:]` is its last word."""

    line: Line
    word: str
    first: int
    body: int
    head: int

    @property
    def placed(self) -> bool:
        return self.first < self.body

    @property
    def bodied(self) -> bool:
        return self.body < self.head

    @property
    def owner(self) -> str:
        return self.line.chars[self.first : self.body]

    @property
    def trade(self) -> str:
        return self.line.chars[self.body : self.head]

    @property
    def before(self) -> str:
        """The character before the words that say what the agency does."""
        return self.line.chars[self.body - 1] if self.body else "\n"

    @property
    def coordinated(self) -> bool:
        """「区委、政府」: a short name behind a full one."""
        return self.line.last_end() == self.body - 1 and self.before in "、和"


def find(passages: Sequence[Passage]) -> tuple[Entity, ...]:
    """The agencies in the order of the text, as written: 「太仓市人民政府网站」 gives 太仓市人民政府."""
    hidden = [masked(passage.text.chars) for passage in passages]
    places, rank = _places(hidden), _rank(hidden)
    spans = [_scan(chars, places, rank) for chars in hidden]
    certain = _certain(hidden, spans)
    found = []
    for passage, chars, own in zip(passages, hidden, spans, strict=True):
        for start, end, confidence in _with_certain(chars, own, certain):
            first, last = passage.text.span(start, end)
            found.append(Entity("AGENCY", first, last, passage.text.quote(start, end), confidence))
    return tuple(sorted(found, key=lambda entity: entity.start))


def masked(chars: str) -> str:
    """The characters with nothing in place of titles, addresses and the words of document numbers."""
    chars = _MASKED.sub(lambda match: "\0" * len(match[0]), chars)
    parts: list[str] = []
    done = 0
    for bracket in re.finditer("〔", chars):
        start = at = bracket.start()
        while at - start < 14 and start > done and "\u4e00" <= chars[start - 1] <= "\u9fff":
            start -= 1
        parts += (chars[done:start], "\0" * (at - start))
        done = at
    return "".join((*parts, chars[done:]))


def _places(masked: Iterable[str]) -> frozenset[str]:
    """Names of places that no list knows, told by what stands around them: 「，陵和市人民政府」."""
    before = words().before
    follows: dict[str, set[str]] = {}
    for chars in masked:
        for match in _PLACE.finditer(chars):
            name = match["name"]
            known = any(is_place(name[i:]) for i in range(len(name) - 2))
            verbal = any(name[i : i + 2] in before for i in range(3))
            if known or verbal or NO_PLACE.search(name):
                continue
            opens = match.start("name") == match.start() or match[0][0] in "\n年度："
            sure = {"line", "sure"} if opens or chars.startswith("人民政府", match.end()) else set()
            follows.setdefault(name, set()).update({chars[match.end() : match.end() + 3], *sure})
    # 「查阅区财政局」 twice is a verb twice; a place is at home in more than one name
    return frozenset(name for name, after in follows.items() if len(after) > 1)


def _rank(masked: Iterable[str]) -> int:
    """The level of the reporting government by its title, 0 where that is not told."""
    for chars in masked:
        for match in _TITLE.finditer(chars):
            levels = [rank for level, rank in RANK.items() if level in match["name"]]
            if levels and _GOVERNING.search(match["name"]):
                return min(levels)
    return 0


def _scan(chars: str, places: frozenset[str], rank: int) -> list[tuple[int, int, float]]:
    line = Line(chars, places, frozenset(name[-2:] for name in places), rank, [])
    for head in HEAD.finditer(chars):
        found = _name(line, head[0], head.start(), head.end())
        if found and not _unnamed(line, found[0], head.start()):
            line.add(found[0], head.end(), found[1])
    return line.spans


def _unnamed(line: Line, start: int, head: int) -> bool:
    """A group without a name: 「16家区政府」, in a city's report each bare 「区政府」."""
    level = line.chars[start:head] if line.chars[start:head] in RANK else ""
    counted = start > 0 and line.chars[start - 1] in "个家名" and level not in ("市", "省")
    return bool(counted or (level and RANK[level] < line.rank))


def _name(line: Line, word: str, start: int, end: int) -> Found | None:
    """Where the name that ends in this word begins, and how sure that is; None if it is no name."""
    chars, floor, listed = line.chars, line.last_end(), words()
    kind = listed.kinds.get(word, "")
    if word == "管委会" and line.follows(start) and chars.endswith("党工委", 0, start):
        # one office under two names: its 办公室 is one agency
        return (line.spans[-1][0] if chars.startswith("办公室", end) else start), 0.8
    if kind == "alone":
        return prefix(line, start), 0.95
    if bare := _bare(chars, floor, end):
        if line.follows(end - bare):
            return line.spans[-1][0], 0.9
        return prefix(line, _body(chars, end - bare, floor, listed.trades, joint=True)), 0.9
    known = listed.units if kind == "unit" else listed.trades
    body = start if kind == "government" else _body(chars, start, floor, known)
    if line.follows(body) and (word in listed.joined or body < start):
        return line.spans[-1][0], 0.95
    if floor and start - floor < 9 and word in ATTACHED and ATTACHED[word].fullmatch(chars, floor, start):
        return line.spans[-1][0], 0.85
    name = _Name(line, word, prefix(line, body), body, start)
    if name.placed and line.follows(name.first) and chars.endswith(("总局", "统计局"), 0, floor):
        # 「国家税务总局太仓市税务局」 is one
        return line.spans[-1][0], 0.95
    return _JUDGES.get(kind, _office)(name)


def _bare(chars: str, floor: int, end: int) -> int:
    listed = words()
    longest = min(listed.longest, end - floor)
    return next((n for n in range(longest, 1, -1) if chars[end - n : end] in listed.bare), 0)


def _government(name: _Name) -> Found | None:
    """人民政府, 人大, 党组: whose it is must be told."""
    people = name.word in ("政府", "人大", "政协")
    if name.placed and not (people and name.owner in words().own and name.owner not in words().levels):
        return name.first, 0.95
    if people and name.coordinated:
        return name.head, 0.7
    line = name.line
    behind = line.chars[max(0, line.last_end() - 2) : line.last_end()]
    near = name.word == "政协" and behind == "人大" and name.head - line.last_end() < 7
    return (name.head, 0.7) if near else None


def _inner_unit(name: _Name) -> Found | None:
    """法规科, 督查室: what it does must be told."""
    if not name.bodied or name.before in SELF:
        return None
    return (name.first, 0.8) if name.word != "室" or name.trade in words().rooms else None


def _working_body(name: _Name) -> Found | None:
    vague = name.word == "部" and name.trade in words().generic
    return (name.first, 0.85) if name.bodied and not vague else None


def _institution(name: _Name) -> Found | None:
    """法院, 图书馆, 派出所: whose it is must be told, if need be by a place further left."""
    line, body = name.line, name.body
    if name.placed and (name.bodied or (name.word != "中心" and name.owner not in words().own)):
        return name.first, 0.9
    if name.bodied and name.word in ("支队", "大队") and BREAK.match(name.before):
        return body, 0.6
    if (far := far_place(line, body)) is not None:
        return far, 0.7
    if name.word in words().schools and (start := unlisted_name(line, body)) is not None:
        return start, 0.6
    return (body, 0.6) if name.coordinated else None


def _office(name: _Name) -> Found | None:
    """局, 委, 厅, 办公室, 委员会: what it does, or 市局, 局办公室."""
    if name.word == "委":
        return (name.first, 0.9) if name.placed or name.bodied else None
    if name.bodied:
        vague = name.trade in words().generic and name.word not in ("办公室", "总局")
        if not name.placed and (far := far_place(name.line, name.body)) is not None:
            return far, 0.7
        if not name.placed and (vague or name.before in SELF):
            return None
        return name.first, 0.95 if name.placed else 0.75
    if name.owner in words().levels or name.owner in words().own:
        return name.first, 0.8
    if name.word == "总局":
        return name.head, 0.7
    far = far_place(name.line, name.body)
    return (far, 0.7) if far is not None else None


_JUDGES: dict[str, Callable[[_Name], Found | None]] = {
    "government": _government,
    "unit": _inner_unit,
    "bodied": _working_body,
    "placed": _institution,
}


def _body(chars: str, end: int, floor: int, known: frozenset[str], *, joint: bool = False) -> int:
    """The start of the words before a head that say what the agency does: 「自然资源与生态环境」."""
    start = end
    while True:
        word = _word_before(chars, start, floor, known)
        if not word and (joint or start < end) and start - 1 > floor and chars[start - 1] in "和与及、":
            word = _word_before(chars, start - 1, floor, known)
            word += bool(word)
        if not word:
            return start
        start -= word


def _word_before(chars: str, end: int, floor: int, known: frozenset[str]) -> int:
    return next((n for n in range(min(10, end - floor), 1, -1) if chars[end - n : end] in known), 0)


def _certain(masked: Sequence[str], spans: Sequence[Sequence[tuple[int, int, float]]]) -> list[str]:
    """Names that are sure wherever they stand: from the title of a report, or long and found with a place."""
    names = {match["name"] for chars in masked for match in _TITLE.finditer(chars)}
    names = {name for name in names if len(name) > 2 and not _NO_NAME.search(name)}
    for chars, own in zip(masked, spans, strict=True):
        names |= {chars[start:end] for start, end, confidence in own if confidence > 0.9 and end - start > 5}
    return sorted(names, key=lambda name: (-len(name), name))[:_MOST_NAMES]


def _with_certain(
    chars: str, spans: Sequence[tuple[int, int, float]], names: Sequence[str]
) -> list[tuple[int, int, float]]:
    found = list(spans)
    for name in names:
        at = chars.find(name)
        while at >= 0:
            end = at + len(name)
            place = bisect_left(found, (at, at, 0.0))
            before, after = found[place - 1 : place], found[place : place + 1]
            if (not before or before[0][1] <= at) and (not after or after[0][0] >= end):
                found.insert(place, (at, end, 0.9))
            at = chars.find(name, end)
    return found
