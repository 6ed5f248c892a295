"""Leximin by brute force: every panel enumerated, every linear program solved in whole numbers.

Shares nothing with the solver but the polytope. For small pools only.
"""

import random
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.model import Draw, Polytope, Quota, Volunteer

type Tableau = NDArray[Any]


class TooMany(Exception):
    """More panels than the oracle takes."""


def every_panel(poly: Polytope, limit: int) -> list[tuple[int, ...]]:
    """Every whole-number point of ``poly``, by type. Raises TooMany beyond ``limit``."""
    count = len(poly.types)
    rows_of: list[list[int]] = [[] for _ in range(count)]
    last = [-1] * len(poly.rows)
    for r, row in enumerate(poly.rows):
        for t in row.types:
            rows_of[t].append(r)
            last[r] = t
    if any(row.lower > 0 and not row.types for row in poly.rows):
        return []
    found: list[tuple[int, ...]] = []
    sums = [0] * len(poly.rows)
    taken = [0] * count

    def place(t: int) -> None:
        if t == count:
            found.append(tuple(taken))
            if len(found) > limit:
                raise TooMany
            return
        for seats in range(poly.multiplicities[t] + 1):
            for r in rows_of[t]:
                sums[r] += seats
            taken[t] = seats
            fits = all(sums[r] <= poly.rows[r].upper for r in rows_of[t])
            done = all(sums[r] >= poly.rows[r].lower for r in rows_of[t] if last[r] == t)
            if fits and done:
                place(t + 1)
            for r in rows_of[t]:
                sums[r] -= seats
        taken[t] = 0

    if all(row.lower <= row.upper for row in poly.rows):
        place(0)
    return found


class _Simplex:
    """Maximise over ``rows x = right``, x >= 0, by Bland's rule with integer pivoting (Edmonds):
    exact."""

    def __init__(self, rows: Sequence[Sequence[int]], right: Sequence[int]) -> None:
        height, width = len(rows), len(rows[0])
        table = np.zeros((height + 1, width + height + 1), object)
        for i, (row, value) in enumerate(zip(rows, right, strict=True)):
            sign = 1 if value >= 0 else -1
            table[i, :width] = [sign * x for x in row]
            table[i, width + i] = 1
            table[i, -1] = sign * value
        self.table, self.width, self.scale = table, width, 1
        self.basis = [width + i for i in range(height)]
        table[-1, width : width + height] = 0
        table[-1, :] = -table[:-1, :].sum(axis=0)
        table[-1, width : width + height] = 0
        self._run(width)
        assert table[-1, -1] == 0 or self.table[-1, -1] == 0, "no solution"
        for i, unknown in enumerate(self.basis):
            if unknown >= width:
                entering = next((j for j in range(width) if self.table[i, j]), None)
                if entering is not None:
                    self._pivot(i, entering)

    def maximise(self, costs: Sequence[int]) -> Fraction:
        """The optimum; reduced costs are then in the last row."""
        full = np.zeros(self.table.shape[1], object)
        full[: self.width] = [-cost * self.scale for cost in costs]
        for i, unknown in enumerate(self.basis):
            if unknown < self.width and costs[unknown]:
                full = full + costs[unknown] * self.table[i]
        self.table[-1] = full
        self._run(self.width)
        return Fraction(self.table[-1, -1], self.scale)

    def reduced(self, unknown: int) -> int:
        """The sign of what one more of ``unknown`` would cost."""
        return int(self.table[-1, unknown])

    def _run(self, width: int) -> None:
        while True:
            entering = next((j for j in range(width) if self.table[-1, j] < 0), None)
            if entering is None:
                return
            ratios = [
                (Fraction(self.table[i, -1], self.table[i, entering]), self.basis[i], i)
                for i in range(len(self.basis))
                if self.table[i, entering] > 0
            ]
            self._pivot(min(ratios)[2], entering)

    def _pivot(self, leaving: int, entering: int) -> None:
        pivot = self.table[leaving, entering]
        row = self.table[leaving].copy()
        column = self.table[:, entering].copy()
        self.table = (self.table * pivot - np.outer(column, row)) // self.scale
        self.table[leaving] = row
        self.scale = pivot
        if pivot < 0:
            self.table, self.scale = -self.table, -pivot
        self.basis[leaving] = entering


class _Lotteries:
    """Rows over the weights of ``panels``, a surplus and a slack per type, and ``more`` columns."""

    def __init__(self, panels: Sequence[tuple[int, ...]], types: int, more: int) -> None:
        self._panels, self._types = panels, types
        self.width = len(panels) + 2 * types + more
        self.rows = [[1] * len(panels) + [0] * (self.width - len(panels))]
        self.right = [1]

    def surplus(self, t: int) -> int:
        """The column of what the seats of a type have above a bound."""
        return len(self._panels) + t

    def bound(self, t: int, seats: Fraction, lead: Fraction, column: int, *, above: bool) -> None:
        """Seats of a type at least (or ``above``: at most) ``seats`` + ``lead`` times ``column``."""
        scale = lcm(seats.denominator, lead.denominator)
        row = [panel[t] * scale for panel in self._panels] + [0] * (self.width - len(self._panels))
        row[self.surplus(t) + (self._types if above else 0)] = 1 if above else -1
        row[column] = -int(lead * scale)
        self.rows.append(row)
        self.right.append(int(seats * scale))


