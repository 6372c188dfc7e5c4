"""A folder with everything under fixed names, and the reports that an earlier run left in one."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extraction.export.draft import Draft, Published
from extraction.export.formats import as_file
from extraction.messages import Messages
from extraction.outcome import Outcome
from extraction.report import SCHEMA, Report

# name -> format and shape
NAMES: Mapping[str, tuple[str, str]] = {
    "reports.jsonl": ("jsonl", ""),
    "panel.xlsx": ("xlsx", ""),
    "panel.csv": ("csv", "wide"),
    "cells.csv": ("csv", "cells"),
    "findings.csv": ("csv", "findings"),
    "figures.csv": ("csv", "figures"),
    "clauses.csv": ("csv", "clauses"),
    "panel.parquet": ("parquet", "wide"),
    "cells.parquet": ("parquet", "cells"),
    "report.html": ("html", ""),
}
FILES, RUN = "files.csv", "run.json"
COUNTED = ("cells_printed", "cells_nonzero", "cells_lost", "findings", "findings_high")
FILE_COLUMNS = ("input", "sha256", "status", "reason", "agency", "year", "seconds", "code", *COUNTED)
HEAD = re.compile(rb'"sha256": "([0-9a-f]{64})"')


def names(form: str | None) -> list[str]:
    """The files that a folder gets: all, or those of one format; always the list of files and the run."""
    return [name for name, (kind, _) in NAMES.items() if form in (None, kind)] + [FILES, RUN]


class Folder:
    """Held open while outcomes are taken; `close` puts every file in its place."""

    def __init__(self, path: Path, form: str | None, settings: Mapping[str, Any], say: Messages) -> None:
        self._path, self._settings, self._say = path, settings, say
        self._started, self._begun = time.time(), time.perf_counter()
        self._counts: Counter[str] = Counter()
        self._exports: list[Published] = []
        self._files = Draft.of(path / FILES)
        self._stream = self._files.written.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._stream)
        self._rows.writerow(FILE_COLUMNS)
        try:
            for name in names(form)[:-2]:
                kind, shape = NAMES[name]
                self._exports.append(Published(path / name, lambda to, k=kind, s=shape: as_file(k, to, s)))  # type: ignore[misc]
        except BaseException:
            self.discard()
            raise

    def take(self, outcome: Outcome) -> None:
        report = outcome.report
        if report is not None:
            for export in self._exports:
                export.add(report)
        self._rows.writerow(self._row(outcome))
        self._counts["other" if outcome.code == "not-a-report" else outcome.status] += 1

    def _row(self, outcome: Outcome) -> list[Any]:
        report, seconds = outcome.report, f"{outcome.seconds:.3f}"
        start = [outcome.input.path, outcome.sha256, outcome.status, outcome.reason(self._say)]
        start = [part.encode("utf-8", "replace").decode() for part in start]
        if report is None:
            return [*start, "", "", seconds, outcome.code, "", "", "", "", ""]
        states = Counter(row.state for row in report.cells())
        high = sum(finding.severity == "high" for finding in report.findings)
        printed = states["number"] + states["zero"]
        counts = (printed, states["number"], states["lost"], len(report.findings), high)
        self._counts.update(reports=1, **dict(zip(COUNTED, counts, strict=True)))
        return [*start, report.meta.agency, report.meta.year, seconds, outcome.code, *counts]

    def close(self, *, interrupted: bool = False) -> None:
        """Every file in its place; the run last, so that its presence says that the rest is complete."""
        for export in self._exports:
            export.close()
        self._stream.close()
        self._files.publish()
        run = Draft.of(self._path / RUN)
        run.written.write_text(
            json.dumps(self._run(interrupted), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        run.publish()

    def discard(self) -> None:
        """Leave nothing of an unfinished run behind."""
        for export in self._exports:
            export.discard()
        self._stream.close()
        self._files.discard()

    def _run(self, interrupted: bool) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "settings": dict(self._settings),
            "started": datetime.fromtimestamp(self._started, UTC).isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - self._begun, 3),
            "interrupted": interrupted,
            "files": {
                status: self._counts[status] for status in ("ok", "partial", "failed", "skipped", "other")
            },
            **{key: self._counts[key] for key in ("reports", *COUNTED)},
        }


class Earlier:
    """The reports in a folder, by the SHA-256 of their files; only their places are kept in memory."""

    def __init__(self, path: Path, settings: Mapping[str, Any]) -> None:
        self._records, self._places = path / "reports.jsonl", dict[str, int]()
        self.taken = 0
        if _same_settings(path / RUN, settings) and self._records.is_file():
            with self._records.open("rb") as stream:
                at = 0
                for line in stream:
                    if match := HEAD.search(line, 0, 4096):
                        self._places[match[1].decode()] = at
                    at += len(line)
            self._stream = self._records.open("rb")

    def find(self, sha256: str, name: str) -> Report | None:
        at = self._places.get(sha256)
        if at is None:
            return None
        self._stream.seek(at)
        self.taken += 1
        return replace(Report.from_dict(json.loads(self._stream.readline())), source=name)


def _same_settings(run: Path, settings: Mapping[str, Any]) -> bool:
    """Whether the earlier run asked for the same, of the same version; else its reports may differ."""
    try:
        earlier = json.loads(run.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(earlier, dict) and earlier.get("settings") == dict(settings)
