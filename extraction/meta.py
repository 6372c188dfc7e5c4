"""Title, period and signature -> Meta: who reports, for which year, published when.

The reporting agency is the one that the title, the signature or the first contact names, under the
fullest name that the report gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extraction import organs
from extraction.document import Document
from extraction.places import region_of
from extraction.report import Entity, Meta, Section, Span, Table
from extraction.text import Text, flow

_HAN = "\u4e00-\u9fff"
_YEAR = r"(?:(?:19|20)\d\d|二[〇○零O0][一二三四五六七八九〇○零]{2}|二[一二三四五六七八九]{2}(?=年))"
_TITLED = re.compile(
    r"(?:政府信息|政务信息|政府政务|信息|政务)公开[^\n。，；：《》/>＞»|]{0,18}?(?:报告|年报|总结)(?!格式|的|全文"
    r"|电子|编制|列)"
)
_NO_TITLE = re.compile(r"根据|按照|依据|遵照|依照|《|要求|规定|现将|通知|编制|公布|本报告|本年度报告")
_KEY = re.compile(r".*(?:[>＞»]|[ \t]/[ \t])|.*(?:标题|名称|题名|当前位置|年报|首页)[ \t]*[：:>|\t]")
_BEHIND = re.compile(rf"[ \t]?[（(]{_YEAR}年度?[）)]")
_FRAME = re.compile(rf"{_YEAR}(?:[—–-]{_YEAR})?(?:学年)?(?:年度?)?|关于|年度$|的$|^\W+|[\s（(]+$")
_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?[ .年]?1[月.]1日?[^\n。]{0,6}?(?:至|到|—|-|起)[^\n。]{0,12}?12[月.]31"
)
_CONTACT = re.compile(r"(?:请(?:与|联系|致电|向)|联系(?:单位|机构|部门)[：:]?|由)")
_BYLINE = re.compile(r"(?:来源|发布(?:机构|单位)|发文机[关构]|公开单位|信息来源)[：:\s]*$")
_INSIDE = re.compile(rf"(?:办公室|办公厅|[{_HAN}]{{2,8}}[科股处室])$")
_LEVELS = tuple("省市县区旗州盟镇乡道木")
_BODIES = tuple("社馆站所园校院会司师团队")
_FURTHEST = 60
_HEAD_OF_PAGE = 400


@dataclass(frozen=True, slots=True)
class _Title:
    """The title as it stands in the Document, the agency in it, and its year (0 where it has none)."""

    span: Span
    agency: str
    year: int


def meta(
    document: Document,
    text: Text,
    sections: Sequence[Section],
    entities: Sequence[Entity],
    tables: Mapping[str, Table],
    *,
    year: int | None = None,
    agency: str | None = None,
) -> Meta:
    """What the report says of itself; `year` and `agency` stand where it says nothing."""
    title = _title(text, sections)
    agencies = [entity for entity in entities if entity.label == "AGENCY"]
    signature = _signature(document.text, entities)
    base = _base(document.text, title, agencies, signature)
    name = _fullest(base, agencies) or _hinted(document) or agency
    table = tables.get("disclosure")
    return Meta(
        agency=name,
        year=_year(text, title, signature) or year,
        published=signature.iso if signature else None,
        form=table.form if table else "none",
        title=" ".join(document.text[slice(*title.span)].split()) if title else document.hints.get("title"),
        region=region_of(name or "", text.chars[:20_000]),
        agency_span=_first(document.text, name, agencies),
    )


def year_of(text: Text, sections: Sequence[Section], entities: Sequence[Entity]) -> int | None:
    """The year that is reported on: of the title, of the period, or the one before the signature's."""
    return _year(text, _title(text, sections), _signature(text.printed, entities))


def _title(text: Text, sections: Sequence[Section]) -> _Title | None:
    """The best of the lines that read like a title: one with an agency and a year before one with less."""
    start = text.at(sections[0].end) if sections and sections[0].id == "preamble" else 0
    head = flow(text, [(0, min(max(start, 300), 5_000, len(text.chars)))])
    found = [title for match in _TITLED.finditer(head.chars) if (title := _read_title(head, match))]
    return max(found, key=lambda title: 2 * bool(title.agency) + bool(title.year), default=None)


