"""What the solver answers: a lottery over panels, its chances, and the proof of how good they are."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

type Panel = tuple[tuple[int, int], ...]
"""A panel by type: (type, count) for each type that sits in it, ascending."""


class Objective(StrEnum):
    """What is made as large as possible."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"


class Label(StrEnum):
    """What is proved about the lottery. Nothing else may be claimed."""

    BOUND_ATTAINED = "optimal (relaxation bound attained)"
    EXACT_PRICING = "optimal (exact pricing)"
    BEST_FOUND = "best found"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the proof, in exact arithmetic.

    Whatever the lottery, the smallest chance of the types not fixed before is at most ``value``: ``duals`` (row,
    multiplier) over the rows of the polytope prove it by weak duality (docs/explanation/lottery-certificate.md).
    ``fixed`` are the types whose chance is exactly ``value`` in every optimal lottery.
    """

    value: Fraction
    duals: tuple[tuple[int, Fraction], ...]
    fixed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal lottery: ``weights[i] / sum(weights)`` is the probability of ``panels[i]``.

    ``stages`` bound the chances from above in exact rational arithmetic. ``gap`` is 0 for an optimal label, else the
    largest distance between a chance and its bound. ``never`` are the types that no panel can hold; ``solver_claims`` the
    sentences that rest on the solver's word (empty when the bound is attained).
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
