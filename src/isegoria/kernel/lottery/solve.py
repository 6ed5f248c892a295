"""The optimal lottery over panels, with the proof of how good it is.

Flanigan, Gölz, Gupta, Hennig, Procaccia, *Fair algorithms for selecting citizens' assemblies*,
Nature 596, 2021, define the objectives. Here the linear relaxation of the quotas, over types of
interchangeable people, is both target and bound (docs/explanation/lottery-certificate.md).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import inf, nextafter

from isegoria.kernel.lottery.arrays import Arrays
from isegoria.kernel.lottery.columns import Staged
from isegoria.kernel.lottery.decompose import (
    NEAR,
    Explorer,
    Lottery,
    attain,
    nearest,
    settled,
)
from isegoria.kernel.lottery.model import Polytope
from isegoria.kernel.lottery.optimum import Infeasible, Label, Objective, Optimum, Stage
from isegoria.kernel.lottery.pricing import Budget, Exhausted, Search
from isegoria.kernel.lottery.progress import Progress, Silent
from isegoria.kernel.lottery.relaxation import goals, leximin_stages
from isegoria.kernel.lottery.walk import Target
from isegoria.kernel.lottery.weights import exact_chances

__all__ = ["EFFORT", "Infeasible", "chances", "optimise"]

EFFORT = 2000
"""Rounds of work: master programs and integer programs. A pool without integrality gap takes one to
thirty."""


def optimise(
    poly: Polytope,
    objective: Objective,
    *,
    seed: int,
    effort: int = EFFORT,
    threads: int = 1,
    progress: Progress | None = None,
) -> Optimum:
    """The lottery that is best by ``objective``, or the best found within ``effort`` rounds of
    work.

    The same polytope, objective, seed and effort give the same answer, on any number of threads;
    two are used at most. Raises Infeasible when no panel exists and Cancelled when ``progress``
    asks to stop.
    """
    if not poly.types:
        raise Infeasible
    arrays = Arrays.of(poly)
    budget = Budget(effort, progress or Silent())
    bounds = leximin_stages(poly, arrays, seed, budget.progress)
    search = Search(arrays, budget, seed)
    explorer = Explorer(search, Target.of(arrays, goals(bounds, len(poly.types))), threads)
    stages = bounds if objective is Objective.LEXIMIN else _first_positive(bounds)
    return _Answer(poly, objective, search, stages).find(explorer)


def chances(poly: Polytope, optimum: Optimum) -> tuple[Fraction, ...]:
    """The chance of a person of each type, exactly, from the whole-number weights."""
    return exact_chances(poly.multiplicities, optimum.panels, optimum.weights)


def _first_positive(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages up to the first whose value is not 0: what maximin asks for those who can be
    drawn."""
    last = next((i for i, stage in enumerate(stages) if stage.value), len(stages) - 1)
    return tuple(stages[: last + 1])


class _Answer:
    """From the bounds and the first panels to the answer, by ever harder means."""

    def __init__(
        self, poly: Polytope, objective: Objective, search: Search, bounds: tuple[Stage, ...]
    ) -> None:
        self._poly, self._objective, self._search, self._bounds = poly, objective, search, bounds
        self._goals = goals(bounds, len(poly.types))

    def find(self, explorer: Explorer) -> Optimum:
        """The answer; ``explorer`` walks from the leximin of the relaxation, whatever the
        objective."""
        search = self._search
        arrived = explorer.first(2 if self._objective is Objective.LEXIMIN else 1)
        if arrived is not None:
            found, short = settled(search, arrived, self._goals)
            if short <= NEAR:
                return self._answer(Label.BOUND_ATTAINED, found, self._bounds)
        if not len(search.panels):
            search.panels.add(search.first())
        try:
            found, short = attain(search, self._goals, explorer)
            if short <= NEAR:
                return self._answer(Label.BOUND_ATTAINED, found, self._bounds)
            staged = Staged(self._poly, search)
            staged.run(self._objective)
            found, short = attain(search, goals(staged.stages, len(self._poly.types)))
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
            objective=self._objective,
            label=label,
            gap=gap,
            panels=found[0],
            weights=found[1],
            stages=tuple(stages),
            never=tuple(sorted(t for stage in stages if not stage.value for t in stage.fixed)),
            solver_claims=tuple(claims),
            iterations=self._search.budget.used,
        )
