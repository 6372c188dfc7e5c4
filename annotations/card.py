"""The dataset card, annotations/README.md: what stands between its markers is written by command."""

from __future__ import annotations

import re
from pathlib import Path

CARD = Path(__file__).parent / "README.md"


def put(name: str, body: str, path: Path = CARD) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`. Raises ValueError without markers."""
    text = path.read_text(encoding="utf-8")
    block = re.compile(rf"(<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    if not block.search(text):
        raise ValueError(
            f"{path}: no markers <!-- {name} --> … <!-- /{name} -->; add them where the table shall stand"
        )
    path.write_text(block.sub(lambda found: f"{found[1]}\n{body.strip()}\n\n", text), encoding="utf-8")
