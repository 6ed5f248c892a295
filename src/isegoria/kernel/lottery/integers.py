"""Small integer programs, solved to the end by HiGHS and read back as whole numbers."""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np

from isegoria.kernel.lottery.model import Polytope

TOLERANCE = 1e-6


class Unsolved(RuntimeError):
    """The solver gave no answer that can be used. The message is its own word for it."""


class Program:
    """Minimise a linear cost over whole numbers within bounds and rows.

    Columns and rows are added first; bounds and costs may change between two solutions. One
    thread and a fixed seed: the same program gives the same answer.
    """

    def __init__(self) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.0),
        ):
            self._highs.setOptionValue(option, value)
        self._columns = 0

    def columns(self, lower: Sequence[int], upper: Sequence[int]) -> range:
        """Add whole-number columns; their positions."""
        count = len(lower)
        added = range(self._columns, self._columns + count)
        if count:
            self._highs.addVars(count, np.array(lower, float), np.array(upper, float))
            kinds = np.full(count, int(highspy.HighsVarType.kInteger), np.uint8)
            self._highs.changeColsIntegrality(count, np.array(added, np.int32), kinds)
        self._columns += count
        return added

    def row(self, lower: float, upper: float, entries: Mapping[int, float]) -> None:
        """Add ``lower <= sum of coefficient * column <= upper``."""
        columns = np.fromiter(entries.keys(), np.int32, len(entries))
        coefficients = np.fromiter(entries.values(), float, len(entries))
        self._highs.addRow(lower, upper, len(entries), columns, coefficients)

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Change the bounds of one column."""
        self._highs.changeColBounds(column, lower, upper)

    def minimise(self, costs: Mapping[int, float]) -> tuple[int, ...] | None:
        """The values of all columns at a minimum of ``costs`` (0 where absent), None if there is none.

        Raises Unsolved when the solver stops without an answer, or with numbers that are not
        whole.
        """
        vector = np.zeros(self._columns)
        for column, cost in costs.items():
            vector[column] = cost
        self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), vector)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(self._highs.modelStatusToString(status))
        found = np.array(self._highs.getSolution().col_value)
        whole = np.rint(found)
        if np.abs(found - whole).max(initial=0.0) > TOLERANCE:
            raise Unsolved("the values are not whole")
        return tuple(int(value) for value in whole)


def counts(program: Program, poly: Polytope) -> range:
    """Add one column per type: how many of its people sit in the panel."""
    multiplicities = poly.multiplicities
    return program.columns([0] * len(multiplicities), multiplicities)
