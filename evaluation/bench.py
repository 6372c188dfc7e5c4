"""Command: the cells, parts, findings and heads of every report that has gold, and the time it takes.

`python -m evaluation.bench [FOLDER…]`; without folders: examples/ and the real reports that the
environment variable NIANBAO_REPORTS (or ../shared/reports) holds, which are not redistributed.
`python -m evaluation.bench --load 10000` prints peak memory over so many reports, and time against length.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extraction import extract
from extraction.report import Report, UnreadableDocument

ROOT = Path(__file__).parent.parent
PARTS = ("overview", "disclosure", "applications", "disputes", "problems", "other")
NOTHING = ("blank", "dash", "none_word", "text", "lost", "absent")
SKIPPED = {".pdf"}  # not read yet


@dataclass
class CellCounts:
    """Printed numbers that are not 0: right, wrong, missed. Where no number is printed: invented, kept."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    zeros: int = 0
    zeros_right: int = 0
    empty: int = 0
    invented: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: CellCounts) -> None:
        for name in ("right", "wrong", "missed", "zeros", "zeros_right", "empty", "invented"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def reports_folder() -> Path:
    return Path(os.environ.get("NIANBAO_REPORTS", ROOT.parent / "shared" / "reports"))


def gold_files(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The reports of a folder that have gold, with it."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        report = folder / gold["source"]
        if report.suffix not in SKIPPED:
            yield report, gold


def compare_cells(report: Report, gold: Mapping[str, Any]) -> CellCounts:
    """Every gold cell against the extracted one."""
    counts = CellCounts()
    for table, rows in gold["cells"].items():
        for row, columns in rows.items():
            for column, true in columns.items():
                cell = report.cell(f"{table}.{row}.{column}")
                found = cell.value if cell else None
                if true is None:
                    counts.empty += 1
                    counts.invented += found is not None
                elif true == 0:
                    counts.zeros += 1
                    counts.zeros_right += found == 0 and found is not None
                else:
                    counts.right += found == true
                    counts.missed += found is None
                    counts.wrong += found is not None and found != true
                if found != true:
                    counts.faults.append(f"{table}.{row}.{column}: {true} is read as {found} ({cell.state if cell else '-'})")
    return counts


def parts_found(report: Report, gold: Mapping[str, Any]) -> int:
    return len({section.id for section in report.sections} & set(PARTS))


def findings(report: Report, gold: Mapping[str, Any]) -> tuple[int, int, int]:
    """Gold findings of the rules of schema.json that are found, all of these, and all that we found of them."""
    rules = {"applications.balance", "applications.results", "applications.applicants", "disputes.total", "prose.cell",
             "prose.zero"}  # fmt: skip
    true = [finding["rule"] for finding in gold["findings"] if finding["rule"] in rules]
    ours = [finding.rule for finding in report.findings if finding.rule in rules]
    hit = sum(min(true.count(rule), ours.count(rule)) for rule in rules)
    return hit, len(true), len(ours)


def head_faults(report: Report, gold: Mapping[str, Any]) -> list[str]:
    pairs = {name: (gold["meta"][name], getattr(report.meta, name)) for name in ("agency", "year", "published", "form")}
    return [f"{name}: {true!r} is read as {found!r}" for name, (true, found) in pairs.items() if true != found]


def load(count: int) -> None:
    """Peak memory over `count` different reports, and the time of reports 1 to 8 times as long."""
    import resource

    text = (ROOT / "examples" / "lujin_transport_2024.txt").read_text(encoding="utf-8")
    for i in range(1, count + 1):
        extract(f"{text}\n{i}\n".encode(), name=str(i), engine="rules")
        if i in (count // 50, count // 10, count // 2, count):
            print(f"{i} reports: peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    prose = text[: text.index("二、")]
    for times in (1, 2, 4, 8):
        longer, start = (prose * times + text[len(prose) :]).encode(), time.perf_counter()
        extract(longer, engine="rules")
        print(f"{len(longer.decode())} characters: {(time.perf_counter() - start) * 1000:.0f} ms", flush=True)


def main(arguments: Sequence[str]) -> int:
    if "--load" in arguments:
        load(int(arguments[-1]))
        return 0
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    verbose = "-v" in arguments
    for folder in folders or [ROOT / "examples", reports_folder()]:
        if not any(folder.glob("*.gold.json")):
            print(f"{folder}: no reports with gold here; skipped (set NIANBAO_REPORTS to a folder that has them)")
            continue
        _bench(folder, verbose)
    return 0


def _bench(folder: Path, verbose: bool) -> None:
    print(f"\n{folder.name}: printed numbers other than 0: right / wrong / missed; cells without a number: invented of all")
    print(f"{'report':34}{'right':>6}{'wrong':>6}{'missed':>7}{'zeros':>10}{'invented':>10}{'parts':>6}{'findings':>10}{'ms':>7}")
    total, times, heads = CellCounts(), [], 0
    for path, gold in gold_files(folder):
        extract(path)  # warm: lazy tables of characters and places are loaded once
        start = time.perf_counter()
        try:
            report = extract(path)
        except UnreadableDocument as error:
            print(f"{path.name[:33]:34}{error}")
            continue
        times.append((time.perf_counter() - start) * 1000)
        counts, wrong = compare_cells(report, gold), head_faults(report, gold)
        hit, true, ours = findings(report, gold)
        heads += not wrong
        print(f"{path.stem[:33]:34}{counts.right:6}{counts.wrong:6}{counts.missed:7}"
              f"{counts.zeros_right:6}/{counts.zeros:<4}{counts.invented:5}/{counts.empty:<4}{parts_found(report, gold):6}"
              f"{hit:4}/{true}/{ours:<4}{times[-1]:7.1f}")  # fmt: skip
        for fault in [*wrong, *(counts.faults if verbose else counts.faults[:3])]:
            print(f"      {fault}")
        total.add(counts)
    print(f"{'all':34}{total.right:6}{total.wrong:6}{total.missed:7}{total.zeros_right:6}/{total.zeros:<4}"
          f"{total.invented:5}/{total.empty:<4}")  # fmt: skip
    print(f"heads right in {heads} of {len(times)} reports; median {statistics.median(times):.1f} ms a report")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
