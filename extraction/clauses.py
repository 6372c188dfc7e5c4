"""Part five -> Clauses: each PROBLEM and MEASURE, without its marker, introduction and closing point.

The prose is cut into units (sentences, items, halves at a semicolon); each unit loses its frame; its
own words and what was announced before it tell whether it is a problem, a measure or neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extraction.report import Clause
from extraction.text import Passage

_NUM = "一二三四五六七八九十"
_QUOTED = re.compile(r"《[^》\n]{0,200}》|“[^”\n]{0,200}”|（[^（）\n]{0,200}）|‘[^’\n]{0,200}’")
_NUMBERED = re.compile(rf"^（(?:[{_NUM}]{{1,3}}|\d{{1,2}})）$")
_MARKER = (
    rf"（(?:[{_NUM}]{{1,3}}|\d{{1,2}})）[、.]?|第?[{_NUM}]{{1,3}}[是则要](?=[^，。])|其?[{_NUM}]{{1,3}}[、.，]|第[{_NUM}](?:个?方面)?[，、是：]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳⑴-⒇]|(?:问题|措施|不足|改进|对策)[一二三四五六七八九十]{1,2}[：、，]|[-—·•●■◆]+(?=[^-—\d])"
    r"|(?:首先|其次|再次|再者|最后|此外|另外|再就是|还有就是|一方面|另一方面)(?:是|要)?[，：]?"
)
_ITEM = re.compile(
    rf"(?:(?<=[。；！？：\n\0，、])|(?<=[^\d{_NUM}\s]))(?=[一二三四五六七八九十]{{1,2}}是(?!否|以|由)[^，。])"
    rf"|(?<=[。；！？：\n，、])(?={_MARKER})|(?<=[\u4e00-\u9fff])(?=\d[、．](?=[\u4e00-\u9fff]))"
    rf"|(?<=[\u4e00-\u9fff])(?=（[{_NUM}]{{1,2}}）[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff”》）])(?=[①-⑳⑴-⒇])"
)
_END = re.compile(r"[。；！？\n]+|…{1,2}|：(?=\n|$)")
_HEAD = re.compile(_MARKER)
_LEAD = re.compile(
    r"(?:如(?=部分|个别|少数|公开|政府|政务|信息)|(?:20\d\d年度?|本年度?|下一?年度?|明年|来年|新的一年(?:里)?|今后|接下来|下一?阶段|下一?步|下步|未来|同时期)(?:工作中|里|中|内)?[，：]"
    r"|(?:目前|当前|现阶段|总体来看|总体看|总的来看|总之|与此同时|具体来说|总体上|总的来说|综上|对此|为此|因此|所以|对照检查|从自查情况看|客观地说|坦率地说|其中|主要是|比如|例如|譬如|(?:我们)?(?:也|还)?(?:要|应|必须|需要)?清醒地?(?:看到|认识到))[，：、]"
    r"|(?:针对|对于|对照|根据|结合|围绕)(?:上述|以上|这些|这一|此|存在|20\d\d年|上一?年度?)[^，：]{0,24}[，：]"
    r"|(?:工作中|20\d\d年度?)?(?:存在的?)?(?:主要)?问题(?=20\d\d年|我[局委镇乡县区市]|[一1]是)"
    r"|(?:下一步)?(?:改进|整改)(?:情况|措施)(?=加强|进一步|我|20|[一1]是|强化|完善|提升|提高|持续|继续|不断)"
    r"|(?:改进|整改|主要|具体)(?:措施|办法|做法|方向|举措)?[：，])+"
)
_ANNOUNCED_PROBLEM = re.compile(
    r"(?:存在|面临|主要|突出|仍有|还有|有|些|以下|下列|如下|方面|的|薄弱)[^，。；]{0,10}(?:问题|不足|困难|短板|差距|薄弱环节|不尽如人意|欠缺)"
)
_ANNOUNCED_MEASURE = re.compile(r"措施|改进|整改|下一步|打算|计划|思路|对策|努力|办法|怎么改|工作重点")
_LISTS = re.compile(
    r"以下|如下|下列|下面|(?:[几两二三四五六多]|\d)(?:(?:个|点|条|项|大|道)(?:主要)?(?:方面|问题|不足|短板|措施|工作|办法|环节|坎)?|方面)(?:的|上|来)?"
    r"(?:问题|不足|工作|努力|改进|加强|入手|发力|着手|着力|推进|抓起|做起)?$|(?:主要)?(?:表现|体现|反映)(?:在|为)?$|主要(?:有|是|为)$"
    r"|对症下药$|(?:已经?|要|准备|正在)[做改办]的?$|^办法$|怎么[改办]$|努力方向$|[局委市县区镇乡院们]将$|这样做$"
)
_FAULT = re.compile(r"问题(?!导向|清单|线索)|不足|困难|(?<!补)短板|差距|毛病|欠缺|薄弱|软肋|(?<!强)弱项|跟不上|坎")
_REMEDY = re.compile(r"(?:问题|不足).{0,4}(?:改进|整改|办|落实|解决)")
_JOINED = re.compile(r"(?:问题|不足|困难)(?:及|和|与|、|以及)")
_TITLE = re.compile(
    r"(?:(?:20\d\d年度?|上一?年度?|本年度?|今年|去年|我局|本局|工作中|政府信息公开|政务公开|工作|目前)*(?:中|的)?(?:仍|还|主要)?(?:存在)?的?(?:主要|突出)?"
    r"(?:问题|不足|困难|短板)(?:和|及|与|、)?(?:不足|原因|困难)?(?:有|是|说)?[^，。]{0,4}"
    r"|(?:20\d\d年度?|上一?年度?|本年度?|今年|针对问题|进一步|下一步|下步|今后|工作中|存在|问题|主要|具体|工作|的|政务公开|信息公开|拟|采取)*"
    r"(?:改进|整改|工作|打算)(?:情况|措施|方向|意见|打算|计划|安排|思路|举措|办法|设想|重点|落实|完成)*[^，。]{0,3})"
)
_CONCESSION = re.compile(r"^.*?(?:，|^)(?:但|但是|然而|不过|可是|可)(?=[^，]{1,})(?:同时|是)?(?:，)?")
_PRAISED = re.compile(r"(?:取得|有了|获得|得到|迈出|实现)[^，；]{0,18}(?:成绩|成效|成果|进展|进步|提升|效果|突破|提高|增强)|^虽|较好")
_EXISTS = re.compile(
    r"^(?:[^，]{0,24}?(?:，[^，]{0,20}?)?)(?:仍然|依然|仍旧|依旧|仍|还|也|尚|确实|客观)?(?:存在|有|在)(?:着|了)?(?:一些|一定|不少|诸多|几个|几点|某些|部分|较多|个别|许多)?的?"
    r"(?:问题|不足|薄弱环节|短板|差距|欠缺|困难|弱项)(?:和|与|、)?(?:不足|薄弱环节|短板|差距|问题|弱项)?(?:之处|的地方)?(?:，|：|。|$|(?=如))(?:主要)?(?:是|有|如|比如|例如|表现在|表现为|体现在|包括)?[：，]?"
)
_EXISTING = re.compile(r"^(?:[^，]{0,24}?，)?[^，]{0,16}?(?:(?:仍然|依然|仍|还|也|尚)?存在(?:着)?|(?:仍然|依然|仍|还|也|尚)有)(?P<what>.{4,}?)(?:等)?(?:方面)?的?(?:问题|不足|情况|现象|短板|薄弱环节)$")
_AGAINST = re.compile(r"^针?对(?P<problem>(?!上述|以上|这些).{3,60}?)(?:等)?(?:方面)?的?(?:问题|不足|短板|薄弱环节|现象|情况|弱项)，(?P<measure>.{4,})$")
_BOTH = re.compile(
    r"，(?=(?:下一?步|今后|下一?阶段|20\d\d年|明年|来年)[，将我要]?|(?:我|本)[\u4e00-\u9fff]{1,3}?将|将|已[与经于将对在]|现已|拟)"
)
_TAIL = re.compile(r"(?:等等?(?:方面)?的?|的)(?:问题|不足|情况|现象|短板)$|等等?$")
_PROBLEM = re.compile(
    r"有待|不够|不足|薄弱|滞后|单一|欠缺|缺乏|缺少|短缺|不[强高深细齐多快严实优广熟顺畅准精新]|不到位|不及时|不全面|不规范|不完善|不均衡|不平衡|不健全|不熟悉"
    r"|不明显|不深入|不丰富|不统一|不充分|不突出|不主动|不完整|不稳定|不准确|不合理|不清晰|不紧密|不对称|不便|不一|偏[低少弱慢窄软长]|较[低少弱慢差窄]"
    r"|太[少慢长低]|差距|仍需|还需|尚需|仍待|亟待|亟需|尚待|需要?进一步|需要?持续|需要?不断|有限|未能|未完全|未及时|未形成|尚未|没有|不能|难以|松懈|参差不齐"
    r"|短板|弱项|疏漏|遗漏|迟缓|超期|逾期|断档|脱节|流于形式|兼职|人手|不愿|不会|不懂|不知|不少|看不懂|找不到|不理想|不尽|模糊|陈旧|零散|分散|杂乱|空白|僵化"
)
_NEEDS = re.compile(r"(?:有待|仍需|还需|尚需|仍待|亟待|亟需|尚待|需要?进一步|不够|不足|不强|不高|薄弱|欠缺|滞后|单一|差距|不到位|不及时)")
_DOES = re.compile(
    r"^(?:我[^，]{0,6}将|要|高度|将|拟|还要|也要|并|再|已|已经|从严|从|对|在[^，]{2,14}[，上中]|以|把|用|由|为|通过|按照?|根据|结合|充分|认真|积极|主动|及时|定期|严格|切实|真正|更加|更好|大力|全面|着力|重点|继续|持续|不断|深入|进一步|科学|有效|常态化)?"
    r"(?:加强|加大|加快|强化|完善|提升|提高|健全|优化|规范|拓宽|拓展|丰富|深化|推进|推动|落实|严格|做好|做优|做强|开展|建立|确保|抓好|抓实|组织|聚焦|围绕|坚持|充分|定期|及时|改进|改版|增加|增强|扩大|细化|创新|畅通|探索|明确|编制|制定|制订|修订|设立|开设|梳理|清理|整合|压实|培训|学习|举办|邀请|配合|充实|配备|构建|打造|统一|督促|实行|实施|推行|引入|利用|发挥|注重|关注|贯彻|精准|统筹|升级|缩短|把|将|对|继续|着力|持续|不断|进一步|切实|解决|倾听|回应|重视|调整|推广|抓|转变|转化|树立|贴近)"
)
_SHORTEST = 4
_LONGEST = 800  # no official writes a longer sentence; what is longer has lost its points


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of the passage's characters; `lists` where items follow, `marked` where it is one."""

    start: int
    end: int
    lists: bool
    marked: bool


