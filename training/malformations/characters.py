"""Damage to the characters themselves: forms, widths, pinyin, masks, residue, what was lost near digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from random import Random

from extraction.characters import simplified
from extraction.report import Report
from training.edits import Edit, edited, lines, prose
from training.malformations.kinds import Kind, rate, some

_HALF = dict(zip("（）：，；！？％“”", '():,;!?%""', strict=True))
_DOUBLED = {
    "，": ("，，", ",", "，,"),
    "。": ("。。", ".", "。，"),
    "、": ("、、", ","),
    "；": ("；；", ";"),
    "：": ("::", ":"),
}
_PAIRED = "“”（）《》"
_SOUNDS = (
    "报bào 告gào 信xìn 息xī 公gōng 开kāi 政zhèng 府fǔ 工gōng 作zuò 年nián 度dù 请qǐng 申shēn 主zhǔ 动dòng "
    "依yī 条tiáo 例lì 行xíng 为wéi 会huì 民mín 市shì 区qū 县xiàn 局jú 办bàn 理lǐ 规guī 范fàn 性xìng 文wén "
    "件jiàn 及jí 时shí 应yīng 当dāng 机jī 关guān 人rén 员yuán 法fǎ 律lǜ 数shù 量liàng 处chù 发fā 布bù 网wǎng "
    "站zhàn 业yè 务wù 建jiàn 设shè 进jìn 实shí 对duì 过guò 强qiáng 领lǐng 导dǎo"
)
_PINYIN = {sound[0]: sound[1:] for sound in _SOUNDS.split()}
_BRANDS = ("某某体育", "某某娱乐", "某博彩", "某某官网")
_COMMON = ("关于", "工作", "信息", "单位", "管理", "服务")
_RESIDUE = (
    "[bookmark: _GoBack]",
    "&nbsp;",
    "&nbsp;&nbsp;",
    "&ensp;",
    "<br/>",
    "<br>",
    "</p>",
    "&middot;",
    "\u200b",
    "\ufeff",
)


def half_width(report: Report, rng: Random, severity: float) -> Report:
    """All punctuation half-width, as a crawler leaves it; （一） becomes (一)."""
    signs = [sign for sign in _HALF if rng.random() < rate(0.9, severity)]
    return edited(report, _replaced(report.text, {sign: _HALF[sign] for sign in signs}))


def _replaced(text: str, table: dict[str, str]) -> list[Edit]:
    return [Edit(i, i + 1, table[char], keeps=True) for i, char in enumerate(text) if char in table]


def doubled_punctuation(report: Report, rng: Random, severity: float) -> Report:
    """「止,,如有」, a bracket without its other half."""
    edits = []
    for start, end in prose(report):
        for i in range(start, end):
            char = report.text[i]
            if char in _DOUBLED and rng.random() < rate(0.04, severity):
                edits.append(Edit(i, i + 1, rng.choice(_DOUBLED[char]), keeps=True))
            elif char in _PAIRED and rng.random() < rate(0.03, severity):
                edits.append(Edit(i, i + 1, "", keeps=True))
    return edited(report, edits)


def indents(report: Report, rng: Random, severity: float) -> Report:
    """Ideographic or no-break indents before the paragraphs."""
    indent = rng.choice(["\u3000\u3000", "\u3000", "\u00a0\u00a0\u00a0\u00a0", "    "])
    starts = [start for start, _ in lines(report, prose(report))]
    return edited(report, [Edit(at, at, indent) for at in some(starts, rng, 0.8, severity)])


@cache
def _radicals() -> dict[str, str]:
    """The Kangxi radical and the compatibility form of a character, where there is one."""
    codes = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E))
    return {
        plain: chr(code) for code in codes if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
    }


def radicals(report: Report, rng: Random, severity: float) -> Report:
    """「⼯作」 「提⾼」: radicals out of a PDF."""
    present = sorted({char for char in report.text if "\u2f00" <= _radicals().get(char, "") <= "\u2fd5"})
    chosen = set(some(present, rng, 0.6, severity))
    edits = _replaced(report.text, {char: _radicals()[char] for char in chosen})
    return edited(report, [edit for edit in edits if rng.random() < 0.9])


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("s2t")


def traditional(report: Report, rng: Random, severity: float) -> Report:
    """The whole page in traditional characters; below severity 1 some characters stay as they were."""
    converted: str = _converter().convert(report.text)  # type: ignore[attr-defined]
    if len(converted) != len(report.text):
        converted = "".join(_converter().convert(char) for char in report.text)  # type: ignore[attr-defined]
    wrong = {"制": "製", "系": "係", "征": "徵"} if rng.random() < 0.3 else {}
    skipped = {char for char in sorted(set(report.text)) if rng.random() > severity}
    back = simplified()
    edits = []
    for i, (old, form) in enumerate(zip(report.text, converted, strict=True)):
        new = wrong.get(old, form)
        if new != old and old not in skipped and back.get(new) == old:
            edits.append(Edit(i, i + 1, new, keeps=True))
    return edited(report, edits)


def pinyin(report: Report, rng: Random, severity: float) -> Report:
    """「報(bào)告」 「信(xìn)息」: traditional characters, some with their sound in brackets."""
    places = [i for i, char in enumerate(report.text) if char in _PINYIN]
    chosen = some(places, rng, 0.12, severity)
    spelt = edited(report, [Edit(i + 1, i + 1, f"({_PINYIN[report.text[i]]})", keeps=True) for i in chosen])
    return traditional(spelt, rng, severity)


def question_marks(report: Report, rng: Random, severity: float) -> Report:
    """? for every indent: no-break spaces that GBK lacks."""
    edits = []
    for start, end in lines(report, prose(report)):
        line = report.text[start:end]
        indent = len(line) - len(line.lstrip("\u3000\u00a0 "))
        if rng.random() < rate(0.5, severity):
            edits.append(Edit(start, start + indent, "?" * rng.choice([2, 4, 4, 8])))
    return edited(report, edits)


def lost_near_digits(report: Report, rng: Random, severity: float) -> Report:
    """「20251231日」 「〔202130」 「信息135。」: a suffix or bracket beside digits is gone."""
    edits = []
    for entity in report.entities:
        text = entity.text
        places = [m.start() for m in re.finditer(r"(?<=\d)[年月日条件份个次篇〕〔]|〔(?=\d)", text)]
        if places and rng.random() < rate(0.1, severity):
            at = entity.start + rng.choice(places)
            edits.append(Edit(at, at + 1, ""))
    return edited(report, _apart(edits))


def missing_numbers(report: Report, rng: Random, severity: float) -> Report:
    """A figure gone from its sentence: 「现行有效的规范性文件。」"""
    figures = [entity for entity in report.entities if entity.label == "FIGURE"]
    chosen = some(figures, rng, 0.03, severity)
    return edited(report, [Edit(entity.start, entity.end, "") for entity in chosen])


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits that do not overlap; of two, the first."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def masks(report: Report, rng: Random, severity: float) -> Report:
    """「****人民政府」: the place in the names of agencies masked."""
    edits = []
    for entity in report.entities:
        place = re.match(r"[^省市区县镇乡街道州旗盟国]{2,4}(?=[省市区县镇乡州旗])", entity.text)
        if entity.label == "AGENCY" and place and rng.random() < rate(0.8, severity):
            edits.append(Edit(entity.start, entity.start + place.end(), "*" * rng.choice([2, 4])))
    return edited(report, edits)


def brands(report: Report, rng: Random, severity: float) -> Report:
    """A brand word of a hijacked page in place of one frequent word, or of the agency's name."""
    name = report.meta.agency or "单位"
    words = [word for word in (*_COMMON, name) if word in report.text]
    if not words:
        return report
    word, brand = rng.choice(words), rng.choice(_BRANDS)
    found = [m for m in re.finditer(re.escape(word), report.text) if rng.random() < rate(0.9, severity)]
    return edited(report, [Edit(*match.span(), brand) for match in found])


def residue(report: Report, rng: Random, severity: float) -> Report:
    """Word's bookmarks, entities and tags of HTML, zero-width characters at the edges of lines."""
    sign = rng.choice(_RESIDUE)
    edges = [at for line in lines(report, prose(report)) for at in line]
    chosen = some(sorted(set(edges)), rng, 0.2, severity)
    return edited(report, [Edit(at, at, sign, keeps=True) for at in chosen])


KINDS = (
    Kind("missing_numbers", "M34", 0.01, missing_numbers),
    Kind("lost_near_digits", "M33", 0.03, lost_near_digits),
    Kind("masks", "M39", 0.01, masks),
    Kind("brands", "M40", 0.05, brands),
    Kind("indents", "M44", 0.10, indents),
    Kind("question_marks", "M35", 0.02, question_marks),
    Kind("residue", "M42", 0.02, residue),
    Kind("doubled_punctuation", "M44", 0.10, doubled_punctuation),
    Kind("half_width", "M32", 0.40, half_width),
    Kind("radicals", "M36", 0.01, radicals),
    Kind("traditional", "M37", 0.10, traditional),
    Kind("pinyin", "M38", 0.04, pinyin),
)
