"""Many files -> an Outcome for each, in order: no bad file, slow file or crash stops the others."""

from __future__ import annotations

import faulthandler
import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any, Protocol

from extraction.inputs import Input, digest
from extraction.outcome import Outcome, Request, judged, read, without
from extraction.report import Report

GRACE = 10.0  # seconds that a worker has to give up by itself before it is ended
AHEAD = 2  # files given out for each process: no process waits, and memory stays flat

Task = tuple[Input, str, bytes | None]
Worked = tuple[Outcome, dict[str, Any] | None]


class Known(Protocol):
    """Reports of an earlier run, by the SHA-256 of their files."""

    def find(self, sha256: str, name: str) -> Report | None: ...


class Interrupt:
    """Ctrl-C ends a file that is being read, but never a report that is being written."""

    def __init__(self) -> None:
        self._requested = self._open = False

    @contextmanager
    def watched(self) -> Iterator[Interrupt]:
        """Take the signal over for the length of a run; elsewhere than in the main thread, do nothing."""
        try:
            before = signal.signal(signal.SIGINT, self._handle)
        except ValueError:
            yield self
            return
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Here an interrupt may come; one that came before comes now. Raises KeyboardInterrupt."""
        if self._requested:
            raise KeyboardInterrupt
        self._open = True
        try:
            yield
        finally:
            self._open = False

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._requested = True
        if self._open:
            self._open = False
            raise KeyboardInterrupt


def run(
    inputs: Iterable[Input], request: Request, jobs: int, interrupt: Interrupt, *, known: Known | None = None
) -> Iterator[Outcome]:
    """An Outcome for each input, in their order. Raises KeyboardInterrupt when asked to stop."""
    tasks = _sorted_out(inputs, known)
    if jobs > 1:
        yield from _parallel(tasks, request, jobs, interrupt)
        return
    for task in tasks:
        with interrupt.allowed():
            outcome = task if isinstance(task, Outcome) else read(*task, request)
        yield outcome


def _sorted_out(inputs: Iterable[Input], known: Known | None) -> Iterator[Task | Outcome]:
    """Files to read, and Outcomes of those that need no reading: repeated, refused, known, not there."""
    seen: dict[str, str] = {}
    for each in inputs:
        if each.refused:
            yield without(
                each, "", "skipped", "not-a-report", suffix=os.path.splitext(each.path)[1] or each.name
            )
            continue
        try:
            content = each.content()
            sha256 = digest(each.path) if content is None else hashlib.sha256(content).hexdigest()
        except OSError as error:
            yield without(each, "", "failed", "unreadable-file", reason=error.strerror or error)
            continue
        if sha256 in seen:
            yield without(each, sha256, "skipped", "duplicate", other=seen[sha256])
            continue
        seen[sha256] = each.path
        report = known.find(sha256, each.name) if known else None
        yield judged(Outcome(each, sha256, "ok", report=report)) if report else (each, sha256, content)


def _parallel(
    tasks: Iterator[Task | Outcome], request: Request, jobs: int, interrupt: Interrupt
) -> Iterator[Outcome]:
    """Files in several processes. After a crash, those under way are tried again, one by one."""
    waiting: deque[tuple[Task | Outcome, Future[Worked] | None]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            while len(waiting) < AHEAD * jobs and (task := next(tasks, None)) is not None:
                waiting.append((task, None if isinstance(task, Outcome) else _submitted(pool, task, request)))
            if not waiting:
                break
            try:
                with interrupt.allowed():
                    outcome = _result(*waiting[0])
                waiting.popleft()
                yield outcome
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                under_way = [each for each, _ in waiting]
                waiting.clear()
                pool = _pool(jobs)
                for each in under_way:
                    with interrupt.allowed():
                        outcome = each if isinstance(each, Outcome) else _alone(each, request)
                    yield outcome
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _result(task: Task | Outcome, future: Future[Worked] | None) -> Outcome:
    if isinstance(task, Outcome):
        return task
    return _received(future.result()) if future else without(task[0], task[1], "failed", "crashed")


def _received(worked: Worked) -> Outcome:
    outcome, record = worked
    return replace(outcome, report=Report.from_dict(record)) if record else outcome


def _submitted(pool: ProcessPoolExecutor, task: Task, request: Request) -> Future[Worked]:
    """The task given out; a pool that broke meanwhile says so when the result is asked for."""
    try:
        return pool.submit(_worked, *task, request)
    except BrokenProcessPool as error:
        broken: Future[Worked] = Future()
        broken.set_exception(error)
        return broken


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
    )


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _worked(each: Input, sha256: str, content: bytes | None, request: Request) -> Worked:
    """`read` in a worker; should a file not even give up in time (a loop outside Python), the worker ends."""
    if request.timeout > 0:
        with open(os.devnull, "w") as nowhere:
            faulthandler.dump_traceback_later(request.timeout + GRACE, exit=True, file=nowhere)
            try:
                outcome = read(each, sha256, content, request)
            finally:
                faulthandler.cancel_dump_traceback_later()
    else:
        outcome = read(each, sha256, content, request)
    return replace(outcome, report=None), outcome.report.to_dict() if outcome.report else None


def _alone(task: Task, request: Request) -> Outcome:
    """One file in a process of its own: if that ends too, this file is the one that ends it."""
    with _pool(1) as pool:
        try:
            return _received(pool.submit(_worked, *task, request).result())
        except BrokenProcessPool:
            return without(task[0], task[1], "failed", "crashed")