def find(passages: Sequence[Passage]) -> tuple[Clause, ...]:
    """The clauses of the part on problems and improvements, in order; other parts have none."""
    found = []
    heading = ""
    for passage in passages:
        if passage.section == "heading":
            heading = passage.text.chars
        elif passage.section == "problems":
            for label, start, end, sure in _clauses(passage.text.chars, _of_heading(heading)):
                first, last = passage.text.span(start, end)
                topic = _topic(label, passage.text.chars[start:end])
                found.append(Clause(label, first, last, passage.text.quote(start, end), sure, topic))
            heading = ""
    return tuple(found)


def _of_heading(heading: str) -> str:
    """What a heading promises: 「下一步工作打算」 measures, 「存在的问题」 problems, both together nothing."""
    fault, remedy = _FAULT.search(heading), _ANNOUNCED_MEASURE.search(heading)
    if bool(fault) == bool(remedy):
        return ""
    return "PROBLEM" if fault else "MEASURE"


def _clauses(chars: str, expected: str) -> Iterator[tuple[str, int, int, float]]:
    for unit in _units(chars):
        start = _without_lead(chars, unit.start, unit.end)
        if _PLANNED.search(chars, unit.start, start):
            expected = "MEASURE"
        elif named := _NAMED.search(chars, max(0, unit.start - 5), unit.start):
            expected = "PROBLEM" if named["fault"] else "MEASURE"
        words = chars[start : unit.end]
        if len(words) > _LONGEST:
            continue
        if _SIGNED.fullmatch(words):
            continue
        if announced := _announced(words, unit):
            expected = announced
            continue
        for label, first, last, sure in _stated(words, unit, expected):
            if last - first >= _SHORTEST:
                yield label, start + first, start + last, sure
                expected = expected or label


