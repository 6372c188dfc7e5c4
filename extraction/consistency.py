"""The prose against itself: totals and their parts, shares, the same quantity told twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extraction.checks import Check, Rule, exact, plain, spans_of
from extraction.report import Entity, Report

SENTENCE_END = re.compile(r"[。！？]|\n\s*\n|\n(?=[ 　\t]*(?:[一二三四五六七]、|（[一二三四五六七八九十]+）))")
OF_WHICH = re.compile(r"其中[^0-9]{0,3}|，?(?:具体)?包括[：:]?|分别(?:是|为)[：:]?|[：:]")
OPEN_LIST = re.compile(r"等|主要|重点|特别|尤其|此外|另|还|累计|以上|除")
SHARE = re.compile(r"占(?:比|总数|全部|申请|[^，。；]{0,12}?的)?[^，。；0-9]{0,6}$")
CHANNEL = re.compile(r"(微信公众号|微信公众平台|官方微博|新浪微博|微博|抖音号|抖音|视频号|今日头条号?|头条号|快手号?)(?:[“\"「]([^”\"」]{2,14})[”\"」])?")
NAME_FIRST = re.compile(r"[“\"「]([^”\"」]{2,14})[”\"」]\s*(微信公众号|官方微博|微博|抖音号|抖音|视频号|头条号)")
PUBLISHED = re.compile(r"(?:发布|推送|编发|刊发|推出|发表)(?:各类|政府|政务|工作|动态|公开|原创|相关)*(?:信息|文章|消息|稿件|推文|内容|视频)?(?:共|共计|合计|累计)?$")
DONE = re.compile(r"(?:全部|均|所有[^，。；]{0,12}?)(?:已|按时|按期|依法|在规定[^，。]{0,6}内|按要求|如期)*(?:办结|办理完[成毕]|答复完毕|办理完成)")


class Sentence(NamedTuple):
    start: int
    end: int
    figures: tuple[Entity, ...]


def sentences(report: Report) -> Iterator[Sentence]:
    """Sentences that hold figures, outside the tables."""
    figures = [e for e in report.entities if e.label == "FIGURE" and e.value is not None]
    starts = [figure.start for figure in figures]
    edges = [0, *(m.end() for m in SENTENCE_END.finditer(report.text)), len(report.text)]
    for start, end in pairwise(edges):
        inside = figures[bisect_left(starts, start) : bisect_left(starts, end)]
        if inside:
            yield Sentence(start, end, tuple(inside))


def parts(report: Report) -> Iterator[Check]:
    """A total is not below the sum of its parts, and equals it where the list is closed (P.parts)."""
    for sentence in sentences(report):
        found = _whole_and_parts(report.text, sentence)
        if found is None:
            continue
        whole, members, opened = found
        total, added = exact(whole.value), sum((exact(part.value) for part in members), Decimal())
        spans = tuple((figure.start, figure.end) for figure in (whole, *members))
        terms = "+".join(f"{exact(part.value):f}" for part in members)
        wrong = added > total or (added < total and not opened and len(members) >= 4)
        yield Check(
            "prose.parts", "medium" if added > total else "low", "fail" if wrong else "pass", whole.text,
            f"{whole.text} against its parts {terms} = {added:f} ({abs(added - total):f} {'over' if added > total else 'short'})",
            f"总数{whole.text}，各部分之和 {terms} = {added:f}（{'多' if added > total else '少'} {abs(added - total):f}）",
            expected=plain(added), found=whole.value, spans=spans,
        )  # fmt: skip


def _whole_and_parts(text: str, sentence: Sentence) -> tuple[Entity, list[Entity], bool] | None:
    """The figure before 「其中」, those of its unit after it, and whether the list is open."""
    for mark in OF_WHICH.finditer(text, sentence.start, sentence.end):
        before = [f for f in sentence.figures if f.end <= mark.start() and f.unit not in ("%", None)]
        if not before or mark.start() - before[-1].end > 25 or before[-1].approx:
            continue
        whole = before[-1]
        stop = _stop(text, mark.end(), sentence.end)
        members = [f for f in sentence.figures if mark.end() <= f.start < stop and f.unit == whole.unit]
        if len(members) < 2 or any(f.approx for f in members):
            continue
        clause = text[mark.start() : stop]
        return whole, members, bool(OPEN_LIST.search(clause) or OPEN_LIST.search(text[whole.end : mark.start()]))
    return None


def _stop(text: str, start: int, end: int) -> int:
    """The list ends at a semicolon that closes it, or at a second 「其中」."""
    again = text.find("其中", start, end)
    inner = text.find("（其中", start, end)
    return again if again >= 0 and again - 1 != inner else end


def shares(report: Report) -> Iterator[Check]:
    """a of b printed as a share differs from it by no more than the rounding (P.percent)."""
    for sentence in sentences(report):
        counts = [f for f in sentence.figures if f.unit != "%" and not f.approx]
        for figure in sentence.figures:
            lead = report.text[max(sentence.start, figure.start - 24) : figure.start]
            before = [f for f in counts if f.end <= figure.start]
            if figure.unit != "%" or not SHARE.search(lead) or len(before) < 2:
                continue
            part, whole = before[-1], before[0]
            if part.unit != whole.unit or not exact(whole.value) or exact(part.value) > exact(whole.value):
                continue
            true = exact(part.value) * 100 / exact(whole.value)
            digits = figure.text.rstrip("%％ ").partition(".")[2]
            rounding = Decimal(10) ** -len(digits)
            rivals = [exact(part.value) * 100 / exact(f.value) for f in before if exact(f.value)]
            same = any(abs(value - exact(figure.value)) <= rounding for value in rivals)
            yield Check(
                "prose.percent", "low", "pass" if same else "fail", figure.text,
                f"{part.text} of {whole.text} is {true:.2f}%, printed {figure.text}",
                f"{part.text}占{whole.text}的 {true:.2f}%，正文写作{figure.text}",
                expected=float(round(true, 2)), found=figure.value,
                spans=((part.start, part.end), (whole.start, whole.end), (figure.start, figure.end)),
            )  # fmt: skip


def channels(report: Report) -> Iterator[Check]:
    """What one account published in the year is told with one number (P.internal)."""
    told: dict[str, list[Entity]] = {}
    for sentence in sentences(report):
        for figure in sentence.figures:
            key = _channel(report.text, sentence.start, figure)
            if key:
                told.setdefault(key, []).append(figure)
    names = [key for key in told if "|" in key]
    for key in [key for key in told if "|" not in key]:
        named = [name for name in names if name.startswith(key + "|")]
        if len(named) == 1:  # one account of that kind: the unnamed is the same
            told[named[0]] += told.pop(key)
    for key, figures in told.items():
        first, *others = sorted(figures, key=lambda figure: figure.start)
        for other in others:
            same = exact(first.value) == exact(other.value)
            yield Check(
                "prose.internal", "low", "pass" if same else "fail", key,
                f"{key}: {first.text} in one place, {other.text} in another",
                f"{key.replace('|', '“') + ('”' if '|' in key else '')}：一处为{first.text}，另一处为{other.text}",
                expected=first.value, found=other.value,
                spans=((first.start, first.end), (other.start, other.end)),
            )  # fmt: skip


def _channel(text: str, start: int, figure: Entity) -> str | None:
    """The account that a figure counts publications of, `微信公众号|某某发布`."""
    if figure.unit not in ("条", "篇", "条次", "篇次") or figure.approx:
        return None
    lead = text[max(start, figure.start - 60) : figure.start]
    if not PUBLISHED.search(lead):
        return None
    named = [*NAME_FIRST.finditer(lead)]
    plain_ = [*CHANNEL.finditer(lead)]
    if len(plain_) != 1 or re.search(r"\d", lead[plain_[0].end() :]):
        return None
    name = named[-1][1] if named else plain_[0][2]
    kind = "微信公众号" if plain_[0][1].startswith("微信") else plain_[0][1].replace("号", "").replace("官方", "")
    return f"{kind}|{name}" if name else kind


def done(report: Report) -> Iterator[Check]:
    """「全部办结」 against applications that are carried into the next year."""
    left = report.cell("applications.carried_forward.total")
    for section in report.sections:
        if section.id not in ("overview", "applications", "free"):
            continue
        for match in DONE.finditer(report.text, section.start, section.end):
            sentence = report.text[max(section.start, match.start() - 60) : match.start()]
            about = re.search(r"申请(?!表|人)[^。]*$", sentence)
            if not about or re.search(r"提案|建议|信箱|热线|信访|复议|诉讼|留言", about[0]):
                continue
            wrong = bool(left and left.value)
            path = "applications.carried_forward.total"
            yield Check(
                "prose.done", "low", "fail" if wrong else "pass", path,
                f"the prose says 「{match[0]}」, but {left.value if left else 0} are carried into the next year",
                f"正文称“{match[0]}”，但结转下年度继续办理 {left.value if left else 0} 件",
                expected=0, found=left.value if left else None, cells=(path,),
                spans=((match.start(), match.end()), *spans_of(report, [path])),
            )  # fmt: skip


RULES: tuple[Rule, ...] = (parts, shares, channels, done)
