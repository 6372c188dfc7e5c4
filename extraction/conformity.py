"""The report against the form and the calendar: parts, tables, blanks, types, year, dates, wording.

Sources: 条例 articles 49 and 50; 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction import form
from extraction.checks import Check, Rule, Status
from extraction.report import Cell, Report, Span

NAMES = {
    "overview": "一、总体情况", "disclosure": "二、主动公开政府信息情况", "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况", "problems": "五、存在的主要问题及改进情况", "other": "六、其他需要报告的事项",
}  # fmt: skip
BLANK_LIMITS = {"applications": 10, "disputes": 5}  # more is a grave fault in the reviewers' practice
UNIT_IN_CELL = re.compile(r"[^\d\s.,，+\-—/]")
FEE = re.compile(r"收费|处理费|费用|收取")
PLACEHOLDER = re.compile(r"(?<![A-Za-z])[XＸ]{2,4}(?![A-Za-z])|×{2,}|[＊*]{3,}|20[1Xx×]{1}[xX×]年|201[xX×]年")
GOVERNMENT = re.compile(r"(?:人民政府|管理?委员会|管委会|街道办事处)$|(?:省|市|县|区|乡|镇|街道|旗|实验区|开发区)$")
EMPTY_PART = 20  # characters; a part five below this says nothing


def _new(rule: str, severity: str, fails: bool, where: str, en: str, zh: str, spans: Sequence[Span] = ()) -> Check:
    status: Status = "fail" if fails else "pass"
    return Check(rule, severity, status, where, en, zh, spans=tuple(spans))  # type: ignore[arg-type]


def _modern(report: Report) -> bool:
    """Whether the report is on one of the statutory forms (for 2019 and later)."""
    return any(table.form != "none" for table in report.tables.values()) or (report.meta.year or 0) >= 2019


def parts(report: Report) -> Iterator[Check]:
    """All six statutory parts are there (F.section)."""
    if not _modern(report):
        return
    present = {section.id: section for section in report.sections}
    for part, name in NAMES.items():
        section = present.get(part)
        yield _new("form.section", "high", section is None, part, f"the part {name} is missing", f"缺少“{name}”部分")
        if section is not None:
            yield _new(
                "form.heading", "medium", not section.heading, part,
                f"the heading of {name} is missing", f"“{name}”缺少标题", [(section.start, section.start)],
            )  # fmt: skip


def tables(report: Report) -> Iterator[Check]:
    """A part that should hold a statutory table prints one (F.table)."""
    if not _modern(report):
        return
    for name in form.TABLES:
        table = report.tables.get(name)
        missing = table is None or table.form == "none"
        section = next((s for s in report.sections if s.id == name), None)
        spans = [(section.start, section.start + len(section.heading))] if section else []
        yield _new(
            "form.table", "high", missing, name, f"the {name} table is not in the text (missing or an image)",
            f"“{NAMES[name]}”的法定表格不在文本中（缺失或为图片）", spans,
        )  # fmt: skip


def version(report: Report) -> Iterator[Check]:
    """The tables are those of the form in force for the year, and of one form (F.form)."""
    year = report.meta.year
    for name in ("disclosure", "applications"):
        table = report.tables.get(name)
        if table is None or table.form == "none" or year is None or year < 2019:
            continue
        due = form.default_version(year)
        spans = [table.span] if table.span else []
        yield _new(
            "form.version", "medium", table.form != due, name,
            f"the {name} table is that of {table.form}, the form for {year} is that of {due}",
            f"“{NAMES[name]}”使用{table.form}年版表格，{year}年度应使用{due}年版", spans,
        )  # fmt: skip


def blanks(report: Report) -> Iterator[Check]:
    """No cell of tables 3 and 4 is left blank or holds a dash or 无 (F.blank)."""
    for name, limit in BLANK_LIMITS.items():
        table = report.tables.get(name)
        if table is None or table.form == "none":
            continue
        empty = [
            (f"{name}.{row}.{column}", cell)
            for row, columns in table.cells.items()
            for column, cell in columns.items()
            if cell.state in ("blank", "dash", "none_word")
        ]
        check = _new(
            "form.blank", "high" if len(empty) > limit else "medium", bool(empty), name,
            f"{len(empty)} cells of the {name} table hold no number",
            f"“{NAMES[name]}”表中有 {len(empty)} 个单元格未填数字（空白、短横或“无”）",
            [cell.span for _, cell in empty if cell.span],
        )  # fmt: skip
        yield replace(check, cells=tuple(path for path, _ in empty))


def rows(report: Report) -> Iterator[Check]:
    """Every row of the table's form is printed (F.row), and what is printed can be read."""
    for name in form.TABLES:
        table = report.tables.get(name)
        if table is None or table.form == "none":
            continue
        for row in form.table(name, table.form).rows:
            cells = table.cells.get(row.name, {}).values()
            gone = all(cell.state == "absent" for cell in cells)
            yield _new(
                "form.row", "medium", gone, f"{name}.{row.name}", f"the row {row.label} is not printed",
                f"未见“{row.label}”行", [table.span] if table.span else [],
            )  # fmt: skip
        lost = [
            (f"{name}.{r}.{c}", cell) for r, cs in table.cells.items() for c, cell in cs.items() if cell.state == "lost"
        ]
        check = _new(
            "reading.lost", "medium", bool(lost), name,
            f"{len(lost)} cells of the {name} table cannot be told from what is left of their print",
            f"“{NAMES[name]}”表中有 {len(lost)} 个单元格无法从残存文字中确定", _unique(cell for _, cell in lost),
        )  # fmt: skip
        yield replace(check, cells=tuple(path for path, _ in lost))


