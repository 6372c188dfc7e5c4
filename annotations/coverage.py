"""What the corpus covers, as Markdown: who reports, when, how long, what is annotated, what repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from annotations.build import build
from annotations.repetition import Repetition, prose_of, real_prose, repetition
from annotations.source import Source
from annotations.split import PARTS, part_of, split
from extraction.report import Entity, Report

PROVINCES = 31
LENGTHS = (600, 1000, 1500, 2500, 5000, 10_000)
STATUTORY_ORDER = ["overview", "disclosure", "applications", "disputes", "problems", "other"]
_DATES = (
    ("2021-01-18, 2021.1.18, 2021/1/18", re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}")),
    ("2021年1月18日", re.compile(r"\d{4}年\d{1,2}月\d{1,2}[日号]")),
    ("2021年1月", re.compile(r"\d{4}年\d{1,2}月.?")),
    ("2021年度", re.compile(r"\d{4}年度")),
    ("2021年", re.compile(r"\d{4}年?")),
    ("12月31日 (no year)", re.compile(r"\d{1,2}月\d{1,2}日?")),
    ("6月, 6月底 (no year)", re.compile(r"\d{1,2}月.?")),
    ("二〇二二年一月", re.compile(r"[一二三四五六七八九〇○零十]+[年月].*")),
    ("本年度, 上年, 去年 …", re.compile(r"[本上下当全去今明次前同上一下翌]+年.{0,2}")),
)
_FIGURES: tuple[tuple[str, Callable[[Entity], bool]], ...] = (
    ("restates a cell or group", lambda e: e.cell is not None),
    ("approximate (余, 多, 近, 约, 超 …)", lambda e: e.approx),
    ("Chinese numeral", lambda e: not e.text[0].isdigit() and "百分之" not in e.text),
    ("with 万 or 亿", lambda e: bool(re.search("[万亿]", e.text))),
    ("percentage", lambda e: e.unit == "%"),
    ("decimal", lambda e: "." in e.text),
    ("range", lambda e: e.value is None),
    ("zero", lambda e: e.value == 0),
    ("no unit", lambda e: e.unit is None),
)


@dataclass(frozen=True, slots=True)
class Covered:
    """A report of the corpus, its gold and its prose."""

    source: Source
    report: Report
    prose: str

    @property
    def head(self) -> dict[str, str]:
        return dict(self.source.header)

    @property
    def id(self) -> str:
        return self.source.header["id"]

    @property
    def length(self) -> int:
        return sum(not char.isspace() for char in self.prose)


def covered(sources: Iterable[Source]) -> list[Covered]:
    reports = ((source, build(source)) for source in sources)
    return [Covered(source, report, prose_of(report)) for source, report in reports]


def describe(sources: Iterable[Source], real: Path | None = None) -> str:
    """The coverage tables and the repetition measure; `real` is a folder of real reports with gold."""
    found = covered(sources)
    blocks = (
        _sizes(found), _who(found), _when(found), _lengths(found), _labels(found), _figures(found), _units(found),
        _dates(found), _cells(found), _topics(found), _structure(found), _repetition(found, real),
    )  # fmt: skip
    return "\n\n".join("\n".join(block) for block in blocks)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(value) for value in row) + " |"


def _sizes(found: Sequence[Covered]) -> Iterator[str]:
    yield "### Reports"
    yield ""
    yield from table(
        ("writer", "reports", "characters of prose", "clauses", *PARTS),
        (_size(writer, [c for c in found if c.head["writer"] == writer]) for writer in _writers(found)),
    )
    yield "| " + " | ".join(map(str, _size("all", found))) + " |"


def _size(name: str, found: Sequence[Covered]) -> list[object]:
    known = split()
    parts = Counter(known.get(c.id) or part_of(c.id) for c in found)
    clauses = sum(len(c.report.clauses) for c in found)
    return [name, len(found), sum(c.length for c in found), clauses, *(parts[part] for part in PARTS)]


def _writers(found: Iterable[Covered]) -> list[str]:
    return sorted({c.head["writer"] for c in found})


def _who(found: Sequence[Covered]) -> Iterator[str]:
    levels = Counter(c.head["level"] for c in found)
    provinces = Counter(c.report.meta.region.province or "(national)" for c in found)
    trades = Counter(c.head["kind"] for c in found)
    yield "### Who reports"
    yield ""
    yield from table(("level", "reports"), levels.most_common())
    yield ""
    real = len(provinces.keys() - {"(national)"})
    yield f"Provinces: {real} of {PROVINCES} ({_list(provinces.most_common())})."
    yield ""
    yield f"Trades: {len(trades)}; most frequent: {_list(trades.most_common(25))}."


def _list(pairs: Iterable[tuple[object, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs)


def _when(found: Sequence[Covered]) -> Iterator[str]:
    forms = {c.id: _forms(c.source) for c in found}
    kinds = sorted(set(forms.values()))
    years = Counter((c.head["year"], forms[c.id]) for c in found)
    yield "### Year and form of the tables"
    yield ""
    yield from table(
        ("year", *kinds),
        ((year, *(years[year, kind] or "" for kind in kinds)) for year in sorted({y for y, _ in years})),
    )


def _forms(source: Source) -> str:
    versions = {source.forms[name] for name in ("disclosure", "applications") if name in source.forms}
    return (
        "no tables"
        if not source.forms
        else "mixed"
        if len(versions) > 1
        else "".join(versions) or "disputes only"
    )


def _lengths(found: Sequence[Covered]) -> Iterator[str]:
    lengths = sorted(c.length for c in found)
    bins = Counter(sum(length >= edge for edge in LENGTHS) for length in lengths)
    names = [f"under {LENGTHS[0]}", *(f"{a}–{b}" for a, b in pairwise(LENGTHS)), f"{LENGTHS[-1]} and more"]
    yield f"### Length of the prose (median {median(lengths):.0f} characters, {lengths[0]} to {lengths[-1]})"
    yield ""
    yield from table(("characters", "reports"), ((name, bins[i]) for i, name in enumerate(names)))


def _labels(found: Sequence[Covered]) -> Iterator[str]:
    texts: dict[str, list[str]] = {}
    for c in found:
        for entity in c.report.entities:
            texts.setdefault(entity.label, []).append(entity.text)
        for clause in c.report.clauses:
            texts.setdefault(clause.label, []).append(clause.text)
        texts.setdefault("ZERO", []).extend(zero.text for zero in c.report.zeros)
    order = ("FIGURE", "DATE", "AGENCY", "DOCUMENT", "ZERO", "PROBLEM", "MEASURE")
    yield "### Annotations"
    yield ""
    yield from table(
        ("label", "spans", "different texts", "a report"),
        ((n, len(t), len(set(t)), f"{len(t) / len(found):.1f}") for n in order if (t := texts.get(n, []))),
    )


def _of(found: Iterable[Covered], label: str) -> list[Entity]:
    return [entity for c in found for entity in c.report.entities if entity.label == label]


def _figures(found: Sequence[Covered]) -> Iterator[str]:
    figures = _of(found, "FIGURE")
    yield "### Figures"
    yield ""
    yield from table(
        ("kind of figure", "spans"), ((name, sum(map(fits, figures))) for name, fits in _FIGURES)
    )


def _units(found: Sequence[Covered]) -> Iterator[str]:
    units = Counter(entity.unit or "(none)" for entity in _of(found, "FIGURE"))
    yield f"Units: {len(units)}; most frequent: {_list(units.most_common(60))}."


def _dates(found: Sequence[Covered]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for entity in _of(found, "DATE"):
        bare = "".join(entity.text.split())
        counts[next((name for name, words in _DATES if words.fullmatch(bare)), "other")] += 1
    yield "### Dates"
    yield ""
    yield from table(("form", "spans"), ((name, counts[name]) for name in (*dict(_DATES), "other")))


def _cells(found: Sequence[Covered]) -> Iterator[str]:
    figures = Counter(entity.cell for entity in _of(found, "FIGURE") if entity.cell)
    zeros = Counter(path for c in found for zero in c.report.zeros for path in zero.cells)
    paths = sorted(figures.keys() | zeros.keys(), key=lambda path: (-figures[path] - zeros[path], path))
    yield f"### Cells that the prose restates ({len(paths)} different)"
    yield ""
    yield from table(
        ("cell or group", "figures", "zero statements"), ((p, figures[p], zeros[p]) for p in paths)
    )


def _topics(found: Sequence[Covered]) -> Iterator[str]:
    topics = Counter(
        topic for c in found for part in c.source.parts for tag in part.tags for topic in tag.topics
    )
    total = sum(len(c.report.clauses) for c in found)
    yield f"### Topics of the {total} clauses (a clause with two topics counts for both)"
    yield ""
    numbers = (*range(1, 13), 99)
    yield from table(
        ("topic", "PROBLEM", "MEASURE"), ((n, topics[f"P{n}"], topics[f"M{n}"]) for n in numbers)
    )


def _structure(found: Sequence[Covered]) -> Iterator[str]:
    ids = {c.id: [part.id for part in c.source.parts if part.id in STATUTORY_ORDER] for c in found}
    facts = (
        ("all six parts in their order", lambda c: ids[c.id] == STATUTORY_ORDER),
        ("a part missing", lambda c: not set(STATUTORY_ORDER) <= set(ids[c.id])),
        ("another order, or a part split", lambda c: ids[c.id] != sorted(set(ids[c.id]), key=STATUTORY_ORDER.index)),
        ("a further part", lambda c: any(part.id == "free" for part in c.source.parts)),
        ("no statutory table", lambda c: not c.source.forms),
        ("blank cells", lambda c: bool(c.source.blanks)),
        ("a misprint in a table", lambda c: bool(c.source.misprints)),
        ("prose and table differ", lambda c: "differs" in c.source.header),
        ("no signature date", lambda c: c.report.meta.published is None),
        ("no clauses", lambda c: not c.report.clauses),
        ("a zero statement", lambda c: bool(c.report.zeros)),
        ("half-width punctuation", lambda c: c.prose.count(",") > c.prose.count("，")),
        ("lines broken inside sentences", lambda c: len(re.findall(r"[^\s。；：！？）”\d]\n(?=[^\s（#])", c.prose)) > 25),
    )  # fmt: skip
    yield "### Structure"
    yield ""
    yield from table(("reports with", "number"), ((name, sum(map(fits, found))) for name, fits in facts))


def _repetition(found: Sequence[Covered], real: Path | None) -> Iterator[str]:
    texts = {"this corpus": [c.prose for c in found]}
    for writer in _writers(found):
        texts[f"of these, {writer}"] = [c.prose for c in found if c.head["writer"] == writer]
    if real is not None and real.is_dir():
        texts["real reports"] = real_prose(real)
    yield "### Repetition: 8-grams of Chinese characters that stand in more than one report"
    yield ""
    yield from table(
        ("prose of", "reports", "8-grams", "shared", "shared, statutory words left out"),
        ((name, *_shares(repetition(t), repetition(t, statutory=False))) for name, t in texts.items()),
    )


def _shares(printed: Repetition, free: Repetition) -> tuple[object, ...]:
    return printed.reports, printed.grams, f"{printed.share:.1%}", f"{free.share:.1%}"
