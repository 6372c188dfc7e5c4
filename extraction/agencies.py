"""Prose -> AGENCY spans: the names of party and state organs, their units and working bodies.

A name is read from its last word (局, 办公室, 领导小组 …) to the left: what the agency does, then whose
it is (a place, a level, or another agency that ends there). What is no such word ends the name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extraction.places import LONGEST, is_place, place_tails
from extraction.report import Entity, Span
from extraction.text import Passage

_HAN = "\u4e00-\u9fff"
# Nothing is named inside titles of documents, document numbers and addresses.
_MASKED = re.compile(
    rf"《[^《》\n]{{1,80}}》?|https?://[\w./?=&%#:-]+|(?:www\.|\w+@)[\w./-]+|\d_[{_HAN}]+"
    r"|(?:公众号|视频号|抖音号?|微博|账号|头条号?|专栏|栏目|APP|小程序)[“（][^”\n]{1,20}[”）]"
    r"|“[^”\n]{1,20}(?:网站|平台|专栏|公众号|客户端)”|地址[为是：，]{0,2}[^，。；、）\n]{2,40}"
    r"|“[^”\n]{1,20}”(?=(?:官方|政务)?(?:子站|微信|公众号|视频号|抖音|微博|账号|头条|专栏|栏目|APP|小程序|网站|专题|客户端|平台))"
)
_HEAD = re.compile(
    r"国务院(?!令)|党中央|中共中央|中央(?<!党中央)(?=关于|交|决策|部署|、国务院)|人民政府|政府(?!信息|采购|购买|投资|债|性|令)|人大常委会|人大工委|监察工委|人大(?!会)|政协"
    r"|委员会(?<!居民委员会)(?<!村民委员会)|管委会|常委会|党工委|纪工委|行政公署|行署|党委|党组|纪委监委|纪委|监委(?!会)|纪检监察组|纪检组"
    r"|领导小组|协调小组|公开小组|工作小组|督察组|巡视组|工作组|指挥部|专班|联席会议(?:办公室)?"
    r"|办事处|办公厅|办公室|分局|总局|总署|监管局|管理局|局(?![部限面势里])|厅(?!堂)|署(?<!部署)(?!名)"
    r"|服务中心|中心(?![工城任思环组])|研究院|设计院|检察院|法院|中医院|医院|卫生院|学院|大学(?![生])|学校|中学|小学(?!生)|党校|保健院"
    r"|图书馆|档案馆|博物馆|文化馆|派出所|司法所|财政所|研究所|管理所|监测站|管理站|经管站|监督站|林业站|文化站|水管站|农技站|兽医站|安全站|服务站|工作站"
    r"|总队|支队|大队|中队|调查队|联合会|残联|妇联|总工会|工商联|红十字会|慈善总会|编辑部|海关(?!总署)|武装部"
    r"|委(?![员托派任会以])|办(?<![举主承协停代督催经兴筹领补申帮包]办)(?![局理事法结件好学公案证文复实成得完税])|部(?![门分署长位])"
    r"|科(?![技学普研创室])|股(?![份东权室])|处(?![理罚置分于室长方级境决以在])|室(?![内外])|司(?![法机])"
)
_LEVEL = ("自治区", "自治州", "自治县", "实验区", "开发区", "高新区", "经开区", "新片区", "新区", "园区", "示范区", "管理区", "地区",
          "度假区", "保税区", "街道", "苏木", "省", "市", "县", "区", "旗", "州", "盟", "镇", "乡")  # fmt: skip
_ZONE = re.compile(
    r"(?:(?:综合|经济技术|高新技术产业|高新技术|经济|工业|旅游|农业|生态|文化|现代|产业|滨海|滨江|临空|临港|空港|循环经济|国际|科技|高科技)*"
    r"(?:开发区|实验区|新区|新片区|示范区|园区|高新区|经开区|管理区|保税区|度假区|风景名胜区|风景区|景区|产业园|科学城|港区))$"
)
# Zones that are never without a name of their own.
_NAMED_ZONES = ("科学城", "产业园", "新片区", "风景名胜区", "度假区", "保税区")
# The reporting agency as it calls itself: 局办公室, 委党组, 大队宣传室.
_OWN = ("总局", "支队", "大队", "总队", "分局", "中心", "管委会", "局", "委", "厅", "院", "队", "所", "办", "镇", "乡", "街道", "学校", "关", "部", "校")
_LEVELS = frozenset((*_LEVEL, *_OWN))
_SELF = "我本该各全某两多此贵每"
_ORDINAL = re.compile(r"(?:中央|国家|省)第[一二三四五六七八九十]{1,3}$")
_BREAK = re.compile(rf"[^{_HAN}]")
_TITLE = re.compile(
    rf"^(?:.{{0,12}}[：>])?(?:(?:19|20)\d\d年度?)?(?P<name>(?!首页|[^\n]{{0,28}}公司)[{_HAN}]{{2,30}}?(?<!公开)(?:人民政府|[局厅委办室会院校心队所站处部司]))(?:关于)?"
    r"(?=(?:19|20)\d\d年|政府信息公开|信息公开|政务公开)[^\n]{0,40}(?:报告|年报|总结)", re.MULTILINE
)
_PLACE_HEAD = re.compile(
    rf"(?:^|[^{_HAN}]年?度?|[由向在对与和及按照经将被把为去到请受于以从给称报送系])"
    rf"(?P<name>(?:[{_HAN}]{{2,3}}?|[{_HAN}]{{2,5}}(?:[{_HAN}]{{1,3}}族){{1,3}})(?:自治县|自治州|市|县|区|旗|州|盟|镇|乡|街道|苏木))"
    rf"(?=人民政府|政府|[{_HAN}]{{2,14}}(?:局|委|办公室|办事处|支队|大队|中心|厅|人民政府))", re.MULTILINE
)
_SENTENCE = re.compile(r"[我本为的了]|公司")
# Places whose name reads as 「and the county」, 「for the county」, 「with the county」.
_DOUBTFUL = frozenset("和县 代县 会同县 会同".split())
_GENERIC = frozenset("公开 工作 管理 服务 信息 监督 建设 综合 数据 事务 发展 政策 宣传 组织 机关 会议 研究".split())
_RANK = {"省": 3, "市": 2, "县": 1, "区": 1, "旗": 1, "镇": 0, "乡": 0, "街道": 0, "苏木": 0}
_NO_PLACE = re.compile(r"[的了在对向由于与和及按照经将被把为是各全我本该从以等到至请就要使给让中]|20|社区|地区|景区|专区|小区")


@dataclass(frozen=True, slots=True)
class Words:
    trades: frozenset[str]
    units: frozenset[str]
    bare: frozenset[str]
    rooms: frozenset[str]
    before: frozenset[str]
    longest: int


@cache
def _words() -> Words:
    data = json.loads(Path(__file__).with_name("agencies.json").read_text(encoding="utf-8"))
    names = ("trades", "units", "bare", "rooms", "before")
    lists = [frozenset(data[name].split()) for name in names]
    return Words(*lists, max(map(len, lists[2])))


def find(passages: Sequence[Passage]) -> tuple[Entity, ...]:
    """The agencies in the order of the text, as written: 「太仓市人民政府网站」 gives 太仓市人民政府."""
    masked = [_masked(passage.text.chars) for passage in passages]
    places, rank = _places(masked), _rank(masked)
    spans = [_scan(chars, places, rank) for chars in masked]
    certain = _certain(masked, spans)
    found = []
    for passage, chars, own in zip(passages, masked, spans, strict=True):
        for start, end, confidence in _with_certain(chars, own, certain):
            first, last = passage.text.span(start, end)
            found.append(Entity("AGENCY", first, last, passage.text.quote(start, end), confidence))
    return tuple(sorted(found, key=lambda entity: entity.start))


def _masked(chars: str) -> str:
    chars = _MASKED.sub(lambda match: "\0" * len(match[0]), chars)
    at = chars.find("〔")
    while at >= 0:
        start = at
        while at - start < 14 and start and "\u4e00" <= chars[start - 1] <= "\u9fff":
            start -= 1
        chars = chars[:start] + "\0" * (at - start) + chars[at:]
        at = chars.find("〔", at + 1)
    return chars


def _places(masked: Iterable[str]) -> frozenset[str]:
    """Names of places that no list knows, told by what stands around them: 「，陵和市人民政府」."""
    before = _words().before
    follows: dict[str, set[str]] = {}
    for chars in masked:
        for match in _PLACE_HEAD.finditer(chars):
            name = match["name"]
            known = any(is_place(name[i:]) for i in range(len(name) - 1))
            verbal = any(name[i : i + 2] in before for i in range(3))
            if known or verbal or _NO_PLACE.search(name):
                continue
            opens = match.start("name") - match.start() == 0 or match[0][0] in "\n年度："
            sure = {"line", "sure"} if opens or chars.startswith("人民政府", match.end()) else set()
            follows.setdefault(name, sure).update({chars[match.end() : match.end() + 3], *sure})
    # 「查阅区财政局」 twice is a verb twice; a place is at home in more than one name
    return frozenset(name for name, after in follows.items() if len(after) > 1)


def _rank(masked: Iterable[str]) -> int:
    """The level of the reporting agency by its title, 0 where that is not told."""
    for chars in masked:
        for match in _TITLE.finditer(chars):
            levels = [rank for level, rank in _RANK.items() if level in match["name"]]
            if levels:
                return min(levels)
    return 0


@dataclass(slots=True)
class _Line:
    """A masked passage while it is read from left to right; `spans` are the agencies so far."""

    chars: str
    places: frozenset[str]
    tails: frozenset[str]
    rank: int
    spans: list[tuple[int, int, float]]

    def last_end(self) -> int:
        return self.spans[-1][1] if self.spans else 0

    def add(self, start: int, end: int, confidence: float) -> None:
        while self.spans and self.spans[-1][0] >= start:
            self.spans.pop()
        if not self.spans or self.spans[-1][1] <= start:
            self.spans.append((start, end, confidence))


def _scan(chars: str, places: frozenset[str], rank: int) -> list[tuple[int, int, float]]:
    line = _Line(chars, places, frozenset(name[-2:] for name in places), rank, [])
    for head in _HEAD.finditer(chars):
        found = _name(line, head[0], head.start(), head.end())
        if found and not _unnamed(line, found[0], head.start()):
            line.add(found[0], head.end(), found[1])
    return line.spans


def _unnamed(line: _Line, start: int, head: int) -> bool:
    """A group without a name: 「16家区政府」, in a city's report each bare 「区政府」."""
    chars = line.chars
    level = chars[start:head] if chars[start:head] in _RANK else ""
    counted = chars[start - 1 : start] and chars[start - 1] in "个家名" and level not in ("市", "省")
    return bool(counted or (level and _RANK[level] < line.rank))


