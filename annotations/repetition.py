"""How much the reports repeat each other: the share of 8-grams of Chinese characters found in several.

Counted over the prose, tables left out. An 8-gram is eight Chinese characters in a row, with nothing
between them. Counted twice: as printed, and without the words that the statutory form and the laws
prescribe (headings, labels, titles in 《》).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.report import Report, Span, UnreadableDocument

LENGTH = 8
_HAN = re.compile(r"[\u4e00-\u9fff]{8,}")
_STATUTORY = re.compile(
    r"《[^《》]*》|(?:行政机关)?(?:主动公开政府信息|收到和处理政府信息公开申请|政府信息公开行政复议、行政诉讼)的?情况"
    r"|因?政府信息公开(?:工作)?(?:被申请|申请)行政复议、?提起行政诉讼的?情况|(?:政府信息公开工作)?存在的主要问题[及和]改进(?:情况|措施)"
    r"|其他需要报告的?事项|(?:政府信息|信息|政务)公开(?:工作)?年度(?:工作)?报告|中华人民共和国政府信息公开条例"
    r"|政府信息公开申请|政府信息公开工作|行政规范性文件|行政事业性收费"
)


@dataclass(frozen=True, slots=True)
class Repetition:
    """Of `grams` 8-grams in `reports` reports, `shared` stand in more than one report."""

    reports: int
    grams: int
    shared: int

    @property
    def share(self) -> float:
        return self.shared / self.grams if self.grams else 0.0


def repetition(texts: Sequence[str], *, statutory: bool = True) -> Repetition:
    """Each occurrence counts; with `statutory=False` prescribed words part the runs of characters."""
    held: dict[str, int] = {}  # the only report of a gram, or -1 for several
    counted = [list(_grams(text if statutory else _STATUTORY.sub("|", text))) for text in texts]
    for number, grams in enumerate(counted):
        for gram in grams:
            held[gram] = number if held.get(gram, number) == number else -1
    shared = sum(held[gram] == -1 for grams in counted for gram in grams)
    return Repetition(len(texts), sum(map(len, counted)), shared)


def most_shared(texts: Sequence[str], count: int = 20) -> list[tuple[str, int]]:
    """The 8-grams that stand in most reports, prescribed words left out."""
    found: dict[str, int] = {}
    for text in texts:
        for gram in set(_grams(_STATUTORY.sub("|", text))):
            found[gram] = found.get(gram, 0) + 1
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:count]


def _grams(text: str) -> Iterable[str]:
    for run in _HAN.finditer(text):
        for at in range(run.start(), run.end() - LENGTH + 1):
            yield text[at : at + LENGTH]


def prose_of(report: Report) -> str:
    """The text without its statutory tables."""
    return _without(report.text, sorted(table.span for table in report.tables.values() if table.span))


def _without(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return "\n".join([*parts, text[at:]])


def real_prose(folder: Path) -> list[str]:
    """The prose of the reports with gold in a folder; what cannot be read as text (a PDF) is left out."""
    from extraction.document import read

    texts = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        try:
            document = read(path.parent / gold["source"])
        except UnreadableDocument:
            continue
        spans = [(start, end) for start, end in gold.get("table_spans") or document.grids]
        texts.append(_without(document.text, sorted(spans)))
    return texts
