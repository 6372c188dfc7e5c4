"""Which wording of the prose restates which cell of the form. Data for `links.py`.

A wording without a cell takes a figure away from the others: it counts something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_COUNTED = frozenset("件条份个宗起例项次封单笔例") | {None, "件次", "人次", "份次"}
_MONEY = frozenset({"元"})
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words before a figure (`lead`), or right after it (`tail`), and the cell that it then restates.

    `cell` names a path for each form of the disclosure table where they differ; `{dispute}` stands for the
    kind of dispute spoken of. `after` is a cell that a figure before it in the sentence must restate;
    `sentence` must be found in the sentence up to the figure.
    """

    cell: str | Mapping[str, str] | None
    lead: re.Pattern[str] = _NEVER
    tail: re.Pattern[str] | None = None
    topics: frozenset[str] = frozenset()
    units: frozenset[str | None] = _COUNTED
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

    def path(self, form: str, topic: str) -> str | None:
        cell = self.cell if isinstance(self.cell, str | None) else self.cell.get(form)
        return cell.format(dispute=topic) if cell else None


# Name, words, and whether it rules its whole sentence whatever else is named in it.
TOPICS = tuple((name, re.compile(pattern), rules_all) for name, pattern, rules_all in (
    ("stock", r"(?:制作|制发|产生|形成|生成|获取)[^，。；]{0,8}(?:政府信息|信息总数|公文)|公开属性|属性(?:认定|审查|为)|源头认定|信息总数", True),
    ("channel", r"12345|热线|信箱|留言|咨询|建议|提案|舆情|工单|诉求|来信|来电|便民服务|网民|投诉举报(?!类)", False),
    ("applications", r"(?:政府信息|政务信息|信息|政务)(?:依)?公开的?申请|申请(?:公开)?(?:政府)?信息|信息申请|申请公开|依申请|公开申请|予以公开|不予公开|无法提供", False),
    ("litigation_direct", r"直接(?:向[^，。；]{0,8})?(?:提起)?(?:行政)?(?:诉讼|起诉)", False),
    ("litigation_after_review", r"复议后(?:再)?(?:提起)?(?:行政)?(?:诉讼|起诉)", False),
    ("review", r"(?<!经)复议(?!后|机关)", False),
    ("litigation", r"诉讼|应诉", False),
    ("disclosure", r"主动公开|规范性文件|规章(?!制度)|行政许可|行政处罚|行政强制|发布(?:各类)?(?:政府|政务)?信息", False),
))  # fmt: skip

# A heading over the sentence: 「（二）依申请公开」.
HEADINGS = tuple((name, re.compile(pattern)) for name, pattern in (
    ("disputes", r"复议|诉讼"), ("applications", r"依申请|公开申请|申请公开"), ("disclosure", r"主动公开"),
))  # fmt: skip

_A = frozenset({"applications"})
_D = frozenset({"review", "litigation", "litigation_direct", "litigation_after_review", "disputes"})
_ONE_KIND = frozenset({"review", "litigation_direct", "litigation_after_review"})
_CHANNEL = re.compile(r"网络|网上|线上|信函|邮寄|当面|现场|传真|邮件|窗口|平台|系统")
_NOT_ALL = re.compile(r"其中[^，。；#]*(?:网络|网上|信函|邮寄|当面|现场|传真|邮件)|(?:许可|复议|诉讼|赔偿|登记|补贴|注册|仲裁|执行|救助|专利|项目|资助|补正|撤回|撤销)(?:的)?申请")
_DISCLOSED = re.compile(r"备案|立案|代理|审理|出庭")
_COUNT = r"(?:的?(?:数量|总数|数|总量|件数|量))?(?:共计|合计|总计|共有|共|累计|达到?|为|有|的有?|分别为)?"


def _w(cell: str | Mapping[str, str] | None, lead: str = "", *, tail: str = "", **rest: object) -> Wording:
    return Wording(cell, re.compile(lead) if lead else _NEVER, re.compile(tail) if tail else None, **rest)  # type: ignore[arg-type]


def _a(row: str, lead: str, tail: str = "", **rest: object) -> Wording:
    """A result of table 3; its words may stand before or after the figure."""
    return _w(f"applications.{row}.total", lead, tail=tail or rf"(?:为|系|属于?|是)?(?:{lead})", **{"topics": _A} | rest)


_RECEIVE = r"(?:新收|收到|接到|接收|接收到|受理|收悉|接受)"

