"""What the names of agencies are made of: their last words, levels, zones, trades. Data for agencies.py."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HAN = "\u4e00-\u9fff"

# The last words of names. What may not follow them keeps 局部, 办理, 处罚 and 部门 out.
HEAD = re.compile(
    r"国务院(?!令)|党中央|中共中央|中央(?<!党中央)(?=关于|交|决策|部署|、国务院)"
    r"|人民政府|政府(?!信息(?!公开(?:专?网|平台|目录))|采购|购买|投资|债|性|令)|行政公署|行署|人大常委会|人大工委|监察工委|人大(?!会)"
    r"|政协"
    r"|委员会(?<!居民委员会)(?<!村民委员会)|管委会|常委会|党工委|纪工委|党委|党组|纪委监委|纪委|监委(?!会)"
    r"|纪检监察组|纪检组"
    r"|领导小组|协调小组|公开小组|工作小组|督察组|巡视组|工作组|指挥部|专班|联席会议(?:办公室)?"
    r"|办事处|办公厅|办公室|分局|总局|总署|监管局|管理局|局(?![部限面势里])|厅(?!堂)|署(?<!部署)(?!名)"
    r"|服务中心|中心(?![工城任思环组])|研究院|设计院|检察院|法院|中医院|医院|卫生院"
    r"|学院|大学(?!生)|学校|中学|小学(?!生)|党校|保健院|图书馆|档案馆|博物馆|文化馆|派出所|司法所|财政所"
    r"|研究所|管理所"
    r"|监测站|管理站|经管站|监督站|林业站|文化站|水管站|农技站|兽医站|安全站|水文站|植保站|畜牧站|服务站"
    r"|工作站"
    r"|执法队|总队|支队|大队|中队|调查队|联合会|残联|妇联|总工会|工商联|红十字会|慈善总会|编辑部"
    r"|海关(?!总署)|武装部"
    r"|委(?![员托派任会以])"
    r"|办(?<![举主承协停代督催经兴筹领补申帮包]办)(?![局理事法结件好学公案证文复实成得完税])"
    r"|部(?![门分署长位])|科(?![技学普研创室委])|股(?![份东权室])|处(?![理罚置分于室长方级境决以在])"
    r"|室(?![内外])|司(?![法机])"
)
ZONE = re.compile(
    r"(?:(?:综合|经济技术|高新技术产业|高新技术|经济|工业|旅游|农业|生态|文化|现代|产业|滨海|滨江|临空|临港"
    r"|空港"
    r"|循环经济|国际|科技|高科技)*(?:开发区|实验区|新区|新片区|示范区|园区|高新区|经开区|管理区|保税区|度假区"
    r"|风景名胜区|风景区|景区|产业园|科学城|港区))$"
)
# Zones that are never without a name of their own.
NAMED_ZONES = ("科学城", "产业园", "新片区", "风景名胜区", "度假区", "保税区")
RANK = {"省": 3, "市": 2, "县": 1, "区": 1, "旗": 1, "镇": 0, "乡": 0, "街道": 0, "苏木": 0}
# 我局, 全市, 各区: whoever is meant, it is no name.
SELF = "我本该各全某两多此贵每"
ORDINAL = re.compile(r"(?:中央|国家|省)第[一二三四五六七八九十]{1,3}$")
TITLES = ("中国共产党", "中共", "共青团", "中华人民共和国")
# Places whose name reads as 「and the county」, 「for the county」, 「with the county」.
DOUBTFUL = frozenset(("和县", "代县", "会同县", "会同"))
BREAK = re.compile(rf"[^{HAN}]")
NO_PLACE = re.compile(
    r"[的了在对向由于与和及按照经将被把为是各全我本该从以等到至请就要使给让中]|20|社区|地区|景区|专区|小区"
)
# What may stand between an agency and the part of it that is named next.
ATTACHED = {
    "办事处": re.compile(rf"[{HAN}]{{1,5}}(?:街道|地区)"),
    "分局": re.compile(rf"[{HAN}]{{2,4}}"),
    "纪检监察组": re.compile(rf"派[驻出][{HAN}]{{0,7}}"),
}


_KINDS = ("alone", "government", "unit", "bodied", "placed")


# 「国家税务总局|太仓市税务局」, 「市公安局|城东派出所」: a body and its branch, printed as one name
_BRANCH = re.compile(
    r"国家税务总局\|[^|]*税务局[^|]*|(?:国家|中国)[^|]+(?:局|银行)\|(?![省市县区旗州镇乡本我]|国家|中国)[^|]*(?:队|[分支]行|分局|监[管察]局|专员办)[^|]*"
    r"|[^|]+局\|(?![省市县区旗州镇乡本我])[^|]{1,10}(?:分局|海事处|(?:司法|派出|税务|监管|管理)所|[支大中]队)"
)


def is_branch(body: str, beside: str) -> bool:
    """Whether the name that stands directly behind another is that of its branch: both are one name."""
    return bool(_BRANCH.fullmatch(f"{body}|{beside}"))


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of agencies.json, told there; `longest` counts the characters of the longest bare name."""

    trades: frozenset[str]
    units: frozenset[str]
    rooms: frozenset[str]
    bare: frozenset[str]
    before: frozenset[str]
    generic: frozenset[str]
    joined: frozenset[str]
    schools: frozenset[str]
    levels: frozenset[str]
    own: frozenset[str]
    kinds: dict[str, str]
    longest: int


@cache
def words() -> Words:
    data = json.loads(Path(__file__).with_name("agencies.json").read_text(encoding="utf-8"))
    lists = {name: frozenset(listed.split()) for name, listed in data.items() if name != "note"}
    kinds = {head: kind for kind in _KINDS for head in lists.pop(kind)}
    return Words(**lists, kinds=kinds, longest=max(map(len, lists["bare"])))
