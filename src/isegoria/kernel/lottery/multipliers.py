"""From the floating-point duals of a linear program over the rows of a polytope to exact ones."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from isegoria.kernel.lottery.arrays import Arrays, Floats
from isegoria.kernel.lottery.exact import null_vector

ZERO = 1e-9
"""Multipliers below this share of the largest are 0."""

type Duals = tuple[tuple[int, Fraction], ...]


def recovered(arrays: Arrays, floats: Floats) -> Duals:
    """The exact dual vertex, up to scale: same rows at 0, same types at 0, and nothing else is
    needed to know it; empty when that is not enough."""
    large = np.abs(floats).max(initial=0.0)
    rows = np.nonzero(np.abs(floats) > ZERO * large)[0].tolist()
    place = {row: unknown for unknown, row in enumerate(rows)}
    kept = np.where(np.abs(floats) > ZERO * large, floats, 0.0)
    slack = np.abs(arrays.type_sums(kept)) <= ZERO * large
    equations = {
        frozenset(place[row] for row in arrays.rows_of(t) if row in place)
        for t in np.nonzero(slack)[0].tolist()
    }
    ordered = sorted((sorted(equation) for equation in equations if equation), key=_by_length)
    found = null_vector((dict.fromkeys(one, 1) for one in ordered), len(rows)) if rows else None
    if found is None:
        return ()
    sign = 1 if floats[rows[0]] > 0 else -1
    return tuple((row, Fraction(sign * u)) for row, u in zip(rows, found, strict=True))


def rounded(floats: Floats) -> Duals:
    """The duals as they are, in rationals: weak duality makes of any multipliers a bound."""
    near = ((row, Fraction(u).limit_denominator(10**12)) for row, u in enumerate(floats.tolist()))
    return tuple((row, u) for row, u in near if abs(u) > ZERO)


def scaled(duals: Duals, total: Fraction) -> Duals:
    """``duals`` divided by ``total``; none when that is 0."""
    return tuple((row, u / total) for row, u in duals) if total else ()


def _by_length(equation: Sequence[int]) -> tuple[int, Sequence[int]]:
    return len(equation), equation
