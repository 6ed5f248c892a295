"""The optimal lottery over panels, with the proof of how good it is.

Flanigan, Gölz, Gupta, Hennig, Procaccia, *Fair algorithms for selecting citizens' assemblies*,
Nature 596, 2021, define the objectives. Here the linear relaxation of the quotas, over types of
interchangeable people, is both target and bound (docs/explanation/lottery-certificate.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter

from isegoria.kernel.lottery import ends
from isegoria.kernel.lottery.arrays import Arrays
from isegoria.kernel.lottery.columns import Staged
from isegoria.kernel.lottery.decompose import (
    NEAR,
    Explorer,
    Goals,
    Lottery,
    attain,
    nearest,
    settled,
)
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import (
    CapTooLow,
    Infeasible,
    Label,
    Objective,
    Optimum,
    Stage,
)
from isegoria.kernel.lottery.pricing import Budget, Exhausted, Search
from isegoria.kernel.lottery.progress import Progress, Silent
from isegoria.kernel.lottery.relaxation import goals, leximin_stages
from isegoria.kernel.lottery.walk import Target
from isegoria.kernel.lottery.weights import exact_chances

__all__ = ["EFFORT", "CapTooLow", "Infeasible", "chances", "optimise"]

SLACK = Fraction(1, 10**11)
"""What the floating-point ends of the relaxation may be off by."""

EFFORT = 2000
"""Rounds of work: master programs and integer programs. A pool without integrality gap takes one to
thirty."""


def optimise(
    poly: Polytope,
    objective: Objective,
    *,
    cap: Fraction = Fraction(1),
    seed: int,
    effort: int = EFFORT,
    threads: int = 1,
    progress: Progress | None = None,
) -> Optimum:
    """The lottery that is best by ``objective`` among those where no chance passes ``cap``, or the
    best found within ``effort`` rounds of work.

    The same polytope, objective, cap, seed and effort give the same answer, on any number of
    threads; two are used at most. Raises Infeasible when no panel exists, CapTooLow when the quotas
    force a chance above the cap, and Cancelled when ``progress`` asks to stop.
    """
    if not poly.types:
        raise Infeasible
    arrays = Arrays.of(poly)
    budget = Budget(effort, progress or Silent())
    search = Search(arrays, budget, seed)
    aim = _Aim(poly, objective, cap)
    target, stages = aim.bounds(arrays, seed, budget.progress)
    explorer = Explorer(search, Target.of(arrays, target), threads)
    return _Answer(aim, search, stages, target).find(explorer)


def chances(poly: Polytope, optimum: Optimum) -> tuple[Fraction, ...]:
    """The chance of a person of each type, exactly, from the whole-number weights."""
    return exact_chances(poly.multiplicities, optimum.panels, optimum.weights)


def _first_positive(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages up to the first whose value is not 0: what maximin asks for those who can be
    drawn."""
    last = next((i for i, stage in enumerate(stages) if stage.value), len(stages) - 1)
    return tuple(stages[: last + 1])


@dataclass(frozen=True, slots=True)
class _Aim:
    """What is asked."""

    poly: Polytope
    objective: Objective
    cap: Fraction

    def bounds(
        self, arrays: Arrays, seed: int, progress: Progress
    ) -> tuple[list[Fraction], tuple[Stage, ...]]:
        """Where to walk from, and the stages of the relaxation.

        The walk begins at the leximin of the relaxation, under the cap; for both ends, at the
        leximin among the lotteries that are best there.
        """
        poly = self.poly
        ceilings = [self.cap] * len(poly.types)
        try:
            chain = leximin_stages(poly, arrays, seed, ceilings, progress)
        except Infeasible:
            least = ends.least_cap(poly, arrays, seed) if self.cap < 1 else None
            if least is None:
                raise
            raise CapTooLow(least) from None
        if self.objective is Objective.LEXIMIN:
            return goals(chain, poly), chain
        first = _first_positive(chain)
        if self.objective is Objective.MAXIMIN or not first[-1].value:
            return goals(chain, poly), first
        never = frozenset(t for stage in first[:-1] for t in stage.fixed)
        both = ends.stage(poly, arrays, never, self.cap, seed)
        stages = (*first[:-1], both)
        most = self.goals(stages).most
        try:
            chain = leximin_stages(poly, arrays, seed, most, progress)
        except Infeasible:
            roomy = [min(ceiling + SLACK, Fraction(1)) for ceiling in most]
            chain = leximin_stages(poly, arrays, seed, roomy, progress)
        return goals(chain, poly), stages

    def goals(self, stages: Sequence[Stage]) -> Goals:
        """Between which chances each type shall be, by ``stages``."""
        high = stages[-1].high
        most = [self.cap if high is None else min(self.cap, high * w) for w in self.poly.weights]
        return Goals(goals(stages, self.poly), most)


class _Answer:
    """From the bounds and the first panels to the answer, by ever harder means."""

    def __init__(
        self, aim: _Aim, search: Search, bounds: tuple[Stage, ...], target: list[Fraction]
    ) -> None:
        self._aim, self._search, self._bounds = aim, search, bounds
        self._goals = self._wish = aim.goals(bounds)
        if aim.objective is Objective.GOLDILOCKS:
            self._wish = Goals(target, self._goals.most)

    def find(self, explorer: Explorer) -> Optimum:
        """The answer; ``explorer`` walks from the target of the relaxation.

        Of the lotteries that are best at both ends, the leximin one is wished for; it is not promised.
        """
        search, aim = self._search, self._aim
        arrived = explorer.first(1 if aim.objective is Objective.MAXIMIN else 2)
        if arrived is not None:
            found, short = settled(search, arrived, self._wish)
            if short <= NEAR:
                return self._answer(Label.BOUND_ATTAINED, found, self._bounds)
        if not len(search.panels):
            search.panels.add(search.first())
        try:
            found, short = attain(search, self._wish, explorer)
            if short > NEAR and self._wish is not self._goals:
                found, short = attain(search, self._goals)
            if short <= NEAR:
                return self._answer(Label.BOUND_ATTAINED, found, self._bounds)
            staged = Staged(aim.poly, search, aim.cap)
            staged.run(aim.objective)
            found, short = attain(search, aim.goals(staged.stages))
        except Exhausted:
            return self._best_found()
        if short > NEAR:
            return self._best_found()
        label = Label.EXACT_PRICING if staged.claims else Label.BOUND_ATTAINED
        return self._answer(label, found, staged.stages, claims=staged.claims)

    def _best_found(self) -> Optimum:
        """The lottery nearest to the bounds over the panels there are, and how far from them it is."""
        found, short = nearest(self._search, self._goals)
        gap = nextafter(float(short), inf)
        return self._answer(Label.BEST_FOUND, found, self._bounds, gap=gap)

    def _answer(
        self,
        label: Label,
        found: Lottery,
        stages: Sequence[Stage],
        *,
        claims: Sequence[str] = (),
        gap: float = 0.0,
    ) -> Optimum:
        return Optimum(
            objective=self._aim.objective,
            label=label,
            gap=gap,
            panels=found[0],
            weights=found[1],
            stages=tuple(stages),
            never=tuple(sorted(t for stage in stages if not stage.value for t in stage.fixed)),
            solver_claims=tuple(claims),
            iterations=self._search.budget.used,
            cap=self._aim.cap,
        )
