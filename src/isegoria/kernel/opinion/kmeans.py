"""k-means in the plane, step for step as scikit-learn's (Lloyd), from Pol.is's first centres.

The first centres are the first k distinct points in the order of x, then y: no draw of lots, so one set of
points has one answer, whatever the order in which people are given. They all stand on the same side,
though, and the rounds may end far from the best groups: :func:`far_apart` gives other first centres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 300
STILL = 1e-4
"""Centres that move less than this, relative to the variance of the points, have arrived."""

type Floats = NDArray[np.float64]
type Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Points:
    """Places in the plane (n × 2), how many people stand at each (n), and the distinct places in order."""

    places: Floats
    weights: Floats
    distinct: Floats


def points(places: Floats, weights: Floats | None = None) -> Points:
    """Points for :func:`kmeans`, of weight one unless said otherwise."""
    if weights is None:
        weights = np.ones(len(places))
    order = np.lexsort((places[:, 1], places[:, 0]))
    ordered = places[order]
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = np.any(ordered[1:] != ordered[:-1], axis=1)
    return Points(places, weights, ordered[new])


def nearest(places: Floats, centres: Floats) -> Labels:
    """For each place, which centre is closest; the first of equals."""
    x, y = places.T
    labels = np.zeros(len(places), dtype=np.intp)
    best = np.full(len(places), -np.inf)
    for centre, (a, b) in enumerate(centres.tolist()):
        closeness = x * a + y * b - (a * a + b * b) / 2
        labels[closeness > best] = centre
        np.maximum(best, closeness, out=best)
    return labels


def far_apart(cloud: Points, k: int) -> Floats:
    """First centres (k × 2): the point farthest from the middle, then each time the point farthest from those
    before (Gonzalez, *Theor. Comput. Sci.* 38, 1985)."""
    middle = cloud.weights @ cloud.places / cloud.weights.sum()
    away = ((cloud.distinct - middle) ** 2).sum(axis=1)
    chosen: list[int] = []
    for _ in range(k):
        chosen.append(int(np.argmax(away)))
        from_last = ((cloud.distinct - cloud.distinct[chosen[-1]]) ** 2).sum(axis=1)
        away = from_last if len(chosen) == 1 else np.minimum(away, from_last)
    return cloud.distinct[chosen]


def scatter(cloud: Points, labels: Labels) -> float:
    """The sum of squared distances of people to the mean of their group."""
    pull = (cloud.places * cloud.weights[:, None]).T
    sizes, sums = _gathered(pull, cloud.weights, labels, int(labels.max()) + 1)
    means = (sums / np.maximum(sizes, 1)).T
    return float(cloud.weights @ ((cloud.places - means[labels]) ** 2).sum(axis=1))


def kmeans(cloud: Points, k: int, start: Floats | None = None) -> tuple[Labels, Floats]:
    """Which of ``k`` groups each point is in, and the centres (k × 2). ``start``: other first centres.

    Raises ValueError when there are fewer than ``k`` distinct points.
    """
    if len(cloud.distinct) < k:
        raise ValueError(f"{k} groups take {k} distinct points")
    weights = cloud.weights
    middle = weights @ cloud.places / weights.sum()
    places = cloud.places - middle
    arrived = STILL * float(np.mean(weights @ (places * places) / weights.sum()))
    pull = np.ascontiguousarray((places * weights[:, None]).T)
    centres = (cloud.distinct[:k] if start is None else start) - middle
    labels = nearest(places, centres)
    for _ in range(ROUNDS):
        sizes, sums = _gathered(pull, weights, labels, k)
        if not sizes.all():
            _fill(sizes, sums, places, weights, labels, centres)
        before, centres = centres, (sums / sizes).T
        if float(((centres - before) ** 2).sum()) <= arrived:
            return nearest(places, centres), centres + middle
        again = nearest(places, centres)
        if np.array_equal(again, labels):
            break
        labels = again
    return labels, centres + middle


def _gathered(pull: Floats, weights: Floats, labels: Labels, k: int) -> tuple[Floats, Floats]:
    """The weight of each group (k), and the weighted sum of its places (2 × k)."""
    sums = np.array([np.bincount(labels, one, k) for one in pull])
    return np.bincount(labels, weights, k), sums


def _fill(
    sizes: Floats, sums: Floats, places: Floats, weights: Floats, labels: Labels, centres: Floats
) -> None:
    """Give each empty group the point farthest from its centre, which leaves its own group."""
    away = ((places - centres[labels]) ** 2).sum(axis=1)
    for group, point in zip(np.flatnonzero(sizes == 0), np.argsort(away)[::-1], strict=False):
        moved = weights[point] * places[point]
        sums[:, labels[point]] -= moved
        sizes[labels[point]] -= weights[point]
        sums[:, group], sizes[group] = moved, weights[point]
