"""Which reports teach, which steer, which test: fixed in split.json by agency and by writer.

One writer is kept whole for the test, so that it holds a hand that no training report has; of every other
writer each tenth report is tested and a seventh steers; w21 to w40 came late and wrote none for the test, so that
scores compare with those before. An agency stands in one part only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "split.json"
PARTS = ("train", "dev", "test")
TEST_WRITER = "w8"
TEST_NUMBERS = frozenset({5, 15, 25})
DEV_NUMBERS = frozenset({3, 13, 23, 28})


@cache
def split() -> Mapping[str, str]:
    """The part of every report, by its id. Raises FileNotFoundError before it is first written."""
    data: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: part for part in PARTS for name in data[part]}


def part_of(name: str) -> str:
    """The part that a new report falls in: `part_of("w3-015")` is test."""
    writer, _, number = name.partition("-")
    if writer == TEST_WRITER or int(number) in TEST_NUMBERS:
        return "test"
    return "dev" if int(number) in DEV_NUMBERS else "train"


def write(names: Iterable[str]) -> None:
    """Fix the parts of these reports; those that are in the file already keep theirs."""
    known = dict(split()) if FILE.exists() else {}
    parts: dict[str, list[str]] = {part: [] for part in PARTS}
    for name in sorted(names):
        parts[known.get(name) or part_of(name)].append(name)
    FILE.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    split.cache_clear()
