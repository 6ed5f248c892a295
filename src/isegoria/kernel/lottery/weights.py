"""From the solver's floating-point weights to whole numbers, and from those to exact chances."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from isegoria.kernel.lottery.arrays import Floats
from isegoria.kernel.lottery.dives import Panels
from isegoria.kernel.lottery.optimum import Panel

TOTAL = 10**15
"""The sum of the weights of a lottery: rounding moves a probability by 1e-15 at most."""


def whole(weights: Floats) -> list[int]:
    """``weights`` as whole numbers that add up to TOTAL: largest remainders, the first of equals
    first."""
    positive = np.maximum(weights, 0.0)
    scaled = [Fraction(x) for x in positive.tolist()]
    scale = Fraction(TOTAL) / sum(scaled)
    exact = [x * scale for x in scaled]
    found = [x.numerator // x.denominator for x in exact]
    order = sorted(range(len(found)), key=lambda i: (found[i] - exact[i], i))
    for i in order[: TOTAL - sum(found)]:
        found[i] += 1
    return found


def exact_chances(
    sizes: Sequence[int], panels: Sequence[Panel], weights: Sequence[int]
) -> tuple[Fraction, ...]:
    """The chance of a person of each type, exactly."""
    seats = [0] * len(sizes)
    for panel, weight in zip(panels, weights, strict=True):
        for t, count in panel:
            seats[t] += weight * count
    total = sum(weights)
    return tuple(Fraction(held, total * size) for held, size in zip(seats, sizes, strict=True))


def lottery(panels: Panels, weights: Floats) -> tuple[tuple[Panel, ...], tuple[int, ...]]:
    """The panels of positive weight, and their weights in whole numbers."""
    kept = [(panels.panel(i), weight) for i, weight in enumerate(whole(weights)) if weight]
    return tuple(panel for panel, _ in kept), tuple(weight for _, weight in kept)
