"""What changed from one text to another, in words.

Paragraphs are matched first and words within the paragraphs that changed, so that a paragraph added at the
top does not make the rest look rewritten.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from isegoria.kernel.drafting.matching import Block, blocks
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
    here = there = 0
    for same in (*blocks(texts, other_texts), Block(len(lines), len(others), 0)):
        start = lines[same.old][0] if same.old < len(lines) else len(old)
        other_start = others[same.new][0] if same.new < len(others) else len(new)
        for inner in blocks(old[here:start], new[there:other_start]):
            yield Block(here + inner.old, there + inner.new, inner.size)
        if same.size:
            here = lines[same.old + same.size - 1][1]
            there = others[same.new + same.size - 1][1]
            yield Block(start, other_start, here - start)
    yield Block(len(old), len(new), 0)


def _paragraphs(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where each paragraph begins and ends, its line end included."""
    ends = [place + 1 for place, piece in enumerate(pieces) if piece == "\n"]
    if not ends or ends[-1] < len(pieces):
        ends.append(len(pieces))
    return list(zip([0, *ends], ends, strict=False))
