"""Which wording of the prose restates which cell of the form. Data for `links.py`.

A wording without a cell takes a figure away from the others: it counts something else. `_REST` and
`_COUNT` stand for the words that may follow before the figure itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ITEMS: frozenset[str | None] = frozenset("件条份个宗起例项次封单笔") | {None, "件次", "人次", "份次"}
_MONEY: frozenset[str | None] = frozenset({"元"})
_LATEST = "2021"
_NEVER = re.compile(r"(?!)")
_REST = r"[^，。；]*"
_COUNT = (
    r"(?:的?(?:数量|总数|数|总量|件数|量))?"
    r"(?:共计|合计|总计|共有|共|累计|达到?|为|有|的有?|分别为)?"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words before a figure (`lead`), or right after it (`tail`), and the cell that it then restates.

    `cell` names a path for each version of the form where they differ; `{dispute}` stands for the kind
    of dispute spoken of. `after` is a cell that a figure before it in the sentence must restate;
    `sentence` must be found in the sentence up to the figure.
    """

    cell: str | Mapping[str, str] | None
    lead: re.Pattern[str] = _NEVER
    tail: re.Pattern[str] = _NEVER
    topics: frozenset[str] = frozenset()
    units: frozenset[str | None] = _ITEMS
    unless: re.Pattern[str] = _NEVER
    after: str = ""
    sentence: re.Pattern[str] | None = None

    def speaks_of(self, topic: str, unit: str | None) -> bool:
        """Whether figures of this topic and unit are this wording's."""
        return unit in self.units and (not self.topics or topic in self.topics)

    def fits(self, around: str, sentence: str) -> bool:
        """Whether the clause with `#` in place of the figure, and its sentence, let this wording speak."""
        if self.unless.search(around):
            return False
        return self.sentence is None or bool(self.sentence.search(sentence))

    def path(self, forms: Mapping[str, str], topic: str) -> str | None:
        """The cell's path in tables of these versions, or None where that version has no such cell."""
        cell = self.cell
        if isinstance(cell, Mapping):
            table = next(iter(cell.values())).split(".")[0]
            cell = cell.get(forms.get(table, _LATEST))
        return cell.format(dispute=topic) if cell else None