_APPLICATIONS = (
    # What counts something else, or a sum that no cell holds.
    _w(None, r"(?:公开|全部公开)(?:或|及|和|与|、|以及)(?:予以)?部分公开(?:答复|的)?", tail=r"予以公开(?:或|及|和|与|、|以及)部分公开"),
    _w(None, r"(?:较|比|同比|环比|相比)[^，。；]*(?:增|减|下降|上升|回落|多|少)[^，。；]*"),
    _w(None, r"累计[^，。；]*", sentence=re.compile(r"(?:截至目前|历年|(?:施行|实施|成立|开通|建立)以来)[^。；]*\Z")),
    _a("carried_over", r"(?:上一?年度?|去年|往年|\d{4}年度?)(?:度)?(?:的)?(?:结转|转入|遗留|结余|未办结)[^，。；]*|(?:^|[^下年])结转上一?年度?[^，。；]*"),
    _a("carried_forward", r"(?:结转|转|顺延|延续|延)(?:至|到|入|为)?(?:了)?(?:下一?年度?|次年|明年|2\d{3}年度?|下一?年)[^，。；]*|(?<!上年)(?<!年度)结转(?:办理)?|(?:正在|尚在|仍在|尚未)(?:办理|办结|处理|答复)(?:中|的)?|(?:未到期|未办结)[^，。；]*",
       r"[^，。；]{0,24}(?:顺延|结转|延)(?:至|到|转|入)?(?:下|次|明|20)|[^，。；]{0,8}(?:正在|尚在|仍在)(?:办理|处理)|[^，。；]{0,4}未(?:到期|办结)", ),
    _a("partially_granted", r"部分公开(?:答复|的)?"),
    _a("granted", r"(?:(?<!不)予以|同意|准予|决定|全部|给予)公开(?:答复|的)?|(?<![予分意])公开答复"),
    _a("denied", r"(?:不予?|不同意|拒绝)公开(?:答复|的)?"),
    _a("denied_state_secret", r"国家秘密[^，。；]*"),
    _a("denied_law_prohibits", r"法律、?(?:行政)?法规(?:规定)?(?:禁止|不予)公开[^，。；]*|禁止公开[^，。；]*"),
    _a("denied_security_stability", r"三安全一稳定[”’]?[^，。；]*"),
    _a("denied_third_party", r"第三方(?:合法权益)?[^，。；]*"),
    _a("denied_internal_affairs", r"内部(?:事务|管理)[^，。；]*"),
    _a("denied_process_information", r"过程性[^，。；]*"),
    _a("denied_enforcement_file", r"执法案卷[^，。；]*"),
    _a("denied_administrative_query", r"(?:行政)?查询事项[^，。；]*"),
    _a("unavailable", r"(?:无法|不能)提供(?:的)?"),
    _a("unavailable_not_held", r"不掌握[^，。；]*|信息不存在|不存在[^，。；]*|(?:非|不属于?)本(?:机关|单位|局|部门|级)[^，。；]*"),
    _a("unavailable_must_create", r"没有现成[^，。；]*|另行制作[^，。；]*|(?:需要?)?加工[^，。；]*"),
    _a("unavailable_unclear", r"(?:仍)?不明确[^，。；]*"),
    _a("declined", r"不(?:予|再)处理(?:的)?"),
    _a("declined_petition", r"信访(?:、?举报)?(?:、?投诉)?[^，。；]*|举报投诉类?[^，。；]*"),
    _a("declined_duplicate", r"重复(?:申请|提交|提出)[^，。；]*"),
    _a("declined_publication", r"公开出版物[^，。；]*"),
    _a("declined_excessive", r"(?:大量|反复|频繁)[^，。；]{0,4}申请[^，。；]*"),
    _a("declined_reissue", r"重新出具[^，。；]*"),
    _a("other", r"(?:作|做)?其他(?:方式)?处理(?:的)?|其它处理(?:的)?"),
    _a("other_uncorrected", r"(?:逾期|未)(?:不|未)?(?:按期|按时)?补正[^，。；]*"),
    _a("other_unpaid", r"逾期未(?:按[^，。；]{0,8})?(?:缴|交)[^，。；]*|未缴费[^，。；]*"),
    _a("other_other", r"(?:主动|自愿|自行)?(?:撤回|撤销)申请[^，。；]*|(?:主动|自愿|自行)(?:撤回|撤销)[^，。；]*",
       unless=re.compile(r"含[^#]*#")),
    _w("applications.other.total", r"(?:^|[、；])其[他它]$", topics=_A, after="applications.granted.total"),
    _a("processed_total", rf"(?:办结|答复|办理完毕|处理完毕|回复|已办理|办理)(?:了)?(?:(?:政府|政务)?信息(?:依)?公开(?:的)?申请|依申请(?:公开)?(?:政府信息)?(?:申请)?|申请)?(?:件|案件|事项)?{_COUNT}$",
       tail=r"(?:均?已|均|按期|按时|依法)*(?:答复|办结)", unless=re.compile(r"(?:延期|当场|提前|口头|电话|网上|线上|当面|现场|窗口|逾期|补正)(?:办结|答复|办理)|收办|接办|(?:办理|答复)(?:的)?(?:案件|建议|提案)")),
    _w("applications.received.total", rf"{_RECEIVE}(?:了|的)?[^，。；]*申请[^，。；]*?{_COUNT}$", topics=_A, unless=_NOT_ALL),
    _w("applications.received.total", rf"{_RECEIVE}(?:了)?(?:依申请公开|(?:政府|政务)?信息公开)[^，。；]*$", topics=_A, unless=_NOT_ALL),
    _w("applications.received.total", rf"{_RECEIVE}(?:了)?{_COUNT}$", topics=_A, unless=_CHANNEL),
    _w("applications.received.total", rf"(?:^|、|：|年度?|全年)依申请公开(?:申请)?(?:件|事项)?{_COUNT}$", topics=_A, units=_COUNTED - {"条", "份"} | {"次"}),
    _w("applications.received.total", r"(?:政府信息公开|依申请公开|信息公开)(?:的)?申请(?:的)?(?:数量|总数|总量|量|件数|数)?(?:共计|合计|总计|共有|共|累计|达到?|为|有)$",
       topics=_A, unless=re.compile(r"办结|答复|办理|处理")),
    _w("applications.received.natural_person", r"(?:自然人|公民|个人)(?:申请|提出|提交)?(?:的)?$", topics=_A, after="applications.received.total"),
    _w("applications.received.commercial", r"(?:商业)?企业(?:申请|提出|提交)?(?:的)?$", topics=_A, after="applications.received.total"),
    _w("applications.received.research", r"科研机构(?:申请|提出|提交)?(?:的)?$", topics=_A, after="applications.received.total"),
    _w("applications.received.public_welfare", r"(?:社会)?公益组织(?:申请|提出|提交)?(?:的)?$", topics=_A, after="applications.received.total"),
    _w("applications.received.legal_service", r"法律服务机构(?:申请|提出|提交)?(?:的)?$", topics=_A, after="applications.received.total"),
)  # fmt: skip

