"""What can be read and written here, and how to get the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from extraction.messages import Messages


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a package makes possible. `module` None: it needs none; "" : this version has none."""

    name: str
    module: str | None
    package: str = ""
    hint: str = ""


READS = (
    Part("txt md csv", "charset_normalizer", "charset-normalizer"),
    Part("html", "selectolax", "selectolax"),
    Part("docx", "docx", "python-docx"),
    Part("doc wps pdf xls", "", hint="doctor.pdf"),
    Part("png jpg", "", hint="doctor.scan"),
)
WRITES = (
    Part("json jsonl csv html", None),
    Part("xlsx", "xlsxwriter", "xlsxwriter"),
    Part("parquet", "fastparquet", "fastparquet"),
)
CHECKS = (Part("doctor.repair", "ortools", "ortools"), Part("doctor.tagger", "onnxruntime", "onnxruntime"))


def lines(say: Messages) -> Iterator[tuple[bool, str]]:
    """Whether it is there, and what to say: `✓ html  selectolax 1.0.2`."""
    for title, parts in ((say("doctor.reads"), READS), (say("doctor.writes"), WRITES), ("", CHECKS)):
        if title:
            yield True, title
        for part in parts:
            name = say(part.name) if part.name.startswith("doctor.") else part.name
            there, said = _state(part, say)
            yield there, f"  {'✓' if there else '✗'} {name:<22} {said}"


def complete() -> bool:
    """Whether everything that this version offers is there."""
    return all(_state(part, Messages())[0] or part.module == "" for part in (*READS, *WRITES, *CHECKS))


def _state(part: Part, say: Messages) -> tuple[bool, str]:
    if part.module is None:
        return True, say("doctor.present")
    if not part.module:
        return False, say("doctor.later", hint=say(part.hint))
    if find_spec(part.module) is None:
        return False, say("doctor.missing", package=part.package, install=part.package)
    try:
        return True, f"{part.package} {version(part.package)}"
    except PackageNotFoundError:
        return True, part.package