def _w(
    cell: str | Mapping[str, str] | None, lead: str, tail: str = r"(?!)", *,
    topics: frozenset[str] = frozenset(), units: frozenset[str | None] = _ITEMS,
    unless: str = r"(?!)", after: str = "", sentence: str = "",
) -> Wording:  # fmt: skip
    return Wording(
        cell, re.compile(lead), re.compile(tail), topics, units, re.compile(unless), after,
        re.compile(sentence) if sentence else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What a sentence speaks of, told by words; some topics rule it whatever else it names."""

    name: str
    words: re.Pattern[str]
    rules: bool = False


_STOCK = (
    r"(?:制作|制发|产生|形成|生成|获取)[^，。；]{0,8}(?:政府信息|信息总数|公文)"
    r"|公开属性|属性(?:认定|审查|为)|源头认定|信息总数"
)
_CHANNELS = (
    r"12345|热线|信箱|留言|咨询|建议|提案|舆情|工单|诉求|来信|来电|便民服务|网民|信访(?:件|事项|案件)|投诉举报(?!类)"
)
_APPLICATIONS = (
    r"(?:政府信息|政务信息|信息|政务)(?:依)?公开的?申请|申请(?:公开)?(?:政府)?信息|信息申请|申请公开|依申请|公开申请"
    r"|予以公开|部分公开|不予公开|无法提供|不予处理|重复申请|不补正"
)
_DIRECT = r"直接(?:向[^，。；]{0,8})?(?:提起)?(?:行政)?(?:诉讼|起诉)"
_AFTER_REVIEW = r"复议后(?:再)?(?:提起)?(?:行政)?(?:诉讼|起诉)"
_DISCLOSURE = r"主动公开|规范性文件|规章(?!制度)|行政许可|行政处罚|行政强制|发布(?:各类)?(?:政府|政务)?信息"

TOPICS = (
    Topic("stock", re.compile(_STOCK), rules=True),
    Topic("channel", re.compile(_CHANNELS)),
    Topic("applications", re.compile(_APPLICATIONS)),
    Topic("litigation_direct", re.compile(_DIRECT)),
    Topic("litigation_after_review", re.compile(_AFTER_REVIEW)),
    Topic("review", re.compile(r"(?<!经)复议(?!后|机关)")),
    Topic("litigation", re.compile(r"诉讼|应诉")),
    Topic("disclosure", re.compile(_DISCLOSURE)),
)
# A heading over the sentence: 「（二）依申请公开」.
HEADINGS = (
    Topic("disputes", re.compile(r"复议|诉讼")),
    Topic("applications", re.compile(r"依申请|公开申请|申请公开")),
    Topic("disclosure", re.compile(r"主动公开")),
)

_A = frozenset({"applications"})
_CHANNEL = r"网络|网上|线上|信函|邮寄|当面|现场|传真|邮件|窗口|平台|系统"
_NOT_ALL = (
    r"其中[^，。；#]*(?:网络|网上|信函|邮寄|当面|现场|传真|邮件)"
    r"|(?:许可|复议|诉讼|赔偿|登记|补贴|注册|仲裁|执行|救助|专利|项目|资助|补正|撤回|撤销)(?:的)?申请"
)
_RECEIVE = r"(?:新收|收到|接到|接收|接收到|受理|收悉|接受)(?:了|的)?"
_NEXT_YEAR = r"(?:下一?年度?|次年|明年|2\d{3}年度?)"
_APPLIED_FOR = (
    r"(?:(?:政府|政务)?信息(?:依)?公开的?申请|依申请(?:公开)?(?:政府信息)?(?:申请)?|申请)?(?:件|案件|事项)?"
)
_OTHER_HANDLING = (
    r"(?:延期|当场|提前|口头|电话|网上|线上|当面|现场|窗口|逾期|补正)(?:办结|答复|办理)"
    r"|收办|接办|(?:办理|答复)(?:的)?(?:案件|建议|提案)"
)


def _result(row: str, words: str, **rest: str) -> Wording:
    """A row of results; its words stand before the figure, or after it: 「3件予以公开」."""
    tail = rest.pop("tail", rf"(?:为|系|属于?|是)?(?:{words})")
    path = f"applications.{row}.total"
    cell = {_LATEST: path} if row.startswith("other_") else path
    return _w(cell, words, tail, topics=_A, unless=rest.get("unless", r"(?!)"))


def _received(words: str, unless: str = _NOT_ALL, units: frozenset[str | None] = _ITEMS) -> Wording:
    return _w("applications.received.total", words, topics=_A, unless=unless, units=units)


def _applicant(column: str, words: str) -> Wording:
    return _w(
        f"applications.received.{column}", rf"(?:{words})(?:申请|提出|提交)?(?:的)?$",
        topics=_A, after="applications.received.total",
    )  # fmt: skip


_COUNTS_SOMETHING_ELSE = (
    _w(None, r"(?:公开|全部公开)(?:或|及|和|与|、|以及)(?:予以)?部分公开(?:答复|的)?",
       r"予以公开(?:或|及|和|与|、|以及)部分公开"),
    _w(None, rf"(?:较|比|同比|环比|相比){_REST}(?:增|减|下降|上升|回落|多|少){_REST}"),
    _w(None, rf"(?:去年|上一?年度?)(?:同期)?(?:共)?(?:收到|受理|办结|答复|办理){_REST}"),
    _w(None, rf"累计{_REST}", sentence=r"(?:截至目前|历年|(?:施行|实施|成立|开通|建立)以来)[^。；]*\Z"),
)  # fmt: skip

_OF_APPLICATIONS = (
    _result("carried_over",
            rf"(?:上一?年度?|去年|往年|\d{{4}}年度?)的?(?:结转|转结|转入|遗留|结余|未办结){_REST}"
            rf"|(?:^|[^下年])结转上一?年度?{_REST}"),
    _result("carried_forward", rf"(?:结转|转结|转|顺延|延续|延)(?:至|到|入|为)?了?{_NEXT_YEAR}{_REST}"
            r"|(?<!上年)(?<!年度)结转(?:办理)?|(?:正在|尚在|仍在|尚未)(?:办理|办结|处理|答复)(?:中|的)?"
            rf"|(?:未到期|未办结){_REST}",
            tail=r"[^，。；]{0,24}(?:顺延|结转|延)(?:至|到|转|入)?(?:下|次|明|20)"
            r"|[^，。；]{0,8}(?:正在|尚在|仍在)(?:办理|处理)|[^，。；]{0,4}未(?:到期|办结)"),
    _result("partially_granted", r"部分公开(?:答复|的)?"),
    _result("granted", r"(?:(?<!不)予以|同意|准予|决定|全部|给予)公开(?:答复|的)?|(?<![予分意])公开答复"),
    _result("denied", r"(?:不予?|不同意|拒绝)公开(?:答复|的)?"),
    _result("denied_state_secret", rf"国家秘密{_REST}"),
    _result("denied_law_prohibits", rf"法律、?(?:行政)?法规(?:规定)?不予公开{_REST}|禁止公开{_REST}"),
    _result("denied_security_stability", rf"三安全一稳定[”’]?{_REST}"),
    _result("denied_third_party", rf"第三方(?:合法权益)?{_REST}"),
    _result("denied_internal_affairs", rf"内部(?:事务|管理){_REST}"),
    _result("denied_process_information", rf"过程性{_REST}"),
    _result("denied_enforcement_file", rf"执法案卷{_REST}"),
    _result("denied_administrative_query", rf"(?:行政)?查询事项{_REST}"),
    _result("unavailable", r"(?:无法|不能)提供(?:的)?"),
    _result("unavailable_not_held",
            rf"不掌握{_REST}|不存在{_REST}|(?:非|不属于?)本(?:机关|单位|局|部门|级){_REST}"),
    _result("unavailable_must_create", rf"没有现成{_REST}|另行制作{_REST}|(?:需要?)?加工{_REST}"),
    _result("unavailable_unclear", rf"(?:仍)?不明确{_REST}"),
    _result("declined", r"不(?:予|再)处理(?:的)?"),
    _result("declined_petition", rf"信访(?:、?举报)?(?:、?投诉)?{_REST}|举报投诉类?{_REST}"),
    _result("declined_duplicate", rf"重复(?:申请|提交|提出){_REST}"),
    _result("declined_publication", rf"公开出版物{_REST}"),
    _result("declined_excessive", rf"(?:大量|反复|频繁)[^，。；]{{0,4}}申请{_REST}"),
    _result("declined_reissue", rf"重新出具{_REST}"),
    _result("other", r"(?:作|做)?其他(?:方式)?处理(?:的)?|其它处理(?:的)?"),
    _result("other_uncorrected", rf"(?:逾期|未)(?:不|未)?(?:按期|按时)?补正{_REST}"),
    _result("other_unpaid", rf"逾期未(?:按[^，。；]{{0,8}})?(?:缴|交){_REST}|未缴费{_REST}"),
    _result("other_other", rf"撤[回销]申请{_REST}|(?:主动|自愿|自行)撤[回销]{_REST}",
            unless=r"含[^#]*#"),
    _w("applications.other.total", r"(?:^|[、；])其[他它]$", topics=_A, after="applications.granted.total"),
    _result("processed_total",
            rf"(?:办结|答复|办理完毕|处理完毕|回复|已办理|办理)了?{_APPLIED_FOR}{_COUNT}$",
            tail=r"(?:均?已|均|按期|按时|依法)*(?:答复|办结)", unless=_OTHER_HANDLING),
    _result("processed_total",
            rf"办理(?:(?!受理|收到|接收)[^，。；类]){{0,40}}(?:信息公开申请|依申请公开)(?:件|案件|事项)?{_COUNT}$",
            tail=r"(?!)", unless=r"委托|" + _OTHER_HANDLING),
    _received(rf"{_RECEIVE}[^，。；]*申请[^，。；]*?{_COUNT}$"),
    _received(rf"{_RECEIVE}(?:依申请公开|(?:政府|政务)?信息公开){_REST}$"),
    _received(rf"{_RECEIVE}{_COUNT}$", unless=_CHANNEL),
    _received(rf"(?:^|、|：|年度?)依申请公开(?:申请)?(?:件|事项)?{_COUNT}$", units=_ITEMS - {"条", "份"}),
    _received(r"(?:政府信息公开|依申请公开|信息公开)的?申请(?:的)?(?:数量|总数|总量|量|件数|数)?"
              r"(?:共计|合计|总计|共有|共|累计|达到?|为|有)$", unless=r"办结|答复|办理|处理"),
    _applicant("natural_person", r"自然人|公民|个人"),
    _applicant("commercial", r"(?:商业)?企业"),
    _applicant("research", r"科研机构"),
    _applicant("public_welfare", r"(?:社会)?公益组织"),
    _applicant("legal_service", r"法律服务机构"),
)  # fmt: skip

_D = frozenset({"review", "litigation", "litigation_direct", "litigation_after_review", "disputes"})
_ONE_KIND = frozenset({"review", "litigation_direct", "litigation_after_review"})


def _outcome(column: str, lead: str, tail: str) -> Wording:
    return _w(f"disputes.{{dispute}}.{column}", lead, tail, topics=_ONE_KIND)


_OF_DISPUTES = (
    _w(None, rf"复议(?:案件|申请)?(?:、|和|及|与|以及)(?:行政)?(?:诉讼|应诉){_REST}"),
    _w("disputes.litigation_direct.total", rf"{_DIRECT}(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.litigation_after_review.total", rf"{_AFTER_REVIEW}(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.review.total", rf"(?<!经)复议(?:的)?(?:申请|案件|案|件|事项)?{_COUNT}$",
       r"[^，。；]{0,20}复议", topics=frozenset({"review"}), unless=r"备案|立案|代理|审理|出庭"),
    _outcome("upheld", r"(?:予以|均?获|被)?维持(?:的)?(?:原[^，。；]{0,6})?[^，。；]{0,4}$",
             r"(?:结果|均?获|被|予以)?维持"),
    _outcome("corrected", r"(?:纠正|纠错|撤销|确认违法|败诉)[^，。；]{0,4}$",
             r"(?:结果|被|予以)?(?:纠正|纠错|撤销)"),
    _outcome("other", r"(?:其他结果|驳回|终止)[^，。；]{0,6}$|其他$", r"(?:被)?(?:驳回|终止)"),
    _outcome("pending", r"(?:未审结|[正尚]在审理)[^，。；]{0,4}$|未结$", r"尚?未审结|[正尚]在(?:审理|办理)"),
)  # fmt: skip

_MADE = r"(?:制定|制发|制订|出台|印发|颁布|新制定|新制作|制作|起草)"
_SHOWN = r"(?:公开|发布|公布|公示|上传|更新|包括|包含|其中)"
_RULES = r"(?:政府|部门)?规章"
_NORMATIVE = r"(?<!政策)(?<!政策、)(?<!政策及)(?<!政策和)(?<!部门)(?:行政)?规范性文件(?:类?信息)?"
_NOT_COUNTED = r"审查|备案|清理|修改|刊登|刊发|解读|征求|年度计划|公平竞争|评估|落实"


def _documents(row: str, noun: str) -> tuple[Wording, ...]:
    """The columns of a row of item (一), told apart by verbs; without a noun, the one named last is meant."""
    thing = rf"[^，。；]{{0,20}}?{noun}{_COUNT}$"
    last = rf"{noun}(?:(?!规章|规范性文件)[^。；])*\Z"
    path = f"disclosure.{row}."
    made = {"2021": path + "made", "2019": path + "made"}
    shown = {"2021": path + "made", "2019": path + "disclosed"}
    repealed = {"2021": path + "repealed"}
    stock = {"2021": path + "in_force", "2019": path + "total_disclosed"}
    valid = r"(?:现行有效|继续有效|对外公开总(?:数量|数)?)(?:件数?|的)?"
    return (
        _w(repealed, rf"(?:废止|失效)(?:的|了)?{thing}|{noun}[^，。；]{{0,6}}废止了?$",
           rf"{noun}[^，。；]{{0,4}}废止", unless=_NOT_COUNTED),
        _w(repealed, r"(?:废止|失效)了?$", unless=_NOT_COUNTED, sentence=last),
        _w(stock, rf"{valid}{thing}|{noun}[^，。；]{{0,4}}现行有效(?:的)?{_COUNT}$",
           unless=r"审查|备案|修改|刊登"),
        _w(stock, rf"{valid}为?$", unless=_NOT_COUNTED, sentence=last),
        _w(made, rf"{_MADE}(?:的|了)?{thing}", unless=_NOT_COUNTED),
        _w(shown, rf"{_SHOWN}(?:的|了)?{thing}|(?:^|、|：)[^，。；、]{{0,16}}?{noun}{_COUNT}$",
           topics=frozenset({"disclosure"}), unless=_NOT_COUNTED),
    )  # fmt: skip


def _decisions(row: str, noun: str) -> Wording:
    return _w(
        f"disclosure.{row}.decisions",
        rf"(?<!项){noun}(?:决定|案件|办件|业务|结果|信息)?书?(?:公示|公开)?{_COUNT}$",
        units=_ITEMS - {"项", "个", "次"}, unless=r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录",
    )  # fmt: skip


def _change(row: str, noun: str) -> Wording:
    """「行政许可56项，比上年减少3项」."""
    return _w(
        {"2019": f"disclosure.{row}.change"}, r"(?:较|比)[^，。；]{0,10}(?:增加|减少|新增)了?$",
        units=frozenset({"项", "个"}),
        sentence=rf"{noun}(?:事项)?(?:共|共计|共有)?[\d,]+[项个]，(?:较|比)[^，。；]*\Z",
    )  # fmt: skip


_OTHER_SERVICES = r"(?:其他对外管理服务|其他行政权力及公共服务|公共服务|对外管理服务)"

WORDINGS = (
    _change("licensing", "行政许可"),
    _change("penalties", "行政处罚"),
    _change("coercion", "行政强制"),
    _change("fees", "行政事业性收费(?:项目)?"),
    _change("other_services", _OTHER_SERVICES),
    *_COUNTS_SOMETHING_ELSE,
    *_OF_APPLICATIONS,
    *_OF_DISPUTES,
    *_documents("regulations", _RULES),
    *_documents("normative_documents", _NORMATIVE),
    _decisions("licensing", "行政许可"),
    _decisions("penalties", "行政处罚"),
    _decisions("coercion", "行政强制(?:措施|执行)?"),
    _w({"2021": "disclosure.fees.amount"}, r"行政事业性收费[^，。；]{0,10}$", units=_MONEY),
    _w({"2019": "disclosure.procurement.items"}, rf"(?:政府|集中)采购(?:项目|事项)?{_COUNT}$",
       units=frozenset("项个次")),
    _w({"2019": "disclosure.procurement.amount"}, r"采购[^，。；]{0,6}(?:金额|资金|额)[^，。；]{0,6}$",
       units=_MONEY),
)  # fmt: skip
