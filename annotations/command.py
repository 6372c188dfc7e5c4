"""The commands `nianbao corpus …`: check, build, describe and compare the annotated reports."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from annotations.conversion import convert

if TYPE_CHECKING:
    from annotations.source import Source
    from extraction.report import Report

FAILED, USAGE = 1, 2
_PATHS = click.Path(path_type=Path, exists=True)


@click.group(short_help="The annotated corpus · 标注语料")
@click.help_option("-h", "--help")
def corpus() -> None:
    """Check, build and describe the annotated reports.

    检查、生成、统计标注语料（annotations/corpus）。
    """


@corpus.command(short_help="What a machine can find wrong · 检查")
@click.argument("files", nargs=-1, type=_PATHS)
@click.option("--hints/--no-hints", default=True, help="Also what is only suspected. · 同时列出疑点")
@click.help_option("-h", "--help")
def check(files: tuple[Path, ...], hints: bool) -> None:
    """Faults and hints of source FILES, of all by default; exit 1 where there are faults.

    检查源文件（默认全部）：先列错误，再列疑点（hint）；有错误时退出码为 1。
    """
    from annotations import hints as doubts
    from annotations.lint import faults

    paths = files or tuple(_all())
    wrong = [fault for path in paths for fault in faults(path)]
    doubtful = [hint for path in paths for hint in doubts.hints(path)] if hints else []
    for line in (*wrong, *doubtful):
        click.echo(line)
    click.echo(
        f"{len(paths)} files, {len(wrong)} faults, {len(doubtful)} hints"
        f" · {len(paths)} 个文件，错误 {len(wrong)}，疑点 {len(doubtful)}",
        err=True,
    )
    sys.exit(FAILED if wrong else 0)


@corpus.command(short_help="Write the gold as JSON Lines · 生成")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The .jsonl to write. · 输出文件"
)
@click.option(
    "--layout", default="word", show_default=True, help="A layout of the tables, or any. · 表格版式"
)
@click.option("--seed", default=0, show_default=True, help="Draws the layouts of `any`. · 随机种子")
@click.option(
    "--split",
    "part",
    type=click.Choice(["all", "train", "dev", "test"]),
    default="all",
    help="A part. · 语料的一部分",
)
@click.option("--force", is_flag=True, help="Overwrite. · 覆盖")
@click.help_option("-h", "--help")
def build(output: Path, layout: str, seed: int, part: str, force: bool) -> None:
    """Build the corpus: one record nianbao.report/1 a line, confidence 1.

    把语料生成为 JSON Lines，每行一份报告。
    """
    from annotations import gold, layouts

    if layout not in (*layouts.LAYOUTS, "any"):
        _refuse(
            USAGE,
            f"unknown layout {layout!r}; known: any, {', '.join(layouts.LAYOUTS)}",
            f"没有版式 {layout}",
        )
    if output.exists() and not force:
        _refuse(USAGE, f"{output} is there already; add --force", f"{output} 已存在，加 --force 覆盖")
    count = gold.write(_built(layout, seed, part), output)
    click.echo(f"{output}: {count} reports · {count} 份报告", err=True)


def _built(layout: str, seed: int, part: str) -> "Iterator[Report]":
    from annotations.build import build as built
    from annotations.split import part_of, split

    known = split()
    for source in _sources():
        name = source.header["id"]
        if part in ("all", known.get(name) or part_of(name)):
            yield built(source, layout, seed)


@corpus.command(short_help="Coverage and repetition · 覆盖与重复")
@click.option("--write", is_flag=True, help="Into annotations/README.md. · 写入 README")
@click.option("--real", type=_PATHS, help="Real reports with gold, to compare. · 真实报告，用于对照")
@click.help_option("-h", "--help")
def describe(write: bool, real: Path | None) -> None:
    """What the corpus covers, and how much its reports repeat each other, as Markdown.

    统计语料的覆盖面和重复率（Markdown）；--write 写入数据说明。
    """
    from annotations.coverage import describe as described

    _show("coverage", described(_sources(), real or _real()), write=write)
    if write:
        _show("check", _checked(), write=True)


def _checked() -> str:
    from annotations.hints import hints
    from annotations.lint import faults

    paths = list(_all())
    wrong, doubtful = sum(len(faults(path)) for path in paths), sum(len(hints(path)) for path in paths)
    return (
        f"`nianbao corpus check` reads {len(paths)} files and finds {wrong} faults and {doubtful} hints "
        "(places where the rules of the extraction read otherwise; the annotator decides)."
    )


@corpus.command(short_help="Agreement of two annotators · 一致性")
@click.option("--write", is_flag=True, help="Into annotations/README.md. · 写入 README")
@click.option("--differences", is_flag=True, help="List every span that only one of the two has. · 列出分歧")
@click.help_option("-h", "--help")
def agreement(write: bool, differences: bool) -> None:
    """Strict span F1 between the first and the second annotation, label by label.

    两次独立标注的一致性（严格跨度 F1）；--differences 逐条列出分歧。
    """
    from annotations import agreement as measured
    from annotations.source import CORPUS

    try:
        found, unlike = measured.agreement(CORPUS)
    except ValueError as error:
        _refuse(FAILED, str(error), "标注文件有误")
    lines = [f"{found.reports} reports were annotated twice.", "", *measured.table(found)]
    _show("agreement", "\n".join(lines), write=write)
    if differences:
        for each in unlike:
            click.echo(f"{each.report}: only {each.by}: {each.label} …{each.context}…")


@corpus.command(short_help="Fix the part of new reports · 划分")
@click.help_option("-h", "--help")
def split() -> None:
    """Add new reports to split.json; what stands there keeps its part.

    把新报告加入 split.json；已有的划分不变。
    """
    from annotations.split import PARTS, write
    from annotations.split import split as known

    write(path.stem for path in _all())
    counts = [list(known().values()).count(part) for part in PARTS]
    click.echo(", ".join(f"{part} {count}" for part, count in zip(PARTS, counts, strict=True)), err=True)


@click.group(short_help="Formats of annotations · 标注格式")
@click.help_option("-h", "--help")
def annotations() -> None:
    """Bring annotations in and hand them out.

    导入、导出标注。
    """


annotations.add_command(convert)


def _all() -> Iterable[Path]:
    from annotations.source import CORPUS

    return sorted(CORPUS.glob("*.txt"))


def _sources() -> "Iterator[Source]":
    from annotations.source import SourceFault, sources

    try:
        yield from sources()
    except SourceFault as error:
        _refuse(FAILED, f"{error}; see `nianbao corpus check`", "源文件有误，请先运行 nianbao corpus check")


def _real() -> Path | None:
    """The real reports beside the checkout, where there are any."""
    named = os.environ.get("NIANBAO_REPORTS")
    folder = Path(named) if named else Path(__file__).parent.parent.parent / "shared" / "reports"
    return folder if folder.is_dir() else None


def _show(name: str, body: str, *, write: bool) -> None:
    from annotations.card import put

    if not write:
        click.echo(body)
        return
    try:
        put(name, body)
    except (OSError, ValueError) as error:
        _refuse(FAILED, str(error), "不能写入数据说明")


def _refuse(code: int, message: str, message_zh: str) -> NoReturn:
    click.secho(f"{message} · {message_zh}", err=True, fg="red")
    sys.exit(code)


__all__ = ["annotations", "corpus"]
