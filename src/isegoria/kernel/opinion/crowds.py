"""A map without anybody on it: neighbours stand together, in crowds of so many people or more.

Places are computed from votes, so whoever knows how a person voted could find the mark of that person.
On a map that everybody sees, a mark is the mean place of several people: microaggregation (Defays,
Nanopoulos, *Panels of enterprises and confidentiality*, 1993), by cutting each group in two across its
longer side, again and again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isegoria.kernel.opinion.kmeans import Floats


@dataclass(frozen=True, slots=True)
class Crowd:
    """``people`` of one ``group``, and the mean of their places."""

    group: int
    x: float
    y: float
    people: int


def crowds(places: Floats, labels: NDArray[np.int8], *, least: int) -> tuple[Crowd, ...]:
    """The people at ``places`` (n × 2) as crowds of ``least`` and more, of one group each.

    Whoever is in no group (−1), or in a group of fewer than ``least``, is in no crowd. The same places give
    the same crowds, whatever the order of people who stand in different places.
    """
    found = []
    for group in range(int(labels.max(initial=-1)) + 1):
        inside = places[labels == group]
        if len(inside) >= least:
            found += [_crowd(group, part) for part in _cut(inside, least)]
    return tuple(found)


def _cut(places: Floats, least: int) -> Iterator[Floats]:
    """``places`` in as many parts as can have ``least``, of nearly equal sizes."""
    parts = len(places) // least
    if parts < 2:
        yield places
        return
    axis = int(np.argmax(np.ptp(places, axis=0)))
    ordered = places[np.lexsort((places[:, 1 - axis], places[:, axis]))]
    middle = len(ordered) * (parts // 2) // parts
    yield from _cut(ordered[:middle], least)
    yield from _cut(ordered[middle:], least)


def _crowd(group: int, places: Floats) -> Crowd:
    x, y = places.mean(axis=0).tolist()
    return Crowd(group, x, y, len(places))
