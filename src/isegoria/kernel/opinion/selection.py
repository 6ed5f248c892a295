"""Which posts say what a group thinks, what all agree on, what divides: the choices of Pol.is.

Every choice is of at most five posts, none of them moderated out.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.statistics import SIGNIFICANT, Floats, Side, Tally, side

MOST = 5


class Stance(StrEnum):
    """What a choice says of a post."""

    AGREE = "agree"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class Choice:
    """A post (its place) that a population agrees or disagrees with: how many do, of how many who saw it,
    probability and z, and for a group representativeness and its z (None for everybody).

    ``head``: the post that the group agrees on best, which is always shown.
    """

    post: int
    stance: Stance
    count: int
    seen: int
    chance: float
    z: float
    ratio: float | None = None
    ratio_z: float | None = None
    head: bool = False


def representative(counts: Tally, group: int, open_: NDArray[np.bool_]) -> tuple[Choice, ...]:
    """The posts that tell a group (a row of ``counts``) from the others, agreements first.

    A post qualifies when the group is on one side of it, and more so than the others, both significantly.
    The post that the group agrees on best comes first, then those that qualify, by the product of
    probability, representativeness and their z. When there is none, the post that tells the group apart
    best. ``open_``: posts that may be chosen.
    """
    rest = [index for index in range(len(counts.seen)) if index != group]
    seen, outside = counts.seen[group], counts.seen[rest].sum(axis=0)
    pro, con = (
        side(count[group], seen, count[rest].sum(axis=0), outside)
        for count in (counts.agree, counts.disagree)
    )
    allowed = np.flatnonzero(open_)
    fit = np.flatnonzero(open_ & (_qualify(pro) | _qualify(con)))
    score = np.where(pro.ratio_z > con.ratio_z, pro.score, con.score)
    best = fit[np.argsort(-score[fit], kind="stable")].tolist()
    head = _best_agreed(pro, con, allowed)
    if head is None and not best and allowed.size:
        best = [int(allowed[np.argmax(np.maximum(pro.ratio_z, con.ratio_z)[allowed])])]
    if head is not None:
        best = [head, *(post for post in best if post != head)]
    chosen = [_choice(post, pro, con, seen, head=post == head) for post in best[:MOST]]
    return tuple(sorted(chosen, key=lambda choice: choice.stance))


def _qualify(one: Side) -> NDArray[np.bool_]:
    return np.asarray((one.z > SIGNIFICANT) & (one.ratio_z > SIGNIFICANT))


def _choice(
    post: int, pro: Side, con: Side, seen: NDArray[np.int64], *, head: bool = False
) -> Choice:
    agrees = pro.ratio_z[post] > con.ratio_z[post]
    one = pro if agrees else con
    return Choice(
        post,
        Stance.AGREE if agrees else Stance.DISAGREE,
        int(one.count[post]),
        int(seen[post]),
        float(one.chance[post]),
        float(one.z[post]),
        float(one.ratio[post]),
        float(one.ratio_z[post]),
        head,
    )


def _best_agreed(pro: Side, con: Side, allowed: NDArray[np.intp]) -> int | None:
    """The post that the group agrees on best, if it agrees on anything.

    Posts are taken in turn, each against the best so far: by representativeness once the best is
    representative, else by probability alone.
    """
    voted = (pro.count + con.count)[allowed] > 0
    candidates = allowed[voted]
    chance, z, ratio = pro.chance[candidates], pro.z[candidates], pro.ratio[candidates]
    agreed = chance * z
    told = ratio * pro.ratio_z[candidates] * agreed
    begins = np.flatnonzero((z > SIGNIFICANT) | ((ratio > 1) & (chance > 0.5)))
    if not begins.size:
        return None
    best = int(begins[0])
    for index in range(best + 1, len(candidates)):
        better = told if ratio[best] > 1 else agreed
        if better[index] > better[best]:
            best = index
    return int(candidates[best])


def consensus(everybody: Tally, stance: Stance, open_: NDArray[np.bool_]) -> tuple[Choice, ...]:
    """The posts on which a significant majority of all voters agrees (or disagrees), best first."""
    count = everybody.agree if stance is Stance.AGREE else everybody.disagree
    none = np.zeros_like(count)
    one = side(count, everybody.seen, none, none)
    fit = open_ & (one.chance > 0.5) & (one.z > SIGNIFICANT)
    return tuple(
        Choice(
            post,
            stance,
            int(count[post]),
            int(everybody.seen[post]),
            float(one.chance[post]),
            float(one.z[post]),
        )
        for post in highest(one.chance * one.z, fit)
    )


def dividing(counts: Tally, score: Floats, open_: NDArray[np.bool_]) -> tuple[int, ...]:
    """The posts of highest division that some group agrees with and another disagrees with, both
    significantly."""
    none = np.zeros_like(counts.seen)
    pro = side(counts.agree, counts.seen, none, none).z > SIGNIFICANT
    con = side(counts.disagree, counts.seen, none, none).z > SIGNIFICANT
    return highest(score, open_ & pro.any(axis=0) & con.any(axis=0))


def highest(score: Floats, fit: NDArray[np.bool_]) -> tuple[int, ...]:
    """The posts of highest score among those that fit, the first of equals first."""
    places = np.flatnonzero(fit)
    return tuple(places[np.argsort(-score[places], kind="stable")][:MOST].tolist())