def _unique(cells: Iterator[Cell]) -> list[Span]:
    return sorted({cell.span for cell in cells if cell.span})


def types(report: Report) -> Iterator[Check]:
    """Counts are whole and not below zero, cells hold no text and no unit, amounts are 万元 (F.type)."""
    for name in form.TABLES:
        table = report.tables.get(name)
        if table is None or table.form == "none":
            continue
        for row in form.table(name, table.form).rows:
            for column in row.columns:
                cell = table.cells.get(row.name, {}).get(column.name)
                fault = _type_fault(cell, column) if cell else None
                if cell and fault:
                    path = f"{name}.{row.name}.{column.name}"
                    check = _new("form.type", "medium", True, path, f"{path} is printed {cell.raw!r}: {fault[0]}",
                                 f"{row.label}“{column.label}”填写为“{cell.raw}”：{fault[1]}",
                                 [cell.span] if cell.span else [])  # fmt: skip
                    yield replace(check, cells=(path,))


def _type_fault(cell: Cell, column: form.Column) -> tuple[str, str] | None:
    if cell.state == "text":
        return "a text in place of a number", "应为数字"
    if cell.value is None:
        return None
    if column.type != "signed" and cell.value < 0:
        return "a count below zero", "不应为负数"
    if column.type == "count" and isinstance(cell.value, float):
        return "a count with decimals", "数量不应有小数"
    if column.type == "count" and UNIT_IN_CELL.search(cell.raw):
        return "a unit or text beside the number", "单元格内含单位或文字"
    return None


def year(report: Report) -> Iterator[Check]:
    """The year of the title is that of the signature less one (D.year)."""
    published, printed = report.meta.published, report.meta.year
    title = re.search(r"(20\d\d)\s*年", report.meta.title or "")
    if title and printed:
        yield _new("date.year", "high", int(title[1]) != printed, "meta.year",
                   f"the title says {title[1]}, the report is on {printed}", f"标题为{title[1]}年，报告年度为{printed}年")  # fmt: skip
    if published and printed:
        signed = int(published[:4])
        yield _new("date.year", "high", signed - printed not in (0, 1), "meta.published",
                   f"the report on {printed} is signed {published}", f"{printed}年度报告落款日期为{published}")  # fmt: skip


def late(report: Report) -> Iterator[Check]:
    """Departments publish by 31 January, governments by 31 March (条例 article 49)."""
    published, printed, agency = report.meta.published, report.meta.year, report.meta.agency
    if not (published and printed and agency) or printed < 2019:
        return
    last = f"{printed + 1}-03-31" if GOVERNMENT.search(agency) else f"{printed + 1}-01-31"
    yield _new("date.late", "medium", published > last, "meta.published",
               f"signed {published}, due by {last}", f"落款日期{published}，晚于{last}")  # fmt: skip


def title(report: Report) -> Iterator[Check]:
    """The title is the statutory one (F.title)."""
    printed = report.meta.title
    if printed and _modern(report):
        bare = re.sub(r"\s", "", printed)
        sound = re.search(r"政府信息公开(?:工作)?(?:20\d\d年度?)?年?度?(?:工作)?报告|政府信息公开(?:工作)?年报", bare)
        yield _new("form.title", "low", sound is None, "meta.title", f"the title is {printed!r}",
                   f"标题“{printed}”不是规定的名称“政府信息公开工作年度报告”")  # fmt: skip


def problems(report: Report) -> Iterator[Check]:
    """Part five says something (S5.empty)."""
    found = [section for section in report.sections if section.id == "problems"]
    if not found:
        return
    said = sum(section.end - section.start - len(section.heading) for section in found)
    text = "".join(report.text[section.start + len(section.heading) : section.end] for section in found)
    bare = re.sub(r"[\s（）()、，。：:\d.]|无", "", text)
    yield _new("problems.empty", "medium", said == 0 or len(bare) < EMPTY_PART, "problems",
               f"part five says {text.strip()[:20]!r}", f"第五部分内容为“{text.strip()[:20]}”，过于简略",
               [(found[0].start, found[0].end)])  # fmt: skip


def fee(report: Report) -> Iterator[Check]:
    """Part six of the 2021 form tells whether an information processing fee was charged (S6.fee)."""
    found = [section for section in report.sections if section.id == "other"]
    if not found or (report.meta.year or 0) < 2021:
        return
    text = "".join(report.text[section.start : section.end] for section in found)
    yield _new("other.fee", "low", not FEE.search(text), "other",
               "part six says nothing of the information processing fee", "第六部分未说明信息处理费收取情况",
               [(found[0].start, found[0].end)])  # fmt: skip


def placeholders(report: Report) -> Iterator[Check]:
    """No placeholder of a template is left (A.foreign)."""
    found = [match.span() for match in PLACEHOLDER.finditer(report.text)]
    shown = "、".join(report.text[start:end] for start, end in found[:3])
    yield _new("text.placeholder", "high", bool(found), "text", f"placeholders are left: {shown}", f"留有占位符：{shown}", found)


RULES: tuple[Rule, ...] = (
    parts, tables, version, blanks, rows, types, year, late, title, problems, fee, placeholders,
)  # fmt: skip
