"""Characters -> ids, one for each: no character is dropped, so positions are offsets.

The vocabulary is a list of characters after the five special tokens. What it lacks is mapped first to
a twin (full-width to ASCII, traditional to simplified), and only then to [UNK], which is counted.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNK, CLS, SEP, MASK = range(5)


@dataclass(frozen=True)
class Alphabet:
    """`characters[i]` has id i + 5; `twins` maps a character outside to one inside."""

    characters: tuple[str, ...]
    twins: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _ids(self) -> dict[str, int]:
        ids = {character: i + len(SPECIAL) for i, character in enumerate(self.characters)}
        return ids | {c: ids[twin] for c, twin in self.twins.items() if c not in ids and twin in ids}

    def __len__(self) -> int:
        return len(self.characters) + len(SPECIAL)

    def ids(self, text: str) -> list[int]:
        """One id for each character of `text`, special tokens not included."""
        known = self._ids
        return [known.get(c) or self._foreign(c) for c in text]

    def _foreign(self, character: str) -> int:
        """The id of a character seen for the first time: of its compatibility form, or [UNK]."""
        plain = unicodedata.normalize("NFKC", character)
        found = self._ids.get(plain, UNK) if len(plain) == 1 else UNK
        if character.isspace():
            found = self._ids.get(" ", UNK)
        self._ids[character] = found
        return found

    def unknown(self, text: str) -> set[str]:
        """The characters of `text` that have no id of their own and no twin."""
        return {c for c, i in zip(text, self.ids(text), strict=True) if i == UNK}

    def save(self, folder: Path) -> None:
        (folder / "alphabet.json").write_text(
            json.dumps({"characters": "".join(self.characters), "twins": self.twins}, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> Alphabet:
        data = json.loads((folder / "alphabet.json").read_text(encoding="utf-8"))
        return cls(tuple(data["characters"]), data["twins"])


def pad(rows: Sequence[Sequence[int]], width: int | None = None, value: int = PAD) -> list[list[int]]:
    """Rows of one length."""
    longest = width or max(map(len, rows))
    return [[*row, *[value] * (longest - len(row))] for row in rows]
