"""What changed from one text to another, in words.

Paragraphs are matched first and words within the paragraphs that changed, so that a long text is compared in
a time that grows with what changed. Matching is that of Ratcliff and Obershelp (Dr. Dobb's Journal, July
1988), as in Python's ``difflib``, without its heuristic for frequent lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from isegoria.kernel.drafting.words import split


class Kind(StrEnum):
    """What became of a passage."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """A passage and what became of it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` pieces that are the same, from ``old`` in the one text and ``new`` in the other."""

    old: int
    new: int
    size: int


def difference(old: str, new: str) -> tuple[Change, ...]:
    """The passages of both texts, in order: those of kind SAME and REMOVED put together are ``old``,
    those of kind SAME and ADDED are ``new``. No two neighbours are of one kind, and none is empty."""
    before, after = split(old), split(new)
    changes: list[Change] = []
    here = there = 0
    for block in matching(before, after):
        _add(changes, Kind.REMOVED, before[here : block.old])
        _add(changes, Kind.ADDED, after[there : block.new])
        here, there = block.old + block.size, block.new + block.size
        _add(changes, Kind.SAME, before[block.old : here])
    return tuple(changes)


def _add(changes: list[Change], kind: Kind, pieces: Sequence[str]) -> None:
    if not pieces:
        return
    text = "".join(pieces)
    if changes and changes[-1].kind is kind:
        text = changes.pop().text + text
    changes.append(Change(kind, text))


def matching(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The blocks of pieces that are the same, in order in both; the last is empty, at both ends."""
    lines, others = _paragraphs(old), _paragraphs(new)
    texts = ["".join(old[start:end]) for start, end in lines]
    other_texts = ["".join(new[start:end]) for start, end in others]
    matcher = SequenceMatcher(None, texts, other_texts, autojunk=False)
    for event, first, last, other_first, other_last in matcher.get_opcodes():
        here = (
            lines[first][0] if first < len(lines) else len(old),
            _end(lines, first, last, len(old)),
        )
        there = (
            others[other_first][0] if other_first < len(others) else len(new),
            _end(others, other_first, other_last, len(new)),
        )
        if event == "equal":
            yield Block(here[0], there[0], here[1] - here[0])
        elif event == "replace":
            inner = SequenceMatcher(None, old[slice(*here)], new[slice(*there)], autojunk=False)
            for block in inner.get_matching_blocks():
                if block.size:
                    yield Block(here[0] + block.a, there[0] + block.b, block.size)
    yield Block(len(old), len(new), 0)


def _paragraphs(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where each paragraph begins and ends, its line end included."""
    ends = [place + 1 for place, piece in enumerate(pieces) if piece == "\n"]
    if not ends or ends[-1] < len(pieces):
        ends.append(len(pieces))
    return list(zip([0, *ends], ends, strict=False))


def _end(paragraphs: Sequence[tuple[int, int]], first: int, last: int, length: int) -> int:
    if last > first:
        return paragraphs[last - 1][1]
    return paragraphs[first][0] if first < len(paragraphs) else length
