"""Groups of people who stand close to one another, as many as separate best, and how stable they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.kmeans import (
    Floats,
    Labels,
    Points,
    far_apart,
    kmeans,
    nearest,
    points,
    scatter,
)
from isegoria.kernel.opinion.silhouette import silhouettes

FEWEST, MOST = 2, 5
MANY = 10_000
"""Above so many people, base clusters stand for them unless asked otherwise."""
GRID = 64
"""Base clusters are the cells of a grid of so many rows and columns over the plane."""
NOBODY = -1
"""The group of those who are in none."""

TIGHTER, CLEARER = 0.75, 0.06
"""Other first centres are tried when they leave at most so much of the scatter, and taken when they raise the
silhouette by as much as no start did on any published conversation."""

type Groups = NDArray[np.int8]
type Runs = dict[int, tuple[Labels, Floats]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each person kept (0 is the largest), the centres (k × 2), and the silhouette of every
    number of groups that was tried. ``far_start``: the usual first centres had missed them."""

    labels: Groups
    centres: Floats
    silhouettes: dict[int, float]
    base_clusters: bool
    far_start: bool = False

    @property
    def k(self) -> int:
        """How many groups there are; 0 when people are too few or all stand in one place."""
        return len(self.centres)

    @property
    def separation(self) -> float:
        """The silhouette of the groups; 0 without groups."""
        return self.silhouettes.get(self.k, 0.0)

    def sizes(self) -> NDArray[np.int64]:
        """People in each group."""
        return np.bincount(self.labels[self.labels >= 0], minlength=self.k)


def group(places: Floats, *, base_above: int = MANY) -> Grouping:
    """The groups of people at ``places`` (n × 2): of 2, 3, 4 or 5, the number with the highest silhouette.

    Above ``base_above`` people, all who stand in one cell of the grid are one point with their weight, at
    their mean place, for k-means and silhouettes alike; then each joins the closest centre.

    When people fall into groups so clear that Pol.is's first centres visibly missed them, first centres far
    apart find them; in any other case the groups are those of Pol.is's first centres.
    """
    base = len(places) > base_above
    cloud = base_clusters(places) if base else points(places)
    runs = {k: kmeans(cloud, k) for k in range(FEWEST, 1 + min(MOST, len(cloud.distinct) - 1))}
    if not runs:
        nowhere = np.full(len(places), NOBODY, dtype=np.int8)
        return Grouping(nowhere, np.zeros((0, 2)), {}, base)
    scores = _scores(cloud, runs)
    missed = _missed(cloud, runs)
    clearer = _scores(cloud, missed)
    far = max(clearer.values(), default=-1.0) > max(scores.values()) + CLEARER
    if far:
        runs, scores = runs | missed, scores | clearer
    labels, centres = runs[max(scores, key=lambda k: scores[k])]
    if base:
        labels = nearest(places, centres)
    order = np.argsort(-np.bincount(labels, minlength=len(centres)), kind="stable")
    return Grouping(np.argsort(order)[labels].astype(np.int8), centres[order], scores, base, far)


def _scores(cloud: Points, runs: Runs) -> dict[int, float]:
    return dict(zip(runs, silhouettes(cloud, [labels for labels, _ in runs.values()]), strict=True))


def _missed(cloud: Points, runs: Runs) -> Runs:
    """The groups that first centres far apart give, where they are much tighter."""
    found = {}
    for k, (labels, _) in runs.items():
        start = far_apart(cloud, k)
        if scatter(cloud, nearest(cloud.places, start)) < TIGHTER * scatter(cloud, labels):
            found[k] = kmeans(cloud, k, start)
    return found


def base_clusters(places: Floats, weights: Floats | None = None) -> Points:
    """One weighted point for each cell of the grid that holds somebody."""
    if weights is None:
        weights = np.ones(len(places))
    low, high = places.min(axis=0), places.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    cells = np.minimum(((places - low) * (GRID / width)).astype(np.int64), GRID - 1)
    filled, cell = np.unique(cells[:, 0] * GRID + cells[:, 1], return_inverse=True)
    people = np.bincount(cell, weights, len(filled))
    means = [np.bincount(cell, weights * places[:, axis], len(filled)) for axis in (0, 1)]
    return points(np.column_stack(means) / people[:, None], people)


def rand_index(one: Labels | Groups, other: Labels | Groups) -> float:
    """The adjusted Rand index (Hubert & Arabie, *J. Classif.* 2, 1985) of two groupings of the same people.

    1 when they are the same, whatever groups are called; about 0 when they agree no more than by chance.
    """
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    pairs = (table * (table - 1)).sum()
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    in_one, in_other = (rows * (rows - 1)).sum(), (columns * (columns - 1)).sum()
    by_chance = in_one * in_other / max(1.0, len(one) * (len(one) - 1.0))
    most = (in_one + in_other) / 2
    return 1.0 if most == by_chance else float((pairs - by_chance) / (most - by_chance))