_NAMED = re.compile(rf"(?:(?P<fault>问题|不足)|措施|改进)[{_NUM}\d]{{1,2}}[：、，.]$")
_WILL = re.compile(r"[^，]{0,8}(?:将|拟|计划|准备|打算)(?!近|来)")
_SIGNED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,30}(?:局|政府|办公室|办公厅|委员会|中心|街道|办事处|镇|乡|院|大队|支队|委|大学|学院|公司|馆))?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?"
)
_PLANNED = re.compile(r"下一?步|下一?阶段|今后|接下来|明年|来年|下一?年|针对|新的一年|改进|整改|措施")


def _units(chars: str) -> list[_Unit]:
    """The sentences and items of a passage; quotations are never cut."""
    masked = _QUOTED.sub(lambda quoted: quoted[0] if _NUMBERED.match(quoted[0]) else "\1" * len(quoted[0]), chars)
    cuts = {0, len(masked), *(m.start() for m in _ITEM.finditer(masked))}
    for end in _END.finditer(masked):
        cuts |= {end.start(), end.end()}
    edges = sorted(cuts)
    units: list[_Unit] = []
    for first, last in zip(edges, edges[1:], strict=False):
        units += _unit(masked, first, last)
    followed = [*(unit.marked for unit in units[1:]), False]
    return [
        _Unit(unit.start, unit.end, unit.lists or next_marked, unit.marked)
        for unit, next_marked in zip(units, followed, strict=False)
    ]


