"""Agglomeration: the two closest groups become one, again and again (Ward, 1963).

The cost of joining two groups is how much they spread once together: ``a·b/(a+b)·|x−y|²`` for sizes
``a``, ``b`` and centres ``x``, ``y``. The order is found by chains of nearest neighbours (Murtagh,
1983), which costs the square of the number of points and no more.
"""

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.text.bags import Floats, Numbers


class Tree:
    """The joins of (points, width) ``points`` that stand for ``sizes`` texts each."""

    def __init__(self, points: Floats, sizes: Numbers) -> None:
        self._count = len(points)
        self._joins = _joins(_costs(points, sizes), sizes.astype(np.float64))

    def cut(self, groups: int) -> Numbers:
        """(points,): the group of each, numbered from 0 in order of first appearance."""
        parent = np.arange(self._count)

        def head(point: int) -> int:
            while parent[point] != point:
                parent[point] = parent[parent[point]]
                point = int(parent[point])
            return point

        for _, one, other in self._joins[: max(0, self._count - groups)]:
            parent[head(other)] = head(one)
        heads = np.array([head(point) for point in range(self._count)], dtype=np.int64)
        _, first, numbers = np.unique(heads, return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[numbers].astype(np.int64)


def _costs(points: Floats, sizes: Numbers) -> NDArray[np.float64]:
    exact = points.astype(np.float64)
    lengths = (exact**2).sum(axis=1)
    squares = np.maximum(lengths[:, None] + lengths - 2 * exact @ exact.T, 0)
    costs = squares * (sizes[:, None] * sizes / (sizes[:, None] + sizes))
    np.fill_diagonal(costs, np.inf)
    return costs


def _joins(costs: NDArray[np.float64], sizes: NDArray[np.float64]) -> list[tuple[float, int, int]]:
    """(cost, a point of one group, a point of the other), the cheapest join first."""
    alive = np.ones(len(sizes), dtype=bool)
    joins: list[tuple[float, int, int]] = []
    chain: list[int] = []
    while len(joins) < len(sizes) - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        while True:
            here = chain[-1]
            nearest = int(np.argmin(costs[here]))
            if len(chain) > 1 and costs[here, nearest] >= costs[here, chain[-2]]:
                break
            chain.append(nearest)
        one, other = sorted((chain.pop(), chain.pop()))
        cost = float(costs[one, other])
        joins.append((cost, one, other))
        together = sizes + sizes[one] + sizes[other]
        row = (
            (sizes + sizes[one]) * costs[one] + (sizes + sizes[other]) * costs[other] - sizes * cost
        ) / together
        row[[one, other]] = np.inf
        row[~alive] = np.inf
        alive[other] = False
        costs[one, :] = costs[:, one] = row
        costs[other, :] = costs[:, other] = np.inf
        sizes[one] += sizes[other]
    return sorted(joins)
