"""How well separated groups are: the silhouette (Rousseeuw, *J. Comput. Appl. Math.* 20, 1987)."""

from collections.abc import Sequence

import numpy as np

from isegoria.kernel.opinion.kmeans import Floats, Labels, Points

CELLS = 16_384
"""Distances held at a time: few enough to stay in the processor's cache, and for their sums to be one
thread's work, always in the same order."""


def silhouettes(cloud: Points, groupings: Sequence[Labels]) -> list[float]:
    """The mean silhouette of each grouping of the same points, from −1 to 1; alone in a group counts 0.

    People at one place are at distance 0 of one another. Every distance is computed once for all
    groupings. Distances are in single precision, sums of them too: the result is good to five digits.
    """
    if not groupings:
        return []
    flat = cloud.places.astype(np.float32)
    count = len(flat)
    ks = [int(labels.max()) + 1 for labels in groupings]
    members = np.zeros((count, sum(ks)), dtype=np.float32)
    first = 0
    for labels, k in zip(groupings, ks, strict=True):
        members[np.arange(count), first + labels] = cloud.weights
        first += k
    sums = np.empty((count, sum(ks)))
    x, y = np.ascontiguousarray(flat.T)
    step = max(1, CELLS // count)
    for low in range(0, count, step):
        part = slice(low, low + step)
        across = x[part, None] - x
        across *= across
        up = y[part, None] - y
        up *= up
        across += up
        sums[part] = np.sqrt(across, out=across) @ members
    found, first = [], 0
    for labels, k in zip(groupings, ks, strict=True):
        found.append(_mean(sums[:, first : first + k], labels, cloud.weights))
        first += k
    return found


def _mean(sums: Floats, labels: Labels, weights: Floats) -> float:
    """``sums``: from each point to the people of each group."""
    count, k = sums.shape
    rows = np.arange(count)
    sizes = np.bincount(labels, weights, k)
    alone = sizes[labels] <= 1
    inside = sums[rows, labels] / np.where(alone, 1, sizes[labels] - 1)
    outside = sums / sizes
    outside[rows, labels] = np.inf
    nearest = outside.min(axis=1)
    longest = np.maximum(inside, nearest)
    score = np.where(
        alone | (longest == 0), 0.0, (nearest - inside) / np.where(longest, longest, 1)
    )
    return float(weights @ score / weights.sum())
