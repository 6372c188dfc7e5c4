"""Where in the text each statutory table stands: the densest cluster of its labels, to its last values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from extraction import form
from extraction.entries import PAGE
from extraction.labels import Label, Squashed, find
from extraction.values import NUMBER, UNIT

GAP = {"disclosure": 60, "applications": 150, "disputes": 60}  # squashed characters between two labels of a table
BORDER_BEFORE = re.compile(r"(?:^|[\n\t|\d)）”,，]|[一二三四五六七]、|[.．、])[ ]*$")
BORDER_AFTER = re.compile(r"[ ]*(?:$|[\n\t|\d+\-—/（(,:：无零oOlI“])")
VALUES = re.compile(rf"(?:[\s|]*\n{PAGE.pattern}\n)?(?:[\s|,，]*(?:(?:{NUMBER})(?:{UNIT})?(?!\d|\s?[年月日、．])|[-—/]+(?=[\s|]|$)|无(?=[\s|]|$)))+[ \t|]*")
TOLD = re.compile(r"\s*\d[\d,.]*\s*[件宗起条份](?=[，。；、（）])")  # 「部分公开9件，不予公开7件」 is a sentence
_SAID = re.compile(r"\d|零|[未没无]")
WEAK = ("总计", "合计", "其他")


def region(
    chars: str, name: str, squashed: Squashed, bounds: Sequence[int], within: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The stretch of the table: the densest cluster of its labels, to the end of its last values."""
    labels = [label for label in find(chars, name, squashed) if _bordered(chars, label, name)]
    clusters: list[list[Label]] = []
    for label in labels:
        place = bisect_left(squashed.at, label.start)
        near = clusters and place - bisect_left(squashed.at, clusters[-1][-1].end) <= GAP[name]
        if near and not (name == "disputes" and _sentence_ends(chars, clusters[-1][-1], label)):
            clusters[-1].append(label)
        else:
            clusters.append([label])
    best = max(clusters, key=lambda cluster: _weight(cluster, within), default=None)
    if best is None or not _enough(best, name):
        return _bare_disputes(chars, within) if name == "disputes" else None
    if name == "disputes":  # 总计 and 其他 at the end of table 3 are not its head
        best = best[next((i for i, label in enumerate(best) if chars[label.end - 1] in "议讼诉持"), 0) :]
        best = _to_values(chars, best)
    while name == "applications" and len(best) > 1 and chars[best[-1].start : best[-1].end] in WEAK:
        best.pop()  # 总计 and 其他 of the head of table 4
    start, last = best[0].start, best[-1].end
    stop = next((bound for bound in bounds if bound > last), len(chars))
    return start, _end(chars, last, stop)


def _sentence_ends(chars: str, before: Label, after: Label) -> bool:
    """Whether `before` stands in a sentence with numbers, or of none: prose about the table names its labels too."""
    line = chars.rfind("\n", 0, before.start) + 1
    return "。" in chars[before.end : after.start] and bool(_SAID.search(chars, line, after.start))


def _to_values(chars: str, labels: list[Label]) -> list[Label]:
    """The head of table 4 up to its one row of fifteen values; what follows is prose about it."""
    for i, label in enumerate(labels, 1):
        values = VALUES.match(chars, label.end)
        if values and len(re.findall(r"\d", values[0])) >= 15:
            return labels[:i]
    return labels


def _bordered(chars: str, label: Label, name: str) -> bool:
    """A label of a table stands between borders, not inside a sentence."""
    if label.row is None and name == "disclosure":
        return True
    if name == "applications" and TOLD.match(chars, label.end):
        return False
    before = chars[max(0, label.start - 4) : label.start]
    after = chars[label.end : label.end + 3]
    first = chars[label.start]
    numbered = first in "（(一二三四五六七" or (first.isdigit() and chars[label.start + 1 : label.start + 2] in ".．、")
    follows, precedes = _edges(name)
    beside = chars[max(0, label.start - 12) : label.start]
    if not (numbered or BORDER_BEFORE.search(before) or precedes.search(beside)):
        return False
    return bool(BORDER_AFTER.match(after) or follows.match(chars, label.end))


@cache
def _edges(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first and last characters of the table's words: another label that stands directly beside."""
    variants = form.label_variants(name)
    words = {*form.header_words(name), *(word for options in variants.values() for word in options)}
    first = "|".join(sorted({re.escape(word[:3]) for word in words}, key=len, reverse=True))
    last = "|".join(sorted({re.escape(word[-3:]) for word in words}, key=len, reverse=True))
    return re.compile(rf" *[（(一二三四五六七)）、.0-9]*(?:{first})"), re.compile(rf"(?:{last}) *$")


def _weight(cluster: Sequence[Label], within: tuple[int, int] | None) -> float:
    rows = len({label.row for label in cluster if label.row})
    heads = sum(1 for label in cluster if not label.row)
    inside = within is not None and within[0] <= cluster[0].start < within[1]
    return rows + 0.3 * min(heads, 12) + (3 if inside else 0)


def _enough(cluster: Sequence[Label], name: str) -> bool:
    rows = len({label.row for label in cluster if label.row})
    heads = sum(1 for label in cluster if not label.row)
    if name == "disputes":
        return heads >= 5
    return rows >= (6 if name == "applications" else 3) or (rows >= 2 and heads >= 2)


def _bare_disputes(chars: str, within: tuple[int, int] | None) -> tuple[int, int] | None:
    """Table 4 without any label: fifteen values in its part."""
    if within is None:
        return None
    match = re.compile(r"(?:\d+[\s|,]+){14}\d+").search(chars, *within)
    return (match.start(), match.end()) if match else None


def _end(chars: str, last: int, stop: int) -> int:
    """Where the values after the last label end; short lines of a broken table go with it."""
    values = VALUES.match(chars, last, stop)
    end = values.end() if values else last
    while end < stop:
        line_end = chars.find("\n", end + 1, stop)
        line_end = stop if line_end < 0 else line_end
        line = chars[end:line_end]
        rest = re.sub(rf"{NUMBER}|[\s|—:-]", "", line)
        if PAGE.fullmatch(line) and VALUES.match(chars, line_end, stop):
            end = line_end
            continue
        if len(rest) > 12 or (rest and not ("|" in line or "\t" in line)) or re.match(r"\s*\d{4}\s?年", line):
            break
        end = line_end
    return last + len(chars[last:end].rstrip("\n "))
