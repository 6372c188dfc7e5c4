"""Command: the scores of today, measured and put into both READMEs.

    python -m evaluation.scoreboard REAL

REAL is a folder of real reports with gold, which this repository does not hold. Takes a few minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from annotations import card
from annotations.source import CORPUS
from evaluation import cases, engines
from evaluation.headlines import f1
from evaluation.measurement import Measurement, measure
from evaluation.robustness import mixed
from evaluation.standings import with_interval
from evaluation.tables import markdown, shown

ROOT = Path(__file__).parent.parent
MARK = "scoreboard"
SPANS = ("FIGURE", "DATE", "AGENCY", "PROBLEM", "MEASURE", "links", "zeros")
READ = tuple(f1(name, name, f"attributes.FIGURE.{name}") for name in ("value", "unit"))
HEADS = {
    "README.md": ("", *SPANS[:5], "link of a figure", "zeros", "value", "unit"),
    "README.zh-CN.md": ("", "数字", "日期", "机关", "问题", "措施", "数字对应的单元格", "零陈述", "数值", "单位"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what is read, by which engine, how much damaged."""

    title: str
    title_zh: str
    engine: str
    real: bool = False
    severity: float = 0.0


ROWS = (
    Row("corpus, test split, **auto**", "语料测试集，**auto**", "auto"),
    Row("the same, rules alone", "同上，仅规则", "rules"),
    Row("the same, tagger alone", "同上，仅标注模型", "tagger"),
    Row("the same, auto, damaged as in the wild", "同上，auto，按实际比例损坏", "auto", severity=1.0),
    Row("real reports, **auto**", "真实年报，**auto**", "auto", real=True),
    Row("the same, damaged as in the wild", "同上，按实际比例损坏", "auto", real=True, severity=1.0),
)


def measured(row: Row, real: Path) -> Measurement:
    read = cases.read(real) if row.real else cases.read(CORPUS, split="test")
    whole = [case for case in read if isinstance(case, cases.Case)]
    chosen = mixed(whole, row.severity, 0) if row.severity else whole
    return measure(engines.named(row.engine), chosen, data=row.title)


def line(title: str, found: Measurement) -> tuple[str, ...]:
    """`| auto | 99.1 [98.6–99.5] | … |`."""
    headlines = found.headlines()
    spans = (with_interval(headlines[name]) for name in SPANS)
    return (f"{title} ({len(found.comparisons)})", *spans, *(shown(each.value(found.scores)) for each in READ))


def tables(found: Sequence[Measurement]) -> Iterator[tuple[Path, str]]:
    for name, head in HEADS.items():
        titles = [row.title if name == "README.md" else row.title_zh for row in ROWS]
        yield ROOT / name, markdown(head, [line(*each) for each in zip(titles, found, strict=True)])


@click.command()
@click.argument("real", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(real: Path) -> None:
    """Measure every row and write the table into README.md and README.zh-CN.md."""
    found = []
    for row in ROWS:
        click.echo(row.title, err=True)
        found.append(measured(row, real))
    for path, table in tables(found):
        card.put(MARK, table, path)


if __name__ == "__main__":
    main()
