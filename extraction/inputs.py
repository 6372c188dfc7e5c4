"""What the user names -> the files to read: files, folders with their subfolders, globs, standard input."""

from __future__ import annotations

import glob
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"
# Taken from a folder. What cannot be read among them (pdf, doc) is refused with its remedy, not passed over.
SUFFIXES = (
    ".txt", ".md", ".text", ".html", ".htm", ".shtml", ".xhtml", ".mht", ".docx", ".csv", ".tsv",
    ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd",
)  # fmt: skip


class NoInput(ValueError):
    """Nothing is there under a name that the user gave; `key` is the message, `values` fill it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `path` is as the user would find it; `refused` where its suffix is no report's."""

    path: str
    refused: bool = False

    @property
    def name(self) -> str:
        return "stdin" if self.path == STDIN else Path(self.path).name

    def content(self) -> bytes | None:
        """The bytes of standard input; files are read where they are worked on."""
        return sys.stdin.buffer.read() if self.path == STDIN else None


def found(paths: Sequence[str], *, but: Path | None = None) -> Iterator[Input]:
    """Every file that the paths name, in order, each once, without the folder `but`.

    Raises NoInput before anything is read.
    """
    seen: set[str] = set()
    for path in paths:
        for each in list(_one(path, but)):
            if each.path not in seen:
                seen.add(each.path)
                yield each


def _one(path: str, but: Path | None) -> Iterator[Input]:
    place = Path(path)
    if path == STDIN or place.is_file():
        yield Input(path)
    elif place.is_dir():
        inside = list(_inside(place, but))
        if not any(not each.refused for each in inside):
            raise NoInput("nothing-inside", path=path, suffixes=" ".join(SUFFIXES[:8]) + " …")
        yield from inside
    elif glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
        for match in matches:
            if Path(match).is_file():
                yield Input(match)
            else:
                yield from _inside(Path(match), but)
    elif place.exists():
        yield Input(path)  # a pipe or a device, as a shell passes for <(command)
    else:
        raise NoInput("not-found", path=path)


def _inside(folder: Path, but: Path | None) -> Iterator[Input]:
    """The files of a folder and its subfolders in the order of their names; hidden ones are none."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or not path.is_file() or (but and but in path.resolve().parents):
            continue
        yield Input(str(path), refused=path.suffix.lower() not in SUFFIXES)


def digest(path: str) -> str:
    """The SHA-256 of a file, read in pieces. Raises OSError."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
