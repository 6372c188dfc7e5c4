"""Trains the tagger, from examples to saved weights, top to bottom.

One encoder, one linear head whose slices are the tags of the layers (models/tags.py). The best epoch by
dev strict F1 is kept; a killed run goes on from its last epoch.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel
from transformers import BertConfig, BertForTokenClassification

from models.alphabet import CLS, PAD, SEP, UNK, Alphabet, pad
from models.tags import LAYERS, Layers, count_types, decode, names, slices, spans
from training.examples import Example


@dataclass(frozen=True)
class Settings:
    epochs: int = 16
    tokens: int = 2048  # of one batch, padding counted
    learning_rate: float = 2e-4
    head: float = 20.0  # times that rate for the head, while it is new: slow, it holds the encoder back
    decay: float = 0.01
    warmup: float = 0.1
    blanked: float = 0.05  # characters replaced by [UNK] in training: the only dropout
    unproposed: float = 0.2  # windows, and of the others a third as many spans, without the rules' proposals
    layers: int = 0  # of the encoder that are kept, from the first; 0 keeps all
    unscored: int = 0  # epochs from the first that are not scored, because they never win
    average: float = 0.998  # of the running mean of the weights, kept at each step; the mean is scored and saved
    kept: float = 0.0  # share of the weights that it began with in those that are scored and saved
    even: bool = True  # the best epoch is that of the best mean over the labels; else over all spans alike
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

    def mean(self, labels: Sequence[str]) -> float:
        return sum(self.f1([label]) for label in labels) / len(labels)


# ids, mask and token types (batch, length); the tags of each layer (-100: not asked)
Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]


def batches(
    items: Sequence[Example], alphabet: Alphabet, settings: Settings, rng: random.Random | None, layers: Layers = LAYERS
) -> Iterator[Batch]:
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
        yield _batch([items[i] for i in group], alphabet, settings, rng, layers)


def _batch(
    items: Sequence[Example], alphabet: Alphabet, settings: Settings, rng: random.Random | None, layers: Layers
) -> Batch:
    rows, kinds, tags = [], [], {layer: list[list[int]]() for layer in layers}
    for item in items:
        ids, given = alphabet.ids(item.text), item.types
        if rng:
            ids = [UNK if rng.random() < settings.blanked else i for i in ids]
            given = _thinned(given, settings.unproposed, rng)
        rows.append([CLS, *ids, SEP])
        kinds.append([0, *given, 0])
        for layer in layers:
            asked = item.tags[layer]
            core = asked if asked is not None else [-100] * (len(item.text) - item.context)
            tags[layer].append([-100] * (item.context + 1) + core + [-100])
    ids_ = torch.tensor(pad(rows))
    tags_ = {layer: torch.tensor(pad(rows_, value=-100)) for layer, rows_ in tags.items()}
    return ids_, (ids_ != PAD).long(), torch.tensor(pad(kinds)), tags_


def _thinned(given: Sequence[int], share: float, rng: random.Random) -> list[int]:
    """Without a share of what is proposed, so that the network can do without it."""
    if rng.random() < share:
        return [0] * len(given)
    kept, left, drop = [], 0, False
    for kind in given:
        drop = drop and kind != 0 if left != 0 else rng.random() < share / 3
        left = kind
        kept.append(0 if drop else kind)
    return kept


def loss_of(logits: torch.Tensor, tags: dict[str, torch.Tensor], layers: Layers = LAYERS) -> torch.Tensor:
    """Cross entropy of every layer over the characters that are asked; logits (batch, length, tags)."""
    parts = []
    for layer, place in slices(layers).items():
        if bool((tags[layer] >= 0).any()):
            scores = logits[..., place].float().flatten(0, 1)
            parts.append(torch.nn.functional.cross_entropy(scores, tags[layer].flatten(), ignore_index=-100))
    return torch.stack(parts).sum()


def evaluate(
    model: BertForTokenClassification, items: Sequence[Example], alphabet: Alphabet, settings: Settings, layers: Layers
) -> Score:
    """Strict spans on windows of gold."""
    model.eval()
    score = Score()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for ids, mask, kinds, tags in batches(items, alphabet, settings, None, layers):
            logits = model(input_ids=ids, attention_mask=mask, token_type_ids=kinds).logits.float()
            for layer, place in slices(layers).items():
                scores = torch.log_softmax(logits[..., place], -1).numpy()
                for row, true in zip(scores, tags[layer].numpy(), strict=True):
                    _count(score, row, true, layers[layer])
    model.train()
    return score


def _count(score: Score, row: np.ndarray, true: np.ndarray, labels: Sequence[str]) -> None:  # type: ignore[type-arg]
    asked = np.flatnonzero(true >= 0)
    if not len(asked):
        return
    first, last = asked[0], asked[-1] + 1
    gold = set(decode(true[first:last].tolist(), labels))
    found = {(s.start, s.end, s.label) for s in spans(row[first:last], labels)}
    for _, _, label in gold & found:
        score.right[label] += 1
    score.found.update(label for _, _, label in found)
    score.true.update(label for _, _, label in gold)


def train(
    encoder: Path, taught: Callable[[int], Sequence[Example]], dev: Sequence[Example], out: Path, settings: Settings,
    layers: Layers = LAYERS,
) -> Score:  # fmt: skip
    """Fine-tune and write the best epoch as a Hugging Face folder with its alphabet and settings.

    `taught(epoch)` gives the examples of that epoch.
    """
    rng = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    alphabet = Alphabet.load(encoder)
    model = network(encoder, settings, layers)
    optimizer = torch.optim.AdamW(_groups(model, encoder, settings), weight_decay=settings.decay, fused=True)
    mean, origin = AveragedModel(model, multi_avg_fn=_running(settings.average)), deepcopy(model)
    first, best, stale = _resumed(out, model, mean, optimizer)
    best_score = Score()
    start = time.monotonic()
    labels = [label for known in layers.values() for label in known]
    for epoch in range(first, settings.epochs):
        todo = list(batches(taught(epoch), alphabet, settings, rng, layers))
        loss = _epoch(model, mean, optimizer, todo, settings, epoch, layers)
        if epoch >= settings.unscored:
            result = blended(mean.module, origin, settings.kept)
            score = evaluate(result, dev, alphabet, settings, layers)
            reached = score.mean(labels) if settings.even else score.f1(labels)
            told = " ".join(f"{label} {score.f1([label]):.4f}" for label in labels)
            click.echo(f"epoch {epoch}: loss {loss:.4f}, dev {told}, {reached:.4f}, {time.monotonic() - start:.0f} s", err=True)
            stale = 0 if reached > best else stale + 1
            if reached > best:
                best, best_score = reached, score
                _save(result, alphabet, encoder, out, settings, score, epoch)
        state = {"model": model.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state | {"epoch": epoch, "best": best, "stale": stale}, out / "last.pt")
        if stale >= settings.patience:
            break
    (out / "last.pt").unlink(missing_ok=True)
    return best_score


def network(encoder: Path, settings: Settings, layers: Layers) -> BertForTokenClassification:
    """The encoder under a new head, or the tagger of a folder as it is; its token types as many as proposals."""
    tags = names(layers)
    config = BertConfig.from_pretrained(
        encoder, num_labels=len(tags), id2label=dict(enumerate(tags)), hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0, label2id={name: i for i, name in enumerate(tags)},
    )  # fmt: skip
    config.num_hidden_layers = settings.layers or config.num_hidden_layers
    model = BertForTokenClassification.from_pretrained(encoder, config=config, attn_implementation="eager", dtype=torch.float32)
    if config.type_vocab_size < count_types():
        first = model.bert.embeddings.token_type_embeddings.weight.data[:1]
        kinds = torch.nn.Embedding(count_types(), config.hidden_size, _weight=first.repeat(count_types(), 1))
        model.bert.embeddings.token_type_embeddings = kinds
        model.config.type_vocab_size = count_types()
    return model.train()


def _groups(model: BertForTokenClassification, encoder: Path, settings: Settings) -> list[dict[str, Any]]:
    """The weights by the share of the learning rate that they get: a new head more than what was pretrained."""
    taught = type(model).__name__ in (BertConfig.from_pretrained(encoder).architectures or ())
    times = 1.0 if taught else settings.head
    return [{"params": [*model.bert.parameters()], "times": 1.0}, {"params": [*model.classifier.parameters()], "times": times}]


def _running(kept: float) -> Callable[[Sequence[torch.Tensor], Sequence[torch.Tensor], torch.Tensor | int], None]:
    """An exponential mean of the weights, over fewer steps at the beginning (Polyak 1992; Tarvainen, Valpola 2017)."""

    def update(mean: Sequence[torch.Tensor], now: Sequence[torch.Tensor], steps: torch.Tensor | int) -> None:
        torch._foreach_lerp_(list(mean), list(now), 1 - min(kept, (1 + float(steps)) / (10 + float(steps))))

    return update


def blended(model: BertForTokenClassification, origin: BertForTokenClassification, kept: float) -> BertForTokenClassification:
    """A share of the weights before fine-tuning in those after it: it learns the new and forgets less.

    Wortsman and others 2022, Robust fine-tuning of zero-shot models (WiSE-FT).
    """
    result = deepcopy(model)
    with torch.no_grad():
        for weight, before in zip(result.parameters(), origin.parameters(), strict=True):
            weight.lerp_(before, kept)
    return result


def _epoch(
    model: BertForTokenClassification, mean: AveragedModel, optimizer: torch.optim.Optimizer, todo: Sequence[Batch],
    settings: Settings, epoch: int, layers: Layers,
) -> float:  # fmt: skip
    """One pass; the mean loss."""
    total = 0.0
    for i, (ids, mask, kinds, tags) in enumerate(todo):
        _set_rate(optimizer, settings, (epoch + i / len(todo)) / settings.epochs)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(input_ids=ids, attention_mask=mask, token_type_ids=kinds).logits
        loss = loss_of(logits, tags, layers)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean.update_parameters(model)
        total += float(loss.detach())
        if i % 50 == 49:
            click.echo(f"  epoch {epoch}, step {i + 1} of {len(todo)}: loss {total / (i + 1):.4f}\r", err=True, nl=False)
    return total / max(len(todo), 1)


def _resumed(
    out: Path, model: BertForTokenClassification, mean: AveragedModel, optimizer: torch.optim.Optimizer
) -> tuple[int, float, int]:
    """The first epoch to run, the best score so far, and the epochs since it; after a kill as they were."""
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "last.pt").exists():
        return 0, -1.0, 0
    state = torch.load(out / "last.pt", weights_only=True)
    model.load_state_dict(state["model"])
    mean.load_state_dict(state["mean"])
    optimizer.load_state_dict(state["optimizer"])
    click.echo(f"going on after epoch {state['epoch']}", err=True)
    return state["epoch"] + 1, state["best"], state["stale"]


def _set_rate(optimizer: torch.optim.Optimizer, settings: Settings, passed: float) -> None:
    """Linear warm-up, then linear down to zero."""
    rate = passed / settings.warmup if passed < settings.warmup else (1 - passed) / (1 - settings.warmup)
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * group["times"] * max(rate, 0.01)


def _save(
    model: BertForTokenClassification, alphabet: Alphabet, encoder: Path, out: Path, settings: Settings, score: Score,
    epoch: int,
) -> None:  # fmt: skip
    model.save_pretrained(out)
    alphabet.save(out)
    told = {"settings": asdict(settings), "epoch": epoch, "dev": {k: round(score.f1([k]), 4) for k in score.true}}
    told |= {"adapted": (encoder / "adaptation.json").exists()}
    if (encoder / "training.json").exists():  # it goes on from a tagger
        told |= {"after": json.loads((encoder / "training.json").read_text(encoding="utf-8"))}
    (out / "training.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
