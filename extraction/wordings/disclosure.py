"""Table (二): documents, decisions, fees, purchases."""

from __future__ import annotations

from dataclasses import replace

from extraction.wordings.wording import COUNT, ITEMS, MONEY, Wording, wording

_MADE = r"(?:制定|制发|制订|出台|印发|颁布|新制定|新制作|制作|起草|新增|新发|新印|新定|新公布|拟定)"
_SHOWN = r"(?:公开|发布|公布|公示|上传|更新|包括|包含|其中)"
_RULES = r"(?:政府|部门)?规章"
_NORMATIVE = r"(?<!政策)(?<!政策、)(?<!政策及)(?<!政策和)(?<!部门)(?:行政)?规范性文件(?:类?信息)?"
_NOT_COUNTED = r"审查|审核(?!发布|印发|后)|协助(?![^，。；]{0,8}制定)|备案|清理|修改|刊登|刊发|解读|征求|年度计划|公平竞争|评估|落实"


def _documents(row: str, noun: str) -> tuple[Wording, ...]:
    """The columns of a row of item (一), told apart by verbs; without a noun, the one named last is meant."""
    thing = rf"[^，。；]{{0,20}}?{noun}{COUNT}$"
    last = rf"{noun}(?:(?!规章|规范性文件)[^。；])*\Z"
    path = f"disclosure.{row}."
    made = {"2021": path + "made", "2019": path + "made"}
    shown = {"2021": path + "made", "2019": path + "disclosed"}
    repealed = {"2021": path + "repealed"}
    stock = {"2021": path + "in_force", "2019": path + "total_disclosed"}
    valid = (
        r"(?:(?:目前|现|年末|年底|至此|现行|仍然?|继续|尚|库存|留存|历年|现存)*有效|现行|继续(?:实施|执行|施行)|(?:目前|尚)?保留|存续|现存|现有|存量|库存|仍?管用"
        r"|对外公开总(?:数量|数)?)(?:的|件数?)*"
    )
    given_up = r"(?:宣布)?(?:清理)?(?:后)?(?:废止|失效|废除|作废)(?:或|和|及|、)?(?:废止|失效)?"
    return tuple(replace(each, units=ITEMS | {"部"}) for each in (
        wording(repealed, rf"{given_up}(?:的|了)?{thing}|{noun}[^，。；]{{0,6}}废止了?$",
           rf"{noun}[^，。；]{{0,4}}废止", unless=_NOT_COUNTED),
        wording(repealed, rf"{given_up}了?$", unless=_NOT_COUNTED, sentence=last),
        wording(made, rf"(?:^|[，、；：])(?:其中|当中|本年|今年|全年)?(?:新)?{_MADE}(?:并公开)?了?$", tail=r"新(?:发|制定|增)", unless=_NOT_COUNTED,
           sentence=last),
        wording(stock, rf"{valid}{thing}|{noun}[^，。；]{{0,4}}现行有效(?:的)?{COUNT}$",
           unless=r"审查|备案|修改|刊登"),
        wording(stock, rf"{noun}(?:对外公开)?(?:的)?总(?:数量|数){COUNT}$|累计(?:对外)?公开(?:的)?{thing}"
           rf"|(?:对外公开的?|公布的|公开的|查到的){noun}(?:总[量数]|共|共有|共计|合计|有)+$|历年[^，。；]{{0,8}}{noun}{COUNT}$", unless=_NOT_COUNTED),
        wording(stock, rf"(?:{valid}(?:文件|规章)?|总(?:数量|数)|(?:^|[、，；])余)[为达到共]*$", unless=_NOT_COUNTED, sentence=last),
        wording(made, rf"{_MADE}(?:的|了)?{thing}|{noun}(?:本年|全年)?(?:新)?{_MADE}(?:了|并公开)?$", unless=_NOT_COUNTED),
        wording(made, rf"(?:^|、){noun}{COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"{_MADE}[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{COUNT}\Z"),
        wording(repealed, rf"(?:^|、){noun}{COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"废止[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{COUNT}\Z"),
        wording(stock, rf"(?:^|、){noun}{COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"现行有效[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{COUNT}\Z"),
        wording(shown, rf"{_SHOWN}(?:的|了)?{thing}", topics=frozenset({"disclosure"}), unless=_NOT_COUNTED),
        wording(shown, rf"(?:^|、|：)[^，。；、]{{0,16}}?{noun}{COUNT}$",
           topics=frozenset({"disclosure"}), unless=_NOT_COUNTED + "|另有", near=r"公开|发布|公布|公示|信息|栏目"),
    ))  # fmt: skip


_COUNTED_BY = ITEMS - {"条", "项", "个", "次", "人次"}
_NO_DECISION = (
    r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录|申请法院|强制(?:拆除|性)|许可证|典型|听证|复议|诉讼|案例|[较比]"
    r"|其中[^，。；]*#|占\d|公示平台"
)


def _decisions(row: str, noun: str, short: str) -> tuple[Wording, ...]:
    """「行政处罚24件」; in an enumeration 「许可402件，处罚18件」 the short name does."""
    what = r"(?:决定|案件|办件|业务|结果|信息|处理决定)*书?(?:公示|公开|办结|办理|作出)?"
    path = f"disclosure.{row}.decisions"
    return (
        wording(path, rf"(?<!项){noun}{what}{COUNT}$", units=_COUNTED_BY | {"条"}, sentence=r"\A(?![^。]*\d条，其中)",
           unless=r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录"),
        wording(path, rf"(?:^|[，、；：出理结全年等])(?:行政)?{short}{what}{COUNT}$", units=_COUNTED_BY - {"条", "份", "例"},
           unless=_NO_DECISION, near=_OTHERS_OF[row]),
    )  # fmt: skip


_OTHERS_OF = {
    "licensing": r"处罚|强制|许可决定|作出许可|办理[^，。；]*许可",
    "penalties": r"许可|强制|处罚决定",
    "coercion": r"许可|处罚",
}
_THREE = r"许可、(?:行政)?处罚(?:、|和|及)(?:行政)?强制[^，。；]{0,8}(?:分别|依次|各)(?:为|是|有)?"


def _third(row: str, before: int) -> Wording:
    """「行政许可、行政处罚、行政强制分别为3件、2件和1件」: told apart by their order."""
    numbers = r"(?:[\d,.]+[件宗起]?(?:、|和|及|，))" * before
    return wording(f"disclosure.{row}.decisions", r"$", units=_COUNTED_BY, sentence=rf"{_THREE}{numbers}\Z")


def _change(row: str, noun: str) -> Wording:
    """「行政许可56项，比上年减少3项」."""
    return wording(
        {"2019": f"disclosure.{row}.change"}, r"(?:较|比)[^，。；]{0,10}(?:增加|减少|新增)了?$",
        units=frozenset({"项", "个"}),
        sentence=rf"{noun}(?:事项)?(?:共|共计|共有)?[\d,]+[项个]，(?:较|比)[^，。；]*\Z",
    )  # fmt: skip


_OTHER_SERVICES = r"(?:其他对外管理服务|其他行政权力及公共服务|公共服务|对外管理服务)"

CHANGES = (
    _change("licensing", "行政许可"),
    _change("penalties", "行政处罚"),
    _change("coercion", "行政强制"),
    _change("fees", "行政事业性收费(?:项目)?"),
    _change("other_services", _OTHER_SERVICES),
)
OF_DISCLOSURE = (
    *_documents("regulations", _RULES),
    *_documents("normative_documents", _NORMATIVE),
    *(_third(row, at) for at, row in enumerate(("licensing", "penalties", "coercion"))),
    *_decisions("licensing", "行政许可", "许可"),
    *_decisions("penalties", "行政处罚", "处罚"),
    wording("disclosure.penalties.decisions", rf"(?:执法|监督|监察|监管|类|大队|局)(?:案件)?处罚(?:决定)?{COUNT}$",
       units=_COUNTED_BY - {"条", "份", "例"}, unless=_NO_DECISION),
    *_decisions("coercion", "行政强制(?:措施|执行)?", "强制(?:措施|执行)?"),
    wording({"2021": "disclosure.fees.amount"}, r"行政事业性收费[^，。；]{0,10}$", units=MONEY),
    wording({"2021": "disclosure.fees.amount"}, r"(?:^|[，、；：])收费(?:收入|金额|总额)?(?:共|计|为|约)*$", units=MONEY,
       near=r"许可|处罚|强制|行政事业性", unless="处理费"),
    wording({"2019": "disclosure.procurement.items"}, rf"(?:政府|集中)采购(?:项目|事项)?{COUNT}$",
       units=frozenset({"项", "个", "次"})),
    wording({"2019": "disclosure.procurement.amount"}, r"采购[^，。；]{0,6}(?:金额|资金|额)[^，。；]{0,6}$",
       units=MONEY),
    wording({"2019": "disclosure.procurement.amount"}, r"(?:^|[，、])(?:(?:总?金额|计|花费|资金)(?:约|为|达|共)?)?$", units=MONEY,
       sentence=r"(?:政府|集中)采购(?:项目)?[\d]+[项个次](?:项目)?(?:[，、][^。；，\d]*){0,2}\Z"),
)  # fmt: skip
