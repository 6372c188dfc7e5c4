"""The prose against itself: totals and their parts, shares, the same quantity told twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extraction import form
from extraction.checks import Check, Rule, exact, plain, spans_of
from extraction.report import Entity, Report

SENTENCE_END = re.compile(r"[。！？]|\n\s*\n|\n(?=[ 　\t]*(?:[一二三四五六七]、|（[一二三四五六七八九十]+）))")
OF_WHICH = re.compile(r"其中[^0-9]{0,3}|，?(?:具体)?包括[：:]?|分别(?:是|为)[：:]?|[：:]")
TOTAL = re.compile(r"(?:共|总|合计|累计)[^，。；：]{0,14}$")
OPEN_LIST = re.compile(r"等|包括|主要|重点|特别|尤其|此外|另|还|累计|以上|除")
COMPARED = re.compile(r"(?:比|较|[高低多少]于|超过|上一?年度?|去年)[^，。；：]{0,12}$")
SUBTOTAL = re.compile(r"[，、；](?:共|合计|共计|小计|结转|转入?下)[^，。；、0-9]{0,8}$")
BRACKET = re.compile(r"（[^（）]*）|\([^()]*\)")
PARTS, CLOSED_LIST = 4, 6  # parts from which a list is taken to divide a total, and to do so completely
COMPARABLE = (Decimal("0.5"), Decimal("1.5"))  # parts beyond these shares of a total count something else
SHARE = re.compile(r"\s*[，,（(]?占(?:比|总数|全部|[^，。；0-9]{0,12}的)?[^，。；0-9]{0,6}")
CHANNEL = re.compile(r"(微信公众号|微信公众平台|官方微博|新浪微博|微博|抖音号|抖音|视频号|今日头条号?|头条号|快手号?)(?:[“\"「]([^”\"」]{2,14})[”\"」])?")
NAME_FIRST = re.compile(r"[“\"「]([^”\"」]{2,14})[”\"」]\s*(微信公众号|官方微博|微博|抖音号|抖音|视频号|头条号)")
PUBLISHED = re.compile(r"(?:发布|推送|编发|刊发|推出|发表)(?:各类|政府|政务|工作|动态|公开|原创|相关)*(?:信息|文章|消息|稿件|推文|内容|视频)?(?:共|共计|合计|累计)?$")
DONE = re.compile(r"(?:全部|均|所有[^，。；]{0,12}?)(?:已|依法|按要求)*(?:办结|办理完[成毕]|答复完毕|办理完成)")


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
        total, added = exact(whole.value), Decimal()
        for count, part in enumerate(members, 1):
            added += exact(part.value)
            if added == total and count > 1:  # what follows is another list
                members = members[:count]
                break
        if not COMPARABLE[0] * total <= added <= COMPARABLE[1] * total:
            continue
        spans = tuple((figure.start, figure.end) for figure in (whole, *members))
        terms = "+".join(f"{exact(part.value):f}" for part in members)
        wrong = len(members) >= (PARTS if added > total else CLOSED_LIST)
        wrong = wrong and added != total and not (opened and added < total) and "万" not in whole.text
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
        lead = text[max(sentence.start, whole.start - 24) : whole.start]
        if COMPARED.search(lead) or (mark[0] in "：:" and not TOTAL.search(lead)):
            continue
        stop = _stop(text, mark.end(), sentence.end)
        listed = _listed(text, mark.end(), stop, [f for f in sentence.figures if f.unit == whole.unit])
        members = _of_one_kind(text, whole, listed)
        if len(members) < 2 or any(f.approx for f in members):
            continue
        clause = text[mark.start() : stop]
        return whole, members, bool(OPEN_LIST.search(clause) or OPEN_LIST.search(text[whole.end : mark.start()]))
    return None


def _stop(text: str, start: int, end: int) -> int:
    """The list ends with its bracket, or at a second 「其中」."""
    if text[text.rfind("其中", 0, start) - 1] in "（(":
        close = re.compile(r"[）)]").search(text, start, end)
        return close.start() if close else end
    again = text.find("其中", start, end)
    inner = text.find("（其中", start, end)
    return again if again >= 0 and again - 1 != inner else end


def _listed(text: str, start: int, stop: int, figures: Sequence[Entity]) -> list[Entity]:
    """The members of a list, without the parts of its parts.

    A list with commas ends at its first semicolon; in one with semicolons what follows the first comma of
    an item divides that item, as brackets do: 「公开7件；不予公开3件，理由为…2件」.
    """
    outside = BRACKET.sub(lambda match: "□" * len(match[0]), text[start:stop])
    items: list[list[Entity]] = []
    commas = False
    for item in re.finditer(r"[^；;]+", outside):
        inside = [f for f in figures if item.start() <= f.start - start < item.end() and outside[f.start - start] != "□"]
        first = outside.find("，", inside[0].end - start, item.end()) if inside else -1
        direct = [f for f in inside if first < 0 or f.start - start < first]
        if not items and len(direct) < len(inside):
            commas, direct = True, inside
        items.append(direct)
        if commas:
            break
    return [figure for item in items for figure in item]


def _of_one_kind(text: str, whole: Entity, members: Sequence[Entity]) -> list[Entity]:
    """The members up to one that sums others up, or restates another kind of cell than those before it."""
    group = _rows(whole.cell)
    told = next((_kind(member.cell) for member in members if member.cell), None)
    for i, member in enumerate(members):
        other = member.cell and (_kind(member.cell) != told or (group and not group & _rows(member.cell)))
        if other or SUBTOTAL.search(text, member.start - 12, member.start):
            return list(members[:i])
    return list(members)


def _rows(path: str | None) -> set[str]:
    """The rows of a group of results; of one row, itself; of a sum over all, none."""
    row = path.split(".")[1] if path else ""
    return {*form.groups()[row]} if row in form.groups() else {row} - {"", "processed_total", "received"}


def _kind(path: str) -> str:
    """What a cell counts: who applied, what became of it, reviews, suits."""
    table, row, _ = path.split(".")
    return row if table != "applications" or row in ("received", "carried_over", "carried_forward") else "results"


def shares(report: Report) -> Iterator[Check]:
    """a of b printed as a share differs from it by no more than the rounding (P.percent)."""
    around = _neighbours(report)
    for sentence in sentences(report):
        counts = [f for f in sentence.figures if f.unit != "%" and not f.approx]
        for figure in sentence.figures:
            before = [f for f in counts if f.end <= figure.start]
            if figure.unit != "%" or len(before) < 2:
                continue
            part, whole = before[-1], before[0]
            lead = report.text[max(sentence.start, whole.start - 24) : whole.start]
            if not SHARE.fullmatch(report.text[part.end : figure.start]) or not TOTAL.search(lead):
                continue
            if part.unit != whole.unit or not exact(whole.value) or exact(part.value) > exact(whole.value):
                continue
            true = exact(part.value) * 100 / exact(whole.value)
            kin = [exact(f.value) for f in around[figure.start] if f.unit == part.unit]
            digits = figure.text.rstrip("%％ ").partition(".")[2]
            rounding = Decimal(10) ** -len(digits)
            same = any(abs(a * 100 / b - exact(figure.value)) <= rounding for a in kin for b in kin if b)
            yield Check(
                "prose.percent", "low", "pass" if same else "fail", figure.text,
                f"{part.text} of {whole.text} is {true:.2f}%, printed {figure.text}",
                f"{part.text}占{whole.text}的 {true:.2f}%，正文写作{figure.text}",
                expected=float(round(true, 2)), found=figure.value,
                spans=((part.start, part.end), (whole.start, whole.end), (figure.start, figure.end)),
            )  # fmt: skip


def _neighbours(report: Report) -> dict[int, list[Entity]]:
    """For each share, the figures near it: any two of them may be its part and its whole."""
    figures = [e for e in report.entities if e.label == "FIGURE" and e.value is not None]
    return {
        figure.start: figures[max(0, i - 24) : i + 8] for i, figure in enumerate(figures) if figure.unit == "%"
    }


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
    if not plain_ or re.search(r"\d", lead[plain_[-1].end() :]):
        return None
    last = plain_[-1]
    name = named[-1][1] if named and named[-1].end() == last.end() else last[2]
    kind = "微信公众号" if last[1].startswith("微信") else last[1].replace("号", "").replace("官方", "")
    return f"{kind}|{name}" if name else kind


def done(report: Report) -> Iterator[Check]:
    """「全部办结」 against applications that are carried into the next year; 「均按时办结」 says only that none was late."""
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


def stale(report: Report) -> Iterator[Check]:
    """A figure of this year is not told again as last year's (Y.stale): a sentence left over from last year."""
    year = report.meta.year
    if year is None:
        return
    dates = {e.start: e for e in report.entities if e.label == "DATE" and e.iso}
    told: dict[str, dict[str, Entity]] = {"this": {}, "last": {}}
    for sentence in sentences(report):
        lead = next((d for at, d in sorted(dates.items()) if sentence.start <= at < sentence.start + 12), None)
        if lead and lead.iso in (str(year), str(year - 1)):
            kind = "this" if lead.iso == str(year) else "last"
            told[kind].update({f.text: f for f in sentence.figures if exact(f.value) >= 10 and f.unit != "%"})
    for text in told["last"].keys() & told["this"].keys():
        this, last = told["this"][text], told["last"][text]
        yield Check(
            "date.stale", "medium", "fail", text,
            f"{text} is told of {year} and, in another sentence, of {year - 1}",
            f"{text}一处写作{year}年，另一处写作{year - 1}年",
            spans=((this.start, this.end), (last.start, last.end)),
        )  # fmt: skip


RULES: tuple[Rule, ...] = (parts, shares, channels, done, stale)
