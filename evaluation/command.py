"""The command `nianbao evaluate`: how good an engine is, where it fails, and whether it may go into service."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from evaluation.wording import say

if TYPE_CHECKING:
    from evaluation.cases import Case, Unusable
    from evaluation.engines import Engine
    from evaluation.gate import Verdict
    from evaluation.measurement import Measurement
    from evaluation.robustness import Curve
    from evaluation.scores import Scores

FAILED, USAGE = 1, 2
DAMAGED = 24  # reports for the curves of damage: every kind reads them once for each severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one call asks for, as given."""

    gold: tuple[Path, ...]
    engine: str
    options: dict[str, Any]

    @property
    def data(self) -> str:
        """The gold by name, without where it lies on this machine."""
        layout, severity, seed = (self.options[name] for name in ("layout", "severity", "seed"))
        names = " ".join(path.resolve().name for path in self.gold)
        damage = f", damaged {severity:g} by seed {seed}" if severity else ""
        return f"{names}{'' if layout == 'any' else f' in layout {layout}'}{damage}"


@click.command(short_help="Measure an engine against gold · 评测")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--engine", default="rules", show_default=True, help="rules, tagger, auto, or module:function. · 引擎"
)
@click.option(
    "--split",
    type=click.Choice(["all", "train", "dev", "test"]),
    default="all",
    help="Part of the corpus. · 语料的一部分",
)
@click.option(
    "--layout",
    default="any",
    help="How corpus sources print their tables: any, word, pipes, html … · 表格版式",
)
@click.option("--seed", default=0, help="Draws layouts and damage. · 随机种子")
@click.option(
    "--severity",
    type=click.FloatRange(0),
    default=0.0,
    help="Damage every report: 1 is a mix as in the wild. · 损坏强度",
)
@click.option(
    "--damage", multiple=True, metavar="KIND", help="Curves for a kind of damage, or `all`. · 损坏曲线"
)
@click.option(
    "--cost", "with_cost", is_flag=True, help="Time, memory and size, in a process of their own. · 代价"
)
@click.option(
    "--against",
    metavar="BASELINE",
    help="A file of --baseline or --json, or an engine: exit 4 if worse. · 与基线比较",
)
@click.option(
    "--baseline", "save", type=click.Path(path_type=Path), help="Save a baseline for --against. · 保存基线"
)
@click.option("--html", type=click.Path(path_type=Path), help="One self-contained page. · 网页")
@click.option(
    "--json", "as_json", type=click.Path(path_type=Path), help="All numbers and mistakes. · 全部数据"
)
@click.option(
    "--markdown",
    type=click.Path(path_type=Path),
    help="Tables; between markers where the file has them. · 表格",
)
@click.option("-q", "--quiet", is_flag=True, help="No tables on stdout. · 不打印表格")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", show_default=True)
@click.help_option("-h", "--help")
def evaluate(gold: tuple[Path, ...], engine: str, **options: Any) -> None:
    """Measure an engine on GOLD: .jsonl, NAME.gold.json, corpus sources, or folders of these.

    Exit codes: 0 measured; 1 no gold could be used; 2 usage; 4 the gate is shut (with --against).

    对照标准答案评测引擎。退出码：0 完成；1 没有可用的标准答案；2 用法有误；4 不得投入使用（--against）。
    """
    wanted = Wanted(gold, engine, options)
    reader, cases = _engine(engine), _cases(wanted)
    found = _measured(reader, cases, wanted)
    usable = [case for case in cases if not hasattr(case, "reason")]
    verdict = _verdict(found, reader, cases, wanted) if options["against"] else None
    curves = _curves(reader, usable, options["damage"]) if options["damage"] else []  # type: ignore[arg-type]
    _write(found, usable, verdict, curves, wanted)  # type: ignore[arg-type]
    if verdict is not None and not verdict.open:
        from evaluation.gate import SHUT

        sys.exit(SHUT)


def _engine(name: str) -> Engine:
    from evaluation.engines import NoEngine, named

    try:
        return named(name)
    except NoEngine as error:
        _refuse(str(error))


def _cases(wanted: Wanted) -> list[Case | Unusable]:
    from annotations.gold import GoldFault
    from annotations.source import SourceFault
    from evaluation.cases import NoGold, read

    how = {name: wanted.options[name] for name in ("layout", "seed", "split")}
    try:
        cases = _damaged([case for path in wanted.gold for case in read(path, **how)], wanted)
    except (NoGold, GoldFault, SourceFault) as error:
        _refuse(str(error))
    if all(hasattr(case, "reason") for case in cases):
        for case in cases:
            click.secho(f"✗ {case.reason}", err=True, fg="red")  # type: ignore[union-attr]
        click.secho(f"no report of the split {wanted.options['split']!r} can be used", err=True, fg="red")
        sys.exit(FAILED)
    return cases