_ALONE = frozenset("国务院 党中央 中共中央 中央 党工委 管委会 纪工委".split())
_GOVERNMENT = frozenset("人民政府 政府 行署 人大 政协 人大常委会 党委 党组 纪委 监委 纪委监委 纪检监察组 纪检组 常委会 行政公署 人大工委 监察工委 办事处 残联 妇联 总工会 工商联 武装部".split())
_UNIT = frozenset("科 股 处 室 司".split())
_BODIED = frozenset("领导小组 协调小组 公开小组 工作小组 督察组 指挥部 专班 部 编辑部 工作组 联席会议 联席会议办公室 设计院".split())
_JOINED = frozenset("办公室 办公厅 办 科 股 处 室 司 党组 党委 纪委 中心 服务中心 领导小组 分局 支队 大队 派出所 党校 司法所 财政所 指挥部 工作站 服务站 管理所 研究所 部".split())
_PLACED = frozenset("图书馆 档案馆 博物馆 文化馆 派出所 管理所 监测站 管理站 服务站 工作站 研究所 研究院 法院 检察院 医院 中医院 中学 小学 司法所 财政所 经管站 监督站 林业站 文化站 水管站 农技站 兽医站 安全站 卫生院 学院 大学 学校 党校 保健院 总队 支队 大队 中队 调查队 海关 联合会 中心 服务中心 分局".split())


