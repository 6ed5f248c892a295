"""Rational arithmetic behind the certificate: the exact multipliers that floating-point duals point
at."""

from collections.abc import Iterable, Mapping, Sequence
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


def lifts(poly: Polytope, duals: Sequence[tuple[int, Fraction]]) -> list[Fraction]:
    """For each type, its people times the sum of ``duals`` over its rows: y_t where positive, -w_t
    where negative."""
    sums = [Fraction(0)] * len(poly.types)
    for row, dual in duals:
        for t in poly.rows[row].types:
            sums[t] += dual
    return [m * held for m, held in zip(poly.multiplicities, sums, strict=True)]


def weak_bound(
    poly: Polytope, duals: Sequence[tuple[int, Fraction]], fixed: Mapping[int, Fraction]
) -> Fraction | None:
    """The largest value that the smallest chance of the types not ``fixed`` can have, as ``duals``
    prove it.

    With u the duals, c_t = (people of t) * (sum of u over the rows of t), y = max(0, c), w = max(0,
    -c), and p the chances of any lottery over panels: sum y_t p_t <= sum_r max(u_r lower_r, u_r
    upper_r) + sum w_t, because p_t <= 1. Chances of ``fixed`` types are at least what is given.
    Valid for any ``duals``; None when they say nothing about the other types.
    """
    most = sum(
        (max(dual * poly.rows[row].lower, dual * poly.rows[row].upper) for row, dual in duals),
        Fraction(0),
    )
    others = Fraction(0)
    for t, lift in enumerate(lifts(poly, duals)):
        if lift < 0:
            most -= lift
        elif t in fixed:
            most -= lift * fixed[t]
        else:
            others += lift
    return most / others if others else None
