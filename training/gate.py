"""Whether a model may go into service: the gate of evaluation against the one that is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from annotations import source
from models import store


def worse(folder: Path) -> list[str]:
    """Why a model may not go into service: what the gate of evaluation says against the one that is there."""
    command = [sys.executable, "-m", "evaluation", str(source.CORPUS), "--split", "test", "--engine", f"model:{folder}",
               "--against", f"model:{store.in_service()}"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return told[-3:] if done.returncode == 4 else [f"evaluation ended with {done.returncode}", *told[-2:]]
