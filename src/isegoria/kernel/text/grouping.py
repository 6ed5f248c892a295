"""Who says the same thing: contributions in ideas, ideas in themes, and nobody forced into either.

1. Copies follow the eldest of their family (:mod:`isegoria.kernel.text.families`).
2. Every text becomes a point (:mod:`isegoria.kernel.text.vectors`), and points are drawn towards
   their neighbours.
3. Texts that people have *settled* stay where they are, whatever the arithmetic says. A text that
   belongs to a settled idea joins it.
4. The others are agglomerated (:mod:`isegoria.kernel.text.tree`), then every text goes to the nearest
   centre until nothing moves (spherical k-means).
5. A text *belongs* to its idea when its likeness to the others of the idea is :data:`STRANGE`
   deviations above that of texts to ideas which are not theirs. One that does not, or whose idea has
   fewer than :data:`LEAST` texts, copies counted, is not grouped.
6. Texts are grouped once more, coarsely; the theme of an idea is where most of its texts then are.
   Beside settled themes, a new idea goes to the nearest.

The same texts, settled seats and seed give the same groups on the same machine.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.text.bags import Bags, Floats, Numbers, bags, unit
from isegoria.kernel.text.centres import (
    belonging,
    drawn_together,
    landmarks,
    nearest,
    refined,
    sums,
)
from isegoria.kernel.text.duplicates import fingerprints
from isegoria.kernel.text.families import families
from isegoria.kernel.text.stem import Language
from isegoria.kernel.text.tree import Tree
from isegoria.kernel.text.vectors import Encoder, points

STRANGE = 2.5
LEAST = 3
MOST_IDEAS = 300
"""Ideas sought unless the caller says how many, at most: a team can still read so many."""
A_DOZEN = 12
"""Up to so many ideas are sought at one for four different texts, more at one for ten."""
ROUNDS = 10


class Seat(NamedTuple):
    """Where a text is: the numbers of its theme and of its idea, from 1."""

    theme: int
    idea: int


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """What was found, text by text in the order given.

    ``seats``: where it is, None when not grouped. ``eldest``: the text whose copy it is, itself
    otherwise. ``likeness``: its cosine with the others of its idea, 0 when not grouped. ``points``
    and ``read``: what was compared, a row for each text of ``rows``, which are those that are not
    copies.
    """

    seats: tuple[Seat | None, ...]
    eldest: tuple[int, ...]
    likeness: tuple[float, ...]
    rows: tuple[int, ...]
    points: Floats
    read: Bags


def group(
    texts: Sequence[str],
    language: Language,
    *,
    encoder: Encoder | None = None,
    ideas: int | None = None,
    themes: int | None = None,
    settled: Mapping[int, Seat] | None = None,
    seed: int = 0,
) -> Grouping:
    """Group ``texts``; ``ideas`` and ``themes`` say how many *new* ones to look for.

    ``settled`` gives the seat of texts, by position, that must not move.
    Raises ValueError when an idea is settled in two themes.
    """
    settled = settled or {}
    theme_of = _themes_of(settled)
    eldest = families(fingerprints(texts, language))
    for number in settled:
        eldest[number] = number
    rows = [number for number, first in enumerate(eldest) if first == number]
    read = bags([texts[number] for number in rows], language)
    points_ = points([texts[number] for number in rows], read, encoder, seed)
    copies = np.bincount(np.searchsorted(rows, [_root(eldest, n) for n in range(len(texts))]))
    fixed = np.array([settled[n].idea if n in settled else 0 for n in rows], dtype=np.int64)
    near = drawn_together(points_, landmarks(points_, seed)[0])
    found = _ideas(points_, near, fixed, copies, ideas, seed)
    theme_of |= _themes(near, found, copies, theme_of, themes, seed)
    own, _, _ = belonging(points_, found - 1, int(found.max(initial=0)))
    place = {number: row for row, number in enumerate(rows)}
    seats: list[Seat | None] = []
    for number in range(len(texts)):
        idea = int(found[place[_root(eldest, number)]])
        seats.append(Seat(theme_of[idea], idea) if idea else None)
    return Grouping(
        seats=tuple(seats),
        eldest=tuple(_root(eldest, number) for number in range(len(texts))),
        likeness=tuple(
            round(float(own[place[_root(eldest, number)]]), 4) for number in range(len(texts))
        ),
        rows=tuple(rows),
        points=points_,
        read=read,
    )


def _root(eldest: Sequence[int], number: int) -> int:
    """The eldest of a text, which may itself have been settled out of its family."""
    while eldest[number] != number:
        number = eldest[number]
    return number


def _themes_of(settled: Mapping[int, Seat]) -> dict[int, int]:
    theme_of: dict[int, int] = {}
    for theme, idea in settled.values():
        if theme_of.setdefault(idea, theme) != theme:
            raise ValueError(f"idea {idea} is settled in themes {theme_of[idea]} and {theme}")
    return theme_of


def _ideas(
    points: Floats, near: Floats, fixed: Numbers, copies: Numbers, wanted: int | None, seed: int
) -> Numbers:
    """(rows,): the idea of each, from 1, 0 when not grouped; ``fixed`` are those that must stay."""
    spoken = points.any(axis=1)
    found = _joined(points, near, fixed, spoken)
    rest = np.flatnonzero((found == 0) & spoken)
    count = wanted or sought(len(rest))
    if len(rest) >= LEAST:
        found[rest] = int(fixed.max(initial=0)) + 1 + _agglomerated(near[rest], count, seed)
    own, mean, deviation = belonging(points, found - 1, int(found.max(initial=0)))
    free = fixed == 0
    found[free & (own < mean + STRANGE * deviation) & (copies < LEAST)] = 0
    sizes = np.bincount(found, weights=copies)
    found[free & (sizes[found] < LEAST)] = 0
    return _numbered(found, fixed, copies)


def sought(texts: int) -> int:
    """How many ideas to look for among so many different texts."""
    return max(1, min(MOST_IDEAS, round(texts / 10)), min(A_DOZEN, texts // 4))


def _joined(points: Floats, near: Floats, fixed: Numbers, spoken: NDArray[np.bool]) -> Numbers:
    """The settled rows, and those that belong to a settled idea with them. Strangers to settled ideas
    are known from the settled texts of the others, or from everybody beside a single idea."""
    found = fixed.copy()
    free = np.flatnonzero((fixed == 0) & spoken)
    if fixed.any() and len(free):
        known, inverse = np.unique(fixed, return_inverse=True)
        labels, known = inverse - 1, known[1:]
        best = nearest(near[free], unit(sums(near, labels, len(known))))
        likeness = (points[free] * unit(sums(points, labels, len(known)))[best]).sum(axis=1)
        told = fixed > 0 if len(known) > 1 else spoken
        _, mean, deviation = belonging(points[told], labels[told], len(known))
        belong = likeness >= mean + STRANGE * deviation
        found[free[belong]] = known[best[belong]]
    return found


def _agglomerated(near: Floats, count: int, seed: int) -> Numbers:
    marks, sizes = landmarks(near, seed)
    cut = Tree(marks, sizes).cut(count)
    centres = unit(sums(marks * sizes[:, None].astype(np.float32), cut, int(cut.max()) + 1))
    return refined(near, centres, ROUNDS)


def _numbered(found: Numbers, fixed: Numbers, copies: Numbers) -> Numbers:
    """New ideas numbered after the settled ones, the largest first, of equals the one met first."""
    last = int(fixed.max(initial=0))
    sizes = np.bincount(found, weights=copies)
    new = [idea for idea in dict.fromkeys(found.tolist()) if idea > last]
    numbers = np.arange(len(sizes))
    for number, idea in enumerate(sorted(new, key=lambda idea: -sizes[idea]), start=last + 1):
        numbers[idea] = number
    return numbers[found]


def _themes(
    near: Floats,
    found: Numbers,
    copies: Numbers,
    settled: Mapping[int, int],
    wanted: int | None,
    seed: int,
) -> dict[int, int]:
    """The theme of every idea that is not settled, from 1, the largest first."""
    most = int(found.max(initial=0))
    new = [idea for idea in range(1, most + 1) if idea not in settled]
    if not new:
        return {}
    if settled:
        names = sorted(set(settled.values()))
        centres = unit(sums(near, found - 1, most))
        labels = np.full(most, -1)
        for idea, theme in settled.items():
            labels[idea - 1] = names.index(theme)
        best = nearest(centres[np.array(new) - 1], unit(sums(centres, labels, len(names))))
        return {idea: names[theme] for idea, theme in zip(new, best.tolist(), strict=True)}
    grouped = np.flatnonzero(found)
    count = wanted or max(1, round(math.sqrt(len(new))))
    of_texts = _agglomerated(near[grouped], count, seed)
    votes = np.zeros((most + 1, int(of_texts.max()) + 1))
    np.add.at(votes, (found[grouped], of_texts), copies[grouped])
    chosen = votes.argmax(axis=1)[1:]
    order = np.argsort(
        np.argsort(-np.bincount(chosen, weights=votes.sum(axis=1)[1:]), kind="stable")
    )
    return {idea: int(order[theme]) + 1 for idea, theme in zip(new, chosen.tolist(), strict=True)}
