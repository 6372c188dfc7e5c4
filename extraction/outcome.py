"""One file -> its Outcome: a report, or the reason why there is none."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Literal

from extraction.inputs import Input
from extraction.messages import EN, ZH, Messages
from extraction.report import Report, UnreadableDocument

FIRST_FORM = 2019  # before that year no statutory table was to be printed


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of every file."""

    year: int | None = None
    agency: str | None = None
    only: Literal["tables", "text"] | None = None
    timeout: float = 120.0
    engine: Literal["auto", "rules", "tagger"] = "auto"
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `reason` is empty where it is ok; `code` is stable."""

    input: Input
    sha256: str
    status: str  # ok, partial, failed, skipped
    seconds: float = 0.0
    report: Report | None = None
    code: str = ""
    reason_zh: str = ""
    reason_en: str = ""
    trace: str = ""

    def reason(self, say: Messages) -> str:
        return say.of(self.reason_zh, self.reason_en)


class TimedOut(BaseException):
    """The file's time is up; no stage may take this for a fault of the report."""


def read(each: Input, sha256: str, content: bytes | None, request: Request) -> Outcome:
    """One file through the whole road, within its time."""
    from extraction import extract

    start = time.perf_counter()
    try:
        with _alarm(request.timeout):
            report = extract(
                each.path if content is None else content, name=each.name,
                year=request.year, agency=request.agency, only=request.only,
                engine=request.engine, model=request.model,
            )  # fmt: skip
        outcome = judged(Outcome(each, sha256, "ok", report=report))
    except UnreadableDocument as error:
        zh, en = _unnamed(each, error.message_zh), _unnamed(each, error.message)
        outcome = Outcome(each, sha256, "failed", code=error.code, reason_zh=zh, reason_en=en)
    except TimedOut:
        outcome = without(each, sha256, "failed", "timeout", seconds=request.timeout)
    except OSError as error:
        outcome = without(each, sha256, "failed", "unreadable-file", reason=error.strerror or error)
    except Exception as error:  # a fault of the program in one file must not cost the user the others
        said = f"{type(error).__name__}: {error}"[:200]
        outcome = replace(
            without(each, sha256, "failed", "internal", error=said), trace=traceback.format_exc()
        )
    return replace(outcome, seconds=time.perf_counter() - start)


def without(each: Input, sha256: str, status: str, code: str, **values: object) -> Outcome:
    """An Outcome without a report; the message `code` says why."""
    return Outcome(
        each,
        sha256,
        status,
        code=code,
        reason_zh=Messages(ZH)(code, **values),
        reason_en=Messages(EN)(code, **values),
    )


def judged(outcome: Outcome) -> Outcome:
    """Partial, with the reason, where a statutory table is not there or cells were lost."""
    report = outcome.report
    if report is None or not (_shortfalls(report, Messages(ZH))):
        return outcome
    zh, en = ("；".join(_shortfalls(report, Messages(ZH))), "; ".join(_shortfalls(report, Messages(EN))))
    return replace(outcome, status="partial", reason_zh=zh, reason_en=en)


def _shortfalls(report: Report, say: Messages) -> list[str]:
    lost = sum(row.state == "lost" for row in report.cells())
    missing = [
        say(f"table.{name}")
        for name, table in report.tables.items()
        if table.form == "none" or not table.cells
    ]
    expected = report.meta.year is None or report.meta.year >= FIRST_FORM
    said = [say("no-table", tables=say.of("、", ", ").join(missing))] if missing and expected else []
    return said + ([say("lost-cells", count=lost)] if lost else [])


def _unnamed(each: Input, message: str) -> str:
    """The message without the file's name in front, which whoever prints it says with its folder."""
    return message.removeprefix(each.name).lstrip("：: ")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimedOut after so many seconds, where the system has alarms and this is the main thread."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimedOut

    try:
        before = signal.signal(signal.SIGALRM, ring) if seconds > 0 else None
    except (ValueError, AttributeError):
        before = None
    if before is None:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
