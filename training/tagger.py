"""Command: trains the tagger, from settings to saved weights, top to bottom.

`python -m training.tagger --encoder DIR --train FILE.jsonl --dev FILE.jsonl --out DIR`. One encoder, one
linear head whose slices are the tags of the layers (models/tags.py); each epoch reads the training
reports under a fresh mix of damage. The best epoch by dev strict F1 is kept; a killed run goes on from
its last epoch.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertForTokenClassification

from extraction.report import Report
from models.alphabet import CLS, PAD, SEP, UNK, Alphabet, pad
from models.tags import LAYERS, decode, names, slices, spans
from training.examples import Example, examples


@dataclass(frozen=True)
class Settings:
    epochs: int = 10
    tokens: int = 4096  # of one batch, padding counted
    learning_rate: float = 2e-4
    decay: float = 0.01
    warmup: float = 0.1
    blanked: float = 0.05  # characters replaced by [UNK] in training: the only dropout
    damage: float = 1.0  # severity of the mix; 0 trains on clean text
    patience: int = 4
    seed: int = 7


@dataclass
class Score:
    """Spans right, printed by the tagger, and true, for each label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)

    def f1(self, labels: Sequence[str]) -> float:
        right, found, true = (sum(count[label] for label in labels) for count in (self.right, self.found, self.true))
        return 2 * right / max(found + true, 1)


Batch = tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]  # ids, mask, tags of each layer (-100: not asked)


def batches(items: Sequence[Example], alphabet: Alphabet, settings: Settings, rng: random.Random | None) -> Iterator[Batch]:
    """Batches of windows of like length; shuffled and blanked where `rng` is given."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].text) + (rng.random() * 16 if rng else 0))
    groups: list[list[int]] = [[]]
    for i in order:
        longest = len(items[i].text) + 2
        if groups[-1] and longest * (len(groups[-1]) + 1) > settings.tokens:
            groups.append([])
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    for group in groups:
        yield _batch([items[i] for i in group], alphabet, settings, rng)


def _batch(items: Sequence[Example], alphabet: Alphabet, settings: Settings, rng: random.Random | None) -> Batch:
    rows, tags = [], {layer: list[list[int]]() for layer in LAYERS}
    for item in items:
        ids = alphabet.ids(item.text)
        if rng:
            ids = [UNK if rng.random() < settings.blanked else i for i in ids]
        rows.append([CLS, *ids, SEP])
        for layer in LAYERS:
            asked = item.tags[layer]
            core = asked if asked is not None else [-100] * (len(item.text) - item.context)
            tags[layer].append([-100] * (item.context + 1) + core + [-100])
    ids_ = torch.tensor(pad(rows))
    return ids_, (ids_ != PAD).long(), {layer: torch.tensor(pad(rows_, value=-100)) for layer, rows_ in tags.items()}


def loss_of(logits: torch.Tensor, tags: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross entropy of every layer over the characters that are asked; logits (batch, length, tags)."""
    parts = []
    for layer, place in slices().items():
        if bool((tags[layer] >= 0).any()):
            scores = logits[..., place].float().flatten(0, 1)
            parts.append(torch.nn.functional.cross_entropy(scores, tags[layer].flatten(), ignore_index=-100))
    return torch.stack(parts).sum()


def evaluate(model: BertForTokenClassification, items: Sequence[Example], alphabet: Alphabet, settings: Settings) -> Score:
    """Strict spans on windows of gold."""
    model.eval()
    score = Score()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for ids, mask, tags in batches(items, alphabet, settings, None):
            logits = model(input_ids=ids, attention_mask=mask).logits.float()
            for layer, place in slices().items():
                scores = torch.log_softmax(logits[..., place], -1).numpy()
                for row, true in zip(scores, tags[layer].numpy(), strict=True):
                    _count(score, row, true, layer)
    model.train()
    return score


def _count(score: Score, row: np.ndarray, true: np.ndarray, layer: str) -> None:  # type: ignore[type-arg]
    asked = np.flatnonzero(true >= 0)
    if not len(asked):
        return
    first, last = asked[0], asked[-1] + 1
    gold = set(decode(true[first:last].tolist(), layer))
    found = {(s.start, s.end, s.label) for s in spans(row[first:last], layer)}
    for _, _, label in gold & found:
        score.right[label] += 1
    score.found.update(label for _, _, label in found)
    score.true.update(label for _, _, label in gold)


