"""The votes of a conversation: who voted how on what, once each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

AGREE, NEUTRAL, DISAGREE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes sorted by voter, then post; at most one for each pair.

    ``voters`` and ``posts`` are ids, in the order of numbers when all are whole numbers, else of texts.
    ``voter`` and ``post`` (int32, one cell per vote) are places in them; ``value`` (int8) is +1 for agree, 0
    for neutral, −1 for disagree. A post may have no vote; a voter has one at least.
    """

    voters: tuple[str, ...]
    posts: tuple[str, ...]
    voter: NDArray[np.int32]
    post: NDArray[np.int32]
    value: NDArray[np.int8]

    def per_voter(self) -> NDArray[np.int64]:
        """How many posts each voter voted on."""
        return np.bincount(self.voter, minlength=len(self.voters))

    def per_post(self) -> NDArray[np.int64]:
        """How many votes each post has."""
        return np.bincount(self.post, minlength=len(self.posts))


def collect(voters: ArrayLike, posts: ArrayLike, values: ArrayLike) -> Votes:
    """Votes from three columns of equal length, oldest first: of two votes of a voter on a post, the last
    one counts.

    ``voters`` and ``posts`` are whole numbers or texts; ``values`` are −1, 0 or +1, +1 being agree.
    """
    return assemble(
        *coded(np.asarray(voters)), *coded(np.asarray(posts)), np.asarray(values, dtype=np.int8)
    )


def assemble(
    voters: Sequence[str],
    voter: NDArray[np.int32],
    posts: Sequence[str],
    post: NDArray[np.int32],
    value: NDArray[np.int8],
) -> Votes:
    """As :func:`collect`, from distinct ids in any order and places among them. Posts may have no vote."""
    voter_ids, voter = _in_order(voters, voter)
    post_ids, post = _in_order(posts, post)
    key = voter.astype(np.int64) * max(1, len(post_ids)) + post
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key = key[order]
        order = order[np.append(key[1:] != key[:-1], True)]
        voter, post, value = voter[order], post[order], value[order]
    return Votes(voter_ids, post_ids, voter, post, value)


def coded(ids: NDArray[Any]) -> tuple[Sequence[str], NDArray[np.int32]]:
    """The distinct ids, and the place of each id among them."""
    if ids.size and np.issubdtype(ids.dtype, np.integer):
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 4 * ids.size + 1000:
            there = np.zeros(high - low + 1, dtype=np.bool_)
            there[ids - low] = True
            place = np.cumsum(there, dtype=np.int32) - np.int32(1)
            return list(map(str, (np.flatnonzero(there) + low).tolist())), place[ids - low]
    distinct, codes = np.unique(ids, return_inverse=True)
    return list(map(str, distinct.tolist())), codes.astype(np.int32)


def _in_order(
    names: Sequence[str], codes: NDArray[np.int32]
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Ids in the order of numbers if all are whole numbers, else of texts."""
    numbers = all(name.isascii() and name.isdecimal() for name in names)
    ordered = tuple(sorted(names, key=(lambda name: (int(name), name)) if numbers else None))
    if ordered == tuple(names):
        return ordered, codes
    rank = {name: place for place, name in enumerate(ordered)}
    return ordered, np.array([rank[name] for name in names], dtype=np.int32)[codes]
