"""New panels: by dives first, by integer programming over types when dives no longer help."""

from dataclasses import dataclass, field

import highspy
import numpy as np

from isegoria.kernel.lottery.arrays import (
    INFEASIBLE,
    OPTIMAL,
    Arrays,
    Floats,
    Integers,
    indices,
    load,
)
from isegoria.kernel.lottery.dives import Diver, Panels
from isegoria.kernel.lottery.master import Mix
from isegoria.kernel.lottery.optimum import Infeasible
from isegoria.kernel.lottery.progress import Progress

BATCH = 20
"""Panels added per solution of the master, at most."""
SPREAD = 0.4
"""Dives after the first follow the worth of panels shaken by up to this share."""
GAIN = 1e-10
"""A panel worth less than this above the price changes no chance that counts."""
NODES = 200_000
"""Nodes of one integer program before it is given up: effort is counted, never timed."""
SCALE = 1e6
"""HiGHS separates objectives by 1e-6: worths are scaled so that this is nothing."""


class Exhausted(Exception):
    """The effort allowed is spent, or an integer program was given up."""


@dataclass(slots=True)
class Budget:
    """Rounds of work: one per master program and per integer program."""

    effort: int
    progress: Progress
    used: int = 0

    def spend(self, name: str) -> None:
        """Use one round. Raises Exhausted, or Cancelled when somebody asked to stop."""
        if self.used >= self.effort:
            raise Exhausted
        self.used += 1
        self.progress.step(name, self.used, self.effort)


@dataclass(slots=True)
class Search:
    """The panels found so far, and the two ways to find more."""

    arrays: Arrays
    budget: Budget
    seed: int
    panels: Panels = field(init=False)
    _diver: Diver = field(init=False)
    _program: highspy.Highs | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.panels = Panels(self.arrays)
        self._diver = Diver(self.arrays, self.seed)

    def dive(self, mix: Mix) -> int:
        """Add panels worth more than the price, found by dives. How many."""
        top = np.abs(mix.worth).max(initial=0.0)
        if not top:
            return 0
        found = 0
        for attempt in range(2 * BATCH):
            worth = mix.worth / top
            if attempt:
                worth = worth * self._diver.random.uniform(1 - SPREAD, 1 + SPREAD, len(worth))
            self._diver.aim(worth)
            panel = self._diver.dive()
            if panel is not None and panel @ mix.worth > mix.price + GAIN:
                found += self.panels.add(panel)
            if found == BATCH or (not found and attempt == BATCH // 2):
                break
        return found

    def best(self, worth: Floats) -> tuple[Integers, float]:
        """A panel of largest ``worth`` (T,), and the solver's bound on what any panel is worth.

        Raises Infeasible when there is no panel, Exhausted when the program was given up.
        """
        self.budget.spend("prove")
        return self._best(worth)

    def _best(self, worth: Floats) -> tuple[Integers, float]:
        highs = self._integer_program()
        top = float(np.abs(worth).max(initial=0.0))
        whole = top <= SCALE and bool((worth == np.rint(worth)).all())
        scale = 1.0 if whole else SCALE / top
        highs.changeColsCost(len(worth), indices(range(len(worth))), worth * scale)
        highs.run()
        status = highs.getModelStatus()
        if status == INFEASIBLE:
            raise Infeasible
        if status != OPTIMAL:
            raise Exhausted
        panel = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64)
        if not self.arrays.holds(panel):
            raise Exhausted
        return panel, highs.getInfo().mip_dual_bound / scale

    def first(self) -> Integers:
        """Any panel. Raises Infeasible when there is none: this program is not given up; ArithmeticError when
        the solver answers neither."""
        highs = self._integer_program()
        highs.setOptionValue("mip_max_nodes", 2**31 - 1)
        try:
            panel, _ = self._best(np.zeros(len(self.arrays.sizes)))
        except Exhausted:
            raise ArithmeticError("neither a panel nor a proof that there is none") from None
        finally:
            highs.setOptionValue("mip_max_nodes", NODES)
        return panel

    def improve(self, mix: Mix) -> bool:
        """Add at least one panel worth more than the price; False when the solver says there is
        none."""
        if self.dive(mix):
            return True
        panel, _ = self.best(mix.worth)
        return bool(panel @ mix.worth > mix.price + GAIN) and self.panels.add(panel)

    def _integer_program(self) -> highspy.Highs:
        if self._program is None:
            count = len(self.arrays.sizes)
            model = self.arrays.program(np.zeros(count))
            model.integrality_ = [highspy.HighsVarType.kInteger] * count
            self._program = load(
                model,
                self.seed,
                presolve="on",
                mip_rel_gap=0.0,
                mip_abs_gap=0.0,
                mip_max_nodes=NODES,
            )
        return self._program
