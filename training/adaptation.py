"""Command: masked-language modelling on official texts, whole words at a time.

`python -m training.adaptation ENCODER OUT TEXT.jsonl.gz[:WEIGHT]… [--minutes N]`: reads {"text": …} lines
(each chunk WEIGHT times, or with that chance where it is below one), holds one document in fifty back, prints held-out perplexity (of masked characters) before, during and after, and
writes the encoder after each report of it, so that a stop loses little.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import BertForMaskedLM

from models.alphabet import MASK, SPECIAL, Alphabet
from models.segmenter import words


@dataclass(frozen=True)
class Settings:
    length: int = 128  # the gradient of attention grows with its square, the gain does not
    batch_size: int = 64
    learning_rate: float = 2e-4  # 5e-4 hurt where little is labelled
    warmup: int = 100
    masked: float = 0.15
    minutes: float = 25.0
    report_every: int = 200
    seed: int = 7


Batch = tuple[torch.Tensor, torch.Tensor]  # ids with masks, labels (-100 where nothing is asked); both (batch, length)


def chunks(path: Path, length: int) -> Iterator[tuple[int, str]]:
    """(document number, up to `length` characters) of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            text = json.loads(line)["text"]
            for at in range(0, len(text), length):
                if len(text) - at >= 32:
                    yield number, text[at : at + length]


def mask(text: str, alphabet: Alphabet, settings: Settings, rng: random.Random) -> tuple[list[int], list[int]]:
    """Whole words hidden: 8 of 10 as [MASK], 1 as other characters, 1 left."""
    ids = alphabet.ids(text)
    labels = [-100] * len(ids)
    spans = list(words(text))
    rng.shuffle(spans)
    budget = settings.masked * len(ids)
    for start, end in spans:
        if budget <= 0:
            break
        budget -= end - start
        fate = rng.random()
        for i in range(start, end):
            labels[i] = ids[i]
            if fate < 0.8:
                ids[i] = MASK
            elif fate < 0.9:
                ids[i] = rng.randrange(len(SPECIAL), len(alphabet))
    return ids, labels


def batches(texts: Sequence[str], alphabet: Alphabet, settings: Settings, rng: random.Random) -> Iterator[Batch]:
    for at in range(0, len(texts) - settings.batch_size + 1, settings.batch_size):
        rows = [mask(text, alphabet, settings, rng) for text in texts[at : at + settings.batch_size]]
        longest = max(len(ids) for ids, _ in rows)
        ids = torch.tensor([row + [0] * (longest - len(row)) for row, _ in rows])
        labels = torch.tensor([row + [-100] * (longest - len(row)) for _, row in rows])
        yield ids, labels


def loss_of(model: BertForMaskedLM, ids: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy over the hidden characters; the vocabulary is scored for those alone."""
    with torch.autocast("cpu", torch.bfloat16):
        states = model.bert(input_ids=ids, attention_mask=(ids > 0).long()).last_hidden_state
        scores = model.cls(states[labels >= 0])
    return torch.nn.functional.cross_entropy(scores.float(), labels[labels >= 0])


def perplexity(model: BertForMaskedLM, held: Sequence[Batch]) -> float:
    model.eval()
    total = count = 0.0
    with torch.no_grad():
        for ids, labels in held:
            asked = int((labels >= 0).sum())
            total += float(loss_of(model, ids, labels)) * asked
            count += asked
    model.train()
    return math.exp(total / max(count, 1))


def adapt(encoder: Path, out: Path, sources: Sequence[tuple[Path, float]], settings: Settings) -> None:
    rng = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    alphabet = Alphabet.load(encoder)
    read = [(number, text, weight) for path, weight in sources for number, text in chunks(path, settings.length)]
    held_texts = [text for number, text, _ in read if number % 50 == 0]
    texts = [text for number, text, weight in read if number % 50 for _ in range(_times(weight, rng))]
    rng.shuffle(texts)
    rng.shuffle(held_texts)
    held = list(batches(held_texts[:512], alphabet, settings, random.Random(1)))
    model = BertForMaskedLM.from_pretrained(encoder, attn_implementation="eager", hidden_dropout_prob=0.0,
                                            attention_probs_dropout_prob=0.0)  # fmt: skip
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, weight_decay=0.01)
    start = time.monotonic()
    print(f"{len(texts)} chunks, held-out perplexity {perplexity(model, held):.2f}", flush=True)
    step = 0
    while time.monotonic() - start < settings.minutes * 60:
        for ids, labels in batches(texts, alphabet, settings, rng):
            passed = (time.monotonic() - start) / (settings.minutes * 60)
            if passed >= 1:
                break
            rate = min(1.0, (step + 1) / settings.warmup) * max(0.05, 1 - passed)
            for group in optimizer.param_groups:
                group["lr"] = settings.learning_rate * rate
            loss = loss_of(model, ids, labels)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            if step % settings.report_every == 0:
                _save(model, alphabet, out, settings, step, perplexity(model, held), time.monotonic() - start)
    _save(model, alphabet, out, settings, step, perplexity(model, held), time.monotonic() - start)


def _times(weight: float, rng: random.Random) -> int:
    return int(weight) + (rng.random() < weight % 1)


def _save(
    model: BertForMaskedLM, alphabet: Alphabet, out: Path, settings: Settings, step: int, held: float, seconds: float
) -> None:
    print(f"step {step}: {seconds:.0f} s, held-out perplexity {held:.2f}", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    model.bert.save_pretrained(out)
    alphabet.save(out)
    told = asdict(settings) | {"steps": step, "seconds": round(seconds), "perplexity": round(held, 3)}
    (out / "adaptation.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def main() -> None:
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", nargs="+", metavar="TEXT.jsonl.gz[:WEIGHT]")
    parser.add_argument("--minutes", type=float, default=Settings.minutes)
    given = parser.parse_args()
    pairs = [name.rpartition(":") if ":" in name else (name, ":", "1") for name in given.texts]
    sources = [(Path(name), float(weight)) for name, _, weight in pairs]
    adapt(given.encoder, given.out, sources, Settings(minutes=given.minutes))


if __name__ == "__main__":
    main()
