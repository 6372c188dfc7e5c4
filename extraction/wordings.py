"""Which wording of the prose restates which cell of the form. Data for `links.py`.

A wording without a cell takes a figure away from the others: it counts something else. `_REST` and
`_COUNT` stand for the words that may follow before the figure itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

_ITEMS: frozenset[str | None] = frozenset("件条份个宗起例项次封单笔") | {None, "件次", "人次", "份次"}
_MONEY: frozenset[str | None] = frozenset({"元"})
_LATEST = "2021"
_NEVER = re.compile(r"(?!)")
_REST = r"[^，。；]*"
_COUNT = (
    r"(?:的?(?:数量|总数|数|总量|件数|量))?"
    r"(?:共计|合计|总计|共有|共|累计|达到?|为|有|的有?|分别为)?(?:约|近|超过?|逾)?"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words before a figure (`lead`), or right after it (`tail`), and the cell that it then restates.

    `cell` names a path for each version of the form where they differ; `{dispute}` stands for the kind
    of dispute spoken of. `after` is a cell that a figure before it in the sentence must restate, `follows`
    tells the last such cell; `sentence` must be found in the sentence up to the figure, `near` in the
    whole sentence with `#` in place of the figure.
    """

    cell: str | Mapping[str, str] | None
    lead: re.Pattern[str] = _NEVER
    tail: re.Pattern[str] = _NEVER
    topics: frozenset[str] = frozenset()
    units: frozenset[str | None] = _ITEMS
    unless: re.Pattern[str] = _NEVER
    after: str = ""
    sentence: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    follows: re.Pattern[str] | None = None

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
    near: str = "", follows: str = "",
) -> Wording:  # fmt: skip
    return Wording(
        cell, re.compile(lead), re.compile(tail), topics, units, re.compile(unless), after,
        *(re.compile(words) if words else None for words in (sentence, near, follows)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """What a sentence speaks of, told by words; some topics rule it whatever else it names."""

    name: str
    words: re.Pattern[str]
    rules: bool = False


_STOCK = (
    r"(?:制作|制发|产生|形成|生成|获取)[^，。；]{0,8}(?:政府信息|信息总数|公文)"
    r"|公开属性|属性(?:认定|审查|为)|源头认定|信息总数|(?:认定|标注)主动公开|发公文|公文[\d,]+|身份卡|定为不予公开"
)
_CHANNELS = (
    r"12345|热线|举报电话|接报|信箱|留言|咨询|建议|提案|舆情|工单|诉求|来信|来电|便民服务|网民|信访(?:件|事项|案件)|投诉举报(?!类)"
)
_APPLICATIONS = (
    r"(?:政府信息|政务信息|信息|政务)(?:依)?公开的?申请|申请(?:公开)?(?:政府)?信息|信息申请|申请公开|依申请|公开申请"
    r"|予以公开|部分公开|不予公开|无法提供|不予处理|重复申请|不补正|新收|(?:收到?|受理|接收|接到)申请|申请人"
    r"|结转(?:下|至|到|上)|(?:上一?年度?|去年)(?:度)?(?:结转|转来|转入|遗留|接转|延续|延办|未结)|不掌握"
    r"|自然人|法律服务机构|律师事务所|科研机构|公益组织|逾期未?(?:按[^，。；]{0,8})?不?(?:缴|交)"
)
_DIRECT = r"直接(?:向[^，。；]{0,8})?(?:提起)?(?:行政)?(?:诉讼|起诉)"
_AFTER_REVIEW = r"复议后?(?:再|又)?(?:提起)?(?:行政)?(?:诉讼|起诉)"
_DISCLOSURE = r"主动公开|收费[\d.]+|(?:许可|处罚)(?:决定)?[\d,.]+[件宗起]|规范性文件|规章(?!制度)|行政许可|行政处罚|行政强制|发布(?:各类)?(?:政府|政务)?信息"

TOPICS = (
    Topic("stock", re.compile(_STOCK), rules=True),
    Topic("channel", re.compile(_CHANNELS)),
    Topic("applications", re.compile(_APPLICATIONS)),
    Topic("litigation_direct", re.compile(_DIRECT)),
    Topic("litigation_after_review", re.compile(_AFTER_REVIEW)),
    Topic("review", re.compile(r"(?<!经)复议(?!后|机关)|被复议机关")),
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
_RECEIVE = r"(?:新收|共收(?![费办])|收到|接到|接收|接收到|受理|收悉|接受)(?:了|的)?"
_NEXT_YEAR = r"(?:下一?年度?|次年|明年|2\d{3}年度?)"
_APPLIED_FOR = (
    r"(?:(?:政府|政务)?信息(?:依)?公开的?申请|依申请(?:公开)?(?:政府信息)?(?:申请)?|申请)?(?:件|案件|事项)?"
)
_OTHER_HANDLING = (
    r"(?:延期|当场|当日|当天|日内|补正后|县|镇|街道|中心|局|提前|口头|电话|网上|线上|当面|现场|窗口|逾期|补正)(?:办结|答复|办理)"
    r"|收办|接办|(?:办理|答复)(?:的)?(?:案件|建议|提案)"
)


_RESULTS = r"部分公开|不予?公开|不掌握|无法提供|不能提供|不予处理|不予以公开|信息不存在|非本机关|答复中"
_NO_RESULT = r"^对|征[求询]|渠道|途径|上门|引导|意见征|用错|改为|补发|自愿转|文件重新|索引|居[首次三]|居第|转为公开|通知\d*[次份]"


def _result(row: str, words: str, **rest: str) -> Wording:
    """A row of results; its words stand before the figure, or after it: 「3件予以公开」."""
    tail = rest.pop("tail", rf"(?:均|都|皆)?(?:因|为|系|属于?|是)?(?:本(?:机关|单位|局)|我局|的)?(?:{words})")
    path = f"applications.{row}.total"
    cell = {_LATEST: path} if row.startswith("other_") else path
    unless = rest.pop("unless", r"(?!)") + "|" + _NO_RESULT
    return _w(cell, words, tail, topics=_A, unless=unless, units=_ITEMS - {"条", "人次"}, **rest)


def _received(words: str, unless: str = _NOT_ALL, units: frozenset[str | None] = _ITEMS) -> Wording:
    return _w("applications.received.total", words, topics=_A, unless=unless + "|联系|本级|对象", units=units - {"人次"})


_PERSONS = r"自然人|公民|个人"
_APPLICANTS = r"自然人|公民|个人|居民|企业|法律服务|律师|律所|科研|公益组织"


def _applicant(column: str, words: str, near: str = r"申请|新收|收到|自然人|公民|个人") -> Wording:
    """「自然人21件、企业2件」, and 「19件由个人提出」; 「收到自然人申请3件」 are not all that were received."""
    return _w(
        f"applications.received.{column}",
        rf"(?:{words})(?:的)?(?:申请|提出|提交|递交|占了)*(?:的)?(?:信息公开)?(?:申请)?(?:共|为|有|各为)?$",
        rf"(?:均|都|全)?(?:来自|由|是|系|为)(?:{words})(?:申请|提出|提交|递交|的|$)",
        topics=_A, units=_ITEMS - {"家", "个", "条"}, near=near,
        unless=r"国有企业|咨询|培训|座谈|回访|质疑|撤回|补正|网络|其中[^#]*以上",
    )  # fmt: skip


_COUNTS_SOMETHING_ELSE = (
    _w(None, r"(?:公开|全部公开)(?:或|及|和|与|、|以及)(?:予以)?部分公开(?:答复|的)?",
       r"予以公开(?:或|及|和|与|、|以及)部分公开"),
    _w(None, rf"(?:较|比|同比|环比|相比){_REST}(?:增|减|下降|上升|回落|多|少){_REST}"),
    _w(None, rf"(?:去年|上一?年度?)(?:同期)?(?:共)?(?:收到|受理|办结|答复|办理){_REST}"),
    _w(None, r"(?:[应需须待]要?予?|一并)(?:办理?|处理|答复|办结)(?:的)?(?:申请|总数|总量)*(?:共|计|为)*[^，。；]{0,6}$"
       r"|合并?计[^，。；]{0,4}$"),
    _w(None, r"(?:^|[^，。；]*)(?:仅|单是|光是|本级|其中[^，。；]*本级)[^，。；]{0,14}(?:收到|受理|办理|答复|办结)[^，。；]*$"),
    _w(None, r"同意公开的?$", sentence=r"征[询求][^。]*\Z"),
    _w(None, rf"累计{_REST}", sentence=r"(?:截至目前|历年|(?:施行|实施|成立|开通|建立)以来)[^。；]*\Z"),
)  # fmt: skip

_OF_APPLICATIONS = (
    # 收办 counts what came over too: its applicants are not those of what was received.
    _w(None, rf"(?:{_PERSONS})(?:申请|提出|提交)*(?:的)?$", topics=_A, sentence=r"(?:收办|接办)[^。]*\Z"),
    _applicant("natural_person", _PERSONS),
    _applicant("commercial", r"(?:商业|民营)?企业", near=r"自然人|公民|个人|法律服务|律师|科研机构|公益组织|企业(?:提出|提交|申请)"),
    _applicant("research", r"科研(?:机构|院所|单位)"),
    _applicant("public_welfare", r"(?:社会)?公益组织"),
    _applicant("legal_service", r"法律服务机构|(?:律师事务所|律所)(?:等法律服务机构)?"),
    _w("applications.received.other", r"(?:^|[、，；（和及由])其[他它](?:组织|申请人)?(?:申请|提出|提交)*(?:的)?(?:共|为)?$",
       topics=_A, follows=r"applications\.received\.(?:legal|public|research)", unless=r"(?:法人|企业)(?:和|及|或|、)其他"),
    _result("carried_over",
            rf"(?:上一?年度?|去年|往年|\d{{4}}年度?)的?(?:结转|转结|接转|转入|转来|转下来|遗留|延续|延办|结余|未办结"
            rf"|未结|没办完|未了结|剩下){_REST}"
            rf"|(?:^|[^下年])结转上一?年度?{_REST}|(?:加上|连同|连|承接|另有)(?:上年)?结转(?:来)?(?:的)?$",
            tail=r"(?:是|系|为)?(?:由|从)?(?:上一?年度?|去年|2\d{3}年)(?:结转|转来|转入|延续|遗留|未结|未办结)"),
    _result("carried_over", r"结转(?:了)?$", sentence=r"(?:新收|收到)(?:(?!办[结理毕]|答复|公开\d|提供|处理|下)[^。])*\Z",
            tail=r"(?!)", unless=r"下|次年|明年|跨|年末|年底"),
    _result("carried_forward",
            rf"(?:结转|转结|转入|转|顺延|延续|延|留待|跨入|跨|延期)(?:至|到|入|为)?了?{_NEXT_YEAR}{_REST}"
            r"|(?:正在|尚在|仍在|尚未)(?:办理|办结|处理|答复)(?:中|的)?|(?:年底|年末)(?:仍)?在办(?:理)?"
            rf"|(?:未到期|未办结){_REST}",
            tail=r"[^，。；]{0,24}(?:顺延|结转|延期?|转|留待|跨)(?:至|到|转|入|待)?(?:下|次|明|20)"
            r"|按?(?:期|规定)?(?:顺延|结转|跨年)|[^，。；]{0,8}(?:正在|尚在|仍在|还在)(?:办理|处理|答复|查)|[^，。；]{0,4}未(?:到期|办结)",
            unless=r"上一?年度?(?:结转|转)|去年(?:结转|转)"),
    _result("carried_forward", r"(?<!上年)(?<!年度)(?<!加上)(?<!连同)(?<!\d年)结转(?:办理)?了?$", tail=r"(?!)",
            sentence=r"(?:办[结理毕]|答复|公开|提供|处理)[^。]*\Z"),
    _result("denied", r"等[^，。；]{0,6}(?:拒绝|不予公开|不公开)(?:的)?$", tail=r"(?!)"),
    _result("unavailable", r"等[^，。；]{0,6}(?:无法提供|不能提供)(?:的)?$", tail=r"(?!)"),
    _result("declined", r"等[^，。；]{0,6}不(?:予|再)处理(?:的)?$", tail=r"(?!)"),
    _w({_LATEST: "applications.other_other.total"}, r"等其他(?:情形|情况)(?:的)?$", topics=_A,
       follows=r"applications\.other_un"),
    _result("denied", r"(?:商业秘密|隐私|第三方[^、，]{0,4})、(?:法律|执法|内部|过程|国家秘密|查询)[^，。；]*(?:不予?|未)公开的?$",
            tail=r"(?!)"),
    _result("other", r"(?:等)?其他(?:情形|情况|处理|方式处理)(?:的)?$", tail=r"(?!)"),
    _w(None, r"(?:信访|重复|不掌握|补正|案卷)[^，。；]{0,6}(?:或|或者|以及|和|及|与)[^，。；]{0,10}$", topics=_A),
    _result("denied_state_secret", rf"国家秘密{_REST}"),
    _result("denied_law_prohibits", rf"法律、?(?:行政)?法规(?:规定)?(?:禁止|不予公开){_REST}|禁止公开{_REST}|法律禁止(?:公开)?(?:的)?$"),
    _result("denied_security_stability", rf"三安全一稳定[”’]?{_REST}|危及[^，。；]{{0,4}}(?:安全|稳定){_REST}"),
    _result("denied_third_party", r"(?:第三方|商业秘密|个人隐私|他人隐私|患者隐私)(?:合法)?(?:权益)?[^，。；]{0,20}", unless=r"申请，"),
    _result("denied_internal_affairs", rf"内部(?:事务|管理){_REST}"),
    _result("denied_process_information", r"过程性?(?:信息|稿|材料)[^，。；]{0,8}"),
    _result("denied_enforcement_file", r"(?:执法|复议)案卷[^，。；]{0,8}", unless=r"类答复"),
    _result("denied_administrative_query", rf"(?:行政)?查询事项{_REST}|行政查询类?(?:的)?(?:不予公开)?(?:的)?$"),
    _result("unavailable_not_held",
            rf"不掌握{_REST}|不存在{_REST}|(?:非|不属于?)本(?:机关|单位|局|部门|级){_REST}|没有掌握的?$|非[^，。；]{1,4}掌握(?:的)?$"),
    _result("unavailable_must_create", rf"没有现成{_REST}|另行制作{_REST}|需要?(?:另行|重新)?(?:汇总)?(?:制作|加工|重做){_REST}|加工{_REST}"),
    _result("unavailable_unclear", rf"补正后?(?:仍|依然|依旧)?(?:无法确|说不清){_REST}|(?:仍|依然|依旧)?不明(?:确)?{_REST}|仍(?:含糊|不清){_REST}"),
    _result("declined_petition", r"(?:作)?信访(?:、?举报)?(?:、?投诉)?(?:类|件)?(?:的|申请|事项|处理|不予处理|转办)*$"
            r"|举报投诉类?[^，。；]{0,6}$", tail=r"(?:均|都|皆)?(?:因|为|系|属于?|是)?(?:信访|举报投诉)"),
    _result("declined_duplicate", r"重复(?:申请|提交|提出)(?:的|类|不予处理)*[^，。；]{0,4}$",
            tail=r"(?:均|都|皆)?(?:因|为|系|属于?|是)?重复(?:申请|提)"),
    _result("declined_duplicate", r"(?:^|[、，；：])重复(?:的)?$", tail=r"(?!)",
            follows=r"applications\.(?!received|carried|proc)"),
    _result("declined_publication", rf"公开出版物{_REST}"),
    _result("declined_publication", r"(?:^|[、，；：])出版物(?:的|类)?$", tail=r"(?!)", follows=r"applications\.decl"),
    _result("declined_excessive", rf"(?:大量|反复|频繁)[^，。；]{{0,4}}申请{_REST}|(?:大量|无理)反复(?:的)?$"),
    _result("declined_reissue", rf"重新?出具?(?:证明|文书)?的?{_REST}", tail=r"(?!)", unless=r"意见"),
    _result("partially_granted", r"部分公开(?:答复|的)?|(?:区分处理后|区分后?|遮[^，。；]{0,16}后|隐去[^，。；]{0,8}后)?(?:给了?一部分|区分(?:处理)?后?(?:提供|公开))(?:的|者)?$"),
    _result("granted", r"(?:(?<!不)予以|(?<!不)同意|准予|决定|全部|给予)公开(?:答复|的|者)?|(?<![予分意])公开答复"
            r"|(?<!不)同意(?:给|提供)的?$", tail=r"(?:均|都|全部)?(?:予以|同意|准予|给予)(?:全部)?公开",
            unless=r"第三方|当事人"),
    _result("granted", r"(?:^|[、，；：）])(?:其中|依法)?公开(?:的|了)?$|(?:^|[、，；：）])给了$", tail=r"公开\Z", near=_RESULTS),
    _result("denied", r"(?:不予?|(?<!第三方)不同意|拒绝|未)公开(?:答复)?(?:的)?$", tail=r"(?:均|都|皆)?(?:为|系|是)?(?:不予?|拒绝)公开(?!的)"),
    _result("unavailable", r"(?:无法|不能|无从)提供(?:的|者)?"),
    _result("declined", r"不(?:予|再|作)处理(?:的|者)?", unless=r"缴|交费"),
    _result("other", r"(?:以|作|做)?其[他它](?:方式)?(?:处理|了结)(?:的)?|归入其他(?:处理)?(?:计)?$"),
    _result("other_uncorrected", rf"(?:逾期|过期|未|没有)(?:不|未)?(?:按期|按时)?补正{_REST}|补正(?:逾期|过期)(?:的)?$"
            r"|(?:^|[、，；：])不补正(?:的)?$"),
    _result("other_unpaid", rf"逾期[未不](?:按[^，。；]{{0,8}})?(?:缴|交){_REST}|[未不]缴费{_REST}",
            tail=r"(?:申请)?(?:均|都|皆)?(?:因|为|系|属于?|是)?(?:申请人)?逾期[未不](?:按[^，。；]{0,8})?(?:缴|交)"),
    _result("other_other", rf"撤[回销]申请{_REST}|(?:主动|自愿|自行)撤[回销]{_REST}",
            unless=r"含[^#]*#|复议|诉讼", near=_RESULTS + r"|补正|结转|办结\d"),
    _w({_LATEST: "applications.other_other.total"}, r"(?:^|[、；，])其[他它]$", topics=_A,
       follows=r"applications\.other_un"),
    _w("applications.other.total", r"(?:^|[、；，])其[他它](?:的)?$", topics=_A,
       follows=r"applications\.(?:granted|part|denied|unav|declined)"),
    _result("processed_total",
            rf"(?:办结|办毕|办完|答复完?|办理完毕|处理完毕|回复|已办理?|(?<!跨年)办理)了?{_APPLIED_FOR}{_COUNT}$",
            tail=r"(?:(?:均|都|已|全部|按期|按时|依法|在[^，。；]{0,5}期限内)+(?:答复|办结)|答完|办完|办结\Z|答复\Z)",
            unless=_OTHER_HANDLING + r"|延期|超期|无法|未能"),
    _result("processed_total",
            rf"办理(?:(?!受理|收到|接收)[^，。；类]){{0,40}}(?:信息公开申请|依申请公开)(?:件|案件|事项)?{_COUNT}$",
            tail=r"(?!)", unless=r"委托|" + _OTHER_HANDLING),
    _received(rf"{_RECEIVE}[^，。；]*申请[^，。；]*?{_COUNT}$"),
    _received(rf"{_RECEIVE}(?:依申请公开|(?:政府|政务)?信息公开){_REST}$"),
    _received(rf"{_RECEIVE}{_COUNT}$", unless=_CHANNEL),
    _received(rf"(?:^|、|：|年度?)依申请公开(?:申请)?(?:件|事项)?{_COUNT}$", units=_ITEMS - {"条", "份"}),
    _received(r"(?:政府信息公开|依申请公开|信息公开)的?申请(?:的)?(?:数量|总数|总量|量|件数|数)?"
              r"(?:共计|合计|总计|共有|共|累计|达到?|为|有)$", unless=r"办结|答复|办理|处理"),
)  # fmt: skip

_D = frozenset({"review", "litigation", "litigation_direct", "litigation_after_review", "disputes"})
_ONE_KIND = frozenset({"review", "litigation_direct", "litigation_after_review"})


def _outcome(column: str, lead: str, tail: str, topics: frozenset[str] = _ONE_KIND) -> Wording:
    return _w(f"disputes.{{dispute}}.{column}", lead, tail, topics=topics, unless=r"里[，、]#|#里|暴露|教训|由此引起")


def _outcomes(nothing: str) -> tuple[Wording, ...]:
    """The columns of a kind of dispute; after both kinds of suit an outcome is that of neither alone."""
    both = r"直接(?:提起|起诉)[^。；]*[\d]+[件宗起][^。；]{0,2}(?:、|，|和)(?:经)?复议后[^，。；]*?\d+[件宗起](?:(?!起诉)[^。])*\Z"
    result = r"维持|纠正|纠错|撤销|确认违法|败诉|胜诉|驳回|撤诉|撤回|终止|其他|结案|未审结|未结|在审|审理|待[结决判]"
    suits = frozenset({"litigation_direct", "litigation_after_review"})
    return (
        _w(None, rf"(?:{result})[^，。；]{{0,8}}$", rf"[^，。；]{{0,6}}(?:{result})", topics=suits, sentence=both),
        _w(None, nothing, topics=_ONE_KIND),
        _outcome("upheld", r"(?:予以|均?获|被)?维持(?:的)?(?:原[^，。；]{0,6})?[^，。；]{0,4}$", r"(?:结果|均?获|被|予以|得到|均|全部)*维持"),
        _outcome("upheld", r"胜诉$|驳回(?:原告)?[^，。；]{0,6}请求$", r"(?:均|被)?(?:法院)?判决驳回", suits),
        _outcome("corrected", r"(?:纠正|纠错|撤销|确认违法|败诉)(?!原)[^，。；]{0,4}$",
                 r"(?:结果|被|予以)?(?:纠正|纠错|撤销)(?!的)"),
        _outcome("other", r"(?:其[他它]结果|其[他它]方式(?:结案)?|驳回|终止|撤诉|撤回)[^，。；]{0,6}$|(?:^|[、，])其[他它]$",
                 r"(?:被)?(?:驳回|终止)|(?:经[^，。；]{0,4})?(?:由|因)?(?:申请人)?(?:主动|自愿)?撤回|以(?:撤回|撤诉|终止|调解|其他)"),
        _outcome("pending", r"(?:未审结|未结|[正尚还]?在审理?)[^，。；]{0,4}$|(?:待[结决判])$",
                 r"[尚仍还]?未(?:审)?结|[正尚还]?在审|[正尚还]在办理|待[结决判]"),
    )


_OF_DISPUTES = (
    _w(None, rf"复议(?:案件|申请)?(?:、|和|及|与|以及)(?:行政)?(?:诉讼|应诉){_REST}"),
    _w(None, rf"(?:^另|同期|同一时期|其他(?:各类|行政|的)|其余|另(?:外|有|行)?办理){_REST}", r"[^，。；]{0,8}(?:复议|诉讼)", topics=_D,
       near=r"(?:另|同期|同一时期|其他|其余)[^，。；]{0,24}(?:复议|诉讼)", unless=r"公开[^，。；]{0,12}(?:复议|诉讼)|其他结果|其他方式"),
    _w(None, r"(?:征[收地拆]|处罚|补偿|资格认定|治安|工伤|许可|档案利用|登记)[^，。；]{0,10}(?:复议|诉讼|应诉)[^，。；]{0,6}$", topics=_D,
       unless=r"公开[^，。；]{0,20}(?:复议|诉讼)"),
    _w(None, rf"(?:其中|、){_REST}", topics=_D,
       sentence=r"(?:败诉|纠正|维持|未审结|撤销)[^，。；]{0,8}\d+[件宗起]，其中[^。；]*\Z"),
    _w(None, r"撤回的行政复议[^，。；]*", topics=_D),
    _w("disputes.litigation_direct.total", rf"{_DIRECT}(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.litigation_after_review.total", rf"{_AFTER_REVIEW}(?:案件|的)?{_COUNT}$", topics=_D),
    _w("disputes.review.total", rf"(?<!经)复议(?:的)?(?:申请|案件|案|件|事项|审查)?{_COUNT}$",
       r"(?!被?(?:纠正|维持|撤销))[^，。；]{0,20}复议", topics=frozenset({"review"}), unless=r"备案|立案|代理|审理|出庭|因此|由此"),
    *_outcomes(r"上述|县级|个案"),
)  # fmt: skip

_MADE = r"(?:制定|制发|制订|出台|印发|颁布|新制定|新制作|制作|起草|新增|新发|新印|新定|新公布|拟定)"
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
    valid = (
        r"(?:(?:目前|现|年末|年底|至此|现行|仍然?|继续|尚|库存|留存|历年|现存)*有效|现行|(?:目前|尚)?保留|存续|现存|现有|存量|库存|仍?管用"
        r"|对外公开总(?:数量|数)?)(?:的|件数?)*"
    )
    given_up = r"(?:宣布)?(?:清理)?(?:后)?(?:废止|失效|废除|作废)(?:或|和|及|、)?(?:废止|失效)?"
    return tuple(replace(each, units=_ITEMS | {"部"}) for each in (
        _w(repealed, rf"{given_up}(?:的|了)?{thing}|{noun}[^，。；]{{0,6}}废止了?$",
           rf"{noun}[^，。；]{{0,4}}废止", unless=_NOT_COUNTED),
        _w(repealed, rf"{given_up}了?$", unless=_NOT_COUNTED, sentence=last),
        _w(made, rf"(?:^|[，、；：])(?:其中|当中|本年|今年|全年)?(?:新)?{_MADE}(?:并公开)?了?$", tail=r"新(?:发|制定|增)", unless=_NOT_COUNTED,
           sentence=last),
        _w(stock, rf"{valid}{thing}|{noun}[^，。；]{{0,4}}现行有效(?:的)?{_COUNT}$",
           unless=r"审查|备案|修改|刊登"),
        _w(stock, rf"{noun}(?:对外公开)?(?:的)?总(?:数量|数){_COUNT}$|累计(?:对外)?公开(?:的)?{thing}", unless=_NOT_COUNTED),
        _w(stock, rf"(?:{valid}(?:文件|规章)?|总(?:数量|数)|(?:^|[、，；])余)[为达到共]*$", unless=_NOT_COUNTED, sentence=last),
        _w(made, rf"{_MADE}(?:的|了)?{thing}|{noun}(?:本年|全年)?(?:新)?{_MADE}(?:了|并公开)?$", unless=_NOT_COUNTED),
        _w(made, rf"(?:^|、){noun}{_COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"{_MADE}[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{_COUNT}\Z"),
        _w(repealed, rf"(?:^|、){noun}{_COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"废止[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{_COUNT}\Z"),
        _w(stock, rf"(?:^|、){noun}{_COUNT}$", unless=_NOT_COUNTED,
           sentence=rf"现行有效[^，。；]{{0,16}}[\d一二三四五六七八九十]+[件部个份]、{noun}{_COUNT}\Z"),
        _w(shown, rf"{_SHOWN}(?:的|了)?{thing}", topics=frozenset({"disclosure"}), unless=_NOT_COUNTED),
        _w(shown, rf"(?:^|、|：)[^，。；、]{{0,16}}?{noun}{_COUNT}$",
           topics=frozenset({"disclosure"}), unless=_NOT_COUNTED + "|另有", near=r"公开|发布|公布|公示|信息|栏目"),
    ))  # fmt: skip


_COUNTED_BY = _ITEMS - {"条", "项", "个", "次", "人次"}
_NO_DECISION = (
    r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录|申请法院|强制(?:拆除|性)|许可证|典型|听证|复议|诉讼|案例|[较比]"
    r"|其中[^，。；]*#|占\d|公示平台"
)


def _decisions(row: str, noun: str, short: str) -> tuple[Wording, ...]:
    """「行政处罚24件」; in an enumeration 「许可402件，处罚18件」 the short name does."""
    what = r"(?:决定|案件|办件|业务|结果|信息|处理决定)*书?(?:公示|公开|办结|办理|作出)?"
    path = f"disclosure.{row}.decisions"
    return (
        _w(path, rf"(?<!项){noun}{what}{_COUNT}$", units=_COUNTED_BY | {"条"}, sentence=r"\A(?![^。]*\d条，其中)",
           unless=r"部门[^，。；]{0,6}行政处罚|事项|清单|裁量|基准|目录"),
        _w(path, rf"(?:^|[，、；：出理结全年等])(?:行政)?{short}{what}{_COUNT}$", units=_COUNTED_BY - {"条", "份", "例"},
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
    return _w(f"disclosure.{row}.decisions", r"$", units=_COUNTED_BY, sentence=rf"{_THREE}{numbers}\Z")


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
    *(_third(row, at) for at, row in enumerate(("licensing", "penalties", "coercion"))),
    *_decisions("licensing", "行政许可", "许可"),
    *_decisions("penalties", "行政处罚", "处罚"),
    _w("disclosure.penalties.decisions", rf"(?:执法|监督|监察|监管|类|大队|局)(?:案件)?处罚(?:决定)?{_COUNT}$",
       units=_COUNTED_BY - {"条", "份", "例"}, unless=_NO_DECISION),
    *_decisions("coercion", "行政强制(?:措施|执行)?", "强制(?:措施|执行)?"),
    _w({"2021": "disclosure.fees.amount"}, r"行政事业性收费[^，。；]{0,10}$", units=_MONEY),
    _w({"2021": "disclosure.fees.amount"}, r"(?:^|[，、；：])收费(?:收入|金额|总额)?(?:共|计|为|约)*$", units=_MONEY,
       near=r"许可|处罚|强制|行政事业性", unless="处理费"),
    _w({"2019": "disclosure.procurement.items"}, rf"(?:政府|集中)采购(?:项目|事项)?{_COUNT}$",
       units=frozenset({"项", "个", "次"})),
    _w({"2019": "disclosure.procurement.amount"}, r"采购[^，。；]{0,6}(?:金额|资金|额)[^，。；]{0,6}$",
       units=_MONEY),
    _w({"2019": "disclosure.procurement.amount"}, r"(?:^|[，、])(?:(?:总?金额|计|花费|资金)(?:约|为|达|共)?)?$", units=_MONEY,
       sentence=r"(?:政府|集中)采购(?:项目)?[\d]+[项个次](?:项目)?(?:[，、][^。；，\d]*){0,2}\Z"),
)  # fmt: skip
