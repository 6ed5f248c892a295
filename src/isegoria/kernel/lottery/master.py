"""The master programs: the best lottery over the panels found so far, and what a new panel would be
worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.arrays import (
    INFINITY,
    PRIMAL,
    Arrays,
    Floats,
    Integers,
    duals,
    indices,
    load,
    program,
    values,
)
from isegoria.kernel.lottery.dives import Panels

MANY = 300
"""From as many types on, the first solution is by interior point and crossover: simplex can take
ten times as long."""


@dataclass(frozen=True, slots=True)
class Mix:
    """``leads``: the columns in front of the panels at the optimum; ``value``: the first of them;
    ``weights`` one per panel.

    A panel makes it better when it is worth more than ``price``: ``worth`` (T,) per seat. ``pull``
    (T,) are the multipliers of the chances, ``worth`` times the people of the type: positive where
    a chance should rise, negative where it should fall.
    """

    leads: Floats
    weights: Floats
    worth: Floats
    pull: Floats
    price: float

    @property
    def value(self) -> float:
        """The largest shortfall, or the smallest chance."""
        return float(self.leads[0])


@dataclass(frozen=True, slots=True)
class Block:
    """One row per type: lower <= chance_t + sum of leads[i][t] * lead_i <= upper; arrays (T,)."""

    lower: Floats
    upper: Floats
    leads: tuple[Floats, ...]


def floors(lower: Floats, *leads: Floats) -> Block:
    """Chances of ``lower`` at least."""
    return Block(lower, np.full(len(lower), INFINITY), leads)


def ceilings(upper: Floats, *leads: Floats) -> Block:
    """Chances of ``upper`` at most."""
    return Block(np.full(len(upper), -INFINITY), upper, leads)


class Master:
    """A linear program with blocks of one row per type (its chance), one row for total probability,
    a few leading columns of the given ``costs`` and ``least`` values, and one column per panel.

    The least of the costs is looked for.
    """

    def __init__(
        self,
        arrays: Arrays,
        panels: Panels,
        seed: int,
        blocks: Sequence[Block],
        costs: Sequence[float],
        least: float = -INFINITY,
    ) -> None:
        self._arrays, self._panels = arrays, panels
        self._count, self._blocks, self._leads = len(arrays.sizes), len(blocks), len(costs)
        self._rows = self._count * self._blocks
        starts = [0]
        rows: list[NDArray[Any]] = []
        entries: list[Floats] = []
        for lead in range(self._leads):
            column = np.concatenate([block.leads[lead] for block in blocks])
            rows.append(np.nonzero(column)[0])
            entries.append(column[rows[-1]])
        for position in range(len(panels)):
            found, chances = self._column(position)
            rows.append(found)
            entries.append(chances)
        for found in rows:
            starts.append(starts[-1] + len(found))
        width = len(panels)
        model = program(
            costs=np.append(costs, np.zeros(width)),
            columns=(
                np.append(np.full(self._leads, least), np.zeros(width)),
                np.full(self._leads + width, INFINITY),
            ),
            bounds=(
                np.append(np.concatenate([block.lower for block in blocks]), 1.0),
                np.append(np.concatenate([block.upper for block in blocks]), 1.0),
            ),
            matrix=(np.array(starts), np.concatenate(rows), np.concatenate(entries)),
            sense=highspy.ObjSense.kMinimize,
        )
        self.highs = load(
            model,
            seed,
            solver="ipm" if self._count > MANY else "simplex",
            simplex_strategy=PRIMAL,
            primal_feasibility_tolerance=1e-10,
            dual_feasibility_tolerance=1e-10,
        )
        self._known = len(panels)

    @classmethod
    def nearest(
        cls, arrays: Arrays, panels: Panels, seed: int, targets: Floats, above: Floats
    ) -> "Master":
        """Least largest distance e: chance_t + e >= target_t, and chance_t - e <= above_t where that
        is less than 1."""
        ones = np.ones(len(targets))
        blocks = [floors(targets, ones)]
        if (above < 1).any():
            blocks.append(ceilings(above, -ones))
        return cls(arrays, panels, seed, blocks, (1.0,))

    @classmethod
    def highest(
        cls,
        arrays: Arrays,
        panels: Panels,
        seed: int,
        targets: Floats,
        raised: Floats,
        above: Floats,
    ) -> "Master":
        """Largest z: chance_t >= raised_t z for the ``raised`` types, chance_t >= target_t for the
        others, and chance_t <= above_t where that is less than 1."""
        blocks = [floors(np.where(raised > 0, 0.0, targets), -raised)]
        if (above < 1).any():
            blocks.append(ceilings(above, np.zeros(len(above))))
        return cls(arrays, panels, seed, blocks, (-1.0,))

    def solve(self) -> Mix:
        """Solve with the panels there are now. Raises ArithmeticError when HiGHS finds no optimum."""
        for position in range(self._known, len(self._panels)):
            rows, chances = self._column(position)
            self.highs.addCol(0.0, 0.0, INFINITY, len(rows), indices(rows), chances)
        self._known = len(self._panels)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"master: {self.highs.getModelStatus()}")
        self.highs.setOptionValue("solver", "simplex")
        prices = duals(self.highs)
        by_block = prices[: self._rows].reshape(self._blocks, self._count)
        pull: Floats = by_block.sum(axis=0)
        found = values(self.highs)
        return Mix(
            leads=found[: self._leads],
            weights=np.maximum(found[self._leads : self._leads + self._known], 0.0),
            worth=pull / self._arrays.sizes,
            pull=pull,
            price=float(-prices[self._rows]),
        )

    def _column(self, position: int) -> tuple[Integers, Floats]:
        held = self._panels.types[position]
        chances = self._panels.counts[position] / self._arrays.sizes[held]
        rows = np.concatenate([held + self._count * block for block in range(self._blocks)])
        return np.append(rows, self._rows), np.append(np.tile(chances, self._blocks), 1.0)