_TITLES = ("中国共产党", "中共", "共青团", "中华人民共和国")
_NEVER = re.compile(r"(?!)")
# What may stand between an agency and the part of it that is named next.
_ATTACHED = {
    "办事处": re.compile(rf"[{_HAN}]{{1,5}}(?:街道|地区)"),
    "分局": re.compile(rf"[{_HAN}]{{2,4}}"),
    "纪检监察组": re.compile(rf"派[驻出][{_HAN}]{{0,7}}"),
}


def _name(line: _Line, head: str, start: int, end: int) -> tuple[int, float] | None:
    """Where the name that ends in this head begins, and how sure that is; None if it is no name."""
    chars, floor = line.chars, line.last_end()
    words = _words()
    after = line.last_end() == start and start
    if after and head == "管委会" and chars.endswith("党工委", 0, start):
        # one office under two names: its 办公室 is one agency
        return (line.spans[-1][0] if chars.startswith("办公室", end) else start), 0.8
    if head in _ALONE:
        return _prefix(line, start), 0.95
    bare = next((n for n in range(min(words.longest, end - floor), 1, -1) if chars[end - n : end] in words.bare), 0)
    if bare and line.spans and line.last_end() == end - bare:
        return line.spans[-1][0], 0.9
    if bare:
        start = _body(chars, end - bare, floor, words.trades, joint=True)
        return _prefix(line, start), 0.9
    body = start if head in _GOVERNMENT else _body(chars, start, floor, words.units if head in _UNIT else words.trades)
    if line.spans and line.spans[-1][1] == body and (head in _JOINED or body < start):
        return line.spans[-1][0], 0.95
    gap = chars[line.last_end() : start]
    if line.spans and len(gap) < 9 and _ATTACHED.get(head, _NEVER).fullmatch(gap):
        return line.spans[-1][0], 0.85
    first = _prefix(line, body)
    return _judged(line, head, (first, body, start))


