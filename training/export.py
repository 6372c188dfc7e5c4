"""Command: a trained tagger -> the folder that is shipped: ONNX in 8 bits, alphabet, calibration, hashes.

`python -m training.export MODEL OUT --dev FILE.jsonl`. The exported network is compared with torch on 200
windows before it is quantised; the confidences are calibrated on the development reports, never on test.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertForTokenClassification

from annotations import gold
from extraction.report import Report
from extraction.tagging import asked_of, by_rules, placed, proposals
from models import tagger as shipped
from models.alphabet import CLS, SEP, Alphabet
from models.tags import LAYERS
from training.examples import examples, prose_of, true_spans

TOLERANCE = 1e-4
WINDOWS = 200


class Network(torch.nn.Module):
    """The logits alone, for the export; without a mask, because a run reads one window and pads nothing."""

    def __init__(self, model: BertForTokenClassification) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(input_ids, token_type_ids=token_type_ids).logits
        return logits


def export(folder: Path, out: Path, dev: Sequence[Report]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    alphabet = Alphabet.load(folder)
    model = BertForTokenClassification.from_pretrained(folder, attn_implementation="eager").eval()
    _write_onnx(model, out / "float.onnx")
    sample = [(item.text, item.types) for item in examples(dev)][:WINDOWS]
    worst = _compare(model, out / "float.onnx", alphabet, sample)
    print(f"torch and ONNX differ by {worst:.2e} at most on {len(sample)} windows")
    if worst > TOLERANCE:
        raise ValueError(f"the export differs from torch by {worst:.2e}, allowed are {TOLERANCE:.0e}")
    _quantise(out / "float.onnx", out / "model.onnx")
    (out / "float.onnx").unlink()
    alphabet.save(out)
    _write_finetune(model, alphabet, out / "finetune")
    shutil.copy(folder / "training.json", out / "training.json")
    (out / "calibration.json").write_text("{}", encoding="utf-8")
    write_manifest(out)
    (out / "calibration.json").write_text(json.dumps(calibrate(out, dev), indent=1), encoding="utf-8")
    write_manifest(out)


def _write_onnx(model: BertForTokenClassification, path: Path) -> None:
    ids = torch.randint(5, 200, (2, 40))
    names = {name: {0: "batch", 1: "length"} for name in ("input_ids", "token_type_ids")}
    torch.onnx.export(
        Network(model), (ids, torch.zeros_like(ids)), path, input_names=list(names), output_names=["logits"],
        dynamic_axes=names | {"logits": {0: "batch", 1: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def _write_finetune(model: BertForTokenClassification, alphabet: Alphabet, folder: Path) -> None:
    """The network in 16 bits, from which retraining starts."""
    folder.mkdir(exist_ok=True)
    alphabet.save(folder)
    copy.deepcopy(model).half().save_pretrained(folder)


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, per_channel=True, weight_type=QuantType.QInt8)


def _compare(
    model: BertForTokenClassification, path: Path, alphabet: Alphabet, sample: Sequence[tuple[str, list[int]]]
) -> float:
    """The largest difference of a logit between torch and the exported network."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for text, kinds in sample:
        ids, given = np.array([[CLS, *alphabet.ids(text), SEP]], np.int64), np.array([[0, *kinds, 0]], np.int64)
        (logits,) = session.run(None, {"input_ids": ids, "token_type_ids": given})
        with torch.no_grad():
            true = model(torch.tensor(ids), token_type_ids=torch.tensor(given)).logits.numpy()
        worst = max(worst, float(np.abs(logits - true).max()))
    return worst


def calibrate(folder: Path, dev: Sequence[Report]) -> dict[str, Any]:
    """For each label the share of right spans by raw confidence (isotonic), as a table to interpolate in."""
    from sklearn.isotonic import IsotonicRegression

    shipped.load.cache_clear()
    model = shipped.load(folder)
    pairs: dict[str, list[tuple[float, bool]]] = {label: [] for layer in LAYERS.values() for label in layer}
    for report in dev:
        prose = prose_of(report)
        proposed = proposals(by_rules(prose, report.meta.year))
        for passage in prose:
            true = set(placed(passage, true_spans(report)))
            found = model.read([passage.text.chars], [asked_of(passage)], [placed(passage, proposed)])[0]
            for layer in found.values():
                for span in layer:
                    pairs[span.label].append((span.confidence, (span.start, span.end, span.label) in true))
    tables = {}
    for label, seen in pairs.items():
        if len(seen) < 20:
            continue
        raw, right = (np.array(column, float) for column in zip(*seen, strict=True))
        fitted = IsotonicRegression(y_min=0.02, y_max=0.998, out_of_bounds="clip").fit(raw, right)
        knots = np.unique(np.quantile(raw, np.linspace(0, 1, 21)))
        tables[label] = {"raw": knots.round(5).tolist(), "right": fitted.predict(knots).round(4).tolist()}
    return tables


def write_manifest(out: Path) -> None:
    """The hash of every file of the folder."""
    names = ("model.onnx", "alphabet.json", "calibration.json", "training.json", "topics.npz", "cells.npz")
    hashes = {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in names if (out / n).exists()}
    (out / shipped.MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dev", type=Path, required=True)
    given = parser.parse_args()
    export(given.model, given.out, list(gold.read(given.dev)))
