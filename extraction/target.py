"""Where the reports go: standard output, a file, or a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from extraction.export.draft import Published
from extraction.export.folder import Folder, names
from extraction.export.formats import FORMATS, PACKAGES, STREAMED, as_file, on_stream
from extraction.messages import Messages
from extraction.outcome import Outcome


class Unusable(ValueError):
    """The user asked for an output that cannot be; `key` is the message, `values` fill it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Taker(Protocol):
    """What takes outcomes, one by one."""

    def take(self, outcome: Outcome) -> None: ...

    def close(self, *, interrupted: bool = False) -> None: ...

    def discard(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Target:
    """`path` None is standard output; `form` None is every format, for a folder."""

    path: Path | None
    form: str | None
    folder: bool
    shape: str = "wide"

    def files(self) -> list[Path]:
        """The files that will be written."""
        if self.path is None:
            return []
        return [self.path / name for name in names(self.form)] if self.folder else [self.path]


def target(output: str | None, form: str | None, shape: str) -> Target:
    """What `-o` and `--format` mean together. Raises Unusable.

    >>> target("out/panel.xlsx", None, "wide").form, target("out", None, "wide").folder
    ('xlsx', True)
    """
    if output is None:
        if form is not None and form not in STREAMED:
            raise Unusable("needs-output", format=form)
        return Target(None, form or "jsonl", False, shape)
    path = Path(output)
    suffix = path.suffix.lower().lstrip(".")
    if path.is_dir() or output.endswith(("/", "\\")) or not suffix:
        return Target(path, form, True, shape)
    if form is None and suffix not in FORMATS:
        raise Unusable(
            "unknown-suffix", suffix=f".{suffix}", known=" ".join(f".{known}" for known in FORMATS)
        )
    return Target(path, form or suffix, False, shape)


def checked(chosen: Target, *, force: bool) -> None:
    """Raise Unusable where something would be overwritten, or a package is not installed."""
    from importlib.util import find_spec

    for form, package in PACKAGES.items():
        if chosen.form in (form, None) and find_spec(package) is None:
            raise Unusable("missing-package", format=form, package=package, install=package)
    there = [path for path in chosen.files() if path.exists()]
    if there and not force:
        listed = ", ".join(map(str, there[:3])) + (f" … ({len(there)})" if len(there) > 3 else "")
        raise Unusable("exists", names=listed)


def opened(
    chosen: Target, stream: BinaryIO, settings: Mapping[str, Any], say: Messages, *, many: bool
) -> Taker:
    """The place, opened. Raises OSError where it cannot be written."""
    if chosen.path is None:
        return Streamed(chosen, stream, many=many)
    if chosen.folder:
        return Folder(chosen.path, chosen.form, settings, say)
    return Single(chosen, chosen.path, many=many)


class Streamed:
    """Standard output."""

    def __init__(self, chosen: Target, stream: BinaryIO, *, many: bool) -> None:
        self._stream = stream
        self._export = on_stream(chosen.form or "jsonl", stream, chosen.shape, many=many)

    def take(self, outcome: Outcome) -> None:
        if outcome.report is not None:
            self._export.add(outcome.report)
            self._stream.flush()

    def close(self, *, interrupted: bool = False) -> None:
        self._export.close()

    def discard(self) -> None:
        pass


class Single:
    """One file."""

    def __init__(self, chosen: Target, path: Path, *, many: bool) -> None:
        form, shape = chosen.form or "jsonl", chosen.shape
        self._published = Published(path, lambda to: as_file(form, to, shape, many=many))

    def take(self, outcome: Outcome) -> None:
        if outcome.report is not None:
            self._published.add(outcome.report)

    def close(self, *, interrupted: bool = False) -> None:
        self._published.close()

    def discard(self) -> None:
        self._published.discard()