def _judged(line: _Line, head: str, edges: tuple[int, int, int]) -> tuple[int, float] | None:
    """What kind of head needs which words before it."""
    first, body, start = edges
    chars = line.chars
    placed, bodied = first < body, body < start
    if line.spans and placed and line.spans[-1][1] == first and chars[: line.last_end()].endswith(("总局", "统计局")):
        return line.spans[-1][0], 0.95
    if head in _GOVERNMENT:
        if placed and not (head in ("政府", "人大", "政协") and chars[first:start] in _OWN[:-3]):
            return first, 0.95
        coordinated = line.last_end() == start - 1 and chars[start - 1] in "、和" and head in ("政府", "政协", "人大")
        people = head == "政协" and line.spans and "人大" in chars[line.last_end() - 2 : start - 1][:2]
        return (start, 0.7) if coordinated or (people and start - line.last_end() < 7) else None
    if head == "委":
        return (first, 0.9) if placed or bodied else None
    if head in _UNIT:
        if head == "室" and chars[body:start] not in _words().rooms:
            return None
        return (first, 0.8) if bodied and (not body or chars[body - 1] not in _SELF) else None
    if head in _BODIED:
        return (first, 0.85) if bodied else None
    if head in _PLACED:
        if placed and (bodied or (head != "中心" and chars[first:body] not in _OWN)):
            return first, 0.9
        if bodied and head in ("支队", "大队") and (not body or _BREAK.match(chars[body - 1])):
            return body, 0.6
        far = _far_place(line, body)
        if far is None and head in _NAMED and (named := _clean_name(line, body)) is not None:
            return named, 0.6
        if far is None and line.last_end() == body - 1 and chars[body - 1] in "、和" and len(head) > 1:
            return body, 0.6
        if head == "分局" and placed and line.last_end() == first:
            return line.spans[-1][0], 0.9
        return (far, 0.7) if far is not None else None
    if bodied:
        vague = chars[body:start] in _GENERIC and head not in ("办公室", "总局")
        if not placed and (vague or (body and chars[body - 1] in _SELF)):
            return None
        return first, 0.95 if placed else 0.75
    if placed and _is_level(chars, first, start):
        return first, 0.8
    if head == "总局":
        return start, 0.7
    far = _far_place(line, body)
    return (far, 0.7) if far is not None else None


_NAMED = frozenset("大学 学院 海关 医院 派出所 分局".split())


def _clean_name(line: _Line, end: int) -> int | None:
    """The start of a name of two to four characters that nobody knows, between clean edges: 「通洋海关」."""
    for n in range(2, 5):
        name, edge = line.chars[end - n : end], end - n
        if edge < line.last_end() or len(name) < n or _BREAK.search(name) or _NO_PLACE.search(name):
            return None
        if name[:2] in _words().before:
            return None
        if line.chars.endswith("中华人民共和国", 0, edge):
            return edge - len("中华人民共和国")
        if edge == 0 or _BREAK.match(line.chars[edge - 1]) or line.chars[edge - 1] in "与和由向在赴请":
            return edge
    return None


