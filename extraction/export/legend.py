"""The Chinese names of what the record names in English: cells, states, severities, categories."""

from __future__ import annotations

from functools import cache

from extraction import form
from extraction.report import Cell, Number

STATES = {
    "number": "数值",
    "zero": "零",
    "blank": "空白",
    "dash": "横线或斜线",
    "none_word": "“无”字",
    "text": "文字",
    "lost": "丢失",
    "absent": "无此表或无此行",
}
STATE_NOTES = {
    "number": "印有大于或小于零的数字",
    "zero": "印有 0",
    "blank": "单元格印出而未填；空白不等于 0",
    "dash": "印有 -、—、/ 等符号",
    "none_word": "印有“无”“零”等字样",
    "text": "印有其他文字",
    "lost": "报告印有此格，但送达的文本中已无法辨认其值",
    "absent": "报告没有这张表或这一行",
}
SEVERITIES = {"high": "高", "medium": "中", "low": "低"}
CULPRITS = {"report": "报告本身", "reading": "读取过程", "unknown": "不能判定"}
TABLES = {"disclosure": "主动公开", "applications": "依申请公开", "disputes": "复议诉讼"}
LABELS = {
    "FIGURE": "数字",
    "DATE": "日期",
    "AGENCY": "机关",
    "DOCUMENT": "文件",
    "ZERO": "零陈述",
    "PROBLEM": "问题",
    "MEASURE": "措施",
}
CATEGORIES = {
    "P1": "公开内容不全面、不深入",
    "P2": "更新不及时",
    "P3": "政策解读形式单一、质量不高",
    "P4": "依申请公开办理不规范",
    "P5": "平台栏目、新媒体建设不足",
    "P6": "队伍力量薄弱、业务能力不足",
    "P7": "认识不足、重视不够",
    "P8": "制度机制、协调联动不健全",
    "P9": "审核把关、信息质量问题",
    "P10": "互动回应不足、公众参与度低",
    "P11": "重点领域、基层标准化落实不到位",
    "P12": "监督考核、宣传不到位",
    "M1": "扩大和细化公开内容",
    "M2": "及时更新、时效管理",
    "M3": "丰富解读形式、提高解读质量",
    "M4": "规范依申请办理",
    "M5": "优化平台栏目、建设新媒体",
    "M6": "培训学习、提升业务能力",
    "M7": "加强组织领导、明确责任",
    "M8": "健全制度机制和流程",
    "M9": "严格审核保密、质量管理",
    "M10": "回应关切、互动参与",
    "M11": "推进重点领域和基层标准化",
    "M12": "监督考核、宣传推广",
    "99": "一般表述",
}


def sections() -> dict[str, str]:
    """The statutory headings by the names of the parts."""
    return dict(form.data()["sections"])


@cache
def cell_labels() -> dict[str, str]:
    """Every cell path of both forms, in the order of the form, with its Chinese name.

    >>> cell_labels()["applications.granted.total"]
    '依申请公开｜（一）予以公开｜总计'
    """
    labels: dict[str, str] = {}
    columns = {k: v["label"] for k, v in form.data()["tables"]["applications"]["columns"].items()}
    for version in reversed(form.VERSIONS):
        for row in form.table("disclosure", version).rows:
            for column in row.columns:
                labels.setdefault(
                    f"disclosure.{row.name}.{column.name}", f"主动公开｜{row.label}｜{column.label}"
                )
    for name, spec in form.data()["tables"]["applications"]["rows"].items():
        for column_name, label in columns.items():
            labels[f"applications.{name}.{column_name}"] = f"依申请公开｜{_short(spec['label'])}｜{label}"
    for row in form.table("disputes", "2021").rows:
        for column in row.columns:
            labels[f"disputes.{row.name}.{column.name}"] = f"复议诉讼｜{row.label}｜{column.label}"
    return labels


def label(path: str) -> str:
    """The Chinese name of a cell or of a group of rows; the path itself where it is neither."""
    found = cell_labels().get(path)
    if found:
        return found
    parts = path.split(".")
    if len(parts) == 3 and parts[0] == "applications" and parts[1] in form.groups():
        column = cell_labels()[f"applications.received.{parts[2]}"].split("｜")[2]
        return f"依申请公开｜{_group(parts[1])}小计｜{column}"
    return path


def _group(name: str) -> str:
    """`denied` -> （三）不予公开"""
    first = form.groups()[name][0]
    return str(form.data()["tables"]["applications"]["rows"][first]["path"][-1])


def _short(text: str) -> str:
    """A row label without the explanation that the form prints in brackets behind it."""
    return text.split("（区分")[0]


def number(value: Number | None) -> str:
    """A value as people write it: 12, 35.65; nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def shown(cell: Cell | None) -> str:
    """What a printed layout shows for a cell: its number, its raw text, nothing for a blank, ？ for lost."""
    if cell is None or cell.state in ("absent", "blank"):
        return ""
    if cell.state == "lost":
        return "？"
    if cell.value is not None:
        return number(cell.value)
    return cell.raw.strip()
