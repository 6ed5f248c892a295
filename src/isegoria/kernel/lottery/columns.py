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

from isegoria.kernel.lottery import ends
from isegoria.kernel.lottery.arrays import Floats
from isegoria.kernel.lottery.decompose import NEAR, Goals, attain
from isegoria.kernel.lottery.exact import Inequality, evenly, imbalance, null_vector
from isegoria.kernel.lottery.master import Master, Mix
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import CapTooLow, Objective, Stage
from isegoria.kernel.lottery.pricing import SCALE, Exhausted, Search
from isegoria.kernel.lottery.relaxation import Relaxation

REACHED = 5e-10
"""A stage this close to its bound has reached it; chances are then checked to 1e-9 in exact
arithmetic."""
NOTHING = 1e-9
CLOSE = 1e-7
"""A value from rounded multipliers further than this from the solver's is not kept."""
NARROW = 2**50
"""Largest whole multiplier given to the solver: beyond, it would not be whole there."""


@dataclass(slots=True)
class Staged:
    """``stages`` as they are settled, and the sentences (``claims``) about those that rest on the
    solver."""

    poly: Polytope
    search: Search
    cap: Fraction
    stages: list[Stage] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)

    def run(self, objective: Objective) -> None:
        """Settle every stage, or the first above 0 for ``MAXIMIN``, or both ends for ``GOLDILOCKS``.

        Raises Exhausted when the effort is spent, Infeasible when there is no panel, CapTooLow,
        Cancelled.
        """
        ceilings = [self.cap] * len(self.poly.types)
        chain = Relaxation(self.poly, self.search.arrays, self.search.seed, ceilings)
        if self.cap < 1:
            self._keep_under()
        self._reach_everybody(chain)
        if objective is Objective.GOLDILOCKS:
            self.stages.append(self._ends(frozenset(chain.fixed)))
            return
        while len(chain.fixed) < len(self.poly.types):
            stage = self._settle(chain)
            self._keep(chain, stage)
            if objective is Objective.MAXIMIN:
                return

    def _keep(self, chain: Relaxation, stage: Stage) -> None:
        self.stages.append(stage)
        chain.fix(stage)

    def _keep_under(self) -> None:
        """Panels enough to keep every chance under the cap. Raises CapTooLow when there are not."""
        count = len(self.poly.types)
        _, over = attain(self.search, Goals([Fraction(0)] * count, [self.cap] * count))
        if over > NEAR:
            raise CapTooLow(float(self.cap + over))

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
        raised = arrays.weights.copy()
        for t, value in chain.fixed.items():
            targets[t], raised[t] = max(0.0, float(value) - REACHED), 0.0
        master = Master.highest(arrays, panels, self.search.seed, targets, raised, self._above())
        while True:
            self.search.budget.spend("stage")
            mix = master.solve()
            if mix.value >= float(bound.value) - REACHED:
                return bound
            if self.search.dive(mix):
                continue
            exact = self._multipliers(mix)
            if (most := self._priced(exact)) is not None:
                return self._claimed(chain, exact, most, mix)

    def _ends(self, never: frozenset[int]) -> Stage:
        """Both ends of the best lottery over panels."""
        arrays, panels = self.search.arrays, self.search.panels
        bound = ends.stage(self.poly, arrays, never, self.cap, self.search.seed)
        rows = ends.blocks(self.poly, arrays, never, self._above())
        master = Master(arrays, panels, self.search.seed, rows, ends.COSTS, least=0.0)
        curve = ends.Curve(master.highs)
        even = evenly(self.poly, never)
        while True:
            self.search.budget.spend("stage")
            mix = master.solve()
            large, small, _ = mix.leads.tolist()
            if curve.steepest < NOTHING:
                raise Exhausted
            if not curve.meets(small):
                continue
            found = ends.Ends.near(even, large, small)
            if bound.high is not None and (
                found.low >= bound.value - REACHED and found.high <= bound.high + REACHED
            ):
                return bound
            if self.search.dive(mix):
                continue
            exact = _whole(mix, NARROW // 2**10)
            if (most := self._priced(exact)) is not None:
                return self._claimed_ends(never, exact, most, found)

    def _above(self) -> Floats:
        return np.full(len(self.poly.types), float(self.cap))

    def _priced(self, exact: "_Multipliers") -> float | None:
        """What no panel is worth more than, by the solver's word; None when one is worth more than
        the price: it is kept."""
        panel, most = self.search.best(np.array([float(x) for x in exact.worth]))
        scored = sum(int(count) * x for count, x in zip(panel, exact.worth, strict=True))
        if scored > exact.price and self.search.panels.add(panel):
            return None
        return max(most, float(scored))

    def _multipliers(self, mix: Mix) -> "_Multipliers":
        """The exact dual solution behind ``mix``, from the types and the panels that it holds
        tight."""
        panels = self.search.panels
        types = np.nonzero(np.abs(mix.pull) > NOTHING)[0].tolist()
        place = {t: unknown for unknown, t in enumerate(types)}
        equations = []
        for held, counts in zip(panels.types, panels.counts, strict=True):
            if abs(counts @ mix.worth[held] - mix.price) <= NOTHING:
                pairs = zip(held.tolist(), counts.tolist(), strict=True)
                equations.append({place[t]: count for t, count in pairs if t in place})
                equations[-1][len(types)] = -1
        found = null_vector(equations, len(types) + 1)
        if found is not None and found[0] * mix.pull[types[0]] < 0:
            found = [-value for value in found]
        signs = np.sign(mix.pull[types]).tolist()
        if found is not None and max(map(abs, found)) < NARROW:
            worth = [0] * len(mix.worth)
            for t, value in zip(types, found, strict=False):
                worth[t] = value
            if all(worth[t] * sign >= 0 for t, sign in zip(types, signs, strict=True)):
                return _Multipliers(worth, found[-1])
        return _whole(mix, NARROW / 2**10)

    def _claimed(self, chain: Relaxation, exact: "_Multipliers", most: float, mix: Mix) -> Stage:
        """The stage, when no panel is worth more than ``most``. Raises Exhausted when that proves
        nothing near."""
        claim, said = self._inequality(exact, most)
        value = claim.smallest(self.poly, chain.fixed, [self.cap] * len(self.poly.types))
        if value is None or abs(float(value) - mix.value) > CLOSE:
            raise Exhausted
        fixed = tuple(t for t, x in enumerate(claim.pulls) if x > 0 and t not in chain.fixed)
        self.claims.append(
            f"{said} so the smallest chance{self._divided} of the types not fixed before is at most"
            f" {value}."
        )
        return Stage(value, (), fixed)

    def _claimed_ends(
        self, never: frozenset[int], exact: "_Multipliers", most: float, found: ends.Ends
    ) -> Stage:
        claim, said = self._inequality(exact, most)
        bound, _, found = found.bound(claim, self.poly, never, self.cap)
        if imbalance(self.poly, never, found.low, found.high) - bound > Fraction(CLOSE):
            raise Exhausted
        self.claims.append(
            f"{said} so no lottery has its chances{self._divided} closer to even at both ends than"
            f" from {float(found.low):.9g} to {float(found.high):.9g}."
        )
        return Stage(found.low, (), (), found.high)

    def _inequality(self, exact: "_Multipliers", most: float) -> tuple[Inequality, str]:
        """That no panel has more points than ``most``, and the sentence that says it."""
        whole = max(map(abs, exact.worth)) <= SCALE and most < exact.price + 0.5
        price = exact.price if whole else max(exact.price, ceil(most))
        pairs = zip(exact.worth, self.poly.multiplicities, strict=True)
        points = ", ".join(f"{x} for type {t}" for t, x in enumerate(exact.worth) if x)
        said = (
            f"Stage {len(self.stages) + 1}: no panel has more than {price} points, each seat giving"
            f" {points};"
        )
        return Inequality(tuple(Fraction(x * size) for x, size in pairs), Fraction(price)), said

    @property
    def _divided(self) -> str:
        return ", divided by the weight," if min(self.poly.weights) < 1 else ""


@dataclass(frozen=True, slots=True)
class _Multipliers:
    """Whole-number worth of a seat of each type, and the price that no panel found so far passes."""

    worth: list[int]
    price: int


def _whole(mix: Mix, top: float) -> _Multipliers:
    """The multipliers of ``mix`` rounded, the largest to ``top``."""
    scale = top / np.abs(mix.worth).max()
    worth = [round(x * scale) if abs(x) > NOTHING else 0 for x in mix.worth.tolist()]
    return _Multipliers(worth, round(mix.price * scale))
