"""Groups as centres on the sphere: who is nearest to whom, blocks at a time."""

from collections.abc import Iterator

import numpy as np

from isegoria.kernel.text.bags import Floats, Numbers, unit

LANDMARKS = 2_000
"""Points among which neighbours are sought and groups are agglomerated, at most."""
NEIGHBOURS = 6
_BLOCK = 4096


def blocks(count: int) -> Iterator[slice]:
    """Slices that cover ``count`` rows."""
    return (slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK))


def sums(points: Floats, labels: Numbers, groups: int) -> Floats:
    """(groups, width): the sum of the points of each group; rows labelled -1 belong to none."""
    order = np.argsort(labels, kind="stable")
    order = order[np.searchsorted(labels[order], 0) :]
    counts = np.bincount(labels[order], minlength=groups)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    total = np.zeros((groups, points.shape[1]), dtype=np.float32)
    held = np.flatnonzero(counts)
    if len(held):
        total[held] = np.add.reduceat(points[order], starts[held], axis=0)
    return total


def nearest(points: Floats, centres: Floats) -> Numbers:
    """For each point, the centre of the smallest angle; of equals the first."""
    found = np.empty(len(points), dtype=np.int64)
    for block in blocks(len(points)):
        found[block] = np.argmax(points[block] @ centres.T, axis=1)
    return found


def refined(points: Floats, centres: Floats, rounds: int) -> Numbers:
    """Spherical k-means (Dhillon, Modha, 2001) from given centres: the group of each point. A centre
    that lost its points stays where it is."""
    labels = nearest(points, centres)
    for _ in range(rounds):
        total = sums(points, labels, len(centres))
        held = np.bincount(labels, minlength=len(centres)) > 0
        centres = np.where(held[:, None], unit(total), centres)
        again = nearest(points, centres)
        if np.array_equal(again, labels):
            break
        labels = again
    return labels


def landmarks(points: Floats, seed: int) -> tuple[Floats, Numbers]:
    """At most :data:`LANDMARKS` points that stand for all, and how many each stands for: the points
    themselves, or the centres of small groups begun at points drawn with the seed."""
    if len(points) <= LANDMARKS:
        return points, np.ones(len(points), dtype=np.int64)
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.sort(random.permutation(len(points))[:LANDMARKS])
    labels = refined(points, points[drawn], rounds=4)
    sizes = np.bincount(labels, minlength=LANDMARKS)
    return unit(sums(points, labels, LANDMARKS))[sizes > 0], sizes[sizes > 0]


def drawn_together(points: Floats, marks: Floats) -> Floats:
    """Each point moved half-way to its nearest landmarks, weighted by their likeness: neighbours come
    closer and the borders between groups empty. A point is no landmark of itself."""
    moved = np.empty_like(points)
    count = min(NEIGHBOURS, len(marks) - 1)
    if count < 1:
        return points
    for block in blocks(len(points)):
        near = points[block] @ marks.T
        if marks is points:
            near[np.arange(len(near)), np.arange(block.start, block.stop)] = -1
        best = np.argpartition(-near, count - 1, axis=1)[:, :count]
        weights = np.maximum(np.take_along_axis(near, best, axis=1), 0)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        moved[block] = points[block] + np.einsum("ij,ijk->ik", weights, marks[best])
    return unit(moved)


def belonging(points: Floats, labels: Numbers, groups: int) -> tuple[Floats, float, float]:
    """For each point, its likeness (cosine) to the sum of the *other* points of its group, 0 without
    any; then the mean and the deviation of the likeness of points to groups that are not theirs."""
    total = sums(points, labels, groups)
    centres = unit(total)
    own = np.zeros(len(points), dtype=np.float32)
    added = squared = 0.0
    for block in blocks(len(points)):
        here, mine = points[block], labels[block]
        placed = np.flatnonzero(mine >= 0)
        likeness = (here @ centres.T).astype(np.float64)
        others = unit(total[mine[placed]] - here[placed])
        own[block.start + placed] = (others * here[placed]).sum(axis=1)
        likeness[placed, mine[placed]] = 0
        added += float(likeness.sum())
        squared += float((likeness**2).sum())
    held = int(total.any(axis=1).sum())
    pairs = max(1, len(points) * held - int((labels >= 0).sum()))
    mean = added / pairs
    return own, mean, float(np.sqrt(max(0.0, squared / pairs - mean**2)))
