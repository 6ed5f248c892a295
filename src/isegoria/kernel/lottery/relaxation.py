"""Leximin over the linear relaxation of the panels: the target of the lottery, and its bound.

The chances of every lottery over panels lie in the linear relaxation of the quotas, so the leximin
vector of the relaxation is at least as good as that of any lottery. It is found by a chain of
linear programs (Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, supplement): the
smallest chance is made as large as it can be, the types that the dual solution holds there are
fixed, and so on with the rest. Chances are meant divided by weights.
"""

from collections.abc import Sequence
from fractions import Fraction

import highspy
import numpy as np

from isegoria.kernel.lottery.arrays import (
    INFEASIBLE,
    INFINITY,
    Arrays,
    duals,
    indices,
    load,
    optimal,
    program,
    values,
)
from isegoria.kernel.lottery.exact import Inequality
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.multipliers import ZERO, Duals, recovered, rounded, scaled
from isegoria.kernel.lottery.optimum import Infeasible, Stage
from isegoria.kernel.lottery.progress import Progress

CLOSE = 1e-7
"""An exact bound further than this from the solver's value was not recovered."""
FULL = 1 - 1e-9


class Relaxation:
    """The chain of linear programs, one stage at a time.

    Columns: d_t, the seats of a type above its floor, and z. A type not yet fixed holds x_t = d_t +
    m_t w_t z seats, a fixed one x_t = d_t >= m_t w_t z_t. So there is one row per row of the
    polytope, whatever the number of types; x_t <= m_t times its ceiling is added for the types that
    pass it, when they do. ``fixed`` holds chances, not divided by the weight.
    """

    def __init__(
        self, poly: Polytope, arrays: Arrays, seed: int, ceilings: Sequence[Fraction]
    ) -> None:
        self._poly, self._arrays, self._ceilings = poly, arrays, ceilings
        pairs = zip(ceilings, poly.weights, strict=True)
        self._limits = np.array([ceiling / weight for ceiling, weight in pairs], object)
        self._rooms = arrays.sizes * np.array([float(ceiling) for ceiling in ceilings])
        self._heavy = arrays.sizes * arrays.weights
        self.fixed: dict[int, Fraction] = {}
        self._free = np.ones(len(arrays.sizes), bool)
        self._caps: dict[int, int] = {}
        sizes = arrays.sizes.astype(float)
        base = arrays.program(np.zeros(len(sizes)))
        tail = np.nonzero(held := arrays.row_sums(self._heavy))[0]
        matrix = (
            np.append(arrays.starts, len(arrays.rows) + len(tail)),
            np.append(arrays.rows, tail),
            np.append(np.ones(len(arrays.rows)), held[tail]),
        )
        self._z = len(sizes)
        self._highs = load(
            program(
                costs=np.append(np.zeros(len(sizes)), 1.0),
                columns=(np.zeros(self._z + 1), np.append(self._rooms, INFINITY)),
                bounds=(np.array(base.row_lower_), np.array(base.row_upper_)),
                matrix=matrix,
                sense=highspy.ObjSense.kMaximize,
            ),
            seed,
            primal_feasibility_tolerance=1e-10,
            dual_feasibility_tolerance=1e-10,
        )

    def stage(self) -> Stage:
        """The largest value of the smallest chance of the types not fixed, proved, and the types it
        holds.

        Raises Infeasible when not even fractions of people keep the quotas and the ceilings.
        """
        value = self._solve()
        limits = self._limits[self._free]
        if value >= float(limit := limits.min()) * FULL:
            return Stage(
                limit, (), tuple(np.nonzero(self._free & (self._limits == limit))[0].tolist())
            )
        floats = duals(self._highs)[: len(self._poly.rows)]
        for found in (recovered(self._arrays, floats), rounded(floats)):
            stage = self._exact(found)
            if stage is not None and abs(float(stage.value) - value) <= CLOSE:
                return stage
        raise ArithmeticError("the duals of a stage prove nothing near its value")

    def fix(self, stage: Stage) -> None:
        """Hold the types of ``stage`` at its value from now on."""
        held = np.array(stage.fixed, np.int64)
        self.fixed.update({t: stage.value * self._poly.weights[t] for t in stage.fixed})
        self._free[held] = False
        room = self._rooms[held]
        floor = np.minimum(self._heavy[held] * float(stage.value), room)
        self._highs.changeColsBounds(len(held), indices(held), floor, room)
        for t in stage.fixed:
            if t in self._caps:
                self._highs.changeCoeff(self._caps[t], self._z, 0.0)
        loads = self._arrays.row_sums(self._heavy * self._free)
        for row in np.unique(self._arrays.rows[np.isin(self._arrays.owners, held)]):
            self._highs.changeCoeff(int(row), self._z, float(loads[row]))

    def _solve(self) -> float:
        while True:
            if not optimal(self._highs):
                if self._highs.getModelStatus() == INFEASIBLE:
                    raise Infeasible
                raise ArithmeticError(f"relaxation: {self._highs.getModelStatus()}")
            found = values(self._highs)
            value = float(found[self._z])
            seats = found[: self._z] + np.where(self._free, self._heavy * value, 0.0)
            over = [
                t
                for t in np.nonzero(seats > self._rooms * (1 + 1e-10))[0].tolist()
                if t not in self._caps
            ]
            if not over:
                return value
            for t in over:
                self._caps[t] = self._highs.getNumRow()
                entries = np.array([1.0, self._heavy[t]])
                self._highs.addRow(-INFINITY, self._rooms[t], 2, indices([t, self._z]), entries)

    def _exact(self, found: Duals) -> Stage | None:
        """The stage that ``found`` prove, with multipliers of the types not fixed that add up to 1."""
        claim = Inequality.of_rows(self._poly, found)
        bound = claim.smallest(self._poly, self.fixed, self._ceilings)
        if bound is None:
            return None
        lifts = {t: lift for t, lift in enumerate(claim.pulls) if self._free[t] and lift > 0}
        total = sum(lifts.values(), Fraction(0))
        held = tuple(t for t, lift in lifts.items() if lift > ZERO * total)
        return Stage(max(bound, Fraction(0)), scaled(found, total), held)


def leximin_stages(
    poly: Polytope, arrays: Arrays, seed: int, ceilings: Sequence[Fraction], progress: Progress
) -> tuple[Stage, ...]:
    """Every stage of the leximin of the relaxation where no chance passes its ceiling; together they
    fix every type.

    Raises Infeasible when not even fractions of people keep the quotas and the ceilings, and
    Cancelled.
    """
    chain = Relaxation(poly, arrays, seed, ceilings)
    stages: list[Stage] = []
    while len(chain.fixed) < len(poly.types):
        progress.step("bound", len(chain.fixed), len(poly.types))
        stages.append(chain.stage())
        chain.fix(stages[-1])
    return tuple(stages)


def goals(stages: Sequence[Stage], poly: Polytope) -> list[Fraction]:
    """The chance that each type has by the stage that fixes it; by the last one when none does."""
    found = [stages[-1].value * weight for weight in poly.weights]
    for stage in stages:
        for t in stage.fixed:
            found[t] = stage.value * poly.weights[t]
    return found
