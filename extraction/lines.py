"""Lines: the text that a web page or a Word file comes to, and where its tables stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from extraction.report import Span, Warning

_WHITE = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a container held: `grids` are stretches of `text`, one row a line, cells parted by a tab."""

    text: str
    grids: tuple[Span, ...] = ()
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[Warning, ...] = ()


class Lines:
    """Collects lines and grids in order. Empty lines are left out, empty cells are kept."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._grids: list[Span] = []
        self._length = 0

    def line(self, text: str) -> None:
        """One line of prose; white space in it is collapsed."""
        text = _WHITE.sub(" ", text).strip()
        if text:
            self._add(text)

    def grid(self, rows: Iterable[Sequence[str]]) -> None:
        """The rows of one table; a cell's inner line breaks become spaces."""
        printed = ["\t".join(_WHITE.sub(" ", cell).strip() for cell in row) for row in rows if row]
        if not any(row.strip("\t") for row in printed):
            return
        start = self._length + bool(self._parts)
        for row in printed:
            self._add(row)
        self._grids.append((start, self._length))

    def extracted(self, hints: Mapping[str, str], warnings: Iterable[Warning] = ()) -> Extracted:
        text, said = "\n".join(self._parts), MappingProxyType(dict(hints))
        return Extracted(text, tuple(self._grids), said, tuple(warnings))

    def _add(self, text: str) -> None:
        self._length += len(text) + bool(self._parts)
        self._parts.append(text)
