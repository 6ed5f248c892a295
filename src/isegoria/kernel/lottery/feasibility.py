"""Is there a panel at all; if not, what stands in the way and the least that would have to change.

The answers are those of integer programs over types, not of their linear relaxation. The smallest set of
quotas in conflict is found by implicit hitting sets (Ignatiev, Previti, Liffiton, Marques-Silva,
*Smallest MUS extraction with minimal hitting set dualization*, CP 2015): every set of bounds whose removal
makes a panel possible must meet every conflict, so a smallest set that meets them all, once no panel keeps
it, is a smallest conflict.
"""

import random
from dataclasses import dataclass, replace
from enum import StrEnum

from isegoria.kernel.lottery.integers import Program, counts
from isegoria.kernel.lottery.model import Draw, Polytope, Quota, RowKind, polytope
from isegoria.kernel.lottery.progress import Progress, Silent

ROUNDS = 300
"""Rounds of hitting sets before a conflict is given as found, without the proof that it is smallest."""


class Side(StrEnum):
    """Which bound of a quota."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of one quota of the draw: ``quota`` is its position."""

    quota: int
    side: Side
    seats: int


@dataclass(frozen=True, slots=True)
class Change:
    """A quota as it stands and as it would have to be."""

    before: Quota
    after: Quota

    @property
    def seats(self) -> int:
        """How far its bounds move, in seats."""
        down = self.before.minimum - self.after.minimum
        return down + self.after.maximum - self.before.maximum