_DISPUTES = (
    _w(None, r"(?:行政)?复议(?:案件|申请)?(?:、|和|及|与|以及)(?:行政)?(?:诉讼|应诉)[^，。；]*"),
    _w("disputes.litigation_direct.total", rf"直接(?:向[^，。；]{{0,8}})?(?:提起)?(?:行政)?(?:诉讼|起诉)(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.litigation_after_review.total", rf"复议后(?:再)?(?:提起)?(?:行政)?(?:诉讼|起诉)(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.review.total", rf"(?<!经)复议(?:的)?(?:申请|案件|案|件|事项)?{_COUNT}$",
       tail=r"[^，。；]{0,20}(?:行政)?复议", topics=frozenset({"review"}), unless=_DISCLOSED),
    _w("disputes.{dispute}.upheld", r"(?:结果)?(?:予以|均?获|被)?维持(?:的)?(?:原[^，。；]{0,6})?[^，。；]{0,4}$", tail=r"(?:结果|均?获|被|予以)?维持", topics=_ONE_KIND),
    _w("disputes.{dispute}.corrected", r"(?:结果)?(?:予以|被)?(?:纠正|纠错|撤销|确认违法|败诉)[^，。；]{0,4}$", tail=r"(?:结果|被|予以)?(?:纠正|纠错|撤销)", topics=_ONE_KIND),
    _w("disputes.{dispute}.other", r"(?:其他结果|驳回|终止)[^，。；]{0,6}$|其他$", tail=r"(?:被)?(?:驳回|终止)", topics=_ONE_KIND),
    _w("disputes.{dispute}.pending", r"(?:尚未|未)审结[^，。；]{0,4}$|(?:正在|尚在)审理[^，。；]{0,4}$|未结$", tail=r"(?:尚未审结|未审结|正在审理|正在办理|尚在审理)", topics=_ONE_KIND),
)  # fmt: skip

