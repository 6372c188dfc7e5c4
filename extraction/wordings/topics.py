"""What a sentence, or the heading over it, speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
DIRECT = r"(?:直接(?:向[^，。；]{0,8})?|[未不]经(?:行政)?复议)(?:提起)?(?:行政)?(?:诉讼|起诉)"
AFTER_REVIEW = r"(?<![未不]经)(?<![未不]经行政)复议后?(?:再|又)?(?:提起)?(?:行政)?(?:诉讼|起诉)"
_DISCLOSURE = r"主动公开|收费[\d.]+|(?:许可|处罚)(?:决定)?[\d,.]+[件宗起]|规范性文件|规章(?!制度)|行政许可|行政处罚|行政强制|发布(?:各类)?(?:政府|政务)?信息"

TOPICS = (
    Topic("stock", re.compile(_STOCK), rules=True),
    Topic("channel", re.compile(_CHANNELS)),
    Topic("applications", re.compile(_APPLICATIONS)),
    Topic("litigation_direct", re.compile(DIRECT)),
    Topic("litigation_after_review", re.compile(AFTER_REVIEW)),
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