def leximin(
    poly: Polytope, panels: Sequence[tuple[int, ...]], cap: Fraction = Fraction(1)
) -> list[Fraction]:
    """The leximin chance of each type, divided by its weight, exactly, over all lotteries on
    ``panels`` where no chance passes ``cap``."""
    sizes, none = poly.multiplicities, Fraction(0)
    count = len(sizes)
    fixed = {t: none for t in range(count) if not any(panel[t] for panel in panels)}
    while len(fixed) < count:
        found = _Lotteries(panels, count, 1)
        for t, (size, weight) in enumerate(zip(sizes, poly.weights, strict=True)):
            known = fixed.get(t)
            lead = size * weight if known is None else none
            found.bound(t, (known or none) * weight * size, lead, -1, above=False)
            if cap < 1:
                found.bound(t, cap * size, none, -1, above=True)
        simplex = _Simplex(found.rows, found.right)
        value = simplex.maximise([0] * (found.width - 1) + [1])
        held = [t for t in range(count) if t not in fixed and simplex.reduced(found.surplus(t)) > 0]
        assert held
        fixed.update(dict.fromkeys(held, value))
    return [fixed[t] for t in range(count)]


def least_imbalance(
    poly: Polytope, panels: Sequence[tuple[int, ...]], cap: Fraction, low: Fraction
) -> Fraction:
    """The least of M/even + the tangent at ``low`` of even/m, exactly, over all lotteries on
    ``panels``, with M and m the largest and smallest chance, divided by weights, of those who can have
    one. No lottery has a smaller M/even + even/m."""
    sizes, none = poly.multiplicities, Fraction(0)
    held = [t for t, chance in enumerate(leximin(poly, panels, cap)) if chance]
    even = poly.rows[0].lower / sum((sizes[t] * poly.weights[t] for t in held), none)
    found = _Lotteries(panels, len(sizes), 2)
    for t in held:
        lead = sizes[t] * poly.weights[t]
        found.bound(t, none, lead, -2, above=False)
        found.bound(t, none, lead, -1, above=True)
    if cap < 1:
        for t in held:
            wide = _Lotteries(panels, len(sizes), 2)
            wide.bound(t, cap * sizes[t], none, -1, above=True)
            for row in found.rows:
                row.insert(-2, 0)
            own = wide.rows[1]
            own[wide.surplus(t) + len(sizes)] = 0
            found.rows.append([*own[:-2], *[0] * (len(found.rows[0]) - len(own) - 1), 1, *own[-2:]])
            found.right.append(wide.right[1])
    small, large = even / low**2, 1 / even
    scale = lcm(small.denominator, large.denominator)
    costs = [0] * (len(found.rows[0]) - 2) + [int(small * scale), -int(large * scale)]
    return 2 * even / low - _Simplex(found.rows, found.right).maximise(costs) / scale


def random_draw(seed: int, *, weights: Sequence[Fraction] = (Fraction(1),)) -> Draw:
    """A small pool around one panel that exists: exact quotas or a seat of slack, households in a
    third, each person of one of ``weights``."""
    rng, scales = random.Random(seed), random.Random(seed)
    features = tuple(f"f{i}" for i in range(rng.choice([1, 2, 3, 3, 4, 5])))
    options = {feature: rng.choice([2, 2, 3]) for feature in features}
    people = rng.randint(8, 40)
    homes = seed % 3 == 0
    volunteers = tuple(
        Volunteer(
            f"p{i}",
            tuple(str(min(rng.randrange(options[f]), rng.randrange(options[f]))) for f in features),
            f"h{rng.randrange(people)}" if homes and rng.random() < 0.6 else None,
            scales.choice(weights),
        )
        for i in range(people)
    )
    seats = rng.randint(3, 9)
    panel: list[Volunteer] = []
    met: set[str] = set()
    for person in rng.sample(volunteers, people):
        if len(panel) < seats and person.household not in met:
            panel.append(person)
            met |= {person.household} if person.household else set()
    slack = rng.choice([0, 0, 0, 1])
    quotas = []
    for column, feature in enumerate(features):
        for value in range(options[feature]):
            held = sum(person.values[column] == str(value) for person in panel)
            loose = rng.random() < 0.3
            low = max(0, held - slack * (loose or rng.random() < 0.5))
            quotas.append(Quota(feature, str(value), low, held + slack * (rng.random() < 0.5)))
    return Draw(len(panel), features, tuple(quotas), volunteers)
