"""The votes of a conversation: who voted how on what, once each."""

from collections.abc import Iterable
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


def collect(
    voters: ArrayLike, posts: ArrayLike, values: ArrayLike, *, unvoted: Iterable[str] = ()
) -> Votes:
    """Votes from three columns of equal length, oldest first: of two votes of a voter on a post, the last
    one counts.

    ``voters`` and ``posts`` are whole numbers or texts; ``values`` are −1, 0 or +1, +1 being agree.
    ``unvoted`` are posts that may have no vote yet.
    """
    voter_ids, voter = _coded(np.asarray(voters))
    post_ids, post = _coded(np.asarray(posts))
    value = np.asarray(values, dtype=np.int8)
    if more := set(unvoted) - set(post_ids):
        every = _ordered([*post_ids, *more])
        place = {name: index for index, name in enumerate(every)}
        post = np.array([place[name] for name in post_ids], dtype=np.int32)[post]
        post_ids = every
    key = voter.astype(np.int64) * max(1, len(post_ids)) + post
    if not np.all(key[1:] > key[:-1]):
        order = np.argsort(key, kind="stable")
        key = key[order]
        order = order[np.append(key[1:] != key[:-1], True)]
        voter, post, value = voter[order], post[order], value[order]
    return Votes(voter_ids, post_ids, voter, post, value)


def _coded(ids: NDArray[Any]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The distinct ids in their order, and the place of each id among them."""
    if not ids.size:
        return (), np.zeros(0, dtype=np.int32)
    if np.issubdtype(ids.dtype, np.integer):
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 4 * ids.size + 1000:
            there = np.zeros(high - low + 1, dtype=bool)
            there[ids - low] = True
            place = np.cumsum(there, dtype=np.int32) - np.int32(1)
            return tuple(map(str, (np.flatnonzero(there) + low).tolist())), place[ids - low]
        distinct, codes = np.unique(ids, return_inverse=True)
        return tuple(map(str, distinct.tolist())), codes.astype(np.int32)
    texts, codes = np.unique(ids, return_inverse=True)
    names = [str(name) for name in texts.tolist()]
    ordered = _ordered(names)
    rank = {name: index for index, name in enumerate(ordered)}
    return ordered, np.array([rank[name] for name in names], dtype=np.int32)[codes]


def _ordered(names: list[str]) -> tuple[str, ...]:
    """Ids as numbers if all are, else as texts."""
    if all(name.isascii() and name.isdecimal() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))
