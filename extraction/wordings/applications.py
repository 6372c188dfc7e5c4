"""Table (三): what was received, and what became of it."""

from __future__ import annotations

from extraction.wordings.wording import COUNT, ITEMS, LATEST, REST, Wording, wording

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
    cell = {LATEST: path} if row.startswith("other_") else path
    unless = rest.pop("unless", r"(?!)") + "|" + _NO_RESULT
    return wording(cell, words, tail, topics=_A, unless=unless, units=ITEMS - {"条", "人次"}, **rest)


def _received(words: str, unless: str = _NOT_ALL, units: frozenset[str | None] = ITEMS) -> Wording:
    return wording("applications.received.total", words, topics=_A, unless=unless + "|联系|本级|对象", units=units - {"人次"})


_PERSONS = r"自然人|公民|个人"
_APPLICANTS = r"自然人|公民|个人|居民|企业|法律服务|律师|律所|科研|公益组织"


def _applicant(column: str, words: str, near: str = r"申请|新收|收到|自然人|公民|个人") -> Wording:
    """「自然人21件、企业2件」, and 「19件由个人提出」; 「收到自然人申请3件」 are not all that were received."""
    return wording(
        f"applications.received.{column}",
        rf"(?:{words})(?:的)?(?:申请|提出|提交|递交|占了)*(?:的)?(?:信息公开)?(?:申请)?(?:共|为|有|各为)?$",
        rf"(?:均|都|全)?(?:来自|由|是|系|为)(?:{words})(?:申请|提出|提交|递交|的|$)",
        topics=_A, units=ITEMS - {"家", "个", "条"}, near=near,
        unless=r"国有企业|咨询|培训|座谈|回访|质疑|撤回|补正|网络|其中[^#]*以上",
    )  # fmt: skip


COUNT_SOMETHING_ELSE = (
    wording(None, r"(?:公开|全部公开)(?:或|及|和|与|、|以及)(?:予以)?部分公开(?:答复|的)?",
       r"予以公开(?:或|及|和|与|、|以及)部分公开"),
    wording(None, rf"(?:较|比|同比|环比|相比){REST}(?:增|减|下降|上升|回落|多|少){REST}"),
    wording(None, rf"(?:去年|上一?年度?)(?:同期)?(?:共)?(?:收到|受理|办结|答复|办理){REST}"),
    wording(None, r"(?:[应需须待]要?予?|一并)(?:办理?|处理|答复|办结)(?:的)?(?:申请|总数|总量)*(?:共|计|为)*[^，。；]{0,6}$"
       r"|合并?计[^，。；]{0,4}$"),
    wording(None, r"(?:^|[^，。；]*)(?:仅|单是|光是|本级|其中[^，。；]*本级)[^，。；]{0,14}(?:收到|受理|办理|答复|办结)[^，。；]*$"),
    wording(None, rf"[一二三四五六七八九十]年来{REST}"),
    wording(None, r"^(?:而)?(?:上一?年度?|去年)(?:同期|同类|的)[^，。；]*$"),
    wording(None, rf"(?:^|[^至到—\d-])1?\d月[^，。；日]{{0,4}}(?:收到|受理|接到|提出){REST}"),
    wording(None, r"同意公开的?$", sentence=r"征[询求][^。]*\Z"),
    wording(None, rf"累计{REST}", sentence=r"(?:截至目前|历年|(?:施行|实施|成立|开通|建立)以来)[^。；]*\Z"),
)  # fmt: skip

