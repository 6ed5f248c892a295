"""What changed between two texts, word by word. A pure function."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
MOST_WORDS = 3_000
"""Words compared one by one at most, ends that are equal apart; beyond, whole lines are compared: the
time of a comparison can grow as the square of the number of pieces."""


class Sort(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it."""

    sort: Sort
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """How ``old`` became ``new``: the pieces kept and removed give ``old`` back, those kept and added
    give ``new``; no two pieces in a row are of one sort."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(map(len, middle)) > MOST_WORDS:
        middle = _lines(middle[0]), _lines(middle[1])
    pieces = [Piece(Sort.KEPT, "".join(before[:head])), *_compare(*middle)]
    pieces.append(Piece(Sort.KEPT, "".join(before[len(before) - tail :])))
    return _joined(pieces)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((rank for rank, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _lines(words: Sequence[str]) -> list[str]:
    return _LINE.findall("".join(words))


def _compare(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    pieces = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Sort.KEPT, "".join(before[i:j])))
        else:
            pieces.append(Piece(Sort.REMOVED, "".join(before[i:j])))
            pieces.append(Piece(Sort.ADDED, "".join(after[k:m])))
    return pieces


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].sort is piece.sort:
            joined[-1] = Piece(piece.sort, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)
