"""jionlp: its extractors of times and of money, rules both. Nothing is trained.

time_point and time_span are a DATE, time_delta and time_period are durations and frequencies, which are
none; money is a FIGURE in 元. jionlp takes a range (「1月1日至12月31日」) as one time, the gold as two.
Its word segmenter, jiojio, is under the GPL, version 3: it is never imported by the product, nor shipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.competitors.protocol import Found, Read, serve

DATES = ("time_point", "time_span")


def load(folder: Path) -> Read:
    import jionlp  # type: ignore[import-not-found,unused-ignore]

    def read(texts: Sequence[str]) -> Iterator[list[Found]]:
        for text in texts:
            times = jionlp.ner.extract_time(text, with_parsing=False)
            money = jionlp.ner.extract_money(text, with_parsing=False)
            found = [(*each["offset"], "DATE") for each in times if each["type"] in DATES]
            yield found + [(*each["offset"], "FIGURE") for each in money]

    return read


if __name__ == "__main__":
    serve(load)
