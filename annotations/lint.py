"""Source file -> what a machine can find wrong in it, one line each; what it only suspects is in hints.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotations.source import RELATIVE, Part, Source, SourceFault, Tag, form, read, row_columns

EDGE = re.compile(r"^[\s，。；：、！？（）“”,;:]|[\s，。；：、！？（“,;:]$")
MARKER = re.compile(
    r"^(一是|二是|三是|四是|五是|六是|首先|其次|再次|最后|此外|同时，|（[一二三四五六七八九十]+）|\d+[.、．]|[①-⑩]"
    r"|下一步|针对上述|目前，)"
)
DATE_FORM = re.compile(
    r"(19|20)\d\d(年度?|年\d{1,2}月|年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|\.\d{1,2}\.\d{1,2}|/\d{1,2}/\d{1,2})"
)
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?|null")
NO_FIGURE = re.compile(
    r"《[^》]*》|〔\d+〕\d*号?|\[\d{4}\]\d*号?|https?://\S+|www\.\S+|第\d+[号条次届位]|\d{3,4}-\d{7,8}|\d{11}|(?<!\d)12[23]\d\d(?![\d件条个次人万余.])|110|(?:索引号|标识码)[：:]?\s?[\w/-]+"
    r"|\d{1,2}[.、．）)]|（\d+）|\d+号|邮(?:政编码|编)：?\d+|[A-Za-z]+\d+|\d+版|（\d{4}[^）]{0,9}版）|\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[：:]\d+|\d+年来|(?<!\d)\d+年(?=[内之以])"
    r"|每月\d+[日号]|(?<![\d年月])\d+(?:\.\d+)?(?:个?小时|个?工作日|天|个?昼夜|分钟|秒|学年|个月|[日时])"
    r"|(?:[前后]移|上升|前进|提升|下降)了?\d+位|“[^”]{0,4}\d+万\+[^”]{0,4}”|\d[+×]\d+"
)
MEANT = " (add `differs: reason` to the header if meant)"
NO_AGENCY = re.compile(
    r"[我本该贵各][局委办厅县市区镇乡街道院中心站所队]+|各.+|(?:人民)?法院|复议机关|分局|派出所|办公室|上级|局|成员单位"
)
TITLES = re.compile(r"《[^》]*》")
RELATIVE_WORD = re.compile(
    r"(?:本|上|下|当|上一|下一|全)年度(?!(?:工作)?报告)|(?<![日成根基资样文])本年(?![度报级龄鉴])|(?<![以网])上年(?![度龄纪级])"
    r"|[去今]年|全年(?![度龄级])|[上下]一年(?!一)|明年|当年"
)
TOPICS = {f"{kind}{n}" for kind in "PM" for n in [*range(1, 13), 99]}


def faults(path: Path) -> list[str]:
    """Every fault of one source file as `file:line: what, and what was expected`."""
    try:
        source = read(path)
    except (SourceFault, UnicodeDecodeError) as error:
        return [str(error)]
    found = list(_header_faults(source))
    for part in source.parts:
        found += [f"{path}:{line_of(part, at)}: {text}" for at, text in _part_faults(source, part)]
    return found


def line_of(part: Part, at: int) -> int:
    """The line of the source file in which character `at` of the part stands."""
    return part.line + part.text.count("\n", 0, at)


def paths_of(source: Source) -> dict[str, float]:
    """The printed value of every cell and group of this report (misprints applied)."""
    values: dict[str, float] = {}
    groups = form()["tables"]["applications"]["groups"]
    for table, rows in source.cells.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                values[f"{table}.{row}.{column}"] = value or 0
    for name, rows_ in groups.items() if "applications" in source.cells else ():
        if f"applications.{name}.total" not in values:
            leaves = [values.get(f"applications.{row}.total", 0) for row in rows_]
            values[f"applications.{name}.total"] = sum(leaves)
    return values | {path: value for path, value in source.misprints.items()}


def _header_faults(source: Source) -> Iterator[str]:
    place, header = f"{source.path}:1", source.header
    if header["id"] != source.path.stem:
        yield f"{place}: id is {header['id']!r}, the file is {source.path.stem!r}"
    if not re.fullmatch(r"\d{4}", header["year"]):
        yield f"{place}: year is {header['year']!r}, expected four digits"
    if header["published"] != "none" and not re.fullmatch(r"\d{4}-\d\d-\d\d", header["published"]):
        yield f"{place}: published is {header['published']!r}, expected YYYY-MM-DD or none"
    text = "".join(part.text for part in source.parts)
    if header["agency"] not in text:
        yield f"{place}: agency {header['agency']!r} does not stand in the text"
    known = paths_of(source)
    for path in source.misprints:
        if path not in known or path.count(".") != 2:
            yield f"{place}: misprint of an unknown cell {path!r}"
        elif _computed(source, path) == source.misprints[path]:
            yield f"{place}: misprint {path} equals the right value"
    for table in source.cells:
        if f"<{table}>" not in text:
            yield f"{place}: block {table} is given, but the body has no line <{table}>"
    for table in re.findall(r"^<(\w+)>$", text, re.M):
        if table not in source.cells:
            yield f"{place}: the body prints <{table}>, but no block {table} is given"


def _computed(source: Source, path: str) -> float | None:
    table, row, column = path.split(".")
    return source.cells.get(table, {}).get(row, {}).get(column)


def _part_faults(source: Source, part: Part) -> Iterator[tuple[int, str]]:
    values = paths_of(source)
    for tag in part.tags:
        for text in _tag_faults(tag, part, values, source):
            yield tag.start, text
    covered = entity_places(part)
    yield from _relative_outside(part, covered)
    for tag in part.tags:
        after = part.text[tag.end : tag.end + 8]
        if tag.label in ("FIGURE", "DATE") and after[:1].isdigit() and not covered[tag.end]:
            yield tag.end, f"a number right after {tag.label} {tag.text!r}: {after!r}"
    for at in _exempt(part):
        covered[at] = True
    for match in re.finditer(r"\d[\d.,]*\S{0,4}", part.text):
        if not covered[match.start()]:
            shown = part.text[max(0, match.start() - 8) : match.end() + 4]
            yield match.start(), f"a number outside every tag: …{shown!r}"
    yield from _untagged_names(source, part, covered)


def entity_places(part: Part) -> list[bool]:
    """For each character of the part, whether an entity tag covers it."""
    covered = [False] * len(part.text)
    for tag in part.tags:
        if tag.label in ("FIGURE", "DATE", "AGENCY"):
            covered[tag.start : tag.end] = [True] * (tag.end - tag.start)
    return covered


def _exempt(part: Part) -> Iterator[int]:
    """The characters of titles, telephone numbers, durations …, whatever spaces stand among them."""
    bare = [i for i, char in enumerate(part.text) if not char.isspace()]
    squeezed = "".join(part.text[i] for i in bare)
    for match in NO_FIGURE.finditer(squeezed):
        yield from (bare[at] for at in range(*match.span()))


def _relative_outside(part: Part, covered: list[bool]) -> Iterator[tuple[int, str]]:
    quoted = [match.span() for match in TITLES.finditer(part.text)]
    for match in RELATIVE_WORD.finditer(part.text):
        inside = any(start <= match.start() < end for start, end in quoted)
        if not covered[match.start()] and not inside:
            yield match.start(), f"{match[0]!r} names a year and stands outside every DATE tag"


def _tag_faults(tag: Tag, part: Part, values: dict[str, float], source: Source) -> Iterator[str]:
    clause = tag.label in ("PROBLEM", "MEASURE")
    words = tag.text.removeprefix("“") if clause else tag.text
    if not words or (EDGE.search(words) and tag.label != "ZERO"):
        yield f"{tag.label} {tag.text[:20]!r} begins or ends with punctuation or a space"
    if clause:
        if part.id != "problems":
            yield f"{tag.label} {tag.text[:20]!r} outside the part problems"
        if MARKER.match(tag.text):
            yield f"{tag.label} begins with a marker or an introduction: {tag.text[:12]!r}"
        kind = tag.label[0]
        if not set(tag.topics) <= TOPICS or any(topic[0] != kind for topic in tag.topics):
            yield f"{tag.label} has topics {'+'.join(tag.topics)}, expected {kind}1–{kind}12 or {kind}99"
    if tag.label == "AGENCY" and NO_AGENCY.fullmatch(tag.text):
        yield f"{tag.text!r} names nobody: no AGENCY"
    if tag.label == "DATE":
        if tag.target and not ISO.fullmatch(tag.target):
            yield f"DATE {tag.text!r} has iso {tag.target!r}, expected YYYY, YYYY-MM, YYYY-MM-DD or null"
        plain = tag.text.replace(" ", "")
        if not tag.target and not DATE_FORM.fullmatch(plain) and not RELATIVE.fullmatch(tag.text):
            yield f"DATE {tag.text!r} needs its iso: {{D:{tag.text}@…}} (null where it is relative)"
    differs = "differs" in source.header
    for path in (tag.target or "").split(",") if tag.label in ("FIGURE", "ZERO") and tag.target else ():
        table_printed = path.split(".")[0] in source.cells
        if path not in values and _known(path) and (tag.label == "ZERO" or not table_printed):
            continue  # not printed: the statement still names its cell
        if path not in values:
            yield f"{tag.label} {tag.text!r} is linked to {path!r}, which this report does not print"
        elif tag.label == "FIGURE" and not _agrees(tag, path, values[path]) and not differs:
            yield f"{tag.text!r} is linked to {path} = {values[path]:g}{MEANT}"
        elif tag.label == "ZERO" and values[path] != 0 and not differs:
            yield f"{tag.text!r} denies {path} = {values[path]:g}{MEANT}"


def _known(path: str) -> bool:
    """Whether either form has this cell or group."""
    table, row, column = (*path.split("."), "", "")[:3]
    if table == "applications" and row in form()["tables"]["applications"]["groups"]:
        return column == "total"
    columns = {name for version in ("2019", "2021") for name in row_columns(table, version).get(row, ())}
    return column in columns or (table != "disclosure" and bool(columns) and column == "total")


def _agrees(tag: Tag, path: str, printed: float) -> bool:
    """Whether a figure says what the cell prints; signs of a change do not count, 万 and 亿 may round."""
    value = abs(float(tag.value or 0))
    if path.endswith("fees.amount") and "元" in tag.text:
        value /= 10000
    near = (
        0.1 * max(printed, 1)
        if tag.approx
        else 0.005 * abs(printed)
        if re.search("[万亿]", tag.text)
        else 1e-6
    )
    return abs(value - (abs(printed) if re.fullmatch(r"disclosure\.\w+\.change", path) else printed)) <= near


def _untagged_names(source: Source, part: Part, covered: list[bool]) -> Iterator[tuple[int, str]]:
    names = {tag.text for p in source.parts for tag in p.tags if tag.label == "AGENCY" and len(tag.text) >= 4}
    for name in names:
        for match in re.finditer(re.escape(name), part.text):
            if not covered[match.start()]:
                yield match.start(), f"{name!r} is an AGENCY elsewhere, but not here"
