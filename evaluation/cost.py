"""Cost: what an engine takes, measured in a process of its own, so that memory and start-up are its own.

`python -m evaluation.cost ENGINE` reads the paths of reports from stdin, one a line, and prints one
JSON object. Engines that are compared are measured one after the other in the same run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluation.cases import Case

SECONDS = 600


class CostFault(RuntimeError):
    """The measuring process failed: its engine, and the last line that it wrote."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Times in milliseconds but for `startup` (seconds from the start of Python to the first report)."""

    engine: str
    reports: int
    reports_per_second: float
    characters_per_second: float
    median_ms: float
    p95_ms: float
    startup: float
    peak_mb: float
    install_mb: float | None


def cost(engine: str, cases: Sequence[Case], python: str = sys.executable) -> Cost:
    """Measure an engine by its name on the cases' reports. Raises CostFault."""
    with tempfile.TemporaryDirectory() as folder:
        paths = list(_files(cases, Path(folder)))
        begun = time.time()
        done = subprocess.run(
            [python, "-m", "evaluation.cost", engine, str(begun)],
            input="\n".join(map(str, paths)), capture_output=True, text=True, timeout=SECONDS, check=False,
            cwd=Path(__file__).parent.parent,
        )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().split("\n") or [""])[-1]
        raise CostFault(f"engine {engine}: the measuring process ended with {done.returncode}: {last}")
    return Cost(**json.loads(done.stdout.strip().split("\n")[-1]))


def _files(cases: Sequence[Case], folder: Path) -> Iterable[Path]:
    for number, case in enumerate(cases):
        if isinstance(case.source, Path):
            yield case.source.resolve()
        else:
            path = folder / f"{number:05}.txt"
            path.write_bytes(case.source)
            yield path


def main(engine: str, begun: float, paths: Sequence[Path]) -> Cost:
    """Read the first report (start-up), then all of them, each timed once after that."""
    from evaluation.engines import named
    from extraction.report import UnreadableDocument

    read, characters, times = named(engine).read, 0, []
    startup = 0.0
    for path in (*paths[:1], *paths):
        start = time.perf_counter()
        try:
            found = read(path)
        except UnreadableDocument:
            continue
        times.append(time.perf_counter() - start)
        characters += len(found.text) if startup else 0
        startup = startup or time.time() - begun
    timed = sorted(times[1:])
    total = sum(timed) or float("nan")
    return Cost(
        engine, len(timed), len(timed) / total, characters / total, _quantile(timed, 0.5) * 1000,
        _quantile(timed, 0.95) * 1000, startup, peak_memory(), install_size(),
    )  # fmt: skip


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def peak_memory() -> float:
    """Megabytes that this process held at most."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def install_size(name: str = "nianbao") -> float | None:
    """Megabytes of a distribution and all that it requires, extras aside; None where it is not installed."""
    import re
    from importlib.metadata import PackageNotFoundError, distribution

    sizes: dict[str, int] = {}
    waiting = [name]
    while waiting:
        wanted = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if wanted in sizes:
            continue
        try:
            found = distribution(wanted)
        except PackageNotFoundError:
            if wanted == name:
                return None
            continue
        files = (Path(str(file.locate())) for file in found.files or ())
        sizes[wanted] = sum(file.stat().st_size for file in files if file.is_file())
        for line in found.requires or ():
            if "extra ==" not in line and (match := re.match(r"[\w.-]+", line)):
                waiting.append(match[0])
    return sum(sizes.values()) / 2**20


if __name__ == "__main__":
    print(
        json.dumps(
            asdict(
                main(sys.argv[1], float(sys.argv[2]), [Path(p) for p in sys.stdin.read().split("\n") if p])
            )
        )
    )
