"""The administrative divisions of China: which names are places, and where an agency belongs.

`divisions.tsv.gz` holds name, code and official short name of each province, city and county, abolished
ones with the code of their successor, then name and code of each town and street. A code begins with
those of the places above it: 3213 (宿迁市) lies in 32 (江苏省), 321322 (沭阳县) in 3213.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extraction.report import Region

LONGEST = 15
_TOWN = re.compile(r".{1,9}?(?:街道|镇|乡|苏木)")
_PARTY = re.compile(r"(?:中国共产党|中共)")
# Below the four municipalities there is no city.
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Divisions:
    codes: dict[str, tuple[str, ...]]
    names: dict[str, str]
    shorts: dict[str, str]
    towns: str


@cache
def _divisions() -> Divisions:
    text = gzip.decompress(Path(__file__).with_name("divisions.tsv.gz").read_bytes()).decode()
    places, _, towns = text.strip("\n").partition("\n\n")
    codes: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for line in places.split("\n"):
        name, code, *short = line.split("\t")
        for known in {name, *short}:
            codes[known] = (*codes.get(known, ()), code)
        names.setdefault(code, name)
        shorts.setdefault(code, short[0] if short else name)
    return Divisions(codes, names, shorts, f"\n{towns}\n")


def divisions() -> tuple[str, ...]:
    """The names of all provinces, cities and counties, sorted."""
    return tuple(sorted(set(_divisions().names.values())))


def is_place(name: str) -> bool:
    """Whether a province, city or county is or was called so: 「太仓市」, 「太仓」."""
    return name in _divisions().codes


@cache
def place_tails() -> frozenset[str]:
    """The last two characters of every place name: what ends otherwise is none."""
    return frozenset(name[-2:] for name in _divisions().codes)


def longest_place(words: str) -> str:
    """The longest name of a province, city or county that `words` begin with; "" if they do not."""
    codes = _divisions().codes
    return next((words[:n] for n in range(min(LONGEST, len(words)), 1, -1) if words[:n] in codes), "")


def region_of(name: str, context: str = "") -> Region:
    """Where the agency of this name belongs today: 「沭阳县人民政府」 -> 江苏省, 宿迁市, 沭阳县.

    A name that several places share (朝阳区) is decided by the places above them that the context
    names; what stays undecided is None.
    """
    found = _codes(_PARTY.sub("", name, count=1))
    if len(found) > 1:
        found = _decided(found, context)
    return _region(found)


def _codes(name: str) -> tuple[str, ...]:
    """The codes that fit all the places at the head of a name, the last of them the narrowest."""
    found: tuple[str, ...] = ()
    while (place := longest_place(name)) and (below := _below(_divisions().codes[place], found)):
        found, name = below, name[len(place) :]
    return found or _town_codes(name)


def _below(codes: Iterable[str], above: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c for c in codes if not above or any(c.startswith(a) and c != a for a in above))


def _town_codes(name: str) -> tuple[str, ...]:
    town = _TOWN.match(name)
    if not town:
        return ()
    towns, row = _divisions().towns, f"\n{town[0]}\t"
    found: dict[str, None] = {}
    at = towns.find(row)
    while at >= 0:
        found[towns[at + len(row) : at + len(row) + 6]] = None
        at = towns.find(row, at + 1)
    return tuple(found)


def _decided(codes: tuple[str, ...], context: str) -> tuple[str, ...]:
    """The codes whose upper places the context names most often."""
    divisions = _divisions()

    def named(code: str) -> int:
        above = {code[:2], code[:4], code}
        return sum(context.count(divisions.shorts[place]) for place in above if place in divisions.shorts)

    counts = {code: named(code) for code in codes}
    most = max(counts.values())
    return tuple(code for code in codes if counts[code] == most) if most else codes


def _region(codes: tuple[str, ...]) -> Region:
    """The province, city and county that all these codes share."""
    names = _divisions().names
    levels: list[str | None] = []
    for digits in (2, 4, 6):
        shared = {code[:digits] for code in codes}
        code = shared.pop() if len(shared) == 1 else ""
        levels.append(names.get(code) if len(code) == digits else None)
    if codes and codes[0][:2] in _MUNICIPALITIES:
        levels[1] = None
    return Region(*levels)
