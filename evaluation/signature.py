"""Signature: what must be known beside a score so that anyone can measure it again."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.cases import Case
from evaluation.engines import Engine
from evaluation.spans import RULE
from extraction import __version__

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Signature:
    """`data` names the gold, `gold` is a hash of it; `commit` ends in + where files were changed since."""

    data: str
    gold: str
    reports: int
    split: str
    commit: str
    matching: str
    engine: str
    weights: str
    version: str = __version__

    def __str__(self) -> str:
        return (
            f"data {self.data} ({self.reports} reports, gold {self.gold}) | split {self.split} | commit {self.commit} | "
            f"{self.matching} | engine {self.engine} | weights {self.weights} | nianbao {self.version}"
        )


def signature(engine: Engine, cases: Sequence[Case], *, data: str, split: str) -> Signature:
    return Signature(
        data, gold_hash(cases), len(cases), split, commit(), RULE, engine.name, weights_hash(engine.weights)
    )


def gold_hash(cases: Sequence[Case]) -> str:
    """Twelve digits of the gold's content, whatever order it was read in."""
    lines = sorted(
        repr((
            case.id, case.gold.text, case.gold.entities, case.gold.zeros, case.gold.clauses,
            [tuple(row)[3:11] for row in case.gold.cells()], sorted(case.scored), case.layout,
        ))
        for case in cases
    )  # fmt: skip
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def weights_hash(weights: Path | None) -> str:
    """Twelve digits of the weights' bytes, "none" for rules."""
    if weights is None:
        return "none"
    files = [weights] if weights.is_file() else sorted(file for file in weights.rglob("*") if file.is_file())
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def commit() -> str:
    """The checkout's commit, "unknown" outside of one."""
    try:
        found = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found + ("+" if changed else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()
