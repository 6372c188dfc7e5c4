"""Imports run one way: between the folders, and inside extraction in the order of README's map."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("models", "extraction", "annotations", "evaluation", "training")
APART = {"extraction.__init__", "extraction.__main__"}


def modules(folder: str) -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = ROOT.joinpath(*node.module.split("."), f"{name.name}.py")
                yield f"{node.module}.{name.name}" if inner.exists() else node.module


def listed() -> list[str]:
    """The files of extraction/ in the order of README's map."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("```\nextraction/", 1)[1].split("\nmodels/", 1)[0]
    return [f"extraction.{name}" for name in re.findall(r"(\w+)(?:\.py|/ )", block.split("\n", 1)[1])]


def test_folders_import_only_leftwards() -> None:
    for place, folder in enumerate(FOLDERS):
        for name, path in modules(folder):
            for other in imported(path):
                top = other.split(".")[0]
                assert top not in FOLDERS or FOLDERS.index(top) <= place, f"{name} imports {other}"


def test_every_file_of_extraction_stands_in_the_map() -> None:
    order = set(listed())
    for name, _ in modules("extraction"):
        known = name in APART or ".".join(name.split(".")[:2]) in order
        assert known, f"{name} is not in README's map"


def test_a_file_of_extraction_imports_only_files_listed_above_it() -> None:
    order = listed()
    for name, path in modules("extraction"):
        own = ".".join(name.split(".")[:2])
        if name in APART or own not in order:
            continue
        for other in imported(path):
            top = ".".join(other.split(".")[:2])
            if top in order and top != own:
                assert order.index(top) < order.index(own), f"{name} imports {other}, listed below it"


def test_an_outside_package_stands_behind_one_file() -> None:
    for package in ("ortools", "selectolax", "xlsxwriter", "jieba", "onnxruntime"):
        users = {name for folder in FOLDERS[:4] for name, path in modules(folder) for i in imported(path) if i.split(".")[0] == package}
        assert len(users) <= 1, f"{package} is imported by {sorted(users)}"
