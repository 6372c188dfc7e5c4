"""Cases: gold reports with the file or bytes that an engine is given, and what of them is scored.

Whatever the annotators were not asked for is not scored: a pair NAME.gold.json without `zeros` says
nothing about zeros, and no pair says how an empty cell is empty.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations import gold as gold_files
from extraction.report import Number, Report, UnreadableDocument

if TYPE_CHECKING:
    from annotations.source import Source

ENTITIES = ("FIGURE", "DATE", "AGENCY")
HEAD = ("agency", "year", "published", "form", "region")
EVERYTHING = frozenset({
    *ENTITIES, "DOCUMENT", "zeros", "clauses", "topics", "sections", "cells", "states", "findings", "places", *HEAD,
})  # fmt: skip
IN_PAIRS = frozenset({*ENTITIES, "clauses", "cells", "findings", "agency", "year", "published", "form"})


@dataclass(frozen=True, slots=True)
class Case:
    """`source` is what an engine reads; `layout` how its tables are printed, as far as is known.

    `lost` counts gold spans, by label, that the extracted text does not hold: nobody can find them.
    `proposals` are the values that should have been printed where the gold knows of a misprint.
    """

    id: str
    gold: Report
    source: Path | bytes
    scored: frozenset[str] = EVERYTHING
    layout: str = "unknown"
    lost: Mapping[str, int] = field(default_factory=dict)
    proposals: Mapping[str, Number] | None = None

    @property
    def agency(self) -> str:
        """The group of cross-validation: no agency may be on both sides."""
        return self.gold.meta.agency or self.id


@dataclass(frozen=True, slots=True)
class Unusable:
    """Gold that cannot be used here: its report cannot be read, or it says nothing."""

    path: Path
    reason: str


class NoGold(ValueError):
    """There is nothing to evaluate at a path: which, and what was expected there."""


def read(path: Path, *, layout: str = "any", seed: int = 0, split: str = "all") -> Iterator[Case | Unusable]:
    """The cases of a .jsonl, a NAME.gold.json, a corpus source .txt, or a folder of any of these.

    `layout` is how a corpus source prints its tables: a name of `annotations.layouts`, "html", "docx",
    or "any", drawn for each report by `seed` in the shares of the wild. `split` is a part of split.json;
    what that does not name belongs to no part but "all".
    """
    if layout not in layouts():
        raise NoGold(f"layout {layout!r} is unknown; known layouts: {', '.join(layouts())}")
    if not path.exists():
        raise NoGold(f"{path}: no such file or folder; expected gold (.jsonl, NAME.gold.json, corpus .txt)")
    found = False
    for file in _files(path):
        found = True
        if file.name.endswith(".gold.json"):
            made: Iterable[Case | Unusable] = [_pair(file)]
        elif file.suffix == ".txt":
            made = [_source(file, layout, seed)] if _wanted(file.stem, split) else []
        else:
            made = (_record(report, file.parent) for report in gold_files.read(file))
        yield from (
            case for case in made if split == "all" or (isinstance(case, Case) and _wanted(case.id, split))
        )
    if not found:
        raise NoGold(f"{path}: no gold here; expected .jsonl, NAME.gold.json or corpus .txt files")


def layouts() -> tuple[str, ...]:
    """Every way in which a corpus source can print its tables."""
    from annotations.files import FILES
    from annotations.layouts import LAYOUTS

    return "any", *LAYOUTS, *FILES


def _wanted(name: str, split: str) -> bool:
    from annotations.split import split as parts

    return split == "all" or parts().get(name) == split


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    pairs = sorted(path.glob("*.gold.json"))
    yield from pairs
    yield from sorted(path.glob("*.jsonl"))
    if not pairs:
        yield from (file for file in sorted(path.glob("*.txt")) if _is_source(file))


def _is_source(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as lines:
        return lines.readline().startswith("id:")


def _pair(path: Path) -> Case | Unusable:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        gold = gold_files.read_pair(path)
    except (UnreadableDocument, OSError) as error:
        return Unusable(path, str(error))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise gold_files.GoldFault(
            f"{path}: no gold: {error!r}; expected meta, entities, clauses and cells"
        ) from error
    scored = IN_PAIRS | {layer for layer in ("zeros", "sections") if layer in raw}
    if raw.get("table_spans") and not raw["cells"]:
        scored -= {"cells", "findings"}  # tables are printed, nobody has annotated their cells
    if any(clause.get("category") for clause in raw["clauses"]):
        scored |= {"topics"}
    source = path.parent / raw["source"]
    return Case(raw["id"], gold, source, scored, source.suffix[1:], _lost(raw, gold))


def _lost(raw: Mapping[str, Any], gold: Report) -> dict[str, int]:
    """Gold spans that could not be placed in the extracted text."""
    placed = [entity.label for entity in gold.entities] + [clause.label for clause in gold.clauses]
    placed += ["ZERO" for _ in gold.zeros]
    wanted: list[str] = [span["label"] for span in (*raw["entities"], *raw["clauses"])]
    wanted += ["ZERO" for _ in raw.get("zeros", ())]
    missing = {label: wanted.count(label) - placed.count(label) for label in set(wanted)}
    return {label: count for label, count in missing.items() if count > 0}


def _record(report: Report, folder: Path) -> Case:
    """A record beside its file is read from the file, otherwise from its text."""
    file = folder / report.source
    beside = "/" not in report.source and file.is_file() and _digest(file) == report.sha256
    return Case(_name(report.source), report, file if beside else report.text.encode())


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def _source(path: Path, layout: str, seed: int) -> Case:
    from annotations import build, source

    parsed = source.read(path)
    if layout == "any":
        layout = random.Random(f"{seed} {path.stem}").choices([*build.SHARES], [*build.SHARES.values()])[0]
    computed = {
        place: parsed.cells[table][row][column]
        for place in parsed.misprints
        for table, row, column in [place.split(".")]
    }
    proposals = {place: value for place, value in computed.items() if value is not None}
    data, report = _printed(parsed, layout)
    return Case(path.stem, report, data, EVERYTHING, layout, proposals=proposals)


def _printed(parsed: Source, layout: str) -> tuple[bytes, Report]:
    from annotations import build, files

    if layout in files.FILES:
        return files.build_gold(parsed, layout)
    report = build.build(parsed, layout)
    return report.text.encode(), report


def _name(source: str) -> str:
    return source.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def folds(cases: Sequence[Case], count: int) -> list[tuple[list[Case], list[Case]]]:
    """(training, held out) for cross-validation: every agency is held out once, folds are of like size."""
    agencies: dict[str, list[Case]] = {}
    for case in cases:
        agencies.setdefault(case.agency, []).append(case)
    held: list[list[Case]] = [[] for _ in range(min(count, len(agencies)))]
    for group in sorted(agencies.values(), key=lambda group: (-len(group), group[0].agency)):
        min(held, key=len).extend(group)
    return [([case for case in cases if case not in part], part) for part in held]


def damaged(cases: Iterable[Case], gold: Mapping[str, Report]) -> list[Case]:
    """The cases with damaged reports in place of their own, by id; an engine reads the damaged text."""
    return [
        replace(case, gold=gold[case.id], source=gold[case.id].text.encode(), lost={})
        for case in cases if case.id in gold
    ]  # fmt: skip


__all__ = [
    "ENTITIES",
    "EVERYTHING",
    "HEAD",
    "Case",
    "NoGold",
    "Unusable",
    "damaged",
    "folds",
    "read",
]