def _unit(masked: str, first: int, last: int) -> Iterator[_Unit]:
    """The unit between two cuts without its marker, its points and its spaces; two where a colon parts them."""
    start = first
    marked = False
    while start < last and (masked[start] in " \t。；！？\n，、：…" or (head := _HEAD.match(masked, start, last))):
        if masked[start] in " \t。；！？\n，、：…":
            start += 1
        elif head:
            start, marked = head.end(), True
    lists = masked[last - 1 : last + 1].endswith("：") or masked[last : last + 1] == "："
    while last > start and masked[last - 1] in " \t，、；：。":
        last -= 1
    colon = masked.find("：", start, min(start + 50, last))
    if colon > 0 and (_TITLE.fullmatch(masked, start, colon) or _announces(masked[start:colon])):
        yield _Unit(start, colon, True, marked)
        yield from _unit(masked, colon + 1, last)
    elif last > start:
        yield _Unit(start, last, lists, marked)


def _without_lead(chars: str, start: int, end: int) -> int:
    while lead := _LEAD.match(chars, start, end):
        if lead.end() == start:
            break
        start = lead.end()
    return start


def _announces(words: str) -> bool:
    return bool(_LISTS.search(words) or _ANNOUNCED_PROBLEM.search(words) or _ANNOUNCED_MEASURE.search(words))


