"""Goldilocks: neither the smallest nor the largest chance too far from even.

Baharav and Flanigan, *Fair, Manipulation-Robust, and Transparent Sortition*, EC 2024, minimise
max(p) n/k + k/(n min p). With M and m the two ends divided by the even chance, this is the convex
M + 1/m over a linear program: 1/m is met from below by tangents until the optimum lies on one
(Kelley, *The cutting-plane method*, 1960). With that tangent in the place of the curve the program is
linear, and its duals are the certificate.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import highspy
import numpy as np

from isegoria.kernel.lottery.arrays import (
    INFINITY,
    OPTIMAL,
    Arrays,
    Floats,
    duals,
    indices,
    load,
    program,
    values,
)
from isegoria.kernel.lottery.exact import Inequality, evenly, imbalance
from isegoria.kernel.lottery.master import Block, ceilings, floors
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.multipliers import recovered, rounded
from isegoria.kernel.lottery.optimum import Stage

COSTS = (1.0, 0.0, 1.0)
"""Of the leading columns: M, m, and what stands for 1/m."""
NEAR = 1e-8
SURE = 1e-12
PROVED = Fraction(1, 10**9)
"""A bound on the imbalance this close to what is reached proves it."""
MOVED = Fraction(1, 10**4)
SIMPLE = 10**6
"""Ends are written with denominators up to this, when that moves them by less than SURE."""


class Curve:
    """The curve 1/m in a program whose leading columns are those of COSTS, through its tangents."""

    def __init__(self, highs: highspy.Highs) -> None:
        self._highs = highs
        self._touched: list[float] = []
        self._touch(1.0)

    def meets(self, small: float) -> bool:
        """Whether a tangent touches the curve at ``small``, or so near that nothing is lost (the
        square of NEAR); if not, one is added there."""
        if any(abs(at - small) <= NEAR * small for at in self._touched):
            return True
        self._touch(max(small, self.steepest / 4))
        return False

    @property
    def steepest(self) -> float:
        """The smallest m that was tried."""
        return min(self._touched)

    def _touch(self, at: float) -> None:
        self._touched.append(at)
        entries = np.array([1 / at**2, 1.0])
        self._highs.addRow(2 / at, INFINITY, 2, indices([1, 2]), entries)


def blocks(
    poly: Polytope, arrays: Arrays, never: Collection[int], above: Floats
) -> tuple[Block, ...]:
    """m w_t even <= chance_t <= M w_t even for the types that a panel holds, and chance_t <=
    above_t."""
    due = arrays.weights * float(evenly(poly, never))
    due[list(never)] = 0.0
    none = np.zeros(len(due))
    most = np.where(due > 0, 0.0, INFINITY)
    found = (floors(none, none, -due, none), ceilings(most, -due, none, none))
    return (*found, ceilings(above, none, none, none)) if (above < 1).any() else found


@dataclass(frozen=True, slots=True)
class Ends:
    """The smallest and the largest chance, divided by weights, of the best lottery."""

    low: Fraction
    high: Fraction

    @classmethod
    def near(cls, even: Fraction, large: float, small: float) -> "Ends":
        """From what the program found, in units of the even chance."""
        return cls(_simple(small * float(even)), _simple(large * float(even)))

    def bound(
        self, claim: Inequality, poly: Polytope, never: Collection[int], cap: Fraction
    ) -> tuple[Fraction, Fraction, "Ends"]:
        """What ``claim``, scaled as suits it best, proves at best; the scale; and for which ends.

        Those ends may lie a little further along the edge that ``claim`` draws, where the imbalance is
        least: the program stops short of it, since there the gain is the square of the distance.
        """
        even = evenly(poly, never)
        pulls = [
            (claim.pulls[t], poly.weights[t]) for t in range(len(claim.pulls)) if t not in never
        ]
        rise = sum((pull * w for pull, w in pulls if pull > 0), Fraction(0))
        down = [(-pull, w) for pull, w in pulls if pull < 0]
        fall = sum((pull * w for pull, w in down if self.high * w < cap), Fraction(0))
        most = claim.most + sum(pull * cap for pull, w in down if self.high * w >= cap)
        steep = fall + sum(pull * w for pull, w in down if self.high * w == cap)
        found = [self]
        if rise and fall:
            low = _simple(float(even) * sqrt(fall / rise))
            if abs(low - self.low) <= MOVED * self.low:
                found.append(Ends(low, (rise * low - most) / fall))
        return max(
            (
                (claim.times(scale).least_imbalance(poly, never, cap, ends.low), scale, ends)
                for ends in found
                for scale in (
                    even / ends.low**2 / (rise or 1),
                    *(1 / even / x for x in (fall, steep) if x),
                )
            ),
            key=lambda one: one[0] - imbalance(poly, never, one[2].low, one[2].high),
        )


def _simple(number: float) -> Fraction:
    short = Fraction(number).limit_denominator(SIMPLE)
    close = abs(float(short) - number) <= SURE * number
    return short if close else Fraction(number).limit_denominator(10**15)


def stage(
    poly: Polytope, arrays: Arrays, never: Collection[int], cap: Fraction, seed: int
) -> Stage:
    """Both ends of the best fractional lottery, proved.

    Raises ArithmeticError when HiGHS finds no optimum, or when its duals prove nothing near it.
    """
    highs = _program(poly, arrays, never, cap, seed)
    curve = Curve(highs)
    found = _solved(highs)
    while not curve.meets(found[1]):
        if curve.steepest < SURE:
            raise ArithmeticError("the smallest chance cannot be told from 0")
        found = _solved(highs)
    near = Ends.near(evenly(poly, never), found[0], found[1])
    floats = -duals(highs)[: len(poly.rows)]
    floats /= np.abs(floats).max(initial=1e-300)
    for multipliers in (recovered(arrays, floats), rounded(floats)):
        claim = Inequality.of_rows(poly, multipliers)
        bound, scale, ends = near.bound(claim, poly, never, cap)
        if imbalance(poly, never, ends.low, ends.high) - bound <= PROVED:
            proof = tuple((row, u * scale) for row, u in multipliers)
            return Stage(ends.low, proof, (), ends.high)
    raise ArithmeticError("the duals of both ends prove nothing near them")


def least_cap(poly: Polytope, arrays: Arrays, seed: int) -> float | None:
    """The least of the largest chance over fractional lotteries; None when there is none."""
    highs = _program(poly, arrays, (), Fraction(1), seed, equal=True)
    highs.changeColsCost(3, indices(range(3)), np.array([1.0, 0.0, 0.0]))
    highs.run()
    if highs.getModelStatus() != OPTIMAL:
        return None
    return float(values(highs)[0] * float(evenly(poly, ())))


def _program(
    poly: Polytope,
    arrays: Arrays,
    never: Collection[int],
    cap: Fraction,
    seed: int,
    *,
    equal: bool = False,
) -> highspy.Highs:
    """Leading columns, one column per type in seats, the rows of the polytope and two blocks."""
    count, rows = len(arrays.sizes), len(poly.rows)
    low, high = blocks(poly, arrays, never, np.ones(count))
    if equal:
        high = ceilings(high.upper, np.full(count, -float(evenly(poly, ()))), *high.leads[1:])
    sizes = arrays.sizes.astype(float)
    matrix: list[list[tuple[int, float]]] = [[], [], []]
    for offset, block in ((rows, low), (rows + count, high)):
        for lead, entries in zip(matrix, block.leads, strict=True):
            lead += [(offset + t, entries[t] * sizes[t]) for t in np.nonzero(entries)[0].tolist()]
    for t in range(count):
        own = [(row, 1.0) for row in arrays.rows_of(t)]
        matrix.append([*own, (rows + t, 1.0), (rows + count + t, 1.0)])
    bounds = (
        np.concatenate([arrays.lower, low.lower, high.lower]),
        np.concatenate([arrays.upper, low.upper, high.upper]),
    )
    return load(
        program(
            costs=np.append(COSTS, np.zeros(count)),
            columns=(
                np.zeros(3 + count),
                np.append(np.full(3, INFINITY), sizes * float(cap)),
            ),
            bounds=bounds,
            matrix=(
                np.cumsum([0, *map(len, matrix)]),
                np.array([row for column in matrix for row, _ in column]),
                np.array([entry for column in matrix for _, entry in column]),
            ),
            sense=highspy.ObjSense.kMinimize,
        ),
        seed,
        primal_feasibility_tolerance=1e-10,
        dual_feasibility_tolerance=1e-10,
    )


def _solved(highs: highspy.Highs) -> list[float]:
    highs.run()
    if highs.getModelStatus() != OPTIMAL:
        raise ArithmeticError(f"both ends: {highs.getModelStatus()}")
    found: list[float] = values(highs)[:3].tolist()
    return found
