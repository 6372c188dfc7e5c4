"""The command `nianbao`: parses, calls, prints. Heavy imports stand inside the commands that need them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from extraction import __version__
from extraction.messages import EN, ZH, Messages, chosen
from extraction.report import UnreadableDocument

if TYPE_CHECKING:
    from extraction.inputs import Input
    from extraction.progress import Progress
    from extraction.report import Report
    from extraction.target import Taker, Target

SAY = Messages(chosen(sys.argv[1:], os.environ))  # the language of --help, which is written at import
FAILED, USAGE, FOUND, INTERRUPTED = 1, 2, 3, 130


def _examples(*lines: str) -> str:
    return "\n".join([SAY("help.examples"), *(f"  {line}" for line in lines)])


class Command(click.Command):
    """A command whose help ends in examples, printed as they stand."""

    def __init__(
        self, *args: Any, examples: tuple[str, ...] = (), notes: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples, self.notes = examples, notes

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write(_examples(*self.examples) + "\n")
        for note in self.notes:
            formatter.write_paragraph()
            formatter.write(SAY(note) + "\n")


def _print_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"nianbao {__version__}")
        context.exit()


_help = click.help_option("-h", "--help", help=SAY("option.help"))


def _language(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--lang", type=click.Choice([ZH, EN]), default=SAY.language, help=SAY("option.lang"))(
        function
    )


SETTINGS = {"max_content_width": 110}
ELSEWHERE = {  # commands of the folders to the right, which this one may not import: loaded when they are called
    "corpus": ("annotations.command:corpus", "help.corpus"),
    "annotations": ("annotations.command:annotations", "help.annotations"),
    "evaluate": ("evaluation.command:evaluate", "help.evaluate"),
    "benchmark": ("evaluation.benchmark:benchmark", "help.benchmark"),
    "train": ("training.command:train", "help.train"),
    "models": ("training.command:models", "help.models"),
}


class Commands(click.Group):
    """The commands below, and those that other folders bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name][0].split(":")
        try:
            found: click.Command = getattr(import_module(module), name)
        except ModuleNotFoundError as missing:
            raise click.UsageError(SAY("error.extra", name=missing.name or module)) from missing
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and one line each; what stands elsewhere is not imported for it."""
        own = {name: command.get_short_help_str(90) for name, command in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl([*own.items(), *((name, SAY(told)) for name, (_, told) in ELSEWHERE.items())])


@click.group(cls=Commands, help=SAY("help.group"), epilog=SAY("help.completion"), context_settings=SETTINGS)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=SAY("option.version"),
)
@_help
def nianbao() -> None:
    """The group of the commands below."""


@nianbao.command(
    cls=Command,
    help=f"{SAY('help.extract')}\n\n{SAY('help.paths')}",
    notes=("help.exit",),
    examples=(
        "nianbao extract 年报.txt",
        "nianbao extract 年报/ -o 结果/",
        "nianbao extract '年报/**/*.html' -o 面板.xlsx --force",
        "cat 年报.txt | nianbao extract - | jq .meta",
        "nianbao extract 年报/ -f csv --shape long > 单元格.csv",
    ),
)
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["json", "jsonl", "csv", "xlsx", "parquet", "html"]),
    help=SAY("option.format"),
)
@click.option("-o", "--output", type=click.Path(), help=SAY("option.output"))
@click.option("--shape", type=click.Choice(["wide", "long"]), default="wide", help=SAY("option.shape"))
@click.option("--only", type=click.Choice(["tables", "text"]), help=SAY("option.only"))
@click.option("--year", type=click.IntRange(2000, 2100), help=SAY("option.year"))
@click.option("--agency", help=SAY("option.agency"))
@click.option("--strict", is_flag=True, help=SAY("option.strict"))
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help=SAY("option.jobs"))
@click.option(
    "--timeout", type=click.FloatRange(0), default=120.0, show_default=True, help=SAY("option.timeout")
)
@click.option("--force", is_flag=True, help=SAY("option.force"))
@click.option("--resume", is_flag=True, help=SAY("option.resume"))
@click.option(
    "--engine", type=click.Choice(["auto", "rules", "tagger"]), default="auto", show_default=True, help=SAY("option.engine")
)
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help=SAY("option.model"))
@click.option("-v", "--verbose", is_flag=True, help=SAY("option.verbose"))
@click.option("-q", "--quiet", is_flag=True, help=SAY("option.quiet"))
@click.option("--debug", is_flag=True, help=SAY("option.debug"))
@_language
@_help
def extract(
    paths: tuple[str, ...], output: str | None, form: str | None, shape: str, lang: str, **options: Any
) -> None:
    """Read every file, write what was read, say what was not."""
    from extraction.inputs import NoInput, found
    from extraction.target import Unusable, checked, target

    say = Messages(lang)
    if not paths:
        _refuse(say("no-paths"))
    try:
        chosen_target = target(output, form, shape)
        if options["resume"] and not chosen_target.folder:
            _refuse(say("resume-folder"))
        checked(chosen_target, force=options["force"] or options["resume"])
        folder = chosen_target.path if chosen_target.folder else None
        inputs = list(found(paths, but=folder.resolve() if folder else None))
    except (NoInput, Unusable) as error:
        _refuse(say(error.key, **error.values))
    written = {path.resolve() for path in chosen_target.files()}
    if clash := next((each.path for each in inputs if Path(each.path).resolve() in written), None):
        _refuse(say("output-is-input", path=clash))
    _carry_out(Run(chosen_target, inputs, say, options, _weights(options, say)))


def _weights(options: Mapping[str, Any], say: Messages) -> str:
    """The hash of the weights in use; a damaged model is told once, before any file is read."""
    from extraction import tagging

    try:
        return tagging.weights(options["engine"], options["model"])
    except UnreadableDocument as error:
        _refuse(say.of(error.message_zh, error.message))


@dataclass(frozen=True)
class Run:
    """What one call of `extract` does: inputs, where they go, how to speak, and the options as given."""

    target: Target
    inputs: list[Input]
    say: Messages
    options: dict[str, Any]
    weights: str  # their hash

    @property
    def settings(self) -> dict[str, Any]:
        """What the reports depend on beside the files."""
        return {"version": __version__, "weights": self.weights} | {
            key: str(self.options[key]) for key in ("only", "year", "agency", "engine")
        }

    def cannot_write(self, error: OSError) -> NoReturn:
        path = error.filename or self.target.path or "-"
        _refuse(self.say("cannot-write", path=path, reason=error.strerror or error))


def _carry_out(run: Run) -> NoReturn:
    """Read the inputs into the target, and leave with the exit code that tells how it went."""
    from extraction.progress import Progress
    from extraction.target import opened

    how = {key: run.options[key] for key in ("verbose", "quiet", "debug")}
    try:
        taker = opened(run.target, sys.stdout.buffer, run.settings, run.say, many=len(run.inputs) != 1)
    except OSError as error:
        run.cannot_write(error)
    progress = Progress(run.say, len(run.inputs), **how)
    try:
        interrupted = _read_all(run, taker, progress)
    except BrokenPipeError:
        _silence()
        sys.exit(0)
    except OSError as error:
        taker.discard()
        run.cannot_write(error)
    except BaseException:
        taker.discard()
        raise
    finally:
        progress.stop()
    _leave(run, progress, interrupted=interrupted)


def _read_all(run: Run, taker: Taker, progress: Progress) -> bool:
    """Whether it was interrupted; what was finished is written all the same."""
    from extraction import batch
    from extraction.export.folder import Earlier
    from extraction.outcome import Request

    options, path = run.options, run.target.path
    request = Request(options["year"], options["agency"], options["only"], options["timeout"], options["engine"], options["model"])
    known = Earlier(path, run.settings) if options["resume"] and path else None
    interrupted = False
    with batch.Interrupt().watched() as interrupt:
        try:
            for outcome in batch.run(run.inputs, request, options["jobs"], interrupt, known=known):
                taker.take(outcome)
                progress.tell(outcome)
        except KeyboardInterrupt:
            interrupted = True
        taker.close(interrupted=interrupted)
    if known is not None and known.taken:
        progress.note("resumed", count=known.taken)
    return interrupted


def _leave(run: Run, progress: Progress, *, interrupted: bool) -> NoReturn:
    counts, quiet, path = progress.counts, run.options["quiet"], run.target.path
    if run.target.folder:
        progress.summary()
    elif len(run.inputs) > 1 and not quiet:
        progress.totals()
    if path is not None and not quiet:
        names = " ".join(file.name for file in run.target.files())
        click.echo(run.say("written", path=path if run.target.folder else path.parent, names=names), err=True)
    if interrupted:
        click.echo(run.say("interrupted", count=counts["ok"] + counts["partial"]), err=True)
        sys.exit(INTERRUPTED)
    sys.exit(FAILED if counts["failed"] else FOUND if run.options["strict"] and counts["high"] else 0)


@nianbao.command(
    cls=Command, help=SAY("help.show"), examples=("nianbao show 年报.txt", "nianbao show 年报.docx | less -R")
)
@click.argument("file", type=click.Path())
@click.option("--year", type=click.IntRange(2000, 2100), help=SAY("option.year"))
@click.option("--agency", help=SAY("option.agency"))
@_language
@_help
def show(file: str, year: int | None, agency: str | None, lang: str) -> None:
    """Print one report."""
    from rich.console import Console

    from extraction.export import terminal

    report = _one(file, year, agency, Messages(lang))
    try:
        terminal.show(report, Console(), lang)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()


def _one(file: str, year: int | None, agency: str | None, say: Messages) -> Report:
    """The report of one file, or the reason why there is none, with exit code 1."""
    from extraction.batch import Interrupt, run
    from extraction.inputs import NoInput, found
    from extraction.outcome import Request

    try:
        inputs = [each for each in found([file]) if not each.refused][:1]
    except NoInput as error:
        _refuse(say(error.key, **error.values))
    outcome = next(run(inputs, Request(year, agency), 1, Interrupt()))
    if outcome.report is None:
        click.secho(f"✗ {file}: {say('failed-line', reason=outcome.reason(say))}", err=True, fg="red")
        sys.exit(FAILED)
    return outcome.report


@nianbao.command(cls=Command, help=SAY("help.schema"), examples=("nianbao schema > record.schema.json",))
@_help
def schema() -> None:
    """Print record.schema.json."""
    from importlib.resources import files

    click.echo(files("extraction").joinpath("record.schema.json").read_text(encoding="utf-8"), nl=False)


@nianbao.command(cls=Command, help=SAY("help.doctor"), examples=("nianbao doctor",))
@_language
@_help
def doctor(lang: str) -> None:
    """Print what is there and what is missing; exit 1 where a reader or writer of this version is missing."""
    from extraction.doctor import complete, lines

    click.echo(f"nianbao {__version__} · Python {sys.version.split()[0]}")
    for there, line in lines(Messages(lang)):
        click.secho(line, fg=None if there else "yellow")
    sys.exit(0 if complete() else FAILED)


def _refuse(message: str) -> NoReturn:
    """Leave as click does where the usage is wrong."""
    click.secho(message, err=True, fg="red")
    sys.exit(USAGE)


def _silence() -> None:
    """Nobody reads on: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """The entry point; Ctrl-C outside a run ends it without a traceback."""
    try:
        nianbao(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
