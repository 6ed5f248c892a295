"""Two people changed one text at the same time: both changes in one text, and what contradicts.

Three-way merge after Khanna, Kunal and Pierce, "A formal investigation of diff3" (FSTTCS 2007): stretches
of the base that both kept hold the three texts together; between two of them, a passage that only one
changed is taken, a passage that both changed alike is taken once, and one that they changed differently is a
conflict with its three texts. Changes that touch each other are a conflict: together they may say what nobody
wrote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isegoria.kernel.drafting.difference import matching
from isegoria.kernel.drafting.words import split


@dataclass(frozen=True, slots=True)
class Conflict:
    """One passage of ``base`` that became two different ones."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The passages of the merged text, in order: text on which all is agreed, and conflicts."""

    parts: tuple[str | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What people must decide, in order."""
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str | None:
        """The merged text, or None while something contradicts."""
        if self.conflicts:
            return None
        return "".join(part for part in self.parts if isinstance(part, str))


def merge(base: str, ours: str, theirs: str) -> Merge:
    """Put together two texts that came out of ``base``.

    Symmetric but for the names of the two sides. Whatever one side added or changed is in the agreed
    text or in a conflict; whatever neither touched is in the agreed text, but for blanks and marks
    between two conflicts, which join them.
    """
    old, one, other = split(base), split(ours), split(theirs)
    parts: list[str | Conflict] = []
    here = mine = yours = 0
    for stretch in _kept_by_both(old, one, other):
        _between(
            parts,
            old[here : stretch.base],
            one[mine : stretch.ours],
            other[yours : stretch.theirs],
        )
        here, mine, yours = (
            stretch.base + stretch.size,
            stretch.ours + stretch.size,
            stretch.theirs + stretch.size,
        )
        _agree(parts, "".join(old[stretch.base : here]))
    return Merge(tuple(_joined(parts)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    base: int
    ours: int
    theirs: int
    size: int


def _kept_by_both(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[_Stretch]:
    """Stretches of ``base`` that stand in both, in order; the last is empty, at all three ends."""
    left, right = list(matching(base, ours)), list(matching(base, theirs))
    while left and right:
        one, other = left[0], right[0]
        start = max(one.old, other.old)
        end = min(one.old + one.size, other.old + other.size)
        if start < end:
            yield _Stretch(
                start, one.new + start - one.old, other.new + start - other.old, end - start
            )
        (left if one.old + one.size < other.old + other.size else right).pop(0)
    yield _Stretch(len(base), len(ours), len(theirs), 0)


def _between(
    parts: list[str | Conflict], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> None:
    if theirs in (ours, base):
        _agree(parts, "".join(ours))
    elif ours == base:
        _agree(parts, "".join(theirs))
    else:
        parts.append(Conflict("".join(base), "".join(ours), "".join(theirs)))


def _agree(parts: list[str | Conflict], text: str) -> None:
    if text:
        parts.append(text)


def _joined(parts: list[str | Conflict]) -> Iterator[str | Conflict]:
    """Agreed neighbours as one; two conflicts with nothing but blanks or marks between them as one."""
    waiting: list[str | Conflict] = []
    for part in parts:
        waiting.append(part)
        while (shorter := _last_joined(waiting)) is not None:
            waiting = shorter
    return iter(waiting)


def _last_joined(parts: list[str | Conflict]) -> list[str | Conflict] | None:
    match parts:
        case [*before, str() as first, str() as second]:
            return [*before, first + second]
        case [*before, Conflict() as first, Conflict() as second]:
            return [*before, _as_one(first, "", second)]
        case [*before, Conflict() as first, str() as bridge, Conflict() as second] if not any(
            sign.isalnum() or sign == "\n" for sign in bridge
        ):
            return [*before, _as_one(first, bridge, second)]
    return None


def _as_one(first: Conflict, bridge: str, second: Conflict) -> Conflict:
    return Conflict(
        first.base + bridge + second.base,
        first.ours + bridge + second.ours,
        first.theirs + bridge + second.theirs,
    )
