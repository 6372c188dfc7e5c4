"""Digits that run together, cut into numbers: `16552499331992721106928` is a row of seven whose last is a sum.

A cut is a tuple of (start, end) into the joined digits. A printed space is an edge that no number
crosses; no number but 0 itself begins with 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

DIGITS = 9  # of one count
Cut = tuple[tuple[int, int], ...]


def summed(text: str, edges: frozenset[int], blocks: Sequence[int]) -> Iterator[Cut]:
    """Cuts of `text` into blocks of numbers, each block's last the sum of its others.

    >>> list(summed("230000023", frozenset(), [7]))
    [((0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 9))]
    """

    @cache
    def block(start: int, width: int, rest: int) -> tuple[tuple[int, Cut], ...]:
        ends = range(start + width, len(text) - rest + 1) if rest else range(len(text), len(text) + 1)
        return tuple(found for end in ends for found in _block(text, edges, start, end, width))

    def chain(start: int, at: int) -> Iterator[Cut]:
        if at == len(blocks):
            if start == len(text):
                yield ()
            return
        rest = sum(blocks[at + 1 :])
        for end, cut in block(start, blocks[at], rest):
            for tail in chain(end, at + 1):
                yield (*cut, *tail)

    yield from chain(0, 0)


def _block(text: str, edges: frozenset[int], start: int, end: int, width: int) -> Iterator[tuple[int, Cut]]:
    """text[start:end] as one block: the sum is guessed first, the parts must reach it."""
    for length in range(1, min(DIGITS, end - start - width + 1) + 1):
        first = end - length
        if _number_at(text, edges, first, end):
            for parts in _parts(text, edges, start, first, width - 1, int(text[first:end])):
                yield end, (*parts, (first, end))


def _number_at(text: str, edges: frozenset[int], start: int, end: int) -> bool:
    return (text[start] != "0" or end - start == 1) and not any(start < edge < end for edge in edges)


def _parts(text: str, edges: frozenset[int], start: int, end: int, count: int, total: int) -> Iterator[Cut]:
    """Cuts of text[start:end] into `count` numbers that add up to `total`."""
    if count == 0:
        if start == end and total == 0:
            yield ()
        return
    longest = len(str(total))
    left = end - start
    if left < count or left > count * longest:
        return
    for length in range(1, min(longest, left - count + 1) + 1):
        stop = start + length
        if not _number_at(text, edges, start, stop):
            break
        value = int(text[start:stop])
        if value > total:
            break
        for tail in _parts(text, edges, stop, end, count - 1, total - value):
            yield ((start, stop), *tail)


def free(pieces: Sequence[str], width: int, signed: Sequence[int] = ()) -> Iterator[Cut]:
    """All cuts of the joined pieces into `width` numbers; a sign is an edge, allowed in the `signed` places.

    A decimal point and what follows it belong to the last number of its piece.
    """
    starts = [sum(map(len, pieces[:i])) for i in range(len(pieces))]

    def cut(piece: int, at: int, done: Cut) -> Iterator[Cut]:
        if piece == len(pieces):
            if len(done) == width:
                yield done
            return
        rest = len(pieces[piece]) - at + sum(map(len, pieces[piece + 1 :]))
        if not len(pieces) - piece <= width - len(done) <= rest:
            return
        for length in _lengths(pieces[piece], at):
            if pieces[piece][at] in "+-" and len(done) not in signed:
                continue
            here = (starts[piece] + at, starts[piece] + at + length)
            whole = at + length == len(pieces[piece])
            yield from cut(piece + whole, 0 if whole else at + length, (*done, here))

    yield from cut(0, 0, ())


def _lengths(piece: str, at: int) -> Iterator[int]:
    """How long a number that begins at `at` may be."""
    sign = 1 if piece[at] in "+-" else 0
    if piece[at + sign] == "0" and piece[at + sign + 1 : at + sign + 2] != ".":
        yield sign + 1
        return
    stop = piece.find(".", at)
    if stop >= 0:
        yield len(piece) - at
        yield from range(1, min(DIGITS, stop - at - 1) + 1)
    else:
        yield from range(1 + sign, min(DIGITS + sign, len(piece) - at) + 1)
