"""「未收到政府信息公开申请」 -> a Zero of `applications.received.total`: what the prose denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.report import Zero
from extraction.text import Passage

# 「如未收到」 and 「是否没有」 state nothing; 「没有及时」 and 「无障碍」 deny nothing that is counted.
_VERB = (
    r"接收到?过?|收到过?|接到过?|收悉|受理过?|接待|发生过?|出现过?|产生过?|引发|引起|存在|涉及|(?:新|提请)?制定过?|新?制[作发]"
    r"|出台|印发|颁布|发布|新制定|新增|开展|实施|作出|做出|办理|被(?:申请|提起|提出|起诉)?|提起|提出|收取过?|征收过?|采取过?|承担|发现|有"
)
_NEGATION = re.compile(
    rf"(?<![如若对凡非否毫])(?:[均都尚并从]?(?:没有(?:{_VERB})?(?!及时|完全|得到|形成|做到|达到|真正|很好|充分|统一)|不存在|未曾收到"
    r"|不涉及(?=[^，。；]{0,12}(?:行政许可|行政处罚|行政强制|规章|规范性文件|收费))|无需(?=结转)"
    r"|未对任何[^，。；]{0,6}?(?:采取|作出|实施)"
    rf"|(?:未|没|不曾)(?:{_VERB}|因(?![此为])|(?=(?:被)?(?:结转|转[入至到]|废止|纠正))))"
    r"|(?<!有)[暂尚均并皆]?无(?!人(?![^，。；]{0,12}(?:申请|提出|提起|起诉))|不(?!予)|[法线障需须正效缝偿论关纸误锡为从数形偏差条证照主害疑力意理极]))"
)
# 「无行政复议、无行政诉讼」 are two statements.
_CLAUSE = re.compile(r"(?:(?!、[也亦均]?(?:无|没有|未)|[也亦](?:无|没有|未))[^，。；：！？\n（）《》]){1,60}")
# 「因政府信息公开申请引起的」 says of what kind the reviews are.
_CAUSE = re.compile(r"因(?!此)[^，。；]{0,24}?(?=复议|诉讼|起诉|应诉|败诉|纠错)")
_TAIL = re.compile(
    r"(?:公开)?(?:的?(?:政府信息|申请件|申请|案件|案|诉求|请求|要求|事项|事件|事宜|情况|情形|信息|数量|记录|需求|件"
    r"|应诉(?:通知书?)?|通知书?|受理|败诉|职能|职权|职责|任务|答复|出台|更新|制发|纠纷|业务|决定|行为|措施|项目|文件|事由|而?(?:不再)?处理|而?终止(?:办理|处理)?|继续办理|办理件?|答复)|(?:及|和|、|或)(?:更新|废止|修改|制定|应诉))*(?:的\Z)?"
)
_LISTED = re.compile(r"的?\Z|[、，和及与或等也均]|以及|发生|出现")
_NOT_COUNTED = re.compile(r"处理费|许可申请")
_LEFT_OUT = re.compile(
    r"制定权|职权|权限|收费|费用|追究|追责|问责|舆情|泄密|失密|超期|逾期|咨询|建议|提案|差错|错误|不实|虚假|整改|延误"
)


@dataclass(frozen=True, slots=True)
class _Topic:
    """Words of a clause, and the cells that a denial of them covers."""

    pattern: re.Pattern[str]
    cells: tuple[str, ...]
    unless: re.Pattern[str] | None = None  # said before it: only a part of what the cell counts is denied


@dataclass(frozen=True, slots=True)
class _Denied:
    """A topic found at `start` to `end` of a clause."""

    start: int
    end: int
    cells: tuple[str, ...]


# 「未收到科研机构的申请」 is not 「未收到申请」; 「公民、法人和其他组织的申请」 is everybody's.
_SOME = re.compile(r"部分公开|不予|拒绝|[理为]由|纠正|执法案卷|公益|(?<!其他)(?<!或)组织|(?:科研|研究|服务)机构|(?<![本我])企业(?!单位)")
_REASON = re.compile(r"涉密|因|为由|理由|属于|涉及|案卷|秘密|隐私|危及|第三方|法律|信访|重复|反复|出版物|部分")
_UNLESS = {
    "applications.received.total": _SOME,
    "applications.denied.total": _REASON,
    "applications.declined.total": _REASON,
    "applications.unavailable.total": _REASON,
    "disclosure.normative_documents.repealed": re.compile("规章(?!制度)"),
}


def _topics(*rows: tuple[str, tuple[str, ...]]) -> tuple[_Topic, ...]:
    return tuple(_Topic(re.compile(pattern), cells, _UNLESS.get(cells[0])) for pattern, cells in rows)


_RECEIVED = ("applications.received.total",)
_REVIEW = ("disputes.review.total",)
_BOTH = ("disputes.litigation_direct.total", "disputes.litigation_after_review.total")
_CORRECTED = _topics(
    (r"(?:纠正|撤销|确认违法)的?[^，。；]{0,4}复议", ("disputes.review.corrected",)),
    (r"(?:纠正|撤销|败诉)的?[^，。；]{0,4}诉讼", tuple(path.replace("total", "corrected") for path in _BOTH)),
    (r"复议后(?:提起)?(?:行政)?(?:诉讼|起诉)[^，。；]{0,6}(?:尚未|未)审结", ("disputes.litigation_after_review.pending",)),
    (r"(?<!复议后)(?<!后提起)诉讼[^，。；]{0,6}(?:尚未|未)审结|(?:尚未|未)审结的?[^，。；]{0,4}诉讼", tuple(path.replace("total", "pending") for path in _BOTH)),
    (r"纠正的?(?:直接|径行)起诉", ("disputes.litigation_direct.corrected",)),
    (r"(?:尚未|未)审结[^，。；]{0,8}复议|复议(?![之以]?后)[^，。；]{0,6}(?:尚未|未)审结", ("disputes.review.pending",)),
    (r"复议[^，。；]{0,16}(?:纠错|纠正|撤销|确认违法|责令)", ("disputes.review.corrected",)),
    (
        r"(?:诉讼|应诉)[^，。；]{0,10}(?:纠错|纠正|撤销|败诉|确认违法|责令)|败诉",
        tuple(path.replace("total", "corrected") for path in _BOTH),
    ),
)
_DISPUTES = _topics(
    (r"(?:[未不]经复议[^，。；]{0,2})?(?:直接|径[行直]|即行|就)(?:提起)?(?:行政)?(?:诉讼|起诉)(?:的?应诉)?|[未不]经复议[^，。；]{0,4}[诉告]讼?", _BOTH[:1]),
    (r"(?:经)?复议(?:之|以)?后(?:再行?|又|的)?(?:提起)?的?(?:行政)?(?:诉讼|起诉|诉)(?![^，。；]{0,4}未?审结)", _BOTH[1:]),
    (r"复议", _REVIEW),
    (r"起?诉讼|起诉|应诉", _BOTH),
)
_REFUSED = r"[^，。；]{0,16}(?:不予?公开|拒绝|不予提供|为由|理由|类(?:答复|申请|情形))"
_RESULTS = _topics(
    (r"国家秘密(?:[^，。；]{0,8}不予公开|为由|类)?", ("applications.denied_state_secret.total",)),
    (r"法律(?:、行政|、?法规|和行政)*法?规?禁止" + _REFUSED, ("applications.denied_law_prohibits.total",)),
    (r"(?:(?:危及)?“?三安全一稳定”?|危及[^，。；]{0,24}?(?:稳定|安全))" + _REFUSED, ("applications.denied_security_stability.total",)),
    (r"(?:商业秘密|个人隐私|第三方(?:合法)?权益)" + _REFUSED, ("applications.denied_third_party.total",)),
    (r"内部事务(?:性?信息)?" + _REFUSED, ("applications.denied_internal_affairs.total",)),
    (r"过程性信息" + _REFUSED, ("applications.denied_process_information.total",)),
    (r"(?:行政)?执法案卷" + _REFUSED, ("applications.denied_enforcement_file.total",)),
    (r"行政查询事项(?:[^，。；]{0,4}不予公开)?", ("applications.denied_administrative_query.total",)),
    (r"(?:信访|举报|投诉)[^，。；]{0,8}(?:类(?:申请|事项)|不予处理)", ("applications.declined_petition.total",)),
    (r"(?:不予|拒绝)公开", ("applications.denied.total",)),
    (r"部分公开", ("applications.partially_granted.total",)),
    (r"“?无法提供”?", ("applications.unavailable.total",)),
    (r"“?其他处理”?", ("applications.other.total",)),
    (r"不予处理", ("applications.declined.total",)),
    (r"(?:确认|重新出具)[^，。；]{0,8}信息", ("applications.declined_reissue.total",)),
    (r"“?(?:无正当理由)?大量反复申请”?", ("applications.declined_excessive.total",)),
    (r"重复申请", ("applications.declined_duplicate.total",)),
    (r"(?:要求)?(?:提供)?(?:公开)?出版物", ("applications.declined_publication.total",)),
    (r"补正后(?:申请)?(?:内容)?仍不明确", ("applications.unavailable_unclear.total",)),
    (r"(?:逾期)?(?:不|未)?(?:按[^，。；]{0,6})?缴费?(?:用|纳费用)?", ("applications.other_unpaid.total",)),
    (r"逾期(?:不|未)补正", ("applications.other_uncorrected.total",)),
)
_APPLIED = r"(?:[^，。；、和及]{0,6}申请|(?=[、和及][^，。；]{1,14}申请))"
_OTHERS = _topics(
    (
        r"(?:上一?年度?|上期|往年|去年)(?:结转|转来|转入|遗留)(?:的?政府信息公开申请)?|遗留(?:的|未办结)*",
        ("applications.carried_over.total",),
    ),
    (
        r"^(?:需要?|要)?(?:一件)?(?:的)?(?:结转|跨年)(?:件|事项|申请|情[况形]|的)?$|(?:结转|转[入至到]?|延)[至到]?(?:[下次明来]一?年度?|2\d{3}年度?)(?:继续)?(?:办理)?(?:的)?"
        r"|[下次]一?年度?结转|遗留[至到][下次明]一?年度?(?:的)?|跨年度?(?:结转|办理)?(?:的)?",
        ("applications.carried_forward.total",),
    ),
    (r"科研(?:机构|院所|单位)" + _APPLIED, ("applications.received.research",)),
    (r"(?:社会)?公益(?:组织|团体)" + _APPLIED, ("applications.received.public_welfare",)),
    (r"法律服务机构" + _APPLIED, ("applications.received.legal_service",)),
    (r"商业企业" + _APPLIED, ("applications.received.commercial",)),
    (
        r"(?:公开|信息|书面|网上|依|人|组织)的?申请(?!表|指南|渠道|人)|依申请|人申请"
        r"|申请(?:公开|获取)?(?:政府信息|信息公开|公开)",
        _RECEIVED,
    ),
    (r"^(?:任何|相关|有关|此类|该类|一[件份])*申请(?!表|人)", _RECEIVED),
    (r"规章(?!制度)(?:制[定发])?", ("disclosure.regulations.made",)),
    (r"规范性文件(?:制[定发])?", ("disclosure.normative_documents.made",)),
    (r"行政许可|^许可", ("disclosure.licensing.decisions",)),
    (r"(?:行政|^|(?<=[、和及]))处罚", ("disclosure.penalties.decisions",)),
    (r"(?:行政|^|(?<=[、和及]))强制(?:措施|执行)?", ("disclosure.coercion.decisions",)),
    (r"行政事业性(?:收费|费用)|^收费(?:项目|事项)$|(?<=[、和及与])收费", ("disclosure.fees.amount",)),
    (r"废止(?:的?(?:规范性)?文件|情形)?$|^文件废止", ("disclosure.normative_documents.repealed",)),
    (r"政府集中采购", ("disclosure.procurement.items",)),
)

# 「未被纠正」 「没有未审结案件」: of which disputes, the words before say
_OUTCOME = re.compile(
    r"(?:一[例件]?|被|经|法院|判决|结果|行政机关|因此|为|出现|的)*(?:纠正|纠错|败诉|撤销|(?P<open>尚?未(?:审结|结案)|在审))的?(?:判决|结果|案件|情[况形])*"
)
_KIND = re.compile(r"复议|诉讼|起诉|应诉")
_ROWS = (
    ("review", re.compile(r"(?<!未经)(?<!不经)(?<!经)复议(?!后|之后|以后|再)")),
    ("litigation_direct", re.compile(r"直接[^，。；、]{0,6}?[起诉]|径[行直诉]|[未不]经复议")),
    ("litigation_after_review", re.compile(r"复议[之以]?[后再]|(?<![未不])经复议")),
    ("litigation", re.compile(r"(?<!接起)(?<!提起)诉讼|应诉|(?<![议后])提起[^，。；]{0,6}诉讼")),
)
_SPOKEN = 200  # characters before an outcome that say of which disputes it is

_MADE = re.compile(r"制[定发作]|出台|印发|发布|颁布|新增")
_EARLIER = re.compile(r"(?:上一?年度?|上期|往年|去年|(?<!\d)2\d{3}年末?)[^，。；\n]{0,4}\Z")  # 「上年无结转」
_LATER = re.compile(r"[下次明来]一?年")
_ANY_TOPIC = re.compile(r"复议|诉|申请|转|规章|规范性文件|行政|费|许可|处罚|强制|废止|不予|补正|国家秘密|出版物|遗留|跨年|采购|公开|提供|处理|纠正|审结|出版物|复申请|案卷|稳定|查询")

_OVER = r"(?=[，。；、\n）]|\Z)"
_ALL = r"(?:均|都|皆|全部|亦|也|同样)?"
# 「均为零」 「零报告」 「：无」 「没有发生」, said after what is counted
_NONE = re.compile(
    r"(?:数量?|件数|总?量)?(?:的|情形|案件|决定)*" + _ALL + r"(?:为|是)(?:零(?!散|星|碎|售)|“0”|0(?![\d.,件条份个宗起例项次%万]))(?:报告|申请)?"
    r"|(?:实行|为|是)?零报告|零发生|(?:[：，]|—{1,2})" + _ALL + r"(?:无|零|没有)" + _OVER +
    "|" + _ALL + r"(?:无此类情[况形]|一[件起]也没有|(?:未|没有?|无)(?:发生|涉及|出现|产生|新?制[定作发]|新[发制]|出台|作出(?:处理)?决定|收取|实施)?)(?:过)?" + _OVER
)
_SUBJECT = re.compile(
    r"(?:因?(?:政府|政务)?信息公开|依申请|行政复议|行政诉讼|(?<![一-鿿])复议|(?<![一-鿿])诉讼|行政强制|规章|行政规范性文件|规范性文件|行政许可|行政处罚"
    r"|(?<![一-鿿])(?:许可|处罚|强制|收费|积压|上年)|申请|行政事业性收费|未经复议直接起诉|直接起诉|复议后起诉|结转下一?年度?|(?:不予|部分)公开|无法提供|(?:不予|其他)处理)"
    r"[^，。；：\n（）]*\Z"
)
_SUCH = re.compile(r"(?:相关|相应|有关|上述|以上)(?:处理|决定|数据|数量|情况)*\Z")  # of what the clause before names
_NO_SUCH = re.compile(r"零(申请|复议|诉讼)")


def find(passage: Passage) -> tuple[Zero, ...]:
    """The statements of none of a passage, in order, each with all cells that it denies."""
    text = passage.text
    found: list[Zero] = []
    for start, end, cells in sorted((*_negated(text.chars), *_reported(text.chars))):
        first, last = text.span(start, end)
        if not found or found[-1].end <= first:
            found.append(Zero(first, last, text.printed[first:last], cells))
    return tuple(found)


_Found = tuple[int, int, tuple[str, ...]]


def _negated(chars: str) -> Iterator[_Found]:
    """「未…」 「没有…」 「无…」: from the negation to the end of the last thing it denies."""
    idle = 0
    for match in _NEGATION.finditer(chars):
        if match.start() < idle:
            continue
        clause = _CLAUSE.match(chars, match.end())
        if clause is None or not _ANY_TOPIC.search(clause[0]):
            idle = clause.end() if clause else match.end()
            continue
        start = match.start()
        denied = _outcome(clause[0], chars, start, match[0][0] in "均都皆")
        if denied and (subject := _SUBJECT.search(chars, max(0, start - 30), start)):
            start = subject.start()
        denied = denied or _denied(clause[0], _before(chars, start))
        if denied:
            end = max(d.end for d in denied)
            cells = _cells(denied, match[0] + clause[0])
            if _EARLIER.search(chars, 0, match.start()) and not _LATER.search(clause[0]):
                cells = tuple(cell.replace("carried_forward", "carried_over") for cell in cells)
            yield start, match.end() + end, cells


def _outcome(clause: str, chars: str, at: int, all_: bool) -> list[_Denied]:
    """「均未被纠正」 「没有未审结案件」 deny an outcome of the disputes that were spoken of before.

    In a sentence of its own it is that of all of them, else of the last, or with 均 of all of its part.
    """
    outcome = _OUTCOME.match(clause)
    if outcome is None or _KIND.search(clause):
        return []
    column = "pending" if outcome["open"] else "corrected"
    before = chars[max(0, at - _SPOKEN) : at]
    alone = not before or before[-1] in "。\n"
    lost = "败诉" in outcome[0]  # said of suits only
    parts = [before] if alone else re.split(r"[。；\n]" if all_ or lost else r"[，。；\n]", before)
    rows = next(filter(None, (_spoken(part) for part in reversed(parts))), ())
    cells = tuple(f"disputes.{row}.{column}" for row in rows if not (lost and row == "review"))
    return [_Denied(0, outcome.end(), cells)] if cells else []


def _spoken(words: str) -> tuple[str, ...]:
    """The rows of table 4 that words speak of."""
    rows = {row for row, pattern in _ROWS if pattern.search(words)}
    if "litigation" in rows:  # of which kind is not said
        rows |= {"litigation_direct", "litigation_after_review"}
    return tuple(row for row, _ in _ROWS if row in rows - {"litigation"})


def _reported(chars: str) -> Iterator[_Found]:
    """「行政复议、行政诉讼均为零」: from what is counted to the zero; 「零申请」."""
    for match in _NONE.finditer(chars):
        subject = _SUBJECT.search(chars, max(0, match.start() - 50), match.start())
        denied = _denied(subject[0], _before(chars, subject.start())) if subject else []
        if subject and denied:
            yield subject.start(), match.end(), _cells(denied, subject[0])
        elif such := _SUCH.search(chars, max(0, match.start() - 12), match.start()):
            named = _before(chars, such.start() - 1)
            denied = _found(_OTHERS, named, "") if chars[such.start() - 1] == "，" else []
            if denied:
                yield such.start(), match.end(), _cells(denied, named)
    for match in _NO_SUCH.finditer(chars):
        yield *match.span(), {"申请": _RECEIVED, "复议": _REVIEW, "诉讼": _BOTH}[match[1]]


def _before(chars: str, at: int) -> str:
    """What stands before a place in its clause: 「科研机构」未提出申请."""
    return re.split(r"[，。；：\n（）]", chars[max(0, at - 30) : at])[-1]


def _denied(clause: str, before: str) -> list[_Denied]:
    """What the clause after a negation denies, in order, each reaching to the end of its noun."""
    about = _CAUSE.sub(lambda match: "□" * len(match[0]), clause)
    found = [d for topic in _CORRECTED for d in _found((topic,), about, before)] or _found(_DISPUTES, about, before)
    first = found[0].start if found else len(about)
    others = [d for d in _found((*_RESULTS, *_OTHERS), about[:first], before) if _LISTED.match(about, d.end)]
    rest = "".join("□" if any(d.start <= i < d.end for d in others) else c for i, c in enumerate(about))
    if found or not (_LEFT_OUT.search(rest) or _NOT_COUNTED.search(about)):
        found = others + found
    return found


def _found(topics: tuple[_Topic, ...], clause: str, before: str) -> list[_Denied]:
    """The topics in order of the clause; where two would overlap, the one listed first."""
    taken = [False] * len(clause)
    found = []
    for topic in topics:
        for match in topic.pattern.finditer(clause):
            start, end = match.span()
            if topic.unless and topic.unless.search(before + clause[:end]):
                continue
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append(_Denied(start, _reach(clause, end), topic.cells))
    return sorted(found, key=lambda d: (d.start, d.end))


def _reach(clause: str, end: int) -> int:
    """Where the noun ends of which the topic is the first part: 「申请」 「申请的情况」."""
    tail = _TAIL.match(clause, end)
    return tail.end() if tail else end


def _cells(denied: list[_Denied], statement: str) -> tuple[str, ...]:
    """All cells of a statement, each once; 「未废止」 speaks of what was repealed."""
    cells = tuple(dict.fromkeys(cell for d in denied for cell in d.cells))
    if "废止" not in statement:
        return cells
    repealed = tuple(cell.replace(".made", ".repealed") for cell in cells)
    return tuple(dict.fromkeys((*cells, *repealed))) if _MADE.search(statement) else repealed
