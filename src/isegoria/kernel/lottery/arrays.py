"""A polytope of panels as arrays, and the one way this package talks to HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.lottery.model import Polytope

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]

INFINITY: float = highspy.kHighsInf
OPTIMAL = highspy.HighsModelStatus.kOptimal
INFEASIBLE = highspy.HighsModelStatus.kInfeasible
DUAL, PRIMAL = 1, 4
"""Values of HiGHS' option ``simplex_strategy``."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """T types against R rows, as a sparse 0/1 matrix stored by type.

    ``sizes`` (T,) people per type; ``lower`` and ``upper`` (R,) seats; the rows of type t are
    ``rows[starts[t]:starts[t + 1]]``, ascending, and ``owners`` names the type of each entry of
    ``rows``. Every type is in row 0, the size. ``weights`` (T,): of a person of each type.
    """

    sizes: Integers
    weights: Floats
    lower: Integers
    upper: Integers
    starts: Integers
    rows: Integers
    owners: Integers

    @classmethod
    def of(cls, poly: Polytope) -> "Arrays":
        """Read ``poly``; its bounds and its order are kept."""
        owners = np.array([t for row in poly.rows for t in row.types], np.int64)
        rows = np.repeat(np.arange(len(poly.rows)), [len(row.types) for row in poly.rows])
        order = np.lexsort((rows, owners))
        counts = np.bincount(owners, minlength=len(poly.types))
        return cls(
            sizes=np.array(poly.multiplicities, np.int64),
            weights=np.array([float(weight) for weight in poly.weights]),
            lower=np.array([row.lower for row in poly.rows], np.int64),
            upper=np.array([row.upper for row in poly.rows], np.int64),
            starts=np.concatenate(([0], np.cumsum(counts))),
            rows=rows[order],
            owners=owners[order],
        )

    def row_sums(self, seats: NDArray[Any]) -> Floats:
        """Seats (T,) added up by row (R,); whole numbers stay exact below 2**53."""
        return np.bincount(self.rows, weights=seats[self.owners], minlength=len(self.lower))

    def type_sums(self, multipliers: NDArray[Any]) -> NDArray[Any]:
        """Multipliers (R,) added up over the rows of each type (T,)."""
        sums: NDArray[Any] = np.add.reduceat(multipliers[self.rows], self.starts[:-1])
        return sums

    def rows_of(self, t: int) -> list[int]:
        """The rows of one type."""
        found: list[int] = self.rows[self.starts[t] : self.starts[t + 1]].tolist()
        return found

    def holds(self, panel: Integers) -> bool:
        """Whether ``panel`` (T,) keeps every bound, in whole numbers."""
        sums = self.row_sums(panel)
        within = (panel >= 0).all() and (panel <= self.sizes).all()
        return bool(within and (sums >= self.lower).all() and (sums <= self.upper).all())

    def program(self, costs: Floats) -> highspy.HighsLp:
        """Maximise ``costs`` (T,) over the linear relaxation: one column per type, in seats."""
        return program(
            costs=costs,
            columns=(np.zeros(len(self.sizes)), self.sizes.astype(float)),
            bounds=(self.lower.astype(float), self.upper.astype(float)),
            matrix=(self.starts, self.rows, np.ones(len(self.rows))),
            sense=highspy.ObjSense.kMaximize,
        )


def program(
    *,
    costs: Floats,
    columns: tuple[Floats, Floats],
    bounds: tuple[Floats, Floats],
    matrix: tuple[NDArray[Any], NDArray[Any], Floats],
    sense: highspy.ObjSense,
) -> highspy.HighsLp:
    """A linear program from arrays: ``columns`` and ``bounds`` are (lower, upper) of columns and
    rows, ``matrix`` is (starts, rows, values) by column."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(bounds[0])
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = bounds
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix[0].astype(np.int32)
    model.a_matrix_.index_ = matrix[1].astype(np.int32)
    model.a_matrix_.value_ = matrix[2]
    model.sense_ = sense
    return model


def load(model: highspy.HighsLp, seed: int, **options: float | str | bool) -> highspy.Highs:
    """HiGHS, silent, on one thread, with ``model`` in it; ``options`` are its own.

    Cost perturbation is off: it costs these small programs more than the degeneracy it avoids, and
    answers stay the same from one machine to the next.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    settings: dict[str, float | str | bool] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed % 2**31,
        "presolve": "off",
        "dual_simplex_cost_perturbation_multiplier": 0.0,
    }
    for name, value in (settings | options).items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    return highs


def optimal(highs: highspy.Highs) -> bool:
    """Run ``highs`` from where it stands. False when its program has no solution, or none was
    found."""
    highs.run()
    return bool(highs.getModelStatus() == OPTIMAL)


def values(highs: highspy.Highs) -> Floats:
    """The columns at the optimum."""
    return np.array(highs.getSolution().col_value)


def duals(highs: highspy.Highs) -> Floats:
    """The row duals at the optimum."""
    return np.array(highs.getSolution().row_dual)


def indices(positions: Sequence[int] | NDArray[Any]) -> NDArray[np.int32]:
    """Positions as HiGHS reads them."""
    return np.asarray(positions, np.int32)
