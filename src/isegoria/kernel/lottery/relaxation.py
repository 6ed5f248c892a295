"""Leximin over the linear relaxation of the panels: the target of the lottery, and its bound.

The chances of every lottery over panels lie in the linear relaxation of the quotas, so the leximin
vector of the relaxation is at least as good as that of any lottery. It is found by a chain of
linear programs (Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021, supplement): the
smallest chance is made as large as it can be, the types that the dual solution holds there are
fixed, and so on with the rest.
"""

from collections.abc import Sequence
from fractions import Fraction

import highspy
import numpy as np

from isegoria.kernel.lottery.arrays import (
    INFEASIBLE,
    INFINITY,
    Arrays,
    Floats,
    duals,
    indices,
    load,
    optimal,
    program,
    values,
)
from isegoria.kernel.lottery.exact import lifts, null_vector, weak_bound
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import Infeasible, Stage
from isegoria.kernel.lottery.progress import Progress

ZERO = 1e-9
"""Multipliers below this share of the largest are 0."""
CLOSE = 1e-7
"""An exact bound further than this from the solver's value was not recovered."""
FULL = 1 - 1e-9


class Relaxation:
    """The chain of linear programs, one stage at a time.

    Columns: d_t, the seats of a type above its floor, and z. A type not yet fixed holds x_t = d_t +
    m_t z seats, a fixed one x_t = d_t >= m_t z_t. So there is one row per row of the polytope,
    whatever the number of types; x_t <= m_t is added for the types that pass it, when they do.
    """

    def __init__(self, poly: Polytope, arrays: Arrays, seed: int) -> None:
        self._poly, self._arrays = poly, arrays
        self.fixed: dict[int, Fraction] = {}
        self._free = np.ones(len(arrays.sizes), bool)
        self._caps: dict[int, int] = {}
        sizes = arrays.sizes.astype(float)
        base = arrays.program(np.zeros(len(sizes)))
        tail = np.nonzero(held := arrays.row_sums(sizes))[0]
        matrix = (
            np.append(arrays.starts, len(arrays.rows) + len(tail)),
            np.append(arrays.rows, tail),
            np.append(np.ones(len(arrays.rows)), held[tail]),
        )
        self._z = len(sizes)
        self._highs = load(
            program(
                costs=np.append(np.zeros(len(sizes)), 1.0),
                columns=(np.zeros(self._z + 1), np.append(sizes, INFINITY)),
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

        Raises Infeasible when not even fractions of people keep the quotas.
        """
        value = self._solve()
        if value >= FULL:
            proof: tuple[tuple[int, Fraction], ...] = ((0, Fraction(1)),)
            bound = weak_bound(self._poly, proof, self.fixed)
            if bound is not None and abs(bound - 1) <= CLOSE:
                held = np.nonzero(self._free)[0].tolist()
                return Stage(bound, proof, tuple(held))
        floats = duals(self._highs)[: len(self._poly.rows)]
        for recovered in (self._recovered(floats), self._rounded(floats)):
            bound = weak_bound(self._poly, recovered, self.fixed)
            if bound is not None and abs(float(bound) - value) <= CLOSE:
                return Stage(max(bound, Fraction(0)), recovered, self._held(recovered))
        raise ArithmeticError("the duals of a stage prove nothing near its value")

    def fix(self, stage: Stage) -> None:
        """Hold the types of ``stage`` at its value from now on."""
        held = np.array(stage.fixed, np.int64)
        self.fixed.update(dict.fromkeys(stage.fixed, stage.value))
        self._free[held] = False
        sizes = self._arrays.sizes[held].astype(float)
        floor = sizes * float(stage.value)
        self._highs.changeColsBounds(len(held), indices(held), floor, sizes)
        for t in stage.fixed:
            if t in self._caps:
                self._highs.changeCoeff(self._caps[t], self._z, 0.0)
        loads = self._arrays.row_sums(self._arrays.sizes * self._free)
        for row in np.unique(self._arrays.rows[np.isin(self._arrays.owners, held)]):
            self._highs.changeCoeff(int(row), self._z, float(loads[row]))

    def _solve(self) -> float:
        sizes = self._arrays.sizes
        while True:
            if not optimal(self._highs):
                if self._highs.getModelStatus() == INFEASIBLE:
                    raise Infeasible
                raise ArithmeticError(f"relaxation: {self._highs.getModelStatus()}")
            found = values(self._highs)
            value = float(found[self._z])
            seats = found[: self._z] + np.where(self._free, sizes * value, 0.0)
            over = [
                t
                for t in np.nonzero(seats > sizes * (1 + 1e-10))[0].tolist()
                if t not in self._caps
            ]
            if not over:
                return value
            for t in over:
                self._caps[t] = self._highs.getNumRow()
                entries = np.array([1.0, float(sizes[t])])
                self._highs.addRow(-INFINITY, float(sizes[t]), 2, indices([t, self._z]), entries)

    def _recovered(self, floats: Floats) -> tuple[tuple[int, Fraction], ...]:
        """The exact dual vertex: same rows at 0, same types at 0, and nothing else is needed to
        know it."""
        large = np.abs(floats).max(initial=0.0)
        rows = np.nonzero(np.abs(floats) > ZERO * large)[0].tolist()
        place = {row: unknown for unknown, row in enumerate(rows)}
        kept = np.where(np.abs(floats) > ZERO * large, floats, 0.0)
        slack = np.abs(self._arrays.type_sums(kept)) <= ZERO * large
        equations = {
            frozenset(place[row] for row in self._rows_of(t) if row in place)
            for t in np.nonzero(slack)[0].tolist()
        }
        ordered = sorted((sorted(equation) for equation in equations if equation), key=_by_length)
        found = null_vector((dict.fromkeys(one, 1) for one in ordered), len(rows)) if rows else None
        if found is None:
            return ()
        sign = 1 if floats[rows[0]] > 0 else -1
        return self._normal([(row, Fraction(sign * u)) for row, u in zip(rows, found, strict=True)])

    def _rounded(self, floats: Floats) -> tuple[tuple[int, Fraction], ...]:
        """The duals as they are, in rationals: weak duality makes of any multipliers a bound."""
        near = (
            (row, Fraction(u).limit_denominator(10**12)) for row, u in enumerate(floats.tolist())
        )
        return self._normal([(row, u) for row, u in near if abs(u) > ZERO])

    def _normal(self, found: list[tuple[int, Fraction]]) -> tuple[tuple[int, Fraction], ...]:
        """Scale so that the multipliers of the types not fixed add up to 1."""
        total = sum(
            (lift for t, lift in enumerate(lifts(self._poly, found)) if self._free[t] and lift > 0),
            Fraction(0),
        )
        return tuple((row, u / total) for row, u in found) if total else ()

    def _held(self, proof: tuple[tuple[int, Fraction], ...]) -> tuple[int, ...]:
        found = lifts(self._poly, proof)
        return tuple(t for t, lift in enumerate(found) if self._free[t] and lift > ZERO)

    def _rows_of(self, t: int) -> list[int]:
        found: list[int] = self._arrays.rows[
            self._arrays.starts[t] : self._arrays.starts[t + 1]
        ].tolist()
        return found


def _by_length(equation: list[int]) -> tuple[int, list[int]]:
    return len(equation), equation


def leximin_stages(
    poly: Polytope, arrays: Arrays, seed: int, progress: Progress
) -> tuple[Stage, ...]:
    """Every stage of the leximin of the relaxation; together they fix every type.

    Raises Infeasible when not even fractions of people keep the quotas, and Cancelled.
    """
    chain = Relaxation(poly, arrays, seed)
    stages: list[Stage] = []
    while len(chain.fixed) < len(poly.types):
        progress.step("bound", len(chain.fixed), len(poly.types))
        stages.append(chain.stage())
        chain.fix(stages[-1])
    return tuple(stages)


def goals(stages: Sequence[Stage], types: int) -> list[Fraction]:
    """The value of the stage that fixes each type; the last value for a type that none fixes."""
    found = [stages[-1].value] * types
    for stage in stages:
        for t in stage.fixed:
            found[t] = stage.value
    return found