def _read_title(head: Text, match: re.Match[str]) -> _Title | None:
    chars = head.chars
    start = chars.rfind("\n", 0, match.start()) + 1
    end = behind.end() if (behind := _BEHIND.match(chars, match.end())) else match.end()
    if key := _KEY.match(chars, start, match.start()):
        start = key.end()
    if start and not re.search(rf"[{_HAN}]", _FRAME.sub("", chars[start : match.start()])):
        # 「某市某局⏎2021年度政务公开年度工作报告」
        before = chars.rfind("\n", 0, start - 1) + 1
        if start - before <= 40 and not re.search("[。：]", chars[before : start - 1]):
            start = before
    while start < end and chars[start] in " \t\n#*|“":
        start += 1
    if end - start > _FURTHEST or _NO_TITLE.search(chars, start, match.start()):
        return None
    years = re.findall(r"(?:19|20)\d\d", chars[start:end])
    name = _FRAME.sub("", _FRAME.sub("", chars[start : match.start()].replace("\n", "")))
    name = re.sub(rf"[^{_HAN}〇（）]", "", name)
    if name.endswith("人民") and match[0].startswith("政府"):
        # 「某区人民政府信息公开年报」: the same 政府 ends the name and begins the matter
        name += "政府"
    name = re.sub(r"(?<=.{4})（[^（）]*）$", "", name)  # its second name
    return _Title(head.span(start, end), name if _is_body(name) else "", int(years[-1]) if years else 0)


def _is_body(name: str) -> bool:
    """Whether the words before 「政府信息公开年报」 can be a name; those of a page's index are not."""
    ends = name[-1:] in (*_LEVELS, *_BODIES) or any(head.end() == len(name) for head in organs.HEAD.finditer(name))
    return ends and name != "政府"


def _signature(printed: str, entities: Sequence[Entity]) -> Entity | None:
    """The day that an agency signs: directly behind its name, or alone in the last line."""
    agencies = [entity for entity in entities if entity.label == "AGENCY"]
    days = [entity for entity in entities if entity.label == "DATE" and entity.iso and len(entity.iso) == 10]
    for day in reversed(days):
        if len(printed[day.end :].strip()) > 400:
            break
        signs = any(_adjacent(printed, agency.end, day.start) for agency in agencies)
        line = printed[printed.rfind("\n", 0, day.start) + 1 : day.end].strip()
        if signs or line.strip("（()） ") == day.text:
            return day
    # or in brackets below the title: 「（2026年1月23日）」
    below = (day for day in days if day.end < _HEAD_OF_PAGE and printed[day.end : day.end + 1] in ("）", ")"))
    return next((day for day in below if printed[: day.start].rstrip("（( ").endswith("\n")), None)


def _adjacent(printed: str, end: int, start: int) -> bool:
    return end <= start <= end + 80 and not printed[end:start].strip(" \t\r\n\u3000\xa0（(|，,")


def _base(
    printed: str, title: _Title | None, agencies: Sequence[Entity], signature: Entity | None
) -> str:
    """The agency by the surest place that names it."""
    if title and title.agency:
        return title.agency
    if signature and (signed := [e for e in agencies if _adjacent(printed, e.end, signature.start)]):
        return "".join(signed[-1].text.split())
    for words in (_BYLINE, _CONTACT):
        for entity in agencies:
            if words.search(printed[max(0, entity.start - 12) : entity.start]) and len(entity.text) > 4:
                return _INSIDE.sub("", entity.text) if words is _CONTACT else entity.text
    named = [entity.text for entity in agencies if len(entity.text) > 4]
    return max(dict.fromkeys(named), key=named.count, default="")


def _fullest(base: str, agencies: Iterable[Entity]) -> str:
    """The longest name in the report that is the same agency: 秀洲区市场监管局 -> 秀洲区市场监督管理局."""
    names = {"".join(entity.text.split()) for entity in agencies}
    if base[-1:] in _LEVELS:
        governed = [n for n in names if n.endswith((f"{base}人民政府", f"{base}政府", f"{base}办事处"))]
        base = max((base, *governed), key=len)
    same = [name for name in names if base and _same(base, name)]
    return max((base, *same), key=len)


def _same(short: str, name: str) -> bool:
    """Whether `name` spells `short` out: all its characters in order, the same head, no unit behind it."""
    if len(name) <= len(short) or name[-1] != short[-1] or len(name) > len(short) + 10:
        return False
    if name.startswith(short):
        return False
    rest = iter(name)
    return all(char in rest for char in short)


def _hinted(document: Document) -> str | None:
    return document.hints.get("publisher")


def _year(text: Text, title: _Title | None, signature: Entity | None) -> int | None:
    if title and title.year:
        return title.year
    if period := _PERIOD.search(text.chars):
        return int(period["year"])
    return int(signature.iso[:4]) - 1 if signature and signature.iso else None


def _first(printed: str, name: str | None, agencies: Sequence[Entity]) -> Span | None:
    """Where the report first prints the agency's name."""
    if not name:
        return None
    for entity in agencies:
        if "".join(entity.text.split()) == name:
            return entity.start, entity.end
    at = printed.find(name)
    return (at, at + len(name)) if at >= 0 else None