def _announced(words: str, unit: _Unit) -> str:
    """What a unit announces that says nothing itself: 「存在以下不足」, 「改进措施」, 「我局将从三个方面改进」."""
    title = _TITLE.fullmatch(words)
    lists = _LISTS.search(words)
    if not (title or lists or (unit.lists and not unit.marked)):
        return ""
    remedy = _ANNOUNCED_MEASURE.search(words)
    if not (title or lists) and _DOES.match(words):
        return ""
    if _FAULT.search(words) and (not remedy or _JOINED.search(words)) and not _NEEDS_SELF.search(words):
        return "PROBLEM"
    if title or lists or _REMEDY.search(words) or (remedy and len(words) < 30):
        return "MEASURE"
    return ""


# The general gap that is itself a statement: 「在平台建设等方面仍需进一步提升：」
_NEEDS_SELF = re.compile(r"(?:仍需|还需|尚需|有待|亟待)[^，]*$")


def _stated(words: str, unit: _Unit, expected: str) -> Iterator[tuple[str, int, int, float]]:
    """The clauses of a unit with what they are and how sure that is, offsets counted in the unit."""
    if pair := _AGAINST.match(words):
        yield "PROBLEM", *pair.span("problem"), 0.8
        yield "MEASURE", *pair.span("measure"), 0.8
        return
    first, last = _unframed(words, expected)
    if last - first < _SHORTEST:
        return
    both = _BOTH.search(words, first, last)
    if both and _PROBLEM.search(words, first, both.start()) and not _PROBLEM.search(words, both.end(), last):
        yield "PROBLEM", *_trimmed(words, first, both.start()), 0.8
        first, expected = _without_lead(words, both.end(), last), "MEASURE"
    label, sure = _label(words[first:last], expected)
    if label == "PROBLEM":
        yield label, *_trimmed(words, first, last), sure
    elif label:
        yield label, first, last, sure


def _unframed(words: str, expected: str) -> tuple[int, int]:
    """Without the concession and the frame: 「取得一些成绩，但也存在X等问题」 -> X."""
    first, last = 0, len(words)
    concession = _CONCESSION.match(words)
    if concession and not _PROBLEM.search(words, 0, concession.end()):
        first = concession.end()
    elif expected != "MEASURE" and _PRAISED.search(words) and not _PROBLEM.search(words):
        return last, last
    if expected == "MEASURE":
        return first, last
    if frame := _EXISTS.match(words[first:]):
        return first + frame.end(), last
    if frame := _EXISTING.match(words[first:]):
        return first + frame.start("what"), first + frame.end("what")
    return first, last


def _trimmed(words: str, first: int, last: int) -> tuple[int, int]:
    tail = _TAIL.search(words, first, last)
    return first, tail.start() if tail and tail.start() > first else last


def _label(words: str, expected: str) -> tuple[str, float]:
    needs, problem, does = _NEEDS.search(words), _PROBLEM.search(words), _DOES.match(words)
    if _WILL.match(words) and not needs:
        return "MEASURE", 0.8
    if expected == "PROBLEM":
        return ("MEASURE", 0.6) if does and not problem else ("PROBLEM", 0.95 if needs else 0.8)
    if expected == "MEASURE":
        return ("PROBLEM", 0.6) if needs and not does else ("MEASURE", 0.95 if does else 0.8)
    if needs or (problem and not does):
        return "PROBLEM", 0.8
    if does:
        return "MEASURE", 0.7
    return ("", 0.0) if _PRAISED.search(words) else ("PROBLEM", 0.4)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = json.loads(Path(__file__).with_name("topics.json").read_text(encoding="utf-8"))
    return tuple((topic, re.compile("|".join(cues.split()))) for topic, cues in data["cues"].items())


def _topic(label: str, words: str) -> str:
    """The topic whose cues a clause names most often, 「P6」; a general phrase without any is 「99」."""
    counts = {topic: len(set(cues.findall(words))) for topic, cues in _topics()}
    best = max(counts, key=counts.__getitem__)
    return f"{label[0]}{best}" if counts[best] else "99"
