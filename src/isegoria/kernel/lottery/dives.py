"""Panels by diving: linear programs, warm from one to the next, rounded until they are whole."""

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.arrays import (
    DUAL,
    Arrays,
    Floats,
    Integers,
    indices,
    load,
    optimal,
    values,
)
from isegoria.kernel.lottery.optimum import Panel

WHOLE = 1e-6
"""A count this close to a whole number is that number; the panel is then checked in whole numbers.
"""
SHARE = 4
"""One in so many of the fractional counts is rounded before the next linear program."""


class Diver:
    """Looks for panels worth much, inside a box of the polytope that may be narrowed on the way.

    The optimum of the linear relaxation has few fractional counts, at most one per row. Some are
    rounded up or down by chance, each in proportion to its fraction, and held; the program is
    solved again from where it stood; until all are whole, or nothing is left. What comes out is a
    true panel, not always the best one.
    """

    def __init__(self, arrays: Arrays, seed: int) -> None:
        self._arrays = arrays
        self._random = np.random.default_rng(seed)
        self._lower = np.zeros(len(arrays.sizes), np.int64)
        self._upper = arrays.sizes.copy()
        self._every = indices(range(len(arrays.sizes)))
        model = arrays.program(np.zeros(len(arrays.sizes)))
        self._highs = load(model, seed, simplex_strategy=DUAL, simplex_scale_strategy=0)

    @property
    def random(self) -> np.random.Generator:
        """The chance behind the roundings."""
        return self._random

    def aim(self, worth: Floats) -> None:
        """Look for panels of much ``worth`` (T,) per seat."""
        self._highs.changeColsCost(len(worth), self._every, worth)

    def hold_types(self, types: Integers, lower: Integers, upper: Integers) -> None:
        """From now on, ``lower`` to ``upper`` seats for each of ``types``."""
        self._lower[types], self._upper[types] = lower, upper
        self._highs.changeColsBounds(
            len(types), indices(types), lower.astype(float), upper.astype(float)
        )

    def hold_row(self, row: int, lower: float, upper: float) -> None:
        """From now on, ``lower`` to ``upper`` seats in a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def dive(self) -> Integers | None:
        """A panel (T,) in the box, None when this dive ended nowhere."""
        held: list[int] = []
        found = self._descend(held)
        if held:
            types = np.array(held)
            self.hold_types(types, self._lower[types], self._upper[types])
        return found

    def _descend(self, held: list[int]) -> Integers | None:
        while optimal(self._highs):
            seats = values(self._highs)
            whole = np.rint(seats)
            loose = np.nonzero(np.abs(seats - whole) > WHOLE)[0]
            if not len(loose):
                panel = whole.astype(np.int64)
                return panel if self._arrays.holds(panel) else None
            chosen = self._random.choice(loose, 1 + len(loose) // SHARE, replace=False)
            floor = np.floor(seats[chosen])
            rounded = floor + (self._random.random(len(chosen)) < seats[chosen] - floor)
            self._highs.changeColsBounds(len(chosen), indices(chosen), rounded, rounded)
            held.extend(chosen.tolist())
        return None


class Panels:
    """Distinct panels in the order they were found, as the columns of a sparse matrix."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._seen: dict[bytes, int] = {}
        self.types: list[Integers] = []
        self.counts: list[Integers] = []

    def __len__(self) -> int:
        return len(self.types)

    def add(self, panel: Integers) -> bool:
        """Keep ``panel`` (T,); False when it was here. Raises ValueError unless it keeps every
        bound."""
        if not self._arrays.holds(panel):
            raise ValueError("not a panel")
        held = np.nonzero(panel)[0]
        key = held.tobytes() + panel[held].tobytes()
        if key in self._seen:
            return False
        self._seen[key] = len(self.types)
        self.types.append(held)
        self.counts.append(panel[held])
        return True

    def covered(self) -> NDArray[np.bool_]:
        """Which types (T,) sit in a panel."""
        found = np.zeros(len(self._arrays.sizes), bool)
        for held in self.types:
            found[held] = True
        return found

    def panel(self, position: int) -> Panel:
        """The panel at ``position``, as the answer gives it."""
        held, counts = self.types[position].tolist(), self.counts[position].tolist()
        return tuple(zip(held, counts, strict=True))
