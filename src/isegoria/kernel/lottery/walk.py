"""A first lottery near a target: a walk from the target to the border of the quotas, a panel at a
time.

Carathéodory's theorem read as an algorithm (Grötschel, Lovász and Schrijver, *Geometric Algorithms
and Combinatorial Optimization*, 1988, 6.5). A panel on the face of the polytope where the target
lies takes as much probability as leaves the rest inside the polytope; the rest then lies on a
smaller face, and the same is done with it. Each step narrows the same linear program by one bound,
so that the next panel costs a few pivots. Over whole panels a face may hold none; the walk then
stops with some probability not given, most often less than a twentieth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.arrays import Arrays, Floats, Integers
from isegoria.kernel.lottery.dives import Diver

TRIES = 8
"""Dives without a panel, each in another direction, before the walk stops."""
NOWHERE = 1e-12
TIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Target:
    """Expected seats per type, and the box of whole numbers around them.

    ``seats`` (T,); ``floor`` and ``ceiling`` (T,) are those of the exact values; ``row_floor`` and
    ``row_ceiling`` (R,) those of the exact sums by row, within the bounds of the rows.
    """

    seats: Floats
    floor: Integers
    ceiling: Integers
    row_floor: Integers
    row_ceiling: Integers

    @classmethod
    def of(cls, arrays: Arrays, chances: list[Fraction]) -> "Target":
        """The target that gives ``chances`` to the people of each type."""
        seats = [m * p for m, p in zip(arrays.sizes.tolist(), chances, strict=True)]
        sums = [Fraction(0)] * len(arrays.lower)
        for value in set(chances):
            alike = np.array([p == value for p in chances])
            for row, held in enumerate(arrays.row_sums(arrays.sizes * alike).tolist()):
                sums[row] += int(held) * value
        return cls(
            seats=np.array([float(x) for x in seats]),
            floor=np.array([floor(x) for x in seats]),
            ceiling=np.array([ceil(x) for x in seats]),
            row_floor=np.maximum(arrays.lower, [floor(x) for x in sums]),
            row_ceiling=np.minimum(arrays.upper, [ceil(x) for x in sums]),
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """``panels`` (each (T,)) with the probability given to each, and what was left when the walk
    stopped."""

    panels: tuple[Integers, ...]
    weights: tuple[float, ...]
    left: float


def walk(
    arrays: Arrays, target: Target, seed: int, tick: Callable[[int], None] = lambda _: None
) -> Walk:
    """Walk from ``target`` in a random direction. ``tick`` is told how many panels there are, and
    may raise."""
    return _Walker(arrays, target, seed).run(tick)


class _Walker:
    def __init__(self, arrays: Arrays, target: Target, seed: int) -> None:
        self._arrays = arrays
        self._diver = Diver(arrays, seed)
        self._spread = 1 / np.sqrt(np.maximum(target.seats, 1e-3))
        self._types = _Face(target.floor.copy(), target.ceiling.copy())
        self._rows = _Face(target.row_floor.copy(), target.row_ceiling.copy())
        self._at = target.seats.copy()
        every = np.arange(len(target.seats))
        self._diver.hold_types(every, target.floor, target.ceiling)
        for row, bounds in enumerate(zip(target.row_floor, target.row_ceiling, strict=True)):
            self._diver.hold_row(row, *map(float, bounds))

    def run(self, tick: Callable[[int], None]) -> Walk:
        """Walk from face to face until all the probability is given, or no panel takes any."""
        panels: list[Integers] = []
        weights: list[float] = []
        left = 1.0
        self._turn()
        while left > NOWHERE and (panel := self._panel()) is not None:
            reach = self._step(panel)
            panels.append(panel)
            weights.append(left * reach)
            left *= 1 - reach
            tick(len(panels))
        return Walk(tuple(panels), tuple(weights), left)

    def _turn(self) -> None:
        self._diver.aim(self._diver.random.standard_normal(len(self._spread)) * self._spread)

    def _panel(self) -> Integers | None:
        for _ in range(TRIES):
            if (panel := self._diver.dive()) is not None:
                return panel
            self._turn()
        return None

    def _step(self, panel: Integers) -> float:
        """Give ``panel`` all the probability it can take, and move on to the smaller face. The
        share it took."""
        away = self._at - panel
        sums, drift = self._arrays.row_sums(self._at), self._arrays.row_sums(away)
        by_type, by_row = self._types.reach(self._at, away), self._rows.reach(sums, drift)
        reach = max(0.0, min(by_type.min(), by_row.min()))
        if not np.isfinite(reach):
            return 1.0
        self._at += reach * away
        limit = reach * (1 + TIGHT) + 1e-15
        hit = np.nonzero(by_type <= limit)[0]
        wall = self._types.close(hit, away[hit] > 0)
        self._at[hit] = wall
        self._diver.hold_types(hit, wall, wall)
        for row in np.nonzero(by_row <= limit)[0].tolist():
            seats = float(self._rows.close(np.array([row]), drift[[row]] > 0)[0])
            self._diver.hold_row(row, seats, seats)
        return float(reach / (1 + reach))


class _Face:
    """Bounds that close in, one after the other."""

    def __init__(self, lower: Integers, upper: Integers) -> None:
        self._lower, self._upper = lower, upper

    def reach(self, at: Floats, away: Floats) -> Floats:
        """How many times ``away`` may be added to ``at`` before each bound; infinite where it never
        is met."""
        room = np.where(away > 0, self._upper - at, at - self._lower)
        moves = (np.abs(away) > NOWHERE) & (self._upper > self._lower)
        times: Floats = np.full(len(at), np.inf)
        np.divide(room, np.abs(away), out=times, where=moves)
        return times

    def close(self, where: Integers, up: NDArray[np.bool_]) -> Integers:
        """Hold ``where`` at the upper bound if ``up``, else at the lower; the bound."""
        wall: Integers = np.where(up, self._upper[where], self._lower[where])
        self._lower[where] = self._upper[where] = wall
        return wall