def train(
    encoder: Path, train_reports: Sequence[Report], dev_reports: Sequence[Report], out: Path, settings: Settings
) -> Score:
    """Fine-tune and write the best epoch as a Hugging Face folder with its alphabet and settings."""
    rng = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    alphabet = Alphabet.load(encoder)
    config = BertConfig.from_pretrained(
        encoder, num_labels=len(names()), id2label=dict(enumerate(names())), hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0, label2id={name: i for i, name in enumerate(names())},
    )  # fmt: skip
    model = BertForTokenClassification.from_pretrained(encoder, config=config, attn_implementation="eager")
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, weight_decay=settings.decay, fused=True)
    dev = list(examples(dev_reports))
    best, best_score, stale = -1.0, Score(), 0
    start = time.monotonic()
    labels = [label for layer in LAYERS.values() for label in layer]
    for epoch in _resumed(out, model, optimizer, settings):
        items = list(examples(_damaged(train_reports, settings, epoch)))
        todo = list(batches(items, alphabet, settings, rng))
        total = 0.0
        for i, (ids, mask, tags) in enumerate(todo):
            _set_rate(optimizer, settings, (epoch + i / len(todo)) / settings.epochs)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(input_ids=ids, attention_mask=mask).logits
            loss = loss_of(logits, tags)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            total += float(loss.detach())
            if i % 50 == 49:
                print(f"  step {i + 1} of {len(todo)}: loss {total / (i + 1):.4f}, {time.monotonic() - start:.0f} s", flush=True)
        score = evaluate(model, dev, alphabet, settings)
        mean = sum(score.f1([label]) for label in labels) / len(labels)
        told = " ".join(f"{label} {score.f1([label]):.4f}" for label in labels)
        print(f"epoch {epoch}: loss {total / len(todo):.4f}, dev {told}, mean {mean:.4f}, {time.monotonic() - start:.0f} s", flush=True)
        stale = 0 if mean > best else stale + 1
        if mean > best:
            best, best_score = mean, score
            _save(model, alphabet, out, settings, score, epoch)
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, out / "last.pt")
        if stale >= settings.patience:
            break
    (out / "last.pt").unlink(missing_ok=True)
    return best_score


def _damaged(reports: Sequence[Report], settings: Settings, epoch: int) -> list[Report]:
    if not settings.damage:
        return list(reports)
    from training.damage import damaged

    return [damaged(r, settings.seed * 100_003 + epoch * 1_009 + i, settings.damage) for i, r in enumerate(reports)]


def _resumed(
    out: Path, model: BertForTokenClassification, optimizer: torch.optim.Optimizer, settings: Settings
) -> Iterator[int]:
    """The epochs still to run; after a kill those after the last one that was saved."""
    out.mkdir(parents=True, exist_ok=True)
    first = 0
    if (out / "last.pt").exists():
        state = torch.load(out / "last.pt", weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["epoch"] + 1
        print(f"going on after epoch {first - 1}", flush=True)
    yield from range(first, settings.epochs)


def _set_rate(optimizer: torch.optim.Optimizer, settings: Settings, passed: float) -> None:
    """Linear warm-up, then linear down to zero."""
    rate = passed / settings.warmup if passed < settings.warmup else (1 - passed) / (1 - settings.warmup)
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * max(rate, 0.01)


def _save(
    model: BertForTokenClassification, alphabet: Alphabet, out: Path, settings: Settings, score: Score, epoch: int
) -> None:
    model.save_pretrained(out)
    alphabet.save(out)
    told = {"settings": asdict(settings), "epoch": epoch, "dev": {k: round(score.f1([k]), 4) for k in score.true}}
    (out / "training.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def main() -> None:
    import argparse

    from annotations import gold

    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--encoder", "--train", "--dev", "--out"):
        parser.add_argument(name, type=Path, required=True)
    for name, kind in (("epochs", int), ("learning_rate", float), ("damage", float), ("seed", int), ("tokens", int)):
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(Settings(), name))
    given = vars(parser.parse_args())
    settings = Settings(**{name: given[name] for name in ("epochs", "learning_rate", "damage", "seed", "tokens")})
    train(given["encoder"], list(gold.read(given["train"])), list(gold.read(given["dev"])), given["out"], settings)


if __name__ == "__main__":
    main()
