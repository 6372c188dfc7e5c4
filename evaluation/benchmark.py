"""The command `nianbao benchmark`: every engine on the same reports in one run, ours and other people's.

`nianbao benchmark GOLD…` is `nianbao benchmark run GOLD…`; `nianbao benchmark ner` goes to public sets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from evaluation.cases import Case
    from evaluation.contest import Contestant, Result
    from extraction.report import Report

SCHEMA = "nianbao.benchmark/1"
FAILED, USAGE = 1, 2
OURS = ("rules", "tagger", "auto")
WORK = Path("runs") / "benchmark"
CORPUS = Path(__file__).parent.parent / "annotations" / "corpus"

_work = click.option("--work", type=click.Path(path_type=Path), default=WORK, show_default=True, help="Where environments and trained models stay. · 工作目录")
_install = click.option("--install", is_flag=True, help="Install missing competitors, each into an environment of its own. · 安装缺少的对比工具（各自独立环境）")
_json = click.option("--json", "as_json", type=click.Path(path_type=Path), help="All numbers. · 全部数据")


class _Default(click.Group):
    """`benchmark GOLD` means `benchmark run GOLD`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        named = bool(args) and args[0] in self.commands
        return super().resolve_command(ctx, args if named else ["run", *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        plain = bool(args) and args[0] not in self.commands and args[0] not in ("-h", "--help")
        return super().parse_args(ctx, ["run", *args] if plain else args)


@click.group(cls=_Default, short_help="Compare engines in one run · 与其他工具对比")
@click.help_option("-h", "--help")
def benchmark() -> None:
    """Compare our engines with other people's on the same reports, or on public NER sets.

    在同一批报告（或公开命名实体数据集）上，与其他工具作对比。
    """


@benchmark.command("run")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--engine", "engines", multiple=True, help="Only these; repeat it. Also module:function. · 只跑这些引擎")
@click.option("--corpus", type=click.Path(path_type=Path), default=CORPUS, help="What competitors are trained on. · 训练语料")
@click.option("--layout", default="any", help="How corpus sources print their tables. · 表格版式")
@click.option("--seed", default=0, help="Draws the layouts. · 随机种子")
@_work
@_install
@_json
@click.help_option("-h", "--help")
def run(gold: tuple[Path, ...], engines: tuple[str, ...], work: Path, as_json: Path | None, **options: Any) -> None:
    """Strict F1 of each label with intervals, and milliseconds a report, for every engine on GOLD.

    Reports on which the competitors are trained or steered are left out. Exit codes: 0 done; 1 nothing
    could be compared; 2 usage. 训练或调参用过的报告不参加对比。退出码：0 完成；1 无可比较；2 用法有误。
    """
    from evaluation import standings

    _needs_scipy()
    cases, pages, seen = _cases(gold, options)
    if not cases:
        _refuse(f"no report of {' '.join(path.name for path in gold)} can be compared ({seen} are training or steering reports)", FAILED)
    reasons: dict[str, str] = {}
    with ExitStack() as stack:
        result = list(_results(cases, engines, work, stack, reasons, options))
    if not result:
        _refuse("; ".join(f"{name}: {reason}" for name, reason in reasons.items()), FAILED)
    tables = dict(_tables(pages, reasons))
    blocks = [f"## {len(cases)} reports ({seen} left out: the competitors know them)", standings.text(result)]
    blocks += [standings.cells(found, title) for title, found in tables.items()]
    blocks += [standings.left_out(reasons)] if reasons else []
    signature = _signature(cases, gold)
    click.echo("\n\n".join([*blocks, f"`{signature}`"]))
    _save(as_json, {
        "schema": SCHEMA, "signature": signature, "reports": [case.id for case in cases], "left_out": reasons,
        "engines": standings.record(result), "tables": {title: standings.record(found) for title, found in tables.items()},
    })  # fmt: skip


def _cases(gold: Sequence[Path], options: dict[str, Any]) -> tuple[list[Case], dict[str, list[Case]], int]:
    """The reports to compare on, those of them whose tables others can read, and how many were left out."""
    from annotations.gold import GoldFault
    from annotations.source import SourceFault
    from annotations.split import split
    from evaluation.cases import Case, NoGold, Unusable, read

    found: list[Case | Unusable] = []
    try:
        for path in gold:
            found += read(path, layout=options["layout"], seed=options["seed"])
    except (NoGold, GoldFault, SourceFault) as error:
        _refuse(str(error))
    known = [case for case in found if isinstance(case, Case) and split().get(case.id) in ("train", "dev")]
    cases = [case for case in found if isinstance(case, Case) and case not in known]
    pdf = [case for each in found if isinstance(each, Unusable) and (case := _pdf(each.path))]
    return cases, {"html": [case for case in cases if case.layout == "html"], "pdf": pdf}, len(known)


def _pdf(path: Path) -> Case | None:
    """The cells of a report that we cannot read: others may."""
    from annotations.gold import tables
    from evaluation.cases import Case
    from extraction.report import Meta, Report

    if not path.name.endswith(".gold.json"):
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    source = path.parent / raw["source"]
    if source.suffix != ".pdf" or not raw["cells"]:
        return None
    gold = Report(source=raw["source"], sha256="", text="", meta=Meta(), tables=tables(raw["cells"]))
    return Case(raw["id"], gold, source, frozenset({"cells"}), "pdf")


def _results(
    cases: Sequence[Case], engines: Sequence[str], work: Path, stack: ExitStack, reasons: dict[str, str], options: dict[str, Any]
) -> Iterator[Result]:
    from evaluation.competitors.entrants import LEFT_OUT
    from evaluation.competitors.process import CompetitorFault
    from evaluation.contest import compete

    for name, ready in _contestants(engines, work, stack, reasons, options):
        click.echo(f"… {name}", err=True)
        try:
            yield compete(ready, cases)
        except CompetitorFault as error:
            reasons[name] = str(error)
    if not engines:
        reasons.update(LEFT_OUT)


def _contestants(
    engines: Sequence[str], work: Path, stack: ExitStack, reasons: dict[str, str], options: dict[str, Any]
) -> Iterator[tuple[str, Contestant]]:
    """Ours first, then whoever can be run; the reasons of all others are noted."""
    from evaluation.competitors.entrants import ENTRANTS, python_of
    from evaluation.competitors.process import CompetitorFault
    from evaluation.contest import Contestant, entered
    from evaluation.engines import NoEngine, named

    entrants = [entrant for entrant in ENTRANTS if not engines or entrant.name in engines]
    for name in [name for name in engines if name not in {each.name for each in entrants}] or ([] if engines else OURS):
        if name in ("tagger", "auto") and not _model():
            reasons[name] = "no trained model is in service; without one auto is rules"
            continue
        try:
            yield name, Contestant(named(name))
        except NoEngine as error:
            reasons[name] = str(error)
    lessons: dict[str, list[Report]] = {}
    for entrant in entrants:
        try:
            python = python_of(entrant, work, install=options["install"])
            lessons = lessons or (_lessons(options["corpus"]) if entrant.learns else {})
            yield entrant.name, entered(entrant, python, work, lessons, stack, lambda said: click.echo(f"… {said}", err=True))
        except CompetitorFault as error:
            reasons[entrant.name] = str(error)


def _model() -> bool:
    """Whether there is a trained model to compare, and what runs it."""
    from importlib.util import find_spec

    from models import store, tagger

    return tagger.exists(store.in_service()) and find_spec("onnxruntime") is not None


def _lessons(corpus: Path) -> dict[str, list[Report]]:
    """The gold of the corpus's training and steering parts, every table in a layout of the wild."""
    from evaluation.cases import Case, NoGold, read

    try:
        return {
            part: [case.gold for case in read(corpus, split=part) if isinstance(case, Case)] for part in ("train", "dev")
        }
    except NoGold as error:
        _refuse(f"{error}; name the corpus with --corpus")


def _tables(pages: dict[str, list[Case]], reasons: dict[str, str]) -> Iterator[tuple[str, list[Result]]]:
    """The readers of tables beside our rules, for each container on its own reports."""
    from evaluation.competitors import table_readers
    from evaluation.competitors.process import CompetitorFault
    from evaluation.contest import Contestant, compete
    from evaluation.engines import rules

    readers = {"html": ("pandas.read_html", table_readers.pandas_html), "pdf": ("pdfplumber", table_readers.pdfplumber_pdf)}
    for container, (name, reader) in readers.items():
        cases = pages[container]
        if not cases:
            continue  # nothing to read with it, so nothing is left out
        try:
            others = [Contestant(rules()), Contestant(reader())]
        except CompetitorFault as error:
            reasons[name] = str(error)
            continue
        yield f"cells, {len(cases)} {container} reports", [compete(each, cases) for each in others]


def _signature(cases: Sequence[Case], gold: Sequence[Path]) -> str:
    from evaluation.signature import commit, gold_hash
    from evaluation.spans import RULE

    data = " ".join(path.resolve().name for path in gold)
    return f"data {data} ({len(cases)} reports, gold {gold_hash(cases)}) | commit {commit()} | {RULE}"


@benchmark.command("ner")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the sets; else NIANBAO_NER. · 数据文件夹")
@click.option("--set", "names", multiple=True, type=click.Choice(["resume", "weibo", "msra", "cluener"]), help="Only these. · 只跑这些")
@click.option("--engine", "engines", multiple=True, help="linear, spacy-ner, module:function. · 引擎")
@click.option("--limit", type=click.IntRange(10), help="Train on a sample of this many sentences. · 训练句数上限")
@_work
@_install
@_json
@click.help_option("-h", "--help")
def ner(
    data: Path | None, names: tuple[str, ...], engines: tuple[str, ...], limit: int | None, work: Path, install: bool, as_json: Path | None
) -> None:
    """Any trainable engine, unchanged, on public Chinese NER sets, beside the figures of the literature.

    把可训练的引擎原样用于公开的中文命名实体数据集，并列出文献中的成绩。
    """
    from dataclasses import asdict

    from evaluation import public_sets, standings
    from evaluation.competitors.process import CompetitorFault

    _needs_scipy()
    reasons: dict[str, str] = {}
    outcomes = []
    for name in names or public_sets.SETS:
        try:
            chosen = public_sets.read(public_sets.folder_of(data), name, limit)
        except public_sets.NoSet as error:
            _refuse(str(error))
        for wanted in engines or public_sets.TRAINABLE:
            click.echo(f"… {name}: {wanted}, {len(chosen.train)} sentences", err=True)
            try:
                outcomes.append(public_sets.run(public_sets.trainable(wanted, work, install=install), chosen, work))
            except CompetitorFault as error:
                reasons[wanted] = str(error)
    if not outcomes:
        _refuse("; ".join(f"{name}: {reason}" for name, reason in reasons.items()), FAILED)
    click.echo(standings.public(outcomes))
    if reasons:
        click.echo("\n" + standings.left_out(reasons))
    _save(as_json, {"schema": SCHEMA, "outcomes": [asdict(each) for each in outcomes], "literature": public_sets.literature()})


def _save(path: Path | None, data: dict[str, Any]) -> None:
    if path is None:
        return
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        _refuse(f"{path}: cannot be written: {error.strerror or error}")


def _needs_scipy() -> None:
    """Spans are paired by scipy, which only the extras bring."""
    from importlib.util import find_spec

    if find_spec("scipy") is None:
        _refuse("benchmark needs scipy: pip install 'nianbao[train]' · 需要 scipy")


def _refuse(message: str, code: int = USAGE) -> NoReturn:
    click.secho(message, err=True, fg="red")
    sys.exit(code)


if __name__ == "__main__":
    benchmark(prog_name="nianbao benchmark")
