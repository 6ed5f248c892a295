"""The two axes along which people differ most, and where each person and each post stands on them.

Principal components of the votes, as Pol.is computes them (Small, Bjorkegren, Erkkilä, Shaw, Megill,
"Polis: scaling deliberation by mapping high dimensional opinion spaces", *Recerca* 26, 2021): a missing
vote counts as the mean of its post, a post moderated out as a neutral vote of everybody. Once means are
taken off, a missing vote is exactly zero. So the centred matrix is sparse, with one cell per vote, and its
components are found by multiplying with it: exact, and nothing dense is ever written out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from isegoria.kernel.opinion.votes import Votes

AXES = 2
FEW_POSTS = 40
"""Up to here, the covariance is written out and solved directly: an iteration gains nothing."""
BASIS = 8
"""Vectors that the search keeps (Lanczos with restarts): more cost more products than they save."""
CLOSE = 1e-10
"""Residual of a component, relative to its variance, when all digits matter."""

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Centred:
    """The centred matrix, voters × posts voted on and not moderated out, and what its projection needs.

    ``means``: of every post, 0 where moderated out or without votes. ``live``: the posts that count in
    distances. ``reach``: for each voter, sqrt(posts / votes), which keeps those who voted little from
    standing in the middle. ``spread``: for a voter of one vote.
    """

    matrix: csr_array
    means: Floats
    live: NDArray[np.bool_]
    reach: Floats
    spread: float

    @property
    def total(self) -> float:
        """The sum of the variances of all posts."""
        return float(np.square(self.matrix.data).sum()) / max(1, self.matrix.shape[0] - 1)


@dataclass(frozen=True, slots=True)
class Axes:
    """The mean vote of each post, two components (2 × posts, each of length 1 or 0), their variances and
    shares of the whole variance, and the places of voters (n × 2) and of posts (m × 2).

    The place of a post is that of a person who agreed with it and voted on nothing else. The entry of largest
    size in a component is positive.
    """

    means: Floats
    components: Floats
    variances: Floats
    shares: Floats
    voters: Floats
    posts: Floats


def centre(votes: Votes, moderated: NDArray[np.bool_]) -> Centred:
    """The centred votes. ``moderated`` is one truth value per post."""
    people, posts = len(votes.voters), len(votes.posts)
    per_post = votes.per_post()
    live = (per_post > 0) & ~moderated
    sums = np.bincount(votes.post, weights=votes.value, minlength=posts)
    means = np.where(live, sums / np.maximum(1, per_post), 0.0)
    data = votes.value - means[votes.post]
    data[moderated[votes.post]] = 0.0
    ends = np.zeros(people + 1, dtype=np.int32)
    per_voter = votes.per_voter()
    np.cumsum(per_voter, out=ends[1:])
    matrix = csr_array((data, votes.post, ends), shape=(people, posts))
    voted = int(np.count_nonzero(per_post))
    silent = int(np.count_nonzero(moderated & (per_post > 0)))
    counted = np.maximum(1, _live_votes(votes, moderated, per_voter) + silent)
    return Centred(matrix, means, live, np.sqrt(voted / counted), float(np.sqrt(voted)))


def _live_votes(
    votes: Votes, moderated: NDArray[np.bool_], per_voter: NDArray[np.int64]
) -> NDArray[np.int64]:
    if not moderated.any():
        return per_voter
    return np.bincount(votes.voter[~moderated[votes.post]], minlength=len(votes.voters))


def components(
    matrix: csr_array,
    *,
    seed: int,
    count: int = AXES,
    close: float = CLOSE,
    start: Floats | None = None,
) -> tuple[Floats, Floats]:
    """The ``count`` main components of a centred matrix (n × m), largest first, and the squares of their
    singular values. Components of no variance are zero.

    ``start`` (m) is where the search begins. What it finds depends neither on that nor on ``seed``, beyond
    ``close``.
    """
    posts = matrix.shape[1]
    found, squares = np.zeros((count, posts)), np.zeros(count)
    if not posts or not matrix.data.any():
        return found, squares
    if posts <= FEW_POSTS:
        values, vectors = np.linalg.eigh((matrix.T @ matrix).toarray())
    else:
        across = matrix.T.tocsr() if matrix.nnz < 1_000_000 else matrix.T
        operator = LinearOperator(
            (posts, posts), matvec=lambda x: across @ (matrix @ x), dtype=np.float64
        )
        if start is None:
            start = np.random.default_rng(seed).standard_normal(posts)
        values, vectors = eigsh(operator, k=count, ncv=BASIS, v0=start, tol=close)
    order = np.argsort(values)[::-1][:count]
    kept = values[order] > values.max() * 1e-12
    for axis, column in enumerate(order[kept]):
        vector = vectors[:, column]
        found[axis] = vector * np.sign(vector[np.argmax(np.abs(vector))])
        squares[axis] = values[column]
    return found, squares


def project(centred: Centred, found: Floats) -> Floats:
    """Where voters stand (n × 2) on ``found`` components (2 × m)."""
    return np.asarray((centred.matrix @ found.T) * centred.reach[:, None])


def axes(centred: Centred, *, seed: int) -> Axes:
    """The two main axes of the votes, and every place on them."""
    found, squares = components(centred.matrix, seed=seed)
    variances = squares / max(1, centred.matrix.shape[0] - 1)
    total = centred.total
    alone = np.where(centred.live, centred.spread * (1 - centred.means), 0.0)
    return Axes(
        centred.means,
        found,
        variances,
        variances / total if total else np.zeros(AXES),
        project(centred, found),
        found.T * alone[:, None],
    )