@dataclass(frozen=True, slots=True)
class Need:
    """Of one value: the seats wanted and the people there are. ``missing`` people, whatever the rest."""

    quota: Quota
    available: int

    @property
    def missing(self) -> int:
        """People without whom the minimum cannot be reached."""
        return max(0, self.quota.minimum - self.available)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no panel, and the least that makes one possible.

    ``changes`` total as few seats as can be; None when no change of quotas helps: then people are
    missing. ``beyond_flex``: the changes pass the flex bounds, within which nothing helps.
    ``conflict`` are bounds that no panel keeps together, though it could keep all but any one of them;
    ``smallest`` when no conflict has fewer. Without a bound, the people (or their households) are too
    few for the seats. ``households``: without the household rule there would be a panel.
    """

    changes: tuple[Change, ...] | None
    beyond_flex: bool
    conflict: tuple[Bound, ...]
    smallest: bool
    households: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """What can be said before any optimisation. ``obstacle`` is None when there is a panel;
    ``never`` are the types that no panel can hold."""

    poly: Polytope
    needs: tuple[Need, ...]
    obstacle: Obstacle | None
    never: tuple[int, ...]


def assess(draw: Draw, *, progress: Progress | None = None) -> Assessment:
    """Everything about the possibility of ``draw``.

    Raises Unsolved when the integer solver fails, Cancelled when asked to stop.
    """
    progress = progress or Silent()
    poly = polytope(draw)
    needs = tuple(
        Need(quota, sum(len(poly.types[t].members) for t in row.types))
        for quota, row in zip(draw.quotas, poly.rows[1:], strict=False)
    )
    progress.step("looking for a panel", 0, 1)
    if _relaxation(draw, poly, flex=True) == ():
        return Assessment(poly, needs, None, never(poly, progress=progress))
    return Assessment(poly, needs, explain(draw, poly, progress=progress), ())


def explain(draw: Draw, poly: Polytope, *, progress: Progress) -> Obstacle:
    """Why ``draw``, which has no panel, has none."""
    changes = _relaxation(draw, poly, flex=True)
    beyond = changes is None
    if changes is None:
        changes = _relaxation(draw, poly, flex=False)
    conflict, smallest = _conflict(draw, poly, progress) if changes else ((), True)
    free = replace(poly, rows=tuple(row for row in poly.rows if row.kind is not RowKind.HOUSEHOLD))
    households = free != poly and _relaxation(draw, free, flex=True) == ()
    return Obstacle(changes, beyond and changes is not None, conflict, smallest, households)


def _fixed_rows(program: Program, poly: Polytope) -> None:
    """The rows that nothing may relax: the size and the households."""
    for row in poly.rows:
        if row.kind is not RowKind.QUOTA:
            program.row(row.lower, row.upper, dict.fromkeys(row.types, 1.0))


def _relaxation(draw: Draw, poly: Polytope, *, flex: bool) -> tuple[Change, ...] | None:
    """The quotas to change, by as few seats in all as possible; empty when there is a panel."""
    program = Program()
    counts(program, poly)
    _fixed_rows(program, poly)
    lowest = [quota.min_flex if flex and quota.min_flex is not None else 0 for quota in draw.quotas]
    highest = [
        quota.max_flex if flex and quota.max_flex is not None else max(draw.size, quota.maximum)
        for quota in draw.quotas
    ]
    zeros = [0] * len(draw.quotas)
    down = program.columns(
        zeros, [max(0, q.minimum - low) for q, low in zip(draw.quotas, lowest, strict=True)]
    )
    up = program.columns(
        zeros, [max(0, high - q.maximum) for q, high in zip(draw.quotas, highest, strict=True)]
    )
    for position, (quota, row) in enumerate(zip(draw.quotas, _quota_rows(poly), strict=True)):
        held = dict.fromkeys(row, 1.0)
        program.row(quota.minimum, float("inf"), {**held, down[position]: 1.0})
        program.row(float("-inf"), quota.maximum, {**held, up[position]: -1.0})
    found = program.minimise(dict.fromkeys((*down, *up), 1.0))
    if found is None:
        return None
    return tuple(
        Change(
            quota,
            replace(
                quota,
                minimum=quota.minimum - found[down[position]],
                maximum=quota.maximum + found[up[position]],
            ),
        )
        for position, quota in enumerate(draw.quotas)
        if found[down[position]] or found[up[position]]
    )


def _quota_rows(poly: Polytope) -> list[tuple[int, ...]]:
    return [row.types for row in poly.rows if row.kind is RowKind.QUOTA]


class _Switched:
    """The draw with a switch on each bound that could matter: off, the bound is not kept."""

    def __init__(self, draw: Draw, poly: Polytope) -> None:
        self._program = Program()
        counts(self._program, poly)
        _fixed_rows(self._program, poly)
        self.bounds = [
            bound
            for position, quota in enumerate(draw.quotas)
            for bound in (
                Bound(position, Side.MINIMUM, quota.minimum),
                Bound(position, Side.MAXIMUM, quota.maximum),
            )
            if (bound.seats > 0 if bound.side is Side.MINIMUM else bound.seats < draw.size)
        ]
        self._off = self._program.columns([0] * len(self.bounds), [1] * len(self.bounds))
        rows = _quota_rows(poly)
        for bound, off in zip(self.bounds, self._off, strict=True):
            held = dict.fromkeys(rows[bound.quota], 1.0)
            if bound.side is Side.MINIMUM:
                self._program.row(bound.seats, float("inf"), {**held, off: float(bound.seats)})
            else:
                spare = float(bound.seats - draw.size)
                self._program.row(float("-inf"), bound.seats, {**held, off: spare})

    def to_drop(self, kept: frozenset[int], others: frozenset[int]) -> frozenset[int] | None:
        """The fewest bounds of ``others`` without which a panel keeps ``kept`` and the rest of ``others``;
        None when no panel keeps ``kept``."""
        for position, off in enumerate(self._off):
            self._program.bound(off, *((0, 0) if position in kept else (0, 1)))
        found = self._program.minimise({self._off[position]: 1.0 for position in others})
        if found is None:
            return None
        return frozenset(position for position in others if found[self._off[position]])


def _conflict(draw: Draw, poly: Polytope, progress: Progress) -> tuple[tuple[Bound, ...], bool]:
    """A smallest set of bounds that no panel keeps together, and whether it is proved smallest."""
    switched = _Switched(draw, poly)
    every = frozenset(range(len(switched.bounds)))
    to_hit: list[frozenset[int]] = []
    for done in range(ROUNDS):
        progress.step("looking for the quotas in conflict", done, ROUNDS)
        chosen = _hitting_set(to_hit)
        dropped = switched.to_drop(chosen, every - chosen)
        if dropped is None:
            return tuple(switched.bounds[position] for position in sorted(chosen)), True
        to_hit.append(dropped)
    chosen = every
    for position in sorted(every):
        if switched.to_drop(chosen - {position}, frozenset()) is None:
            chosen -= {position}
    return tuple(switched.bounds[position] for position in sorted(chosen)), False


def _hitting_set(sets: list[frozenset[int]]) -> frozenset[int]:
    """A smallest set that meets each of ``sets``."""
    elements = sorted(frozenset().union(*sets))
    if not elements:
        return frozenset()
    program = Program()
    columns = program.columns([0] * len(elements), [1] * len(elements))
    column_of = dict(zip(elements, columns, strict=True))
    for wanted in sets:
        program.row(1, float("inf"), {column_of[element]: 1.0 for element in sorted(wanted)})
    found = program.minimise(dict.fromkeys(columns, 1.0)) or ()
    return frozenset(element for element, hit in zip(elements, found, strict=True) if hit)


def never(poly: Polytope, *, progress: Progress) -> tuple[int, ...]:
    """The types that no panel can hold: their people can never be drawn under these quotas.

    Each panel found takes its types off the list; what remains when no panel holds one more
    is proved.
    """
    program = Program()
    columns = counts(program, poly)
    for row in poly.rows:
        program.row(row.lower, row.upper, dict.fromkeys(row.types, 1.0))
    left = set(range(len(poly.types)))
    dice = random.Random(0)  # noqa: S311 - only spreads the search; nothing is drawn with it
    while left:
        covered = len(poly.types) - len(left)
        progress.step("looking for people who can never be drawn", covered, len(poly.types))
        costs = {columns[t]: -1.0 - dice.random() / 2 for t in sorted(left)}
        found = program.minimise(costs)
        held = {t for t in left if found is not None and found[columns[t]]}
        if not held:
            break
        left -= held
    return tuple(sorted(left))
