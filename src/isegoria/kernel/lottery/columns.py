"""Full leximin over whole panels, when the relaxation promises more than panels can give.

Column generation stage by stage (Flanigan et al., Nature 596, 2021), on types instead of people.
Each stage is first measured against the relaxation, given what is fixed: when the panels reach it,
weak duality proves the stage as before. When they do not, the stage ends when an integer program
says that no panel is worth more than the price, and the value, recovered exactly from the panels
and types of that dual solution, rests on the solver's word.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import numpy as np

from isegoria.kernel.lottery.exact import null_vector
from isegoria.kernel.lottery.master import Master, Mix
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import Objective, Stage
from isegoria.kernel.lottery.pricing import SCALE, Exhausted, Search
from isegoria.kernel.lottery.relaxation import Relaxation

REACHED = 5e-10
"""A stage this close to its bound has reached it; chances are then checked to 1e-9 in exact
arithmetic."""
NOTHING = 1e-9
NARROW = 2**50
"""Largest whole multiplier given to the solver: beyond, it would not be whole there."""


@dataclass(slots=True)
class Staged:
    """``stages`` as they are settled, and the sentences (``claims``) about those that rest on the
    solver."""

    poly: Polytope
    search: Search
    stages: list[Stage] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)

    def run(self, objective: Objective) -> None:
        """Settle every stage, or the first above 0 for ``MAXIMIN``.

        Raises Exhausted when the effort is spent, Infeasible when there is no panel, Cancelled.
        """
        chain = Relaxation(self.poly, self.search.arrays, self.search.seed)
        self._reach_everybody(chain)
        while len(chain.fixed) < len(self.poly.types):
            stage = self._settle(chain)
            self._keep(chain, stage)
            if objective is Objective.MAXIMIN:
                return

    def _keep(self, chain: Relaxation, stage: Stage) -> None:
        self.stages.append(stage)
        chain.fix(stage)

    def _reach_everybody(self, chain: Relaxation) -> None:
        """A panel for every type that one can hold; the others are fixed at 0, by proof or by the
        solver's word."""
        while len(chain.fixed) < len(self.poly.types) and not (stage := chain.stage()).value:
            self._keep(chain, stage)
        unreached: list[int] = []
        for t in range(len(self.poly.types)):
            if t in chain.fixed or self.search.panels.covered()[t]:
                continue
            worth = np.zeros(len(self.poly.types))
            worth[t] = 1.0
            panel, _ = self.search.best(worth)
            if panel[t]:
                self.search.panels.add(panel)
            else:
                unreached.append(t)
        if unreached:
            self._keep(chain, Stage(Fraction(0), (), tuple(unreached)))
            self.claims.append(
                f"Stage {len(self.stages)}: no panel holds anybody of {len(unreached)} types"
                " that the relaxation of the quotas would let in."
            )

    def _settle(self, chain: Relaxation) -> Stage:
        bound = chain.stage()
        arrays, panels = self.search.arrays, self.search.panels
        targets = np.zeros(len(arrays.sizes))
        raised = np.ones(len(arrays.sizes))
        for t, value in chain.fixed.items():
            targets[t], raised[t] = max(0.0, float(value) - REACHED), 0.0
        master = Master(arrays, panels, targets, self.search.seed, raised)
        while True:
            self.search.budget.spend("stage")
            mix = master.solve()
            if mix.value >= float(bound.value) - REACHED:
                return bound
            if self.search.dive(mix):
                continue
            exact = self._multipliers(mix)
            panel, most = self.search.best(np.array([float(x) for x in exact.worth]))
            scored = sum(int(count) * x for count, x in zip(panel, exact.worth, strict=True))
            if scored > exact.price and panels.add(panel):
                continue
            return self._claimed(chain, exact, max(most, float(scored)), mix)

    def _multipliers(self, mix: Mix) -> "_Multipliers":
        """The exact dual solution behind ``mix``, from the types and the panels that it holds
        tight."""
        panels = self.search.panels
        types = np.nonzero(mix.pull > NOTHING)[0].tolist()
        place = {t: unknown for unknown, t in enumerate(types)}
        equations = []
        for held, counts in zip(panels.types, panels.counts, strict=True):
            if abs(counts @ mix.worth[held] - mix.price) <= NOTHING:
                pairs = zip(held.tolist(), counts.tolist(), strict=True)
                equations.append({place[t]: count for t, count in pairs if t in place})
                equations[-1][len(types)] = -1
        found = null_vector(equations, len(types) + 1)
        worth = [0] * len(mix.worth)
        if found is not None and min(found) >= 0 and max(found) < NARROW:
            for t, value in zip(types, found, strict=False):
                worth[t] = value
            return _Multipliers(worth, found[-1])
        scale = NARROW / 2**10 / mix.worth.max()
        worth = [round(x * scale) if x > NOTHING else 0 for x in mix.worth.tolist()]
        return _Multipliers(worth, round(mix.price * scale))

    def _claimed(self, chain: Relaxation, exact: "_Multipliers", most: float, mix: Mix) -> Stage:
        """The stage, when no panel is worth more than ``most``. Raises Exhausted when that proves
        nothing near."""
        whole = max(exact.worth) <= SCALE and most < exact.price + 0.5
        price = exact.price if whole else max(exact.price, ceil(most))
        pulls = [x * size for x, size in zip(exact.worth, self.poly.multiplicities, strict=True)]
        known = sum((pulls[t] * value for t, value in chain.fixed.items()), Fraction(0))
        free = sum(pull for t, pull in enumerate(pulls) if t not in chain.fixed)
        if not free:
            raise Exhausted
        value = (price - known) / free
        if abs(float(value) - mix.value) > 1e-7:
            raise Exhausted
        fixed = tuple(t for t, pull in enumerate(pulls) if pull and t not in chain.fixed)
        points = ", ".join(f"{x} for type {t}" for t, x in enumerate(exact.worth) if x)
        self.claims.append(
            f"Stage {len(self.stages) + 1}: no panel has more than {price} points, each seat giving"
            f" {points}; so the smallest chance of the types not fixed before is at most {value}."
        )
        return Stage(value, (), fixed)


@dataclass(frozen=True, slots=True)
class _Multipliers:
    """Whole-number worth of a seat of each type, and the price that no panel found so far passes."""

    worth: list[int]
    price: int
