"""Damage to the labels and lines of the tables: breaks, lost halves, explanations, pages, source code."""

from __future__ import annotations

import re
from random import Random

from extraction.report import Report, Span
from training.edits import Edit, edited
from training.malformations.kinds import Kind, rate, some

_HEADS = re.compile(
    "商业企业|科研机构|社会公益组织|法律服务机构|自然人|总计|结果维持|结果纠正|其他结果|尚未审结|本年制发件数|本年废止件数|现行有效件数"
    "|本年处理决定数量|本年新制作数量|本年新公开数量|对外公开总数量|上一年项目数量|处理决定数量|行政事业性收费|行政规范性文件|申请人情况"
)
_HALVES = re.compile("(?:结果|尚未)(?P<lost>维持|纠正|审结)|其他(?P<rest>结果)|现行有效件(?P<one>数)")
_EXPLAINED = {
    "本年处理决定数量": ("（指本年办结数）", "（含简易程序）"),
    "处理决定数量": ("(指本年办件量)", "（不含撤回）"),
    "本年制发件数": ("（以印发日期为准）", "（含修订）"),
    "现行有效件数": ("（截止年底）", "（不含规划）"),
    "上一年项目数量": ("（按权责清单）",),
    "行政许可": ("（含其他行政权力）",),
    "行政规范性文件": ("（以本机关名义印发）", "（含政府办文件）"),
}


def _tables(report: Report) -> list[Span]:
    return sorted(table.span for table in report.tables.values() if table.span)


def breaks(report: Report, rng: Random, severity: float) -> Report:
    """「商业 企业」, 「尚未⏎审结」: a label broken by its cell's width."""
    edits = []
    mark = rng.choice([" ", " ", "\n", "\u3000"])
    for start, end in _tables(report):
        for head in _HEADS.finditer(report.text, start, end):
            if rng.random() < rate(0.6, severity):
                at = head.start() + len(head[0]) // 2
                edits.append(Edit(at, at, mark))
    return edited(report, edits)


def halves(report: Report, rng: Random, severity: float) -> Report:
    """「结果」 for 「结果维持」: the second half of a head is lost."""
    edits = []
    for start, end in _tables(report):
        for head in _HALVES.finditer(report.text, start, end):
            if head.lastgroup and rng.random() < rate(0.5, severity):
                edits.append(Edit(*head.span(head.lastgroup), ""))
    return edited(report, edits)


def explanations(report: Report, rng: Random, severity: float) -> Report:
    """「处理决定数量(指本年办件量)」."""
    places: dict[int, str] = {}
    for start, end in _tables(report):
        for label, words in _EXPLAINED.items():
            for found in re.compile(label).finditer(report.text, start, end):
                if _cell_ends(report.text, found.end()):
                    places[found.end()] = rng.choice(words)
    chosen = some(sorted(places.items()), rng, 0.4, severity)
    return edited(report, [Edit(at, at, new) for at, new in chosen])


def _cell_ends(text: str, at: int) -> bool:
    return not text[at : at + 1].strip() or text[at : at + 1] in "|,"


def pages(report: Report, rng: Random, severity: float) -> Report:
    """Page numbers and running heads between the rows of a table and the paragraphs of the prose."""
    page = rng.randrange(1, 5)
    style = rng.choice(["- {} -", "— {} —", "第 {} 页", "Page {}", "P. {}", "{}/9", "第{}页 共9页"])
    edits = []
    ends = [m.end() for m in re.finditer(r"\n+", report.text)]
    step = max(400, round(900 / max(severity, 0.1)))
    last = rng.randrange(step)
    for at in ends:
        if at - last >= step and at < len(report.text):
            edits.append(Edit(at, at, style.format(page) + "\n"))
            page, last = page + 1, at
    return edited(report, edits)


def source_code(report: Report, rng: Random, severity: float) -> Report:
    """Cells on lines of their own, indented as in the source of the page."""
    indent = " " * rng.choice([8, 16, 24])
    spans = [
        c.span for t in report.tables.values() for row in t.cells.values() for c in row.values() if c.span
    ]
    edits = {
        start: Edit(start, start, f"\n{indent}")
        for start, end in some(spans, rng, 0.6, severity)
        if end > start and not report.text[start - 1].isdigit()
    }
    return edited(report, edits.values())


def lone_pipes(report: Report, rng: Random, severity: float) -> Report:
    """A pipe alone on a line before the rows of a piped table, a flood of them before the text."""
    edits = []
    for start, end in _tables(report):
        for row in re.finditer(r"^(?=\|)|(?<=\|)\n(?=[^\n|])", report.text[start:end], re.MULTILINE):
            if rng.random() < rate(0.5, severity):
                at = start + row.end()
                edits.append(Edit(at, at, "|\n"))
    if edits and rng.random() < 0.1:
        edits.insert(0, Edit(0, 0, "|" * rng.randrange(20, 300) + "\n"))
    return edited(report, edits)


KINDS = (
    Kind("label_breaks", "M17", 0.30, breaks),
    Kind("label_halves", "M16", 0.05, halves),
    Kind("label_explanations", "M22", 0.01, explanations),
    Kind("source_code", "M10", 0.02, source_code),
    Kind("lone_pipes", "M11", 0.05, lone_pipes),
    Kind("pages", "M21", 0.05, pages),
)
