"""Rational arithmetic behind the certificate: the exact multipliers that floating-point duals point
at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from isegoria.kernel.lottery.model import Polytope

type Equation = dict[int, int]
"""Coefficients by unknown; the right-hand side is 0."""


def null_vector(equations: Iterable[Mapping[int, int]], unknowns: int) -> list[int] | None:
    """The whole numbers, without common divisor, that solve homogeneous ``equations`` in
    ``unknowns`` unknowns.

    None unless the solutions are one line. Gauss without fractions: every row is divided by the
    greatest common divisor of its coefficients, which keeps them small. The sign is that of the
    first unknown that is not 0, which is made positive.
    """
    pivots: dict[int, Equation] = {}
    for equation in equations:
        row = _reduced({key: x for key, x in equation.items() if x}, pivots)
        if not row:
            continue
        if len(pivots) == unknowns - 1:
            return None
        pivot = min(row, key=lambda unknown: (abs(row[unknown]), unknown))
        for other, known in pivots.items():
            if pivot in known:
                pivots[other] = _eliminate(known, row, pivot)
        pivots[pivot] = row
    if len(pivots) != unknowns - 1:
        return None
    free = next(unknown for unknown in range(unknowns) if unknown not in pivots)
    scale = lcm(*(row[pivot] for pivot, row in pivots.items())) if pivots else 1
    solution = [scale] * unknowns
    for pivot, row in pivots.items():
        solution[pivot] = -row.get(free, 0) * (scale // row[pivot])
    divisor = gcd(*solution)
    sign = next(value for value in solution if value) > 0
    return [value // divisor * (1 if sign else -1) for value in solution]


def _reduced(row: Equation, pivots: Mapping[int, Equation]) -> Equation:
    for unknown in [unknown for unknown in row if unknown in pivots]:
        row = _eliminate(row, pivots[unknown], unknown)
    return row


def _eliminate(row: Equation, by: Equation, unknown: int) -> Equation:
    """``row`` without ``unknown``, by a multiple of ``by``; without common divisor."""
    common = gcd(row[unknown], by[unknown])
    mine, other = by[unknown] // common, row[unknown] // common
    found = {key: value * mine for key, value in row.items()}
    for key, value in by.items():
        left = found.get(key, 0) - value * other
        if left:
            found[key] = left
        else:
            found.pop(key, None)
    divisor = gcd(*found.values()) if found else 1
    return {key: value // divisor for key, value in found.items()}


@dataclass(frozen=True, slots=True)
class Inequality:
    """``sum of pulls[t] p_t <= most`` for the chances p of every lottery over panels."""

    pulls: tuple[Fraction, ...]
    most: Fraction

    @classmethod
    def of_rows(cls, poly: Polytope, duals: Iterable[tuple[int, Fraction]]) -> "Inequality":
        """What ``duals`` (row, multiplier u), whatever they are, say together: the pull of a type is
        its people times the sum of u over its rows, ``most`` the sum of max(u lower, u upper)."""
        sums = [Fraction(0)] * len(poly.types)
        most = Fraction(0)
        for r, dual in duals:
            row = poly.rows[r]
            most += max(dual * row.lower, dual * row.upper)
            for t in row.types:
                sums[t] += dual
        pulls = (m * held for m, held in zip(poly.multiplicities, sums, strict=True))
        return cls(tuple(pulls), most)

    def smallest(
        self, poly: Polytope, fixed: Mapping[int, Fraction], ceilings: Sequence[Fraction]
    ) -> Fraction | None:
        """The largest value that the smallest chance, divided by the weight, of the types not
        ``fixed`` can have when no chance passes its ceiling.

        Chances of ``fixed`` types are at least what is given. None when nothing is said about the
        other types.
        """
        most, others = self.most, Fraction(0)
        for t, pull in enumerate(self.pulls):
            if pull < 0:
                most -= pull * ceilings[t]
            elif t in fixed:
                most -= pull * fixed[t]
            else:
                others += pull * poly.weights[t]
        return most / others if others else None

    def least_imbalance(
        self, poly: Polytope, never: Collection[int], cap: Fraction, low: Fraction
    ) -> Fraction:
        """A bound that the imbalance of no lottery is below, whatever ``low`` > 0 and the scale of the
        inequality. Chances of ``never`` are 0, no chance passes ``cap``.

        With M the largest and m the smallest chance, divided by weights: even/m lies above its tangent
        at ``low``, which falls by even/low² for each unit of m. The inequality bounds some of these
        units, the cap of the heaviest the rest, by a concave function of M with a kink wherever a
        type meets the cap: so the least is at a kink, or at 0.
        """
        even = evenly(poly, never)
        pulls = [(self.pulls[t], poly.weights[t]) for t in range(len(self.pulls)) if t not in never]
        rest = even / low**2 - sum(pull * w for pull, w in pulls if pull > 0)
        most = self.most + max(Fraction(0), rest) * cap / max(w for _, w in pulls)
        down = [(-pull, w) for pull, w in pulls if pull < 0]

        def at(high: Fraction) -> Fraction:
            return high / even - sum(pull * min(cap, high * w) for pull, w in down)

        kinks = {Fraction(0), *(cap / w for _, w in down)}
        return max(Fraction(2), 2 * even / low - most + min(map(at, kinks)))

    def times(self, factor: Fraction) -> "Inequality":
        """Both sides multiplied by ``factor``, which is not negative."""
        return Inequality(tuple(pull * factor for pull in self.pulls), self.most * factor)


def evenly(poly: Polytope, never: Collection[int]) -> Fraction:
    """The chance of a person of weight 1 if all chances, divided by weights, could be equal."""
    kinds = zip(poly.multiplicities, poly.weights, strict=True)
    total = sum((m * w for t, (m, w) in enumerate(kinds) if t not in never), Fraction(0))
    return poly.rows[0].upper / total


def imbalance(poly: Polytope, never: Collection[int], low: Fraction, high: Fraction) -> Fraction:
    """high/even + even/low: 2 when all chances are equal, more the further the ends are from even
    (Baharav and Flanigan, EC 2024, with equal care for both ends)."""
    even = evenly(poly, never)
    return high / even + even / low
