"""The list that is drawn from: numbered panels, each as likely as the next, that give everybody's
chance.

Flanigan, Kehne and Procaccia, *Fair Sortition Made Transparent*, NeurIPS 2021: an optimal lottery
can be replaced by a uniform draw among a thousand published panels at nearly no cost. Here new
panels are made for the list, not only those of the lottery, so that everybody sits in as many as
the chances say, rounded up or down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.arrays import Arrays, Floats, Integers
from isegoria.kernel.lottery.dives import Diver
from isegoria.kernel.lottery.model import Polytope, RowKind
from isegoria.kernel.lottery.optimum import Optimum
from isegoria.kernel.lottery.progress import Progress, Silent
from isegoria.kernel.lottery.weights import exact_chances

EVEN = 1e-9
LEAST = 1000
"""The shortest list proposed: three digits."""
TRIES = 12
"""Dives for one panel of the list, before the box around what is due is opened."""
REPAIRS = 1000
"""Steps, at most, to bring the last counts to their floor or ceiling."""
EXCHANGES, AGAIN = 10, 12
"""One step in so many takes some panels off the list and fills it again; the others exchange one
panel."""
SAMPLE, SUPPORT = 16, 100
"""Panels of the list, and of the lottery, looked at for one exchange."""
NARROW = 1e-6
"""A chance this close to 1, or a row this close to a bound on average, is there in every panel."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A volunteer (position in the draw) who sits in ``count`` panels where ``expected`` is neither
    rounded down nor up."""

    volunteer: int
    count: int
    expected: Fraction


@dataclass(frozen=True, slots=True)
class PanelList:
    """``panels[number]`` are the positions of its members, ascending; ``counts[position]`` panels
    hold a volunteer.

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
    """``panels`` numbered panels, in an order that ``seed`` shuffles, that give the chances of
    ``optimum``.

    Members of a type take turns, so that their counts differ by one at most. Raises ValueError
    unless ``panels`` is positive, and Cancelled when ``progress`` asks to stop.
    """
    if panels < 1:
        raise ValueError("a list has at least one panel")
    chances = exact_chances(poly.multiplicities, optimum.panels, optimum.weights)
    progress = progress or Silent()
    made = _List(poly, optimum, chances, panels, seed)
    progress.step("list", 0, panels)
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
        top = panels * optimum.cap
        self._most = np.array([m * ceil(min(x, top)) for m, x in zip(sizes, due, strict=True)])
        self._always = np.array([m * (p > 1 - NARROW) for m, p in zip(sizes, chances, strict=True)])
        self._support = np.zeros((len(optimum.panels), len(sizes)), np.int64)
        for seats, panel in zip(self._support, optimum.panels, strict=True):
            for t, count in panel:
                seats[t] = count
        sums = self._arrays.row_sums(self._due) / panels
        full, empty = sums > self._arrays.upper - NARROW, sums < self._arrays.lower + NARROW
        self._row_lower = np.where(full, self._arrays.upper, self._arrays.lower).astype(float)
        self._row_upper = np.where(empty, self._arrays.lower, self._arrays.upper).astype(float)
        for row in np.nonzero(full | empty)[0].tolist():
            self._diver.hold_row(row, float(self._row_lower[row]), float(self._row_upper[row]))
        total = sum(optimum.weights)
        whole = [weight * panels // total for weight in optimum.weights]
        self.panels = [
            row for row, copies in zip(self._support, whole, strict=True) for _ in range(copies)
        ]
        self._given = np.array(whole) @ self._support

    def fill(self, tick: Callable[[int], None]) -> None:
        """Add panels, each for its share of what is due, until there are as many as wanted."""
        while (missing := self._wanted - len(self.panels)) > 0:
            tick(len(self.panels))
            panel = self._next(missing)
            self.panels.append(panel)
            self._given = self._given + panel

    def repair(self, tick: Callable[[int], None]) -> None:
        """Exchange panels for others, as long as counts lie outside floor and ceiling and exchanges
        are left."""
        for done in range(REPAIRS):
            if not self._wrong(self._given):
                return
            tick(done)
            if done % EXCHANGES:
                self._exchange()
            else:
                self._fill_again()

    def shuffled(self) -> list[Integers]:
        """The panels in an order that says nothing about how they were found."""
        order = self._diver.random.permutation(len(self.panels))
        return [self.panels[i] for i in order.tolist()]

    def _wrong(self, given: Integers) -> Integers:
        """How far ``given`` (..., T) is from between floor and ceiling; what is furthest counts
        most."""
        away = np.maximum(self._least - given, 0) + np.maximum(given - self._most, 0)
        wrong: Integers = (away * (away + 1)).sum(axis=-1)
        return wrong

    def _next(self, missing: int) -> Integers:
        """A panel for a list that still wants ``missing``: an even share of what is left, rounded.

        First with every type and every row within one seat of its share, so that the rest stays as
        easy to share out; if no panel is found so, with the rows, then the types, as wide as may
        be; at last a panel of the lottery.
        """
        left = self._due - self._given
        share = np.maximum(left / missing, 0.0)
        sums = self._arrays.row_sums(share)
        fraction = share - np.floor(share + EVEN)
        room = np.maximum(self._most - self._given, self._always)
        upper = np.minimum(np.ceil(share - EVEN), np.maximum(np.ceil(left - EVEN), 0))
        forced = self._least - self._given - (missing - 1) * self._arrays.sizes
        narrow = (np.floor(share + EVEN), upper)
        wide = (np.maximum(forced, self._always), room)
        for (low, high), rows in ((narrow, sums), (narrow, None), (wide, None)):
            self._hold_types(low, high)
            self._hold_rows(rows)
            for _ in range(TRIES):
                self._diver.aim(fraction - self._diver.random.random(len(left)))
                if (panel := self._diver.dive()) is not None:
                    return panel
        fit: Integers = self._support[
            np.argmax(self._support @ (share - self._diver.random.random(len(left))))
        ]
        return fit

    def _hold_types(self, low: NDArray[Any], high: NDArray[Any]) -> None:
        high = np.minimum(high, self._arrays.sizes).astype(np.int64)
        low = np.minimum(low, high).astype(np.int64)
        self._diver.hold_types(np.arange(len(low)), low, high)

    def _hold_rows(self, sums: Floats | None) -> None:
        lower, upper = self._row_lower, self._row_upper
        if sums is not None:
            lower = np.maximum(lower, np.floor(sums + EVEN))
            upper = np.maximum(lower, np.minimum(upper, np.ceil(sums - EVEN)))
        for row in self._narrowed:
            self._diver.hold_row(row, float(lower[row]), float(upper[row]))

    def _fill_again(self) -> None:
        """Take some panels off the list and fill it again, unless that makes things worse."""
        before, given = list(self.panels), self._given
        for place in sorted(
            self._diver.random.permutation(len(before))[:AGAIN].tolist(), reverse=True
        ):
            self._given = self._given - self.panels.pop(place)
        self.fill(lambda _: None)
        if self._wrong(self._given) > self._wrong(given):
            self.panels, self._given = before, given
        self._hold_rows(None)

    def _exchange(self) -> None:
        """One panel for another, unless that makes things worse; moves that leave them as they are
        open others."""
        random = self._diver.random
        sample = random.integers(len(self.panels), size=SAMPLE)
        left = self._wrong(self._given - np.stack([self.panels[i] for i in sample.tolist()]))
        place = int(sample[np.argmin(left)])
        rest = self._given - self.panels[place]
        found = list(self._support[random.permutation(len(self._support))[:SUPPORT]])
        low = np.maximum(self._least - rest, self._always)
        high = np.maximum(self._most - rest, low)
        for worth in (random.random(len(rest)), (low > 0) + random.random(len(rest)) / 8):
            self._hold_types(low, high)
            self._diver.aim(worth)
            if (panel := self._diver.dive()) is not None:
                found.append(panel)
                break
            low = self._always
        after = self._wrong(rest + np.stack(found))
        best = len(found) - 1 - int(np.argmin(after[::-1]))
        if after[best] <= self._wrong(self._given):
            self.panels[place], self._given = found[best], rest + found[best]


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
        person: len(panels) * p
        for kind, p in zip(poly.types, chances, strict=True)
        for person in kind.members
    }
    exceptions = tuple(
        Deviation(person, counts[person], due)
        for person, due in sorted(expected.items())
        if not floor(due) <= counts[person] <= ceil(due)
    )
    largest = max(abs(counts[person] - due) for person, due in expected.items())
    return PanelList(tuple(rows), tuple(counts), exceptions, largest)
