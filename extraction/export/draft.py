"""A file in the making: written under another name beside its place, and moved there when complete."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extraction.report import Report


class Export(Protocol):
    """What reports are written to, one by one."""

    def add(self, report: Report) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """`written` becomes `path` on `publish`, in one step; until then `path` is untouched."""

    path: Path
    written: Path

    @classmethod
    def of(cls, path: Path) -> Draft:
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(path, path.with_name(f".{path.name}.{os.getpid()}.partial"))

    def publish(self) -> None:
        os.replace(self.written, self.path)

    def discard(self) -> None:
        self.written.unlink(missing_ok=True)


class Published:
    """An Export into a Draft: closing publishes it, discarding leaves nothing behind."""

    def __init__(self, path: Path, opened: Callable[[Path], Export]) -> None:
        self._draft = Draft.of(path)
        self._export = opened(self._draft.written)

    def add(self, report: Report) -> None:
        self._export.add(report)

    def close(self) -> None:
        self._export.close()
        self._draft.publish()

    def discard(self) -> None:
        self._draft.discard()
