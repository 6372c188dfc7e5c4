"""What is said on standard error while files are read, and the summary at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from extraction.messages import Messages
from extraction.outcome import Outcome

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 110  # of the summary where there is no terminal to ask
LISTED = 40  # files that the summary names one by one
COLOURS = {"ok": "green", "partial": "yellow", "failed": "red", "skipped": "bright_black"}
SEVERITIES = {"high": "red", "medium": "yellow"}
SIGNS = {"ok": "✓", "partial": "◐", "failed": "✗", "skipped": "–"}


class Progress:
    """A bar on a terminal, a line for each file elsewhere; findings with -v, failures only with -q."""

    def __init__(self, say: Messages, total: int, *, verbose: bool, quiet: bool, debug: bool = False) -> None:
        self._say, self._verbose, self._quiet, self._debug = say, verbose, quiet, debug
        self._began = time.perf_counter()
        self.counts: Counter[str] = Counter()
        self._listed: list[tuple[Outcome, tuple[Any, ...]]] = []
        self._bar = _bar(say, total) if total > 1 and not quiet and sys.stderr.isatty() else None

    def tell(self, outcome: Outcome) -> None:
        report = outcome.report
        other = outcome.code == "not-a-report"  # a file that happened to lie in the folder
        self.counts["other" if other else outcome.status] += 1
        figures: tuple[Any, ...] = ("", "", "", "", "")
        if report is not None:
            states = Counter(row.state for row in report.cells())
            figures = (report.meta.agency or self._say("unknown"), report.meta.year or "—",
                       states["number"] + states["zero"], states["number"], len(report.findings))  # fmt: skip
            self.counts["findings"] += len(report.findings)
            self.counts["high"] += sum(finding.severity == "high" for finding in report.findings)
        if len(self._listed) < LISTED and not other:
            self._listed.append((outcome if report is None else _light(outcome), figures))
        for line, style in self._lines(outcome, figures):
            self._print(line, style)
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    def _lines(self, outcome: Outcome, figures: tuple[Any, ...]) -> list[tuple[str, str]]:
        """What there is to say about one file, with colours."""
        path, status, say = outcome.input.path, outcome.status, self._say
        if status == "failed":
            said = [(f"{SIGNS[status]} {path}: {say('failed-line', reason=outcome.reason(say))}", "red")]
            return said + ([(outcome.trace.rstrip(), "")] if outcome.trace and self._debug else [])
        unasked = self._bar is not None or outcome.code == "not-a-report"
        if self._quiet or (unasked and not self._verbose):
            return []
        if outcome.report is None:
            return [
                (f"{SIGNS[status]} {path}: {say('skipped-line', reason=outcome.reason(say))}", "bright_black")
            ]
        names = ("agency", "year", "printed", "nonzero", "findings")
        line = f"{SIGNS[status]} {path}: {say('done-line', **dict(zip(names, figures, strict=True)))}"
        reason = outcome.reason(say)
        return [
            (f"{line}{say.of('；', '; ')}{reason}" if reason else line, COLOURS[status]),
            *self._notes(outcome),
        ]

    def _notes(self, outcome: Outcome) -> list[tuple[str, str]]:
        """With -v: findings and notes on the reading."""
        if not self._verbose or outcome.report is None:
            return []
        say = self._say.of
        findings = [
            (f"    [{f.severity}] {f.rule} {say(f.message_zh, f.message)}", SEVERITIES.get(f.severity, ""))
            for f in outcome.report.findings
        ]
        notes = [
            (f"    [{w.code}] {say(w.message_zh, w.message)}", "bright_black")
            for w in outcome.report.warnings
        ]
        return findings + notes

    def _print(self, line: str, style: str) -> None:
        if self._bar is not None:
            from rich.text import Text

            self._bar.console.print(Text(line, style=style), soft_wrap=True)
        else:
            click.secho(line, err=True, fg=style or None)

    def note(self, key: str, **values: Any) -> None:
        """Say something about the run as a whole."""
        if not self._quiet:
            self._print(self._say(key, **values), "")

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def summary(self) -> None:
        """A table of the files, and the totals."""
        if self._quiet:
            return
        from rich.console import Console

        console = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH)
        _table(console, self._say, self._listed, sum(self.counts[status] for status in SIGNS))
        self.totals()

    def totals(self) -> None:
        counts = {key: self.counts[key] for key in (*SIGNS, "findings", "high")}
        click.echo(self._say("totals", seconds=time.perf_counter() - self._began, **counts), err=True)
        if self.counts["other"]:
            self.note("other-files", count=self.counts["other"])


def _light(outcome: Outcome) -> Outcome:
    """The outcome without its report, which the summary does not need."""
    from dataclasses import replace

    return replace(outcome, report=None)


def _bar(say: Messages, total: int) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    bar.add_task(say("reading"), total=total)
    bar.start()
    return bar


def _table(
    console: Console, say: Messages, listed: list[tuple[Outcome, tuple[Any, ...]]], total: int
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("status", "file", "agency", "year"):
        table.add_column(say(f"column.{name}"), overflow="fold")
    for name in ("printed", "nonzero", "findings", "seconds"):
        table.add_column(say(f"column.{name}"), justify="right")
    for outcome, (agency, year, printed, nonzero, findings) in listed:
        state = Text(
            f"{SIGNS[outcome.status]} {say(f'status.{outcome.status}')}", style=COLOURS[outcome.status]
        )
        number = Text(str(findings), style="bold red" if findings else "")
        table.add_row(
            state,
            outcome.input.name,
            agency,
            str(year),
            str(printed),
            str(nonzero),
            number,
            f"{outcome.seconds:.3f}",
        )
    console.print(table)
    if total > len(listed):
        console.print(say("more-files", count=total - len(listed)))
