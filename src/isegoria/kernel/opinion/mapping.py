"""The opinion map of a conversation: everything that is computed from its votes."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion import statistics
from isegoria.kernel.opinion.axes import Axes, Floats, axes, centre
from isegoria.kernel.opinion.groups import MANY, NOBODY, Grouping, Groups, group
from isegoria.kernel.opinion.meaning import Trust, examine
from isegoria.kernel.opinion.selection import (
    Choice,
    Stance,
    consensus,
    dividing,
    highest,
    representative,
)
from isegoria.kernel.opinion.statistics import Tally, tally
from isegoria.kernel.opinion.votes import Votes

LETTERS = "ABCDE"
"""What groups are called, the largest first."""
LEAST_VOTES = 7
"""Whoever voted on fewer posts (on fewer than all, when there are fewer than seven) is in no group."""


@dataclass(frozen=True, slots=True)
class Posts:
    """What is known of each post, one cell per post.

    ``everybody``: votes of all voters; ``groups``: votes of each group (k × m). ``extremity``: how far from
    the middle a vote for this post alone puts a person. ``priority``: weight of the post in the choice of
    what to show next, 0 when moderated out. ``consensus`` and ``refusal``: group-informed, in favour and
    against. ``division``: how much the post divides groups, 0 with fewer than two.
    """

    moderated: NDArray[np.bool_]
    everybody: Tally
    groups: Tally
    extremity: Floats
    priority: Floats
    consensus: Floats
    refusal: Floats
    division: Floats


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """Places, groups, and the posts that tell about them.

    ``least``: the votes that it takes to be in a group. ``labels``: the group of each voter, −1 for those in
    none. ``agreed`` and ``refused``: consensus of all voters; ``shared``: the posts of highest
    group-informed consensus; ``dividing``: those on which groups clash. ``trust``: None when not asked for.
    """

    votes: Votes
    least: int
    axes: Axes
    labels: Groups
    grouping: Grouping
    posts: Posts
    representative: tuple[tuple[Choice, ...], ...]
    agreed: tuple[Choice, ...]
    refused: tuple[Choice, ...]
    shared: tuple[int, ...]
    dividing: tuple[int, ...]
    trust: Trust | None


def opinion_map(
    votes: Votes,
    *,
    moderated: Collection[str] = (),
    seed: int = 0,
    base_above: int = MANY,
    examined: bool = True,
) -> OpinionMap:
    """The map of ``votes``; ``moderated``: ids of posts that are not to count.

    ``base_above``: above so many people in groups, base clusters stand for them. ``examined``: whether to
    compute how far the map can be trusted, which takes longer than the map. The same votes, options and seed
    give the same map; the seed has a part in the trust and in nothing else.
    """
    silenced = frozenset(moderated)
    out = np.array([post in silenced for post in votes.posts], dtype=np.bool_)
    least = min(LEAST_VOTES, int(np.count_nonzero(votes.per_post())))
    kept = np.flatnonzero(votes.per_voter() >= least)
    centred = centre(votes, out)
    found = axes(centred, seed=seed)
    grouping = group(found.voters[kept], base_above=base_above)
    labels = np.full(len(votes.voters), NOBODY, dtype=np.int8)
    labels[kept] = grouping.labels
    counts = tally(votes, labels, grouping.k)
    posts = _posts(counts, grouping.k, out, found)
    voted = ~out & (posts.everybody.seen > 0)
    return OpinionMap(
        votes,
        least,
        found,
        labels,
        grouping,
        posts,
        tuple(representative(posts.groups, g, voted) for g in range(grouping.k)),
        consensus(posts.everybody, Stance.AGREE, voted),
        consensus(posts.everybody, Stance.DISAGREE, voted),
        highest(posts.consensus, voted),
        dividing(posts.groups, posts.division, voted),
        examine(centred, found, grouping, kept, least=least, seed=seed) if examined else None,
    )


def _posts(counts: Tally, k: int, out: NDArray[np.bool_], found: Axes) -> Posts:
    """``counts``: of each group and, last, of those in none (one group, when there is no other)."""
    everybody, groups = counts.total(), counts.rows(slice(0, max(k, 1)))
    extremity = np.hypot(*found.posts.T)
    return Posts(
        out,
        everybody,
        groups,
        extremity,
        np.where(out, 0.0, statistics.priority(groups.total(), extremity)),
        statistics.group_informed(groups.agree, groups.seen),
        statistics.group_informed(groups.disagree, groups.seen),
        statistics.division(groups),
    )
