"""What a page puts around and between the report: titles again, bylines, metadata, footers, spam, notes.

What is put in is annotated as the guidelines demand: agencies and dates of a byline are spans.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from annotations.build import entity_of, with_documents
from annotations.source import parse_tags
from extraction.report import Report
from training.edits import Edit, edited
from training.malformations.kinds import Kind

_SPAM = (
    "某某娱乐-官方网站下载入口",
    "欢迎光临某某体育（中国）官方网站",
    "某某彩票app最新版本下载安装",
    "高清视频在线观看免费-某某影院",
    "同城服务推荐：东城 西城 南岸 北仑 新区 老城",
    "某博平台注册送好礼_某博手机版登录",
)
_TRAILS = (
    "首页 > 政务公开 > 政府信息公开年报 > 正文",
    "当前位置：首页 >> 政府信息公开 >> 年度报告",
    "您的位置：首页/信息公开/信息公开年报",
    "登录 注册 无障碍 English 首页 政务公开 政务服务 互动交流 数据开放",
    "首页＞政府信息公开＞{A:%(agency)s}＞年报",
)
_BYLINES = (
    "来源：{A:%(agency)s}  发布时间：{D:%(date)s}  浏览次数：%(count)s",
    "发布日期：{D:%(date)s}  信息来源：{A:%(agency)s}  字体：[大 中 小]",
    "{D:%(date)s}  来源：{A:%(agency)s}  【打印】【关闭】 分享到：",
    "作者：办公室  时间：{D:%(date)s}  点击数：%(count)s  扫一扫在手机打开当前页",
    "日期：{D:%(date)s}  【字号：大 中 小】  语音播报",
    "文章来源：{A:%(agency)s}  阅读：%(count)s次  收藏 打印 关闭",
)
_BLOCKS = (
    "索引号：%(index)s\n主题分类：政府信息公开年报\n发布机构：{A:%(agency)s}\n成文日期：{D:%(date)s}\n文号：无\n有效性：有效",
    "信息索引：%(index)s\n生成日期：{D:%(date)s}\n公开单位：{A:%(agency)s}\n公开方式：主动公开\n公开期限：长期公开",
    "发文机关：{A:%(agency)s}\n信息名称：年度报告\n公开日期：{D:%(date)s}\n组配分类：政府信息公开年报",
)
_FOOTERS = (
    "附件：\n分享到：",
    "上一篇：政府信息公开指南\n下一篇：没有了",
    "主办：{A:%(agency)s}\n版权所有 未经许可不得转载\n网站地图 联系我们",
    "【打印本页】【关闭窗口】",
    "相关链接：\n政府信息公开目录\n政府信息公开指南",
    "责任编辑：办公室\n扫一扫在手机打开当前页",
)
_ABOVE = (
    "（单位：件）",
    "填报单位：{A:%(agency)s}",
    "以下为有关情况统计表。",
    "具体情况见下表：",
    "单位：件、万元",
)
_BELOW = (
    "注：数据由各科室汇总。",
    "（以上数据以系统导出为准）",
    "说明：行政许可含依申请类公共服务事项。",
    "填表人：办公室",
)
_CHAPTERS = (
    "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项"
)
_DEFINITIONS = (
    f"本报告由{_CHAPTERS}{{F:六个=6}}部分组成。",
    f"全文包括{_CHAPTERS}，并附有关统计表。",
    "本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、复议诉讼情况；"
    "五、存在的主要问题及改进情况；六、其他需要报告的事项。",
    "本报告所列数据的统计期限自{D:%(year)s年1月1日}起，至{D:%(year)s年12月31日}止。",
    "如对本报告有疑问，请与{A:%(agency)s}联系（电话：%(phone)s，邮编：%(postcode)s）。",
    "根据《中华人民共和国政府信息公开条例》有关规定，现将{D:%(year)s年}政府信息公开工作情况报告如下。",
    "本报告中所称政府信息，是指行政机关在履行行政管理职能过程中制作或者获取的，以一定形式记录、保存的信息。",
)


def _put(at: int, marked: str, report: Report, rng: Random, *, before: str = "", after: str = "\n") -> Edit:
    """The insertion of lines written with tags, as in a source file."""
    meta = report.meta
    year = meta.year or 2021
    words = {
        "agency": meta.agency or "本机关",
        "year": year,
        "date": meta.published or f"{year + 1}-01-{rng.randrange(10, 29)}",
        "count": rng.randrange(20, 9000),
        "index": f"{rng.randrange(10**8):08}/{year + 1}-{rng.randrange(10**5):05}",
        "phone": f"0{rng.randrange(310, 999)}-{rng.randrange(2000000, 8999999)}",
        "postcode": rng.randrange(100000, 860000),
    }
    text, tags = parse_tags(marked % words, Path("chrome"), 1)
    shift = len(before)
    entities = with_documents(
        text, [entity_of(tag, tag.start, tag.end) for tag in tags], [("free", [(0, len(text))])]
    )
    moved = tuple(replace(e, start=e.start + shift, end=e.end + shift) for e in entities)
    return Edit(at, at, before + text + after, entities=moved)


def _first_prose(report: Report) -> int:
    """Behind the title, where a byline stands; 0 where the text has no title."""
    title = report.meta.title
    at = report.text.find(title) if title else -1
    return report.text.find("\n", at) + 1 if title and at >= 0 else 0


def spam(report: Report, rng: Random, severity: float) -> Report:
    """Words of another business as first or last line."""
    words = rng.sample(_SPAM, min(len(_SPAM), max(1, round(severity))))
    at = rng.choice([0, len(report.text)])
    return edited(report, [Edit(at, at, "\n".join(words) + "\n")])


def breadcrumb(report: Report, rng: Random, severity: float) -> Report:
    return edited(report, [_put(0, rng.choice(_TRAILS), report, rng)])


def byline(report: Report, rng: Random, severity: float) -> Report:
    return edited(report, [_put(_first_prose(report), rng.choice(_BYLINES), report, rng)])


def metadata(report: Report, rng: Random, severity: float) -> Report:
    """Index number, publisher and date as lines or as a table of pipes."""
    block = rng.choice(_BLOCKS)
    if rng.random() < 0.4:
        block = block.replace("：", " | ")
    return edited(report, [_put(0, block, report, rng)])


def footer(report: Report, rng: Random, severity: float) -> Report:
    edits = [
        _put(len(report.text), words, report, rng)
        for words in rng.sample(_FOOTERS, max(1, min(3, round(severity))))
    ]
    return edited(report, edits)


def title_again(report: Report, rng: Random, severity: float) -> Report:
    """The title two or three times."""
    title = report.meta.title
    if not title:
        return report
    at = report.text.index(title)
    inside = (e for e in report.entities if at <= e.start and e.end <= at + len(title))
    copy = tuple(replace(e, start=e.start - at, end=e.end - at) for e in inside)
    return edited(report, [Edit(0, 0, title + "\n", entities=copy)] * max(1, min(2, round(severity))))


def notes(report: Report, rng: Random, severity: float) -> Report:
    """A line above a table (its unit, who filled it in), a remark below."""
    edits = []
    for table in report.tables.values():
        if table.span and rng.random() < min(1.0, 0.6 * severity):
            if rng.random() < 0.6:
                edits.append(_put(table.span[0], rng.choice(_ABOVE), report, rng))
            else:
                lead = "" if report.text[table.span[1] - 1] == "\n" else "\n"
                edits.append(_put(table.span[1], rng.choice(_BELOW), report, rng, before=lead, after=""))
    return edited(report, edits)


def preamble(report: Report, rng: Random, severity: float) -> Report:
    """Definitions, contact data, the list of chapters: decoys before the first part."""
    chosen = rng.sample(_DEFINITIONS, max(1, min(len(_DEFINITIONS), round(2 * severity))))
    fresh = [words for words in chosen if words[:12] not in report.text]
    at = report.sections[1].start if len(report.sections) > 1 else _first_prose(report)
    return edited(report, [_put(at, "".join(fresh), report, rng)] if fresh else [])


KINDS = (
    Kind("preamble", "M56", 0.25, preamble),
    Kind("notes", "M18", 0.12, notes),
    Kind("title_again", "M48", 0.15, title_again),
    Kind("byline", "M46", 0.23, byline),
    Kind("metadata", "M47", 0.09, metadata),
    Kind("breadcrumb", "M45", 0.10, breadcrumb),
    Kind("footer", "M50", 0.08, footer),
    Kind("spam", "M41", 0.15, spam),
)
