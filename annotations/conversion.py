"""The command `nianbao annotations convert`: annotated reports from one format into another.

A file that its text contradicts is refused whole: nothing is written until everything was read.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from annotations import formats
from annotations.gold import GoldFault
from extraction.command import FAILED, SAY, USAGE, Command
from extraction.messages import EN, ZH, Messages
from extraction.report import Report, Warning

_NAMES = click.Choice([*formats.MODULES])


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one call does: read `source` as `read`, write `target` as `write`, onto the originals if given."""

    source: Path
    target: Path
    read: str
    write: str
    onto: Path | None = None

    def carry_out(self) -> tuple[int, list[Warning]]:
        """The number of reports and what the target cannot hold. Raises GoldFault, OSError, ImportError."""
        writer = formats.of(self.write)
        counted = _Counted(self._reports())
        parent = self.target.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".nianbao-", dir=parent) as folder:
            unfinished = Path(folder, self.target.name)
            notes = writer.write(counted, unfinished)
            if self.target.is_dir():
                self.target.rmdir()  # empty: `_refusal` saw to that
            os.replace(unfinished, self.target)
        return counted.count, notes

    def _reports(self) -> Iterator[Report]:
        reader = formats.of(self.read)
        if self.onto is None:
            yield from reader.read(self.source)
            return
        from annotations.formats import jsonl
        from annotations.formats.originals import Originals

        originals = Originals(jsonl.read(self.onto))
        for number, report in enumerate(reader.read(self.source), 1):
            yield originals.joined(report, reader.HOLDS, f"{self.source}#{number}")


class _Counted:
    """Reports, counted while they pass."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports, self.count = reports, 0

    def __iter__(self) -> Iterator[Report]:
        for report in self._reports:
            self.count += 1
            yield report


_HELP = SAY.of(
    "把标注好的报告从一种格式转成另一种。不写 --from、--to 时按后缀判断：.jsonl 本项目，.json Label Studio，"
    ".conll，.spacy。目标格式存不下的内容逐项说明；与原文不符的标注文件不收。",
    "Convert annotated reports from one format into another. Without --from and --to the suffix decides: "
    ".jsonl the project's own, .json Label Studio, .conll, .spacy. What the target cannot hold is said; a file "
    "whose annotations its text contradicts is refused.",
)


@click.command(
    cls=Command, help=_HELP,
    examples=(
        "nianbao annotations convert gold.jsonl tasks.json --to label-studio",
        "nianbao annotations convert export.json gold.jsonl --from label-studio",
        "nianbao annotations convert gold.jsonl 标注.jsonl --from jsonl --to doccano",
        "nianbao annotations convert 标注.jsonl back.jsonl --from doccano --to jsonl --onto gold.jsonl",
        "nianbao annotations convert gold.jsonl corpus/ --to datasets",
    ),
)  # fmt: skip
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--from", "read", type=_NAMES, help=SAY.of("IN 的格式。", "The format of IN."))
@click.option("--to", "write", type=_NAMES, help=SAY.of("OUT 的格式。", "The format of OUT."))
@click.option(
    "--onto", type=click.Path(path_type=Path),
    help=SAY.of(
        "转换前的原件（jsonl）：IN 的格式存不下的内容从中补上。",
        "The reports as they were before (jsonl): what the format of IN cannot hold is taken from them.",
    ),
)  # fmt: skip
@click.option("--force", is_flag=True, help=SAY.of("允许覆盖已有的文件。", "Overwrite an existing file."))
@click.option(
    "--lang",
    type=click.Choice([ZH, EN]),
    default=SAY.language,
    help=SAY.of("消息语言。", "Language of the messages."),
)
@click.help_option("-h", "--help", help=SAY.of("显示帮助。", "Show this help."))
def convert(
    source: Path, target: Path, read: str | None, write: str | None, onto: Path | None, force: bool, lang: str
) -> None:
    """Convert IN into OUT; the notes go to stderr."""
    say = Messages(lang)
    read, write = read or formats.guess(source), write or formats.guess(target)
    if read is None or write is None:
        option, path = ("--from", source) if read is None else ("--to", target)
        _leave(
            USAGE,
            say,
            f"{path}：看不出格式；请写明 {option}",
            f"{path}: no format is known by that name; give {option}",
        )
    conversion = Conversion(source, target, read, write, onto)
    if refusal := _refusal(conversion, force):
        _leave(USAGE, say, *refusal)
    try:
        count, notes = conversion.carry_out()
    except GoldFault as error:
        _leave(FAILED, say, getattr(error, "message_zh", ""), str(error))
    except ImportError as error:
        _leave(
            FAILED,
            say,
            f"缺少 {error.name}：pip install 'nianbao[train]'",
            f"{error.name} is missing: pip install 'nianbao[train]'",
        )
    except OSError as error:
        path = error.filename or target
        _leave(FAILED, say, f"{path}：{error.strerror or error}", f"{path}: {error.strerror or error}")
    _tell(notes, say)
    click.echo(
        say.of(f"{target}：{count} 份报告（{write}）", f"{target}: {count} reports ({write})"), err=True
    )


def _tell(notes: list[Warning], say: Messages) -> None:
    for note in notes:
        click.secho(say.of(note.message_zh, note.message), err=True, fg="yellow")
    if any(note.code.startswith("lost.") for note in notes):
        click.echo(
            say.of(
                "转回时用 --onto 给出原件，即可补上略去的内容。",
                "Give the original with --onto on the way back, and what was left out returns.",
            ),
            err=True,
        )


def _refusal(conversion: Conversion, force: bool) -> tuple[str, str] | None:
    """Why this cannot be done, in both languages, if it cannot."""
    target = conversion.target
    for path in (conversion.source, conversion.onto):
        if path is not None and not path.exists():
            return f"没有 {path}；请核对路径", f"there is no {path}; check the path"
    inputs = [path.resolve() for path in (conversion.source, conversion.onto) if path]
    if target.resolve() in inputs:
        return f"{target} 是输入；请另写一个输出", f"{target} is an input; give another output"
    if target.is_dir() and (not formats.of(conversion.write).FOLDER or any(target.iterdir())):
        return f"{target} 是已有内容的文件夹；请给一个新的", f"{target} is a folder in use; give a new one"
    if target.is_file() and formats.of(conversion.write).FOLDER:
        return (
            f"{target} 是文件，{conversion.write} 要写文件夹",
            f"{target} is a file, {conversion.write} writes a folder",
        )
    if target.exists() and not target.is_dir() and not force:
        return f"{target} 已存在；加 --force 覆盖", f"{target} exists; add --force to overwrite it"
    return None


def _leave(code: int, say: Messages, zh: str, en: str) -> NoReturn:
    click.secho(say.of(zh, en), err=True, fg="red")
    sys.exit(code)
