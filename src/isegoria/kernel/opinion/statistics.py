"""How a group votes on a post beside everybody else, with the tests of Pol.is.

All are smoothed by one vote, so that a post with few votes is never extreme (Laplace).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.groups import Groups
from isegoria.kernel.opinion.votes import AGREE, DISAGREE, Votes

SIGNIFICANT = 1.2815515655446004
"""The z of 90 % confidence, one-sided."""
NO_VOTES = 9
"""The factor of a post without votes, before it is squared: such a post is 81 times likelier to be shown than
an equal one with many. What exceeds 1 halves every five votes."""

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes counted: each array is of one row per group (or of no group dimension) and one column per
    post. ``seen`` counts neutral votes too."""

    agree: Counts
    disagree: Counts
    seen: Counts

    @property
    def neutral(self) -> Counts:
        """Neutral votes."""
        return self.seen - self.agree - self.disagree

    def rows(self, groups: slice) -> "Tally":
        """Some of the groups."""
        return Tally(self.agree[groups], self.disagree[groups], self.seen[groups])

    def total(self) -> "Tally":
        """All groups together."""
        return Tally(self.agree.sum(axis=0), self.disagree.sum(axis=0), self.seen.sum(axis=0))


def tally(votes: Votes, groups: Groups, k: int) -> Tally:
    """The votes of each group on each post, (k + 1) × m; the last row is of those in no group.

    ``groups``: one per voter, −1 for none.
    """
    posts = len(votes.posts)
    place = np.where(groups < 0, k, groups).astype(np.int64) * (3 * posts)
    cell = place[votes.voter]
    cell += votes.post * 3
    cell += votes.value - DISAGREE
    counted = np.bincount(cell, minlength=(k + 1) * posts * 3).reshape(k + 1, posts, 3)
    return Tally(counted[:, :, AGREE - DISAGREE], counted[:, :, 0], counted.sum(axis=2))


def chance(count: Counts, seen: Counts) -> Floats:
    """The probability of a vote: (count + 1) / (seen + 2)."""
    return (count + 1) / (seen + 2)


def above_half(count: Counts, seen: Counts) -> Floats:
    """The z of a share being above one half."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5))


def above_rest(inside: Counts, seen: Counts, outside: Counts, seen_outside: Counts) -> Floats:
    """The z of a share inside a group being above the share outside; 0 when everybody took that side."""
    here, there = seen + 1, seen_outside + 1
    pooled = (inside + outside + 2) / (here + there)
    scale = np.sqrt(pooled * (1 - pooled) * (1 / here + 1 / there))
    difference = (inside + 1) / here - (outside + 1) / there
    return np.asarray(difference / np.where(pooled == 1, 1.0, scale))


@dataclass(frozen=True, slots=True)
class Side:
    """One side (agree or disagree) of a population on all posts: count, probability, its z, and for a
    group its ratio to the probability outside (representativeness) and the z of the difference."""

    count: Counts
    chance: Floats
    z: Floats
    ratio: Floats
    ratio_z: Floats

    @property
    def score(self) -> Floats:
        """What representative posts are ranked by."""
        return np.asarray(self.ratio * self.ratio_z * self.chance * self.z)


def side(count: Counts, seen: Counts, outside: Counts, seen_outside: Counts) -> Side:
    """The statistics of a group on one side. Nobody outside makes a ratio to one half."""
    inside = chance(count, seen)
    return Side(
        count,
        inside,
        above_half(count, seen),
        inside / chance(outside, seen_outside),
        above_rest(count, seen, outside, seen_outside),
    )


def group_informed(count: Counts, seen: Counts) -> Floats:
    """Group-informed consensus: the product over groups (k × m) of the probability of a vote.

    No group can be outvoted: one that disagrees brings the product down, however small it is.
    """
    return np.asarray(chance(count, seen).prod(axis=0))


def division(counts: Tally) -> Floats:
    """How much a post divides groups (k × m): the largest probability, over ordered pairs of groups, that
    somebody of the one agrees and somebody of the other disagrees."""
    k, posts = counts.seen.shape
    if k < 2:
        return np.zeros(posts)
    pro, con = chance(counts.agree, counts.seen), chance(counts.disagree, counts.seen)
    pairs = [pro[g] * con[h] for g in range(k) for h in range(k) if g != h]
    return np.asarray(np.max(pairs, axis=0))


def priority(counts: Tally, extremity: Floats) -> Floats:
    """How much a post deserves the next vote: people see post i with a chance proportional to it.

    [(1 − neutral) (1 + extremity) agree (1 + 8 · 2^(−seen / 5))]², neutral and agree being probabilities.
    """
    importance = (
        chance(counts.agree, counts.seen)
        * (1 - chance(counts.neutral, counts.seen))
        * (1 + extremity)
    )
    return np.asarray((importance * (1 + (NO_VOTES - 1) * 2.0 ** (-counts.seen / 5))) ** 2)
