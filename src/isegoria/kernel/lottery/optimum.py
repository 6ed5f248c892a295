"""What the solver answers: a lottery over panels, its chances, and the proof of how good they are."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

type Panel = tuple[tuple[int, int], ...]
"""A panel by type: (type, count) for each type that sits in it, ascending."""


class Objective(StrEnum):
    """What is made as equal as possible: chances, each divided by the weight of the person.

    ``LEXIMIN``: the smallest as large as can be, then the next, to the last (Flanigan, Gölz, Gupta,
    Hennig, Procaccia, Nature 596, 2021). ``MAXIMIN``: the smallest. ``GOLDILOCKS``: both ends, by the
    least of largest/even + even/smallest, where even is everybody's chance if all could be equal
    (Baharav and Flanigan, *Fair, Manipulation-Robust, and Transparent Sortition*, EC 2024).
    """

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    GOLDILOCKS = "goldilocks"


class Infeasible(Exception):
    """No panel keeps the quotas, the size and the household rule together."""


class CapTooLow(Exception):
    """The quotas force somebody's chance above the cap. ``least``: about the lowest cap that could hold."""

    def __init__(self, least: float) -> None:
        super().__init__(least)
        self.least = least


class Label(StrEnum):
    """What is proved about the lottery. Nothing else may be claimed."""

    BOUND_ATTAINED = "optimal (relaxation bound attained)"
    EXACT_PRICING = "optimal (exact pricing)"
    BEST_FOUND = "best found"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the proof, in exact arithmetic.

    Chances are meant divided by weights. Whatever the lottery that keeps the chances fixed before and
    the cap, the smallest chance of the other types is at most ``value``: ``duals`` (row, multiplier)
    over the rows of the polytope prove it by weak duality (docs/explanation/lottery-certificate.md).
    ``fixed`` are the types whose chance is exactly ``value`` in every optimal lottery; each has a
    positive derived multiplier ``y_t`` when ``duals`` is not empty.

    ``duals`` is empty in two cases: ``value`` is where the ``fixed`` types meet the cap (the
    certainty, when no lower one was asked), which needs no other proof; or the value rests on the
    solver's word: then the label is ``EXACT_PRICING`` and ``solver_claims`` says it in a sentence.

    With ``high``, the stage is about both ends: chances lie between ``value`` and ``high``, and no
    lottery has a smaller imbalance (:func:`exact.imbalance`) than these two have.
    """

    value: Fraction
    duals: tuple[tuple[int, Fraction], ...]
    fixed: tuple[int, ...]
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal lottery: ``weights[i] / sum(weights)`` is the probability of ``panels[i]``.

    ``stages`` bound the chances from above in exact rational arithmetic. ``gap`` is 0 for an
    optimal label, else the largest distance between a chance and its bound. ``never`` are the types
    that no panel can hold; ``solver_claims`` the sentences that rest on the solver's word (empty
    when the bound is attained).

    Under ``BOUND_ATTAINED`` and ``EXACT_PRICING`` every chance, divided by the weight, is at least the
    value of the stage that fixes its type, less 1e-9, and no chance is above ``cap`` (nor, divided by
    the weight, above the ``high`` of a stage) by more, recomputed from ``weights``; under ``LEXIMIN``
    every type is fixed by one stage, under ``MAXIMIN`` there is one stage, whose value bounds the
    smallest chance of all, under ``GOLDILOCKS`` one stage bounds both ends. Under ``BEST_FOUND`` the
    stages are those of the relaxation, all proved, and not all reached. When ``never`` is not empty
    the first stages have value 0 and fix it, whatever the objective.
    """

    objective: Objective
    label: Label
    gap: float
    panels: tuple[Panel, ...]
    weights: tuple[int, ...]
    stages: tuple[Stage, ...]
    never: tuple[int, ...]
    solver_claims: tuple[str, ...]
    iterations: int
    cap: Fraction = Fraction(1)
