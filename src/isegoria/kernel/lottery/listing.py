"""The list that is drawn from: numbered panels, each as likely as the next, that give everybody's chance.

Flanigan, Kehne and Procaccia, *Fair Sortition Made Transparent*, NeurIPS 2021: an optimal lottery can be replaced by a
uniform draw among a thousand published panels at nearly no cost. Here new panels are made for the list,
not only those of the lottery, so that everybody sits in as many as the chances say, rounded up or down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from isegoria.kernel.lottery.arrays import Arrays, Floats, Integers
from isegoria.kernel.lottery.dives import Diver
from isegoria.kernel.lottery.model import Polytope, RowKind
from isegoria.kernel.lottery.optimum import Optimum
from isegoria.kernel.lottery.progress import Progress, Silent
from isegoria.kernel.lottery.weights import exact_chances

LEAST = 1000
"""The shortest list proposed: three digits."""
TRIES = 12
"""Dives for one panel of the list, before the box around what is due is opened."""
EVEN = 1e-9
REPAIRS = 400
"""Exchanges of a panel for another, at most, to bring the last counts to their floor or ceiling."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A volunteer (position in the draw) who sits in ``count`` panels where ``expected`` is neither rounded
    down nor up."""

    volunteer: int
    count: int
    expected: Fraction


@dataclass(frozen=True, slots=True)
class PanelList:
    """``panels[number]`` are the positions of its members, ascending; ``counts[position]`` panels hold a volunteer.

    ``exceptions`` are the volunteers outside floor and ceiling of panels x chance, by position;
    ``largest_deviation`` is the largest distance from it, of anybody.
    """

    panels: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    exceptions: tuple[Deviation, ...]
    largest_deviation: Fraction


def least_panels(optimum: Optimum, poly: Polytope) -> int:
    """The power of ten, 1,000 or more, that lets everybody with a chance sit in a panel."""
    chances = exact_chances(poly.multiplicities, optimum.panels, optimum.weights)
    smallest = min((p for p in chances if p), default=Fraction(1))
    panels = LEAST
    while panels * smallest < 1:
        panels *= 10
    return panels


def panel_list(
    poly: Polytope, optimum: Optimum, panels: int, *, seed: int, progress: Progress | None = None
) -> PanelList:
    """``panels`` numbered panels, in an order that ``seed`` shuffles, that give the chances of ``optimum``.

    Members of a type take turns, so that their counts differ by one at most. Raises ValueError unless
    ``panels`` is positive, and Cancelled when ``progress`` asks to stop.
    """
    if panels < 1:
        raise ValueError("a list has at least one panel")
    chances = exact_chances(poly.multiplicities, optimum.panels, optimum.weights)
    progress = progress or Silent()
    made = _List(poly, optimum, chances, panels, seed)
    made.fill(lambda done: progress.step("list", done, panels))
    made.repair(lambda done: progress.step("repair", done, REPAIRS))
    return _seated(poly, made.shuffled(), chances)


class _List:
    """Panels by type, and what each type is still due."""

    def __init__(
        self,
        poly: Polytope,
        optimum: Optimum,
        chances: tuple[Fraction, ...],
        panels: int,
        seed: int,
    ) -> None:
        self._arrays = Arrays.of(poly)
        self._diver = Diver(self._arrays, seed)
        self._narrowed = [r for r, row in enumerate(poly.rows) if row.kind is RowKind.QUOTA]
        self._wanted = panels
        sizes = poly.multiplicities
        due = [panels * p for p in chances]
        self._due = np.array([float(m * x) for m, x in zip(sizes, due, strict=True)])
        self._least = np.array([m * floor(x) for m, x in zip(sizes, due, strict=True)])
        self._most = np.array([m * ceil(x) for m, x in zip(sizes, due, strict=True)])
        total = sum(optimum.weights)
        self.panels: list[Integers] = []
        self._spare = np.zeros(len(sizes), np.int64)
        for panel, weight in zip(optimum.panels, optimum.weights, strict=True):
            seats = np.zeros(len(sizes), np.int64)
            for t, count in panel:
                seats[t] = count
            self._spare = seats
            self.panels += [seats] * (weight * panels // total)
        self._given = np.zeros(len(sizes), np.int64)
        for seats in self.panels:
            self._given += seats

    def fill(self, tick: Callable[[int], None]) -> None:
        """Add panels, each for its share of what is due, until there are as many as wanted."""
        while (missing := self._wanted - len(self.panels)) > 0:
            tick(len(self.panels))
            panel = self._next(missing)
            self.panels.append(panel)
            self._given += panel

    def repair(self, tick: Callable[[int], None]) -> None:
        """Exchange panels for others while that brings counts nearer to between floor and ceiling."""
        for done in range(REPAIRS):
            short, over = self._outside()
            if not short.any() and not over.any():
                return
            tick(done)
            if not self._exchange(short, over):
                return

    def shuffled(self) -> list[Integers]:
        """The panels in an order that says nothing about how they were found."""
        order = self._diver.random.permutation(len(self.panels))
        return [self.panels[i] for i in order.tolist()]

    def _outside(self) -> tuple[Integers, Integers]:
        return np.maximum(self._least - self._given, 0), np.maximum(self._given - self._most, 0)

    def _next(self, missing: int) -> Integers:
        """A panel for a list that still wants ``missing``: an even share of what is left, rounded.

        First with every type and every row within one seat of its share, so that the rest stays as
        easy to share out; then, if no panel is found so, with the rows, and the types, as wide as they are.
        """
        left = self._due - self._given
        share = np.maximum(left / missing, 0.0)
        sums = self._arrays.row_sums(share)
        fraction = share - np.floor(share + EVEN)
        every = np.arange(len(left))
        room = np.minimum(np.ceil(share - EVEN), np.maximum(np.ceil(left - EVEN), 0))
        narrow = (np.floor(share + EVEN), room)
        forced = self._least - self._given - (missing - 1) * self._arrays.sizes
        wide = (np.maximum(forced, 0), np.maximum(self._most - self._given, 0))
        open_ = (np.zeros(len(left)), self._arrays.sizes)
        for (lower, upper), rows in ((narrow, sums), (narrow, None), (wide, None), (open_, None)):
            upper = np.minimum(upper, self._arrays.sizes).astype(np.int64)
            self._diver.hold_types(every, np.minimum(lower, upper).astype(np.int64), upper)
            self._hold_rows(rows)
            for _ in range(TRIES):
                self._diver.aim(fraction - self._diver.random.random(len(left)))
                if (panel := self._diver.dive()) is not None:
                    return panel
        return self._spare

    def _hold_rows(self, sums: Floats | None) -> None:
        lower, upper = self._arrays.lower.astype(float), self._arrays.upper.astype(float)
        if sums is not None:
            lower = np.maximum(lower, np.floor(sums + EVEN))
            upper = np.maximum(lower, np.minimum(upper, np.ceil(sums - EVEN)))
        for row in self._narrowed:
            self._diver.hold_row(row, float(lower[row]), float(upper[row]))

    def _exchange(self, short: Integers, over: Integers) -> bool:
        """One panel for another, so that less is missing and less is too much; False when no try did that."""
        random = self._diver.random
        every = np.arange(len(short))
        self._hold_rows(None)
        lacking = np.where(short, self._arrays.sizes, 0)
        places = [i for i, panel in enumerate(self.panels) if (panel @ over or (panel < lacking).any())]
        wrong = short.sum() + over.sum()
        for _ in range(TRIES):
            place = int(random.choice(places))
            rest = self._given - self.panels[place]
            low = np.clip(self._least - rest, 0, self._arrays.sizes)
            high = np.clip(self._most - rest, low, self._arrays.sizes)
            self._diver.hold_types(every, low, high)
            self._diver.aim(random.random(len(short)))
            panel = self._diver.dive()
            if panel is None:
                self._diver.hold_types(every, np.zeros_like(low), self._arrays.sizes)
                want = (self._least - rest > 0) * 2.0 - (self._most - rest <= 0) * 2.0
                self._diver.aim(want + random.random(len(short)) / 4)
                panel = self._diver.dive()
            if panel is not None:
                after = rest + panel
                left = np.maximum(self._least - after, 0) + np.maximum(after - self._most, 0)
                if left.sum() < wrong:
                    self.panels[place], self._given = panel, after
                    return True
        return False


def _seated(poly: Polytope, panels: list[Integers], chances: tuple[Fraction, ...]) -> PanelList:
    """Put people in the seats of each type, in turn."""
    people = sum(poly.multiplicities)
    turn = [0] * len(poly.types)
    counts = [0] * people
    rows: list[tuple[int, ...]] = []
    for panel in panels:
        row: list[int] = []
        for t in np.nonzero(panel)[0].tolist():
            members = poly.types[t].members
            for _ in range(int(panel[t])):
                row.append(members[turn[t] % len(members)])
                turn[t] += 1
        for person in row:
            counts[person] += 1
        rows.append(tuple(sorted(row)))
    expected = {
        person: len(panels) * p for kind, p in zip(poly.types, chances, strict=True) for person in kind.members
    }
    exceptions = tuple(
        Deviation(person, counts[person], due)
        for person, due in sorted(expected.items())
        if not floor(due) <= counts[person] <= ceil(due)
    )
    largest = max(abs(counts[person] - due) for person, due in expected.items())
    return PanelList(tuple(rows), tuple(counts), exceptions, largest)