_MADE = r"(?:制定|制发|制订|出台|印发|颁布|新制定|新制作|制作|起草)"
_SHOWN = r"(?:公开|发布|公布|公示|上传|更新|包括|包含|其中)"
_NORMATIVE = r"(?<!政策)(?<!政策、)(?<!政策及)(?<!政策和)(?<!部门)(?:行政)?规范性文件(?:类?信息)?"
_RULES = r"(?:政府|部门)?规章"
_NO_STOCK = re.compile(r"审查|备案|清理|修改|刊登|刊发|解读|征求|年度计划|公平竞争|评估|落实")


def _columns(row: str, **columns: str) -> dict[str, str]:
    return {form.lstrip("f"): f"disclosure.{row}.{column}" for form, column in columns.items()}


def _last_named(noun: str) -> re.Pattern[str]:
    """Of rules and normative documents, the sentence names this one last."""
    return re.compile(rf"{noun}(?:(?!规章|规范性文件)[^。；])*\Z")


def _documents(row: str, noun: str) -> tuple[Wording, ...]:
    """The three columns of a row of item (一), as they are told with verbs."""
    thing = rf"[^，。；]{{0,20}}?{noun}{_COUNT}$"
    return (
        _w(_columns(row, f2021="repealed"), rf"(?:废止|失效)(?:的|了)?{thing}|{noun}[^，。；]{{0,6}}废止(?:了)?$", tail=rf"(?:行政)?{noun}[^，。；]{{0,4}}废止", unless=_NO_STOCK),
        _w(_columns(row, f2021="repealed"), r"(?:废止|失效)(?:了)?$", unless=_NO_STOCK, sentence=_last_named(noun)),
        _w(_columns(row, f2021="in_force", f2019="total_disclosed"), r"(?:现行有效|继续有效|对外公开总(?:数量|数)?)(?:的)?(?:为)?$",
           unless=_NO_STOCK, sentence=_last_named(noun)),
        _w(_columns(row, f2021="in_force", f2019="total_disclosed"), rf"(?:现行有效|继续有效|对外公开总)(?:的)?{thing}|{noun}[^，。；]{{0,4}}现行有效(?:的)?{_COUNT}$",
           unless=re.compile(r"审查|备案|修改|刊登")),
        _w(_columns(row, f2021="made", f2019="made"), rf"{_MADE}(?:的|了)?{thing}", unless=_NO_STOCK),
        _w(_columns(row, f2021="made", f2019="disclosed"), rf"{_SHOWN}(?:的|了)?{thing}|(?:^|、|：)[^，。；、]{{0,16}}?{noun}{_COUNT}$", topics=frozenset({"disclosure"}), unless=_NO_STOCK),
    )  # fmt: skip


def _decisions(row: str, noun: str) -> Wording:
    return _w(
        f"disclosure.{row}.decisions", rf"(?<!项){noun}(?:决定|案件|办件|业务|结果|信息)?(?:书)?(?:公示|公开)?{_COUNT}$",
        units=_COUNTED - {"项", "个", "次"}, unless=re.compile(r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录"),
    )  # fmt: skip


_CHANGES = tuple(
    _w({"2019": f"disclosure.{row}.change"}, r"(?:较|比)[^，。；]{0,10}(?:增加|减少|新增)(?:了)?$", units=frozenset({"项", "个"}),
       sentence=re.compile(rf"{noun}(?:事项)?(?:共|共计|共有)?[\d,]+[项个]，(?:较|比)[^，。；]*\Z"))
    for row, noun in (
        ("licensing", "行政许可"), ("penalties", "行政处罚"), ("coercion", "行政强制"), ("fees", "行政事业性收费(?:项目)?"),
        ("other_services", "(?:其他对外管理服务|其他行政权力及公共服务|公共服务|对外管理服务)(?:事项)?"),
    )
)  # fmt: skip

_DISCLOSURE = (
    *_documents("regulations", _RULES),
    *_documents("normative_documents", _NORMATIVE),
    _decisions("licensing", "行政许可"),
    _decisions("penalties", "行政处罚"),
    _decisions("coercion", "行政强制(?:措施|执行)?"),
    _w("disclosure.fees.amount", r"行政事业性收费[^，。；]{0,10}$|收取行政事业性[^，。；]{0,12}$", units=_MONEY),
    _w({"2019": "disclosure.procurement.items"}, rf"(?:政府|集中)采购(?:项目|事项)?{_COUNT}$", units=frozenset("项个次")),
    _w({"2019": "disclosure.procurement.amount"}, r"采购[^，。；]{0,6}(?:金额|资金|总额|额)[^，。；]{0,6}$", units=_MONEY),
)  # fmt: skip

WORDINGS = _CHANGES + _APPLICATIONS + _DISPUTES + _DISCLOSURE
