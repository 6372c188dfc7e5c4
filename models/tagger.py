"""Texts -> spans with confidences, by the shipped network; the only import of onnxruntime.

A model folder holds `model.onnx`, `alphabet.json`, `calibration.json` and `manifest.json` with the hash
of each; a file that differs from its hash is refused before it is read.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from models.alphabet import CLS, SEP, Alphabet
from models.tags import LAYERS, Array, Span, slices, spans, types
from models.windows import Window, windows

WEIGHTS = Path(__file__).parent / "weights"
THREADS = 2  # windows read at the same time, but one in each process of a batch, which share the cores already
SLOW = ["SkipLayerNormFusion", "BiasGeluFusion"]  # the fused kernels take a tenth longer than their parts
MANIFEST = "manifest.json"
Proposed = tuple[int, int, str]


class DamagedModel(ValueError):
    """A model folder that lacks a file, or holds one that is not what its manifest says; told in two languages."""

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.message_zh = message_zh


@dataclass(frozen=True)
class Tagger:
    """A loaded model. `name` is the short hash of its weights."""

    name: str
    alphabet: Alphabet
    calibration: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    session: Any
    pool: Executor

    def read(
        self, texts: Sequence[str], asked: Sequence[Collection[str]], proposed: Sequence[Sequence[Proposed]]
    ) -> list[dict[str, list[Span]]]:
        """The spans of each text, by layer; `asked[i]` names the layers wanted of texts[i].

        `proposed[i]` are the spans that the rules found there, which the network reads beside the text.
        """
        found: list[dict[str, list[Span]]] = [{layer: [] for layer in LAYERS if layer in want} for want in asked]
        kinds = [types(spans, len(text)) for text, spans in zip(texts, proposed, strict=True)]
        jobs = [(i, window) for i, text in enumerate(texts) if asked[i] for window in windows(text)]

        def scores(job: tuple[int, Window]) -> Array:
            i, window = job
            place = slice(window.context, window.end)
            return self._scores(texts[i][place], kinds[i][place])

        for (i, window), row in zip(jobs, self.pool.map(scores, jobs), strict=True):
            for layer in found[i]:
                found[i][layer] += self._spans(row, window, layer)
        return found

    def _spans(self, row: Array, window: Window, layer: str) -> list[Span]:
        first = 1 + window.start - window.context
        core = row[first : first + window.end - window.start, slices()[layer]]
        return [
            Span(s.start + window.start, s.end + window.start, s.label, self.sure(s.label, s.confidence))
            for s in spans(core, LAYERS[layer])
        ]

    def sure(self, label: str, raw: float) -> float:
        """The share of spans of that raw confidence that proved right on the development reports."""
        table = self.calibration.get(label)
        return round(float(np.interp(raw, *table)) if table else raw, 4)

    def _scores(self, text: str, kinds: Sequence[int]) -> Array:
        """Log-probabilities of every layer's tags, shape (characters, tags).

        One window a run: in 8 bits the scale of a run is that of all it holds, and no window may change another.
        """
        ids = np.array([[CLS, *self.alphabet.ids(text), SEP]], np.int64)
        given = np.array([[0, *kinds, 0]], np.int64)
        (logits,) = self.session.run(None, {"input_ids": ids, "token_type_ids": given})
        return np.concatenate([_log_softmax(logits[0, :, place]) for place in slices().values()], -1)


def _log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


@cache
def load(folder: Path = WEIGHTS) -> Tagger:
    """The model of a folder. Raises DamagedModel, naming the file and both hashes."""
    import onnxruntime

    manifest = check(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # windows run side by side instead
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW
    )
    tables = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    calibration = {label: (table["raw"], table["right"]) for label, table in tables.items()}
    return Tagger(manifest["model.onnx"][:12], Alphabet.load(folder), calibration, session, ThreadPoolExecutor(_threads()))


def _threads() -> int:
    return 1 if multiprocessing.parent_process() else THREADS


def check(folder: Path) -> dict[str, str]:
    """The manifest of a model folder, each file of which has the hash that it says."""
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    except (OSError, KeyError, ValueError) as error:
        raise DamagedModel(
            f"{folder} is no model folder: {MANIFEST} cannot be read ({error})",
            f"{folder} 不是模型文件夹：无法读取 {MANIFEST}（{error}）",
        ) from error
    if "model.onnx" not in manifest:
        named = ", ".join(manifest) or "-"
        raise DamagedModel(
            f"{folder} is no tagger: {MANIFEST} names {named}, not model.onnx",
            f"{folder} 不是标注模型：{MANIFEST} 列出 {named}，没有 model.onnx",
        )
    for name, expected in manifest.items():
        _compare(folder / name, expected)
    return manifest


def _compare(path: Path, expected: str) -> None:
    if not path.exists():
        raise DamagedModel(f"{path} is missing; install the weights anew", f"缺少 {path}；请重新安装模型权重")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise DamagedModel(
            f"{path} has the hash {found}, expected {expected}; install the weights anew",
            f"{path} 的哈希是 {found}，应为 {expected}；请重新安装模型权重",
        )


def exists(folder: Path = WEIGHTS) -> bool:
    return (folder / MANIFEST).exists()
