"""What a competitor speaks: JSON Lines on stdin and stdout, so that it may run in any Python environment.

`python -m evaluation.competitors.linear train FOLDER` reads one sentence a line and writes what it learned:
    {"part": "train", "text": "本年收到申请9件", "spans": [[6, 8, "FIGURE"]]}
`python -m evaluation.competitors.linear read FOLDER` says {"ready": seconds}, then answers line by line:
    {"texts": ["本年收到申请9件"]}  ->  {"spans": [[[6, 8, "FIGURE"]]], "ms": 1.3}
This file and the competitors beside it need nothing of ours but the standard library.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO

Found = tuple[int, int, str]  # start, end (exclusive), label
Sentence = tuple[str, list[Found]]
Read = Callable[[Sequence[str]], Iterable[Sequence[Found]]]
Load = Callable[[Path], Read]  # the folder is where training wrote
Train = Callable[[list[Sentence], list[Sentence], Path], None]  # sentences to learn from, to steer by, the folder


def serve(load: Load, train: Train | None = None) -> None:
    """The main function of a competitor."""
    mode, folder = sys.argv[1], Path(sys.argv[2])
    out = _own_stdout()
    if mode == "train" and train:
        train(*_sentences(sys.stdin), folder)
        print(json.dumps({"trained": True}), file=out, flush=True)
    else:
        _answer(load, folder, out)


def _own_stdout() -> TextIO:
    """The stream of answers. Whatever else is printed (banners of packages, progress) goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answer(load: Load, folder: Path, out: TextIO) -> None:
    begun = time.perf_counter()
    read = load(folder)
    list(read(["2021年本机关收到申请1件。"]))  # some load their models with the first text
    print(json.dumps({"ready": time.perf_counter() - begun}), file=out, flush=True)
    for line in sys.stdin:
        texts = json.loads(line)["texts"]
        begun = time.perf_counter()
        spans = [list(found) for found in read(texts)]
        ms = (time.perf_counter() - begun) * 1000
        print(json.dumps({"spans": spans, "ms": ms}, ensure_ascii=False), file=out, flush=True)


def _sentences(lines: Iterable[str]) -> tuple[list[Sentence], list[Sentence]]:
    parts: dict[str, list[Sentence]] = {"train": [], "dev": []}
    for line in lines:
        record = json.loads(line)
        parts[record["part"]].append((record["text"], [(s, e, label) for s, e, label in record["spans"]]))
    return parts["train"], parts["dev"]