OF_APPLICATIONS = (
    # 收办 counts what came over too: its applicants are not those of what was received.
    wording(None, rf"(?:{_PERSONS})(?:申请|提出|提交)*(?:的)?$", topics=_A, sentence=r"(?:收办|接办)[^。]*\Z"),
    _applicant("natural_person", _PERSONS),
    _applicant("commercial", r"(?:商业|民营)?企业", near=r"自然人|公民|个人|法律服务|律师|科研机构|公益组织|企业(?:提出|提交|申请)"),
    _applicant("research", r"科研(?:机构|院所|单位)"),
    _applicant("public_welfare", r"(?:社会)?公益组织"),
    _applicant("legal_service", r"法律服务机构|(?:律师事务所|律所)(?:等法律服务机构)?"),
    wording("applications.received.other", r"(?:^|[、，；（和及由])其[他它](?:组织|申请人)?(?:申请|提出|提交)*(?:的)?(?:共|为)?$",
       topics=_A, follows=r"applications\.received\.(?:legal|public|research)", unless=r"(?:法人|企业)(?:和|及|或|、)其他"),
    _result("carried_over",
            rf"(?:上一?年度?|去年|往年|\d{{4}}年度?)的?(?:结转|转结|接转|转入|转来|转下来|遗留|延续|延办|结余|未办结"
            rf"|未结|没办完|未了结|剩下){REST}"
            rf"|(?:^|[^下年])结转上一?年度?{REST}|(?:加上|连同|连|承接|另有)(?:上年)?结转(?:来)?(?:的)?$",
            tail=r"(?:是|系|为)?(?:由|从)?(?:上一?年度?|去年|2\d{3}年)(?:结转|转来|转入|延续|遗留|未结|未办结)"),
    _result("carried_over", r"结转(?:了)?$", sentence=r"(?:新收|收到)(?:(?!办[结理毕]|答复|公开\d|提供|处理|下)[^。])*\Z",
            tail=r"(?!)", unless=r"下|次年|明年|跨|年末|年底"),
    _result("carried_forward",
            rf"(?:结转|转结|转入|转|顺延|延续|延|留待|跨入|跨|延期)(?:至|到|入|为)?了?{_NEXT_YEAR}{REST}"
            r"|(?:正在|尚在|仍在|尚未)(?:办理|办结|处理|答复)(?:中|的)?|(?:年底|年末)(?:仍)?在办(?:理)?"
            rf"|(?:未到期|未办结){REST}",
            tail=r"[^，。；]{0,24}(?:顺延|结转|延期?|转|留待|跨)(?:至|到|转|入|待)?(?:下|次|明|20)"
            r"|按?(?:期|规定)?(?:顺延|结转|跨年)|[^，。；]{0,8}(?:正在|尚在|仍在|还在)(?:办理|处理|答复|查)|[^，。；]{0,4}未(?:到期|办结)",
            unless=r"上一?年度?(?:结转|转)|去年(?:结转|转)"),
    _result("carried_forward", r"(?<!上年)(?<!年度)(?<!加上)(?<!连同)(?<!\d年)结转(?:办理)?了?$", tail=r"(?!)",
            sentence=r"(?:办[结理毕]|答复|公开|提供|处理)[^。]*\Z"),
    _result("denied", r"等[^，。；]{0,6}(?:拒绝|不予公开|不公开)(?:的)?$", tail=r"(?!)"),
    _result("unavailable", r"等[^，。；]{0,6}(?:无法提供|不能提供)(?:的)?$", tail=r"(?!)"),
    _result("declined", r"等[^，。；]{0,6}不(?:予|再)处理(?:的)?$", tail=r"(?!)"),
    wording({LATEST: "applications.other_other.total"}, r"等其他(?:情形|情况)(?:的)?$", topics=_A,
       follows=r"applications\.other_un"),
    _result("denied", r"(?:商业秘密|隐私|第三方[^、，]{0,4})、(?:法律|执法|内部|过程|国家秘密|查询)[^，。；]*(?:不予?|未)公开的?$",
            tail=r"(?!)"),
    _result("other", r"(?:等)?其他(?:情形|情况|处理|方式处理)(?:的)?$", tail=r"(?!)"),
    wording(None, r"(?:信访|重复|不掌握|补正|案卷)[^，。；]{0,6}(?:或|或者|以及|和|及|与)[^，。；]{0,10}$", topics=_A),
    _result("denied_state_secret", rf"国家秘密{REST}"),
    _result("denied_law_prohibits", rf"法律、?(?:行政)?法规(?:规定)?(?:禁止|不予公开){REST}|禁止公开{REST}|法律禁止(?:公开)?(?:的)?$"),
    _result("denied_security_stability", rf"三安全一稳定[”’]?{REST}|危及[^，。；]{{0,4}}(?:安全|稳定){REST}"),
    _result("denied_third_party", r"(?:第三方|商业秘密|个人隐私|他人隐私|患者隐私)(?:合法)?(?:权益)?[^，。；]{0,20}", unless=r"申请，|隐去|遮|去除|打码|区分"),
    _result("denied_internal_affairs", rf"内部(?:事务|管理){REST}"),
    _result("denied_process_information", r"过程性?(?:信息|稿|材料)[^，。；]{0,8}"),
    _result("denied_enforcement_file", r"(?:执法|复议)案卷[^，。；]{0,8}", unless=r"类答复"),
    _result("denied_administrative_query", rf"(?:行政)?查询事项{REST}|行政查询类?(?:的)?(?:不予公开)?(?:的)?$"),
    _result("unavailable_not_held",
            rf"不掌握{REST}|不存在{REST}|(?:非|不属于?)本(?:机关|单位|局|部门|级){REST}|没有掌握的?$|非[^，。；]{1,4}掌握(?:的)?$"),
    _result("unavailable_must_create", rf"没有现成{REST}|另行制作{REST}|需要?(?:另行|重新)?(?:汇总)?(?:制作|加工|重做){REST}|加工{REST}"),
    _result("unavailable_unclear", rf"补正后?(?:仍|依然|依旧)?(?:无法确|说不清){REST}|(?:仍|依然|依旧)?不明(?:确)?{REST}|仍(?:含糊|不清){REST}"),
    _result("declined_petition", r"(?:作)?信访(?:、?举报)?(?:、?投诉)?(?:类|件)?(?:的|申请|事项|处理|不予处理|转办)*$"
            r"|举报投诉类?[^，。；]{0,6}$", tail=r"(?:均|都|皆)?(?:因|为|系|属于?|是)?(?:信访|举报投诉)"),
    _result("declined_duplicate", r"重复(?:申请|提交|提出)(?:的|类|不予处理)*[^，。；]{0,4}$",
            tail=r"(?:均|都|皆)?(?:因|为|系|属于?|是)?重复(?:申请|提)"),
    _result("declined_duplicate", r"(?:^|[、，；：])重复(?:的)?$", tail=r"(?!)",
            follows=r"applications\.(?!received|carried|proc)"),
    _result("declined_publication", rf"公开出版物{REST}"),
    _result("declined_publication", r"(?:^|[、，；：])出版物(?:的|类)?$", tail=r"(?!)", follows=r"applications\.decl"),
    _result("declined_excessive", rf"(?:大量|反复|频繁)[^，。；]{{0,4}}申请{REST}|(?:大量|无理)反复(?:的)?$"),
    _result("declined_reissue", rf"重新?出具?(?:证明|文书)?的?{REST}", tail=r"(?!)", unless=r"意见"),
    _result("partially_granted", r"部分公开(?:答复|的)?|(?:区分处理后|区分后?|遮[^，。；]{0,16}后|隐去[^，。；]{0,8}后)?(?:给了?一部分|区分(?:处理)?后?(?:提供|公开))(?:的|者)?$"),
    _result("granted", r"(?:(?<!不)予以|(?<!不)同意|准予|决定|全部|给予)公开(?:答复|的|者)?|(?<![予分意])公开答复"
            r"|(?<!不)同意(?:给|提供)的?$", tail=r"(?:均|都|全部)?(?:予以|同意|准予|给予)(?:全部)?公开",
            unless=r"第三方|当事人"),
    _result("granted", r"(?:^|[、，；：）])(?:其中|依法)?公开(?:的|了)?$|(?:^|[、，；：）])给了$", tail=r"公开\Z", near=_RESULTS),
    _result("denied", r"(?:不予?|(?<!第三方)不同意|拒绝|未)公开(?:答复)?(?:的)?$", tail=r"(?:均|都|皆)?(?:为|系|是)?(?:不予?|拒绝)公开(?!的)"),
    _result("unavailable", r"(?:无法|不能|无从)提供(?:的|者)?"),
    _result("declined", r"不(?:予|再|作)处理(?:的|者)?", unless=r"缴|交费|补正|信访|举报|重复|反复|出版物|出具"),
    _result("other", r"(?:以|作|做)?其[他它](?:方式)?(?:处理|了结)(?:的)?|归入其他(?:处理)?(?:计)?$"),
    _result("other_uncorrected", rf"(?:逾期|过期|未|没有)(?:不|未)?(?:按期|按时)?补正{REST}|补正(?:逾期|过期)(?:的)?$"
            r"|(?:^|[、，；：])不补正(?:的)?$"),
    _result("other_unpaid", rf"逾期[未不](?:按[^，。；]{{0,8}})?(?:缴|交){REST}|[未不]缴费{REST}",
            tail=r"(?:申请)?(?:均|都|皆)?(?:因|为|系|属于?|是)?(?:申请人)?逾期[未不](?:按[^，。；]{0,8})?(?:缴|交)"),
    _result("other_other", rf"撤[回销]申请{REST}|(?:主动|自愿|自行)撤[回销]{REST}",
            unless=r"含[^#]*#|复议|诉讼", near=_RESULTS + r"|补正|结转|办结\d"),
    wording({LATEST: "applications.other_other.total"}, r"(?:^|[、；，])其[他它]$", topics=_A,
       follows=r"applications\.other_un"),
    wording("applications.other.total", r"(?:^|[、；，])其[他它](?:的)?$", topics=_A,
       follows=r"applications\.(?:granted|part|denied|unav|declined)"),
    _result("processed_total",
            rf"(?:办结|办毕|办完|答复完?|办理完毕|处理完毕|回复|已办理?|(?<!跨年)办理)了?{_APPLIED_FOR}{COUNT}$",
            tail=r"(?:(?:均|都|已|全部|按期|按时|依法|在[^，。；]{0,5}期限内)+(?:答复|办结)|答完|办完|办结\Z|答复\Z)",
            unless=_OTHER_HANDLING + r"|延期|超期|无法|未能"),
    _result("processed_total",
            rf"办理(?:(?!受理|收到|接收)[^，。；类]){{0,40}}(?:信息公开申请|依申请公开)(?:件|案件|事项)?{COUNT}$",
            tail=r"(?!)", unless=r"委托|" + _OTHER_HANDLING),
    _received(rf"{_RECEIVE}[^，。；]*申请[^，。；]*?{COUNT}$"),
    _received(rf"{_RECEIVE}(?:依申请公开|(?:政府|政务)?信息公开){REST}$"),
    _received(rf"{_RECEIVE}{COUNT}$", unless=_CHANNEL),
    _received(rf"(?:^|、|：|年度?)依申请公开(?:申请)?(?:件|事项)?{COUNT}$", units=ITEMS - {"条", "份"}),
    _received(r"(?:政府信息公开|依申请公开|信息公开)的?申请(?:的)?(?:数量|总数|总量|量|件数|数)?"
              r"(?:共计|合计|总计|共有|共|累计|达到?|为|有)$", unless=r"办结|答复|办理|处理"),
)  # fmt: skip