def _is_level(chars: str, first: int, start: int) -> bool:
    return chars[first:start] in _LEVEL or chars[first:start] in _OWN


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


def _prefix(line: _Line, end: int) -> int:
    """The start of the places, the level or the zone to whom the words from `end` on belong."""
    chars, floor = line.chars, line.last_end()
    start = _zone(line, end, floor)
    ordinal = _ORDINAL.search(chars, max(floor, end - 8), end)
    if ordinal:
        return ordinal.start()
    while True:
        place = _place_before(line, start, floor)
        if place == start:
            break
        start = place
    if start == end:
        start = _level(chars, end, floor)
        if start < end and (far := _far_place(line, start)) is not None:
            start = far
    for title in _TITLES:
        if chars.endswith(title, floor, start):
            start -= len(title)
    return start


def _place_before(line: _Line, end: int, floor: int, *, short: bool = False) -> int:
    """The start of the place that ends there; a short name must have a clean edge unless `short`."""
    chars = line.chars
    tail = chars[end - 2 : end]
    if tail not in place_tails() and tail not in line.tails:
        return end
    for n in range(min(LONGEST, end - floor), 1, -1):
        name = chars[end - n : end]
        if name in line.places or (is_place(name) and name not in _DOUBTFUL):
            if short or 0 < floor == end - n or name[-1] in "省市县区旗州盟镇乡道木" or end == n or _BREAK.match(chars[end - n - 1]):
                return end - n
    return end


def _zone(line: _Line, end: int, floor: int) -> int:
    zone = _ZONE.search(line.chars, max(floor, end - 16), end)
    if not zone:
        return end
    start = zone.start()
    place = _place_before(line, start, floor, short=True)
    if place < start:
        return place
    for n in range(2, 4):
        name = line.chars[start - n : start]
        edge = start - n
        unfit = len(name) < n or _BREAK.search(name) or _NO_PLACE.search(name) or name[:2] in _words().before
        if not unfit and edge >= floor:
            before = line.chars[edge - 1 : edge]
            if not before or _BREAK.match(before) or before in "由向在与对指及" or zone[0].endswith(_NAMED_ZONES):
                return edge
    return start


def _level(chars: str, end: int, floor: int) -> int:
    """「市」 of 市政府, 「局」 of 局办公室; not 「全市」, 「我局」, 「各区」."""
    for n in (3, 2, 1):
        word, start = chars[end - n : end], end - n
        if start < floor or word not in _LEVELS:
            continue
        before = chars[start - 1] if start else ""
        if before and (before in _SELF or (word in "区镇" and before in "片社景专地小校库灾乡")):
            return end
        clean = not before or _BREAK.match(before) or before in "由向在与和及经对按将请"
        if clean or word in _LEVEL or word in ("局", "厅", "校", "队", "总局", "分局"):
            return start
    return end


def _far_place(line: _Line, end: int) -> int | None:
    """The start of a place at most six characters before `end`: 「太仓市城厢海塘管理所」."""
    chars, floor = line.chars, line.last_end()
    for gap in range(1, 7):
        at = end - gap
        if at <= floor or _BREAK.match(chars[at]) or chars[at] in "媒路街号楼找" or _NO_PLACE.search(chars[at]):
            return None
        start = _place_before(line, at, floor)
        if start < at:
            while (upper := _place_before(line, start, floor)) < start:
                start = upper
            return start
    return None


def _certain(masked: Sequence[str], spans: Sequence[Sequence[tuple[int, int, float]]]) -> frozenset[str]:
    """Names that are sure wherever they stand: from the title of a report, or long and found with a place."""
    names = {match["name"] for chars in masked for match in _TITLE.finditer(chars)}
    names = {name for name in names if not _SENTENCE.search(name)}
    for chars, own in zip(masked, spans, strict=True):
        names |= {chars[start:end] for start, end, confidence in own if confidence > 0.9 and end - start > 5}
    return frozenset(name for name in names if len(name) > 2)


def _with_certain(
    chars: str, spans: Sequence[tuple[int, int, float]], names: frozenset[str]
) -> list[tuple[int, int, float]]:
    found = list(spans)
    for name in names:
        at = chars.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(start < end and stop > at for start, stop, _ in found):
                found.append((at, end, 0.9))
            at = chars.find(name, end)
    return sorted(found)
