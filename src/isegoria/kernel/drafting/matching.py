"""Which pieces of two sequences are the same, in a time that does not explode with hostile texts.

Ends that are equal go first. A short rest is matched as Ratcliff and Obershelp do (Dr. Dobb's Journal,
July 1988; Python's ``difflib`` without its heuristic for frequent pieces). A long one is cut at its anchors,
runs of pieces that stand exactly once on both sides and in the same order: Bram Cohen's patience difference.
A long rest without any anchor is taken to be another text.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SHORT = 120
"""Pieces on each side that are compared with one another; the time grows with their square."""
RUNS = (7, 1)
"""Pieces in an anchor: four words and the blanks between, else a single piece."""
DEEPEST = 30
"""How many times a rest is cut again."""


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` pieces that are the same, from ``old`` in the one text and ``new`` in the other."""

    old: int
    new: int
    size: int


def blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The blocks of pieces that are the same, in order in both; none is empty, none touches the next on
    both sides."""
    last = Block(0, 0, 0)
    for block in _blocks(old, new, 0, 0, DEEPEST):
        if (last.old + last.size, last.new + last.size) == (block.old, block.new):
            last = Block(last.old, last.new, last.size + block.size)
            continue
        if last.size:
            yield last
        last = block
    if last.size:
        yield last


def _blocks(
    old: Sequence[str], new: Sequence[str], here: int, there: int, depth: int
) -> Iterator[Block]:
    head = _common(old, new)
    rest, other = old[head:], new[head:]
    tail = _common(rest[::-1], other[::-1])
    rest, other = rest[: len(rest) - tail], other[: len(other) - tail]
    if head:
        yield Block(here, there, head)
    here, there = here + head, there + head
    if rest and other:
        if max(len(rest), len(other)) <= SHORT:
            matcher = SequenceMatcher(str.isspace, rest, other, autojunk=False)
            for found in matcher.get_matching_blocks()[:-1]:
                yield Block(here + found.a, there + found.b, found.size)
        elif depth:
            yield from _cut(rest, other, here, there, depth - 1)
    if tail:
        yield Block(here + len(rest), there + len(other), tail)


def _cut(
    old: Sequence[str], new: Sequence[str], here: int, there: int, depth: int
) -> Iterator[Block]:
    anchors = next(filter(None, (_anchors(old, new, run) for run in RUNS)), None)
    if anchors is None:
        return
    left, right = 0, 0
    for one, other in [*anchors, (len(old), len(new))]:
        yield from _blocks(old[left:one], new[right:other], here + left, there + right, depth)
        if one < len(old):
            yield Block(here + one, there + other, 1)
        left, right = one + 1, other + 1


def _anchors(old: Sequence[str], new: Sequence[str], run: int) -> list[tuple[int, int]]:
    """Where runs begin that stand once on both sides: the most of them that are in order in both."""
    there = _once(new, run)
    pairs = [(place, there[key]) for key, place in _once(old, run).items() if key in there]
    return _rising(sorted(pairs))


def _once(pieces: Sequence[str], run: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    again = set()
    for place in range(len(pieces) - run + 1):
        key = tuple(pieces[place : place + run])
        if key in places:
            again.add(key)
        places[key] = place
    return {
        key: place for key, place in places.items() if key not in again and not key[0].isspace()
    }


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest part of ``pairs``, sorted by the first, in which the second rises too (Schensted, 1961)."""
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for rank, (_one, other) in enumerate(pairs):
        length = bisect_left(lowest, other)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [other]
        ends[length : length + 1] = [rank]
    found = []
    rank = ends[-1] if ends else -1
    while rank >= 0:
        found.append(pairs[rank])
        rank = before[rank]
    return found[::-1]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((rank for rank, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
