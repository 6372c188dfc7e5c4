"""A competitor in a process of its own: trained once for the same lessons, then asked text by text."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from evaluation.competitors.protocol import Found, Sentence

ROOT = Path(__file__).parent.parent.parent
DONE = "trained.json"


class CompetitorFault(RuntimeError):
    """A competitor that cannot be run or broke down: which, what it said last, what to do."""


@dataclass
class Worker:
    """The running process; `spent` sums the milliseconds that its answers took, `ready` its start in seconds."""

    python: Path
    module: str
    folder: Path
    spent: float = 0.0
    ready: float = 0.0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Worker:
        begun = time.perf_counter()
        self.folder.mkdir(parents=True, exist_ok=True)
        with _log(self.folder).open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [str(self.python), "-m", self.module, "read", str(self.folder)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8", cwd=ROOT, env=_surroundings(),
            )  # fmt: skip
        self._line()
        self.ready = time.perf_counter() - begun
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def read(self, texts: Sequence[str]) -> list[list[Found]]:
        """The spans of each text. Raises CompetitorFault where the process has ended."""
        if self._process is None or self._process.stdin is None:
            raise CompetitorFault(f"{self.module} was not started")
        try:
            self._process.stdin.write(json.dumps({"texts": list(texts)}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # what it said last is told by _line
        answer = self._line()
        self.spent += answer["ms"]
        return [[(start, end, label) for start, end, label in spans] for spans in answer["spans"]]

    def _line(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process and self._process.stdout else ""
        if not line:
            raise CompetitorFault(f"{self.module} ended without an answer: {_last(_log(self.folder))}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def train(
    python: Path, module: str, folder: Path, sentences: Sequence[Sentence], steering: Sequence[Sentence]
) -> None:
    """Train in `folder` unless it holds this very training already. Raises CompetitorFault."""
    lines = [*_lines("train", sentences), *_lines("dev", steering)]
    key = _key(lines, module)
    if _done(folder).get("key") == key:
        return
    (folder / DONE).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    with _log(folder).open("w", encoding="utf-8") as log:
        result = subprocess.run(
            [str(python), "-m", module, "train", str(folder)], input="\n".join(lines), stdout=subprocess.PIPE,
            stderr=log, text=True, encoding="utf-8", cwd=ROOT, env=_surroundings(), check=False,
        )  # fmt: skip
    if result.returncode:
        raise CompetitorFault(f"{module} broke down in training: {_last(_log(folder))}")
    seconds = time.perf_counter() - begun
    (folder / DONE).write_text(json.dumps({"key": key, "seconds": seconds}), encoding="utf-8")


def trained_in(folder: Path) -> float | None:
    """The seconds that the training in this folder took, when it was done."""
    seconds = _done(folder).get("seconds")
    return None if seconds is None else float(seconds)


def _done(folder: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((folder / DONE).read_text(encoding="utf-8")) if (folder / DONE).exists() else {}
    return known


def _lines(part: str, sentences: Sequence[Sentence]) -> list[str]:
    return [
        json.dumps({"part": part, "text": text, "spans": spans}, ensure_ascii=False) for text, spans in sentences
    ]


def _key(lines: Sequence[str], module: str) -> str:
    code = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_bytes()
    return hashlib.sha256(code + "\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]


def _surroundings() -> dict[str, str]:
    """Nothing of ours on the path, and no look-ups on the network."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**kept, "PYTHONNOUSERSITE": "1", "PYTHONIOENCODING": "utf-8", "HF_HUB_OFFLINE": "1"}


def _log(folder: Path) -> Path:
    return folder / "log.txt"


def _last(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().split("\n") if log.exists() else [""]
    return f"{lines[-1]} (all of it in {log})"
