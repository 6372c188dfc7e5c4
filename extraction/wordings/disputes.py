"""Table (四): reviews and suits, and how they ended."""

from __future__ import annotations

from extraction.wordings.topics import AFTER_REVIEW, DIRECT
from extraction.wordings.wording import COUNT, REST, Wording, wording

_D = frozenset({"review", "litigation", "litigation_direct", "litigation_after_review", "disputes"})
_ONE_KIND = frozenset({"review", "litigation_direct", "litigation_after_review"})


def _outcome(column: str, lead: str, tail: str, topics: frozenset[str] = _ONE_KIND) -> Wording:
    return wording(f"disputes.{{dispute}}.{column}", lead, tail, topics=topics, unless=r"里[，、]#|#里|暴露|教训|由此引起")


def _outcomes(nothing: str) -> tuple[Wording, ...]:
    """The columns of a kind of dispute; after both kinds of suit an outcome is that of neither alone."""
    both = r"直接(?:提起|起诉)[^。；]*[\d]+[件宗起][^。；]{0,2}(?:、|，|和)(?:经)?复议后[^，。；]*?\d+[件宗起](?:(?!起诉)[^。])*\Z"
    result = r"维持|纠正|纠错|撤销|确认违法|败诉|胜诉|驳回|撤诉|撤回|终止|其他|结案|未审结|未结|在审|审理|待[结决判]"
    suits = frozenset({"litigation_direct", "litigation_after_review"})
    return (
        wording(None, rf"(?:{result})[^，。；]{{0,8}}$", rf"[^，。；]{{0,6}}(?:{result})", topics=suits, sentence=both),
        wording(None, nothing, topics=_ONE_KIND),
        _outcome("upheld", r"(?:予以|均?获|被)?维持(?:的)?(?:原[^，。；]{0,6})?[^，。；]{0,4}$", r"(?:结果|均?获|被|予以|得到|均|全部)*维持"),
        _outcome("upheld", r"胜诉$|驳回(?:原告)?[^，。；]{0,6}请求$", r"(?:均|被)?(?:法院)?判决驳回", suits),
        _outcome("corrected", r"(?:纠正|纠错|撤销|确认违法|败诉)(?!原)[^，。；]{0,4}$",
                 r"(?:结果|被|予以)?(?:纠正|纠错|撤销)(?!的)"),
        _outcome("other", r"(?:其[他它]结果|其[他它]方式(?:结案)?|驳回|终止|撤诉|撤回)[^，。；]{0,6}$|(?:^|[、，])其[他它]$",
                 r"(?:被)?(?:驳回|终止)|(?:经[^，。；]{0,4})?(?:由|因)?(?:申请人)?(?:主动|自愿)?撤回|以(?:撤回|撤诉|终止|调解|其他)"),
        _outcome("pending", r"(?:未审结|未结|[正尚还]?在审理?)[^，。；]{0,4}$|(?:待[结决判])$",
                 r"[尚仍还]?未(?:审)?结|[正尚还]?在审|[正尚还]在办理|待[结决判]"),
    )


OF_DISPUTES = (
    wording(None, rf"(?:复议|诉讼|起诉|应诉)(?:案件|申请|案|件)?{COUNT}$", topics=_D, near=r"#，其中(?:涉及|因|属于)?(?:政府|政务)?信息公开"),
    wording(None, rf"(?:各类|各种|投诉|采购|举报|复议机[关构]|代[^，。；]{{0,8}}(?:政府|办理)|承办)[^，。；]{{0,14}}(?:复议|诉讼|应诉){REST}", topics=_D,
       unless=r"公开[^，。；]{0,20}(?:复议|诉讼)"),
    wording(None, rf"复议(?:案件|申请)?(?:、|和|及|与|以及)(?:行政)?(?:诉讼|应诉){REST}"),
    wording(None, rf"(?:^另|同期|同一时期|其他(?:各类|行政|的)|其余|另(?:外|有|行)?办理){REST}", r"[^，。；]{0,8}(?:复议|诉讼)", topics=_D,
       near=r"(?:另|同期|同一时期|其他|其余)[^，。；]{0,24}(?:复议|诉讼)", unless=r"公开[^，。；]{0,12}(?:复议|诉讼)|其他结果|其他方式"),
    wording(None, r"(?:征[收地拆]|处罚|补偿|资格认定|治安|工伤|许可|档案利用|登记)[^，。；]{0,10}(?:复议|诉讼|应诉)[^，。；]{0,6}$", topics=_D,
       unless=r"公开[^，。；]{0,20}(?:复议|诉讼)"),
    wording(None, rf"(?:其中|、){REST}", topics=_D,
       sentence=r"(?:败诉|纠正|维持|未审结|撤销)[^，。；]{0,8}\d+[件宗起]，其中[^。；]*\Z"),
    # 「省政府维持5件、市政府维持9件」 divide what the cell counts
    wording(None, r"维持了?$", topics=_D, near=r"#、[^，。；、]{2,14}维持|维持\d+[件宗]、[^，。；、]{2,14}维持#"),
    wording(None, r"撤回的行政复议[^，。；]*", topics=_D),
    wording("disputes.litigation_direct.total", rf"{DIRECT}(?:案件|的)?{COUNT}$", topics=_D),
    wording("disputes.litigation_after_review.total", rf"{AFTER_REVIEW}(?:案件|的)?{COUNT}$", topics=_D),
    wording("disputes.review.total", rf"(?<!经)复议(?:的)?(?:申请|案件|案|件|事项|审查)?{COUNT}$",
       r"(?!被?(?:纠正|维持|撤销))[^，。；]{0,20}复议", topics=frozenset({"review"}), unless=r"备案|立案|代理|审理|出庭|因此|由此"),
    *_outcomes(r"上述|县级|个案"),
)  # fmt: skip