def _damaged(cases: list[Case | Unusable], wanted: Wanted) -> list[Case | Unusable]:
    from evaluation.cases import Case, Unusable
    from evaluation.robustness import mixed

    if not wanted.options["severity"]:
        return cases
    whole = [case for case in cases if isinstance(case, Case)]
    left_out = [case for case in cases if isinstance(case, Unusable)]
    return [*left_out, *mixed(whole, wanted.options["severity"], wanted.options["seed"])]


def _measured(reader: Engine, cases: Sequence[Case | Unusable], wanted: Wanted) -> Measurement:
    from evaluation.measurement import measure

    silent = wanted.options["quiet"] or not sys.stderr.isatty()

    def told(done: int, count: int) -> None:
        if not silent:
            click.echo(f"\r{done}/{count}", nl=done == count, err=True)

    return measure(reader, cases, data=wanted.data, split=wanted.options["split"], told=told)


def _verdict(found: Measurement, reader: Engine, cases: Sequence[Case | Unusable], wanted: Wanted) -> Verdict:
    from evaluation.gate import NothingShared, judge, must_hold

    try:
        return judge(found, _baseline(cases, wanted), must_hold(reader))
    except NothingShared as error:
        _refuse(str(error))


def _baseline(cases: Sequence[Case | Unusable], wanted: Wanted) -> dict[str, Scores]:
    """The reports of a saved baseline, or of another engine on the same cases in the same run."""
    from evaluation.measurement import measure, reports_of

    against = wanted.options["against"]
    path = Path(against)
    if not path.is_file():
        if path.suffix == ".json":
            _refuse(f"{against}: no such file; write it with --baseline {against}, or name an engine")
        return measure(_engine(against), cases, data=wanted.data).by_key
    try:
        return reports_of(json.loads(path.read_text(encoding="utf-8")), against)
    except ValueError as error:
        _refuse(f"{against}: no baseline: {error}")


def _curves(reader: Engine, cases: Sequence[Case], kinds: Sequence[str]) -> list[Curve]:
    from evaluation.robustness import curves, damages, spread

    known, damage = damages()
    chosen = list(known) if "all" in kinds else list(kinds)
    if unknown := [kind for kind in chosen if kind not in known]:
        _refuse(f"--damage {unknown[0]!r} is unknown; known kinds: {', '.join(known)}, all")
    return list(curves(reader, spread(cases, DAMAGED), chosen, damage))


def _write(
    found: Measurement,
    cases: Sequence[Case],
    verdict: Verdict | None,
    curves: Sequence[Curve],
    wanted: Wanted,
) -> None:
    from evaluation import tables
    from evaluation.cost import CostFault, cost
    from evaluation.page import Extras, render
    from evaluation.robustness import record

    options, lang = wanted.options, wanted.options["lang"]
    try:
        costs = [cost(wanted.engine, cases)] if options["with_cost"] else []
    except CostFault as error:
        _refuse(str(error))
    data = found.to_dict() | {"damage": [record(curve) for curve in curves]}
    _save(options["as_json"], json.dumps(data, ensure_ascii=False) + "\n")
    _save(options["save"], json.dumps(found.baseline(), ensure_ascii=False) + "\n")
    if options["markdown"]:
        _save(options["markdown"], tables.placed(options["markdown"], tables.summary(found)))
    if options["html"]:
        extras = Extras(verdict, curves, costs, {case.id: case for case in cases})
        _save(options["html"], render(found, extras, lang, options["html"]))
    if not options["quiet"]:
        click.echo(tables.everything(found, curves=curves, costs=costs), nl=False)
    for reason in found.unusable:
        click.echo(f"{say('unusable', lang)} {reason}", err=True)
    if verdict is not None:
        _tell(verdict, lang)


def _tell(verdict: Verdict, lang: str) -> None:
    from evaluation import tables
    from evaluation.headlines import HEADLINES

    rows = [
        (headline.title, *tables.difference_cells(verdict.differences[headline.name], headline))
        for headline in HEADLINES if headline.name in verdict.differences
    ]  # fmt: skip
    click.echo("\n" + tables.plain((say("difference", lang), "", say("interval", lang), "p"), rows))
    for fault in verdict.errors[:20]:
        click.echo(
            f"✗ {fault.report}: {fault.kind} {fault.label}: {fault.gold!r} → {fault.found!r}", err=True
        )
    names = ", ".join(each.title for each in verdict.fallen) or say("none-fell", lang)
    key = "gate-open" if verdict.open else "gate-shut"
    told = say(key, lang, count=verdict.compared, names=names, errors=len(verdict.errors))
    click.secho(told, fg="green" if verdict.open else "red", err=True)


def _save(path: Path | None, text: str) -> None:
    if path is None:
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _refuse(f"{path}: cannot be written: {error.strerror or error}")


def _refuse(message: str) -> NoReturn:
    click.secho(message, err=True, fg="red")
    sys.exit(USAGE)
