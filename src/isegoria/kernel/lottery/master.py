"""The master programs: the best lottery over the panels found so far, and what a new panel would be
worth."""

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
    """``value``: the largest shortfall (or the smallest chance); ``weights`` one per panel.

    A panel makes it better when it is worth more than ``price``: ``worth`` (T,) per seat, >= 0.
    ``pull`` (T,) are the multipliers of the chances, ``worth`` times the people of the type.
    """

    value: float
    weights: Floats
    worth: Floats
    pull: Floats
    price: float


class Master:
    """A linear program with one row per type (its chance), one for total probability, one column
    per panel.

    With ``targets`` only: least largest shortfall e, with chance_t + e >= target_t for every type.
    With ``raised``: largest z, with chance_t >= z for the raised types, chance_t >= target_t for
    the others.
    """

    def __init__(
        self,
        arrays: Arrays,
        panels: Panels,
        targets: Floats,
        seed: int,
        raised: Floats | None = None,
    ) -> None:
        self._arrays, self._panels = arrays, panels
        self._count = len(arrays.sizes)
        self._sign = 1.0 if raised is None else -1.0
        lead = np.arange(self._count) if raised is None else np.nonzero(raised)[0]
        floors = targets if raised is None else np.where(raised > 0, 0.0, targets)
        starts = [0, len(lead)]
        rows: list[NDArray[Any]] = [lead]
        entries: list[Floats] = [np.full(len(lead), self._sign)]
        for column in range(len(panels)):
            found, chances = self._column(column)
            rows.append(found)
            entries.append(chances)
            starts.append(starts[-1] + len(found))
        width = len(panels) + 1
        model = program(
            costs=np.append(self._sign, np.zeros(width - 1)),
            columns=(np.append(-INFINITY, np.zeros(width - 1)), np.full(width, INFINITY)),
            bounds=(np.append(floors, 1.0), np.append(np.full(self._count, INFINITY), 1.0)),
            matrix=(np.array(starts), np.concatenate(rows), np.concatenate(entries)),
            sense=highspy.ObjSense.kMinimize,
        )
        self._highs = load(
            model,
            seed,
            solver="ipm" if self._count > MANY else "simplex",
            simplex_strategy=PRIMAL,
            primal_feasibility_tolerance=1e-10,
            dual_feasibility_tolerance=1e-10,
        )
        self._known = len(panels)

    def solve(self) -> Mix:
        """Solve with the panels there are now. Raises ArithmeticError when HiGHS finds no optimum."""
        for column in range(self._known, len(self._panels)):
            rows, chances = self._column(column)
            self._highs.addCol(0.0, 0.0, INFINITY, len(rows), indices(rows), chances)
        self._known = len(self._panels)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"master: {self._highs.getModelStatus()}")
        self._highs.setOptionValue("solver", "simplex")
        prices = duals(self._highs)
        pull = np.maximum(prices[: self._count], 0.0)
        found = values(self._highs)
        return Mix(
            value=float(found[0]),
            weights=np.maximum(found[1:], 0.0),
            worth=pull / self._arrays.sizes,
            pull=pull,
            price=float(-prices[self._count]),
        )

    def _column(self, column: int) -> tuple[Integers, Floats]:
        held = self._panels.types[column]
        chances = self._panels.counts[column] / self._arrays.sizes[held]
        return np.append(held, self._count), np.append(chances, 1.0)
