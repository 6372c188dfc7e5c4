"""Which model folder is in service: the shipped one, or the last that was promoted on this machine."""

from __future__ import annotations

import json
import os
from pathlib import Path

from models.tagger import WEIGHTS, check


def _file() -> Path:
    """Where the promotions of this user are kept, oldest first."""
    home = os.environ.get("NIANBAO_HOME") or os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "nianbao" / "models.json"


def known() -> list[Path]:
    """The shipped folder and those promoted after it, in order."""
    try:
        promoted = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        promoted = []
    return [WEIGHTS, *(Path(folder) for folder in promoted)]


def in_service() -> Path:
    """The last promoted folder that is still there, else the shipped one."""
    return next(folder for folder in reversed(known()) if folder == WEIGHTS or folder.exists())


def promote(folder: Path) -> None:
    """Put a sound model folder into service. Raises DamagedModel for a damaged one."""
    check(folder)
    _write([*known()[1:], folder.resolve()])


def rollback() -> Path:
    """Take the last promotion back; the folder that is in service then."""
    _write(known()[1:-1])
    return in_service()


def _write(folders: list[Path]) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_text(json.dumps([str(folder) for folder in folders]), encoding="utf-8")
    draft.replace(file)


def name(folder: Path) -> str:
    """The short hash of a folder's weights."""
    return check(folder)["model.onnx"][:12]
