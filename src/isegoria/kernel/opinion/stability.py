"""Would the same groups come out with other people? The bootstrap (Efron, *Ann. Statist.* 7, 1979)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from isegoria.kernel.opinion.axes import Axes, Centred, Floats, components, project
from isegoria.kernel.opinion.groups import Grouping, base_clusters, rand_index
from isegoria.kernel.opinion.kmeans import far_apart, kmeans, nearest, points

REPLICATES = 20
FEWEST = 3
WORK = 20_000_000
"""Votes that all replicates together go through; there are at least three, at most twenty."""
CLOSE = 1e-3
"""Residual of a component, relative to its variance: far below what another sample changes."""


@dataclass(frozen=True, slots=True)
class Stability:
    """How alike the groups of each replicate are to those of the map (adjusted Rand index)."""

    likeness: tuple[float, ...]

    @property
    def mean(self) -> float:
        """From about 0, groups of chance, to 1, the same groups every time."""
        return float(np.mean(self.likeness))


def replicates(votes: int) -> int:
    """How many replicates a conversation of so many votes is given."""
    return min(REPLICATES, max(FEWEST, WORK // max(1, votes)))


def stability(
    centred: Centred,
    axes: Axes,
    grouping: Grouping,
    kept: NDArray[np.intp],
    *,
    seed: int,
) -> Stability:
    """Draw as many voters as there are, with replacement; find axes and as many groups among them again;
    put everybody kept into the closest of these groups, and compare with the groups of the map.

    Means of posts stay those of all voters. ``kept``: the voters (places) who are in groups.
    """
    random = np.random.default_rng(seed)
    matrix, people = centred.matrix, centred.matrix.shape[0]
    start = axes.components.sum(axis=0)
    votes = np.diff(matrix.indptr)
    found = []
    for _ in range(replicates(matrix.nnz)):
        drawn = np.bincount(random.integers(people, size=people), minlength=people)
        data = matrix.data * np.repeat(np.sqrt(drawn), votes)
        weighted = csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)
        again, _squares = components(weighted, seed=seed, close=CLOSE, start=start)
        del data, weighted
        places = project(centred, again)[kept]
        found.append(_likeness(grouping, places, drawn[kept].astype(np.float64)))
    return Stability(tuple(found))


def _likeness(grouping: Grouping, places: Floats, weights: Floats) -> float:
    """How alike the groups of the people drawn are to those of the map; 0 when too few were drawn."""
    there = weights > 0
    gather = base_clusters if grouping.base_clusters else points
    cloud = gather(places[there], weights[there])
    if len(cloud.distinct) < grouping.k:
        return 0.0
    start = far_apart(cloud, grouping.k) if grouping.far_start else None
    _, centres = kmeans(cloud, grouping.k, start)
    return rand_index(grouping.labels, nearest(places, centres))
