"""Give a vector of chances by a lottery over whole panels: walks, one master program, then pricing."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from threading import Event

import numpy as np

from isegoria.kernel.lottery.arrays import Floats
from isegoria.kernel.lottery.dives import Panels
from isegoria.kernel.lottery.master import Master
from isegoria.kernel.lottery.optimum import Panel
from isegoria.kernel.lottery.pricing import Search
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.walk import NOWHERE, Target, Walk, walk
from isegoria.kernel.lottery.weights import exact_chances, lottery

NEAR = Fraction(1, 10**9)
"""Attained: every chance within this of its target, in exact arithmetic."""

WALKS = 8
"""Walks from one target, at most."""

type Lottery = tuple[tuple[Panel, ...], tuple[int, ...]]


class Explorer:
    """Walks from one target, two by two, each in a direction of its own.

    Two walks nearly always leave the target inside the hull of their panels (as two sets of d
    points around a centre in d dimensions would). With more than one thread the second of two is
    walked at the same time as the first; what is found does not depend on it.
    """

    def __init__(self, search: Search, target: Target, threads: int) -> None:
        self._search, self._target, self._threads = search, target, threads
        self._seeds: list[int] = np.random.SeedSequence(search.seed).generate_state(WALKS).tolist()

    def first(self, walks: int) -> Floats | None:
        """Walk ``walks`` times, or once when that arrives: then the weights of its panels. Raises
        Cancelled."""
        for number, found in enumerate(self._walks(self._take(walks))):
            self._keep(found)
            if not number and found.left <= NOWHERE:
                return _weights(self._search.panels, found)
        return None

    def more(self) -> bool:
        """Add the panels of two more walks; False when there are no more to walk. Raises Cancelled."""
        seeds = self._take(2)
        for found in self._walks(seeds):
            self._keep(found)
        return bool(seeds)

    def _take(self, walks: int) -> list[int]:
        seeds, self._seeds = self._seeds[:walks], self._seeds[walks:]
        return seeds

    def _keep(self, found: Walk) -> None:
        for panel in found.panels:
            self._search.panels.add(panel)

    def _walks(self, seeds: list[int]) -> Iterator[Walk]:
        arrays, target, stop = self._search.arrays, self._target, Event()
        aside = seeds[1:] if self._threads > 1 else []

        def told(done: int) -> None:
            total = len(target.seats)
            self._search.budget.progress.step("panels", min(done, total), total)

        def watch(_: int) -> None:
            if stop.is_set():
                raise Cancelled

        with ThreadPoolExecutor(max_workers=1) as pool:
            later = [pool.submit(walk, arrays, target, seed, watch) for seed in aside]
            try:
                for seed in seeds[: len(seeds) - len(aside)]:
                    yield walk(arrays, target, seed, told)
                for future in later:
                    yield future.result()
            finally:
                stop.set()


def _weights(panels: Panels, found: Walk) -> Floats:
    """The weights of a walk by panel: one that was met twice has both."""
    totals = np.zeros(len(panels))
    index = {panels.panel(i): i for i in range(len(panels))}
    for panel, weight in zip(found.panels, found.weights, strict=True):
        held = np.nonzero(panel)[0]
        totals[index[tuple(zip(held.tolist(), panel[held].tolist(), strict=True))]] += weight
    return totals


@dataclass(frozen=True, slots=True)
class Goals:
    """Between which chances each type shall be, exactly."""

    least: list[Fraction]
    most: list[Fraction]

    def missed(self, chances: Sequence[Fraction]) -> Fraction:
        """How far the chance furthest outside is from its bound, exactly; below 0 when all are
        inside."""
        below = (z - p for z, p in zip(self.least, chances, strict=True))
        above = (p - z for z, p in zip(self.most, chances, strict=True) if z < 1)
        return max((*below, *above), default=Fraction(0))


def attain(
    search: Search, targets: Goals, explorer: Explorer | None = None
) -> tuple[Lottery, Fraction]:
    """The lottery of least largest distance from between ``targets``, and that distance, exactly.

    Panels come from further walks as long as those halve the shortfall, then from pricing. Stops
    when the shortfall is within NEAR, or when exact pricing finds no panel that lessens it. Raises
    Exhausted and Cancelled.
    """
    master, last = _master(search, targets), inf
    while True:
        search.budget.spend("chances")
        mix = master.solve()
        if mix.value <= NEAR:
            found, short = settled(search, mix.weights, targets)
            if short <= NEAR:
                return found, short
        if explorer is not None and mix.value < last / 2 and explorer.more():
            master, last = _master(search, targets), mix.value
        elif not search.improve(mix):
            return settled(search, mix.weights, targets)


def nearest(search: Search, targets: Goals) -> tuple[Lottery, Fraction]:
    """The same over the panels there are: no more are looked for."""
    return settled(search, _master(search, targets).solve().weights, targets)


def _master(search: Search, targets: Goals) -> Master:
    least, most = as_floats(targets.least), as_floats(targets.most)
    return Master.nearest(search.arrays, search.panels, search.seed, least, most)


def settled(search: Search, weights: Floats, targets: Goals) -> tuple[Lottery, Fraction]:
    """``weights`` as a lottery in whole numbers, and how far it misses; polished when that is
    better."""
    found = _in_whole_numbers(search, weights, targets)
    if found[1] <= NEAR:
        return found
    polished = _in_whole_numbers(search, _polished(search, weights, targets.least), targets)
    return min(found, polished, key=lambda one: one[1])


def _in_whole_numbers(search: Search, weights: Floats, targets: Goals) -> tuple[Lottery, Fraction]:
    found = lottery(search.panels, weights)
    return found, targets.missed(exact_chances(search.arrays.sizes.tolist(), *found))


def as_floats(targets: Sequence[Fraction]) -> Floats:
    """``targets`` for a linear program."""
    return np.array([float(value) for value in targets])


def _polished(search: Search, weights: Floats, targets: list[Fraction]) -> Floats:
    """``weights`` moved by least squares, on the panels that have any, towards ``targets``."""
    used = np.nonzero(weights > 0)[0]
    matrix = np.zeros((len(targets) + 1, len(used)))
    matrix[-1] = 1.0
    for column, panel in enumerate(used.tolist()):
        held = search.panels.types[panel]
        matrix[held, column] = search.panels.counts[panel] / search.arrays.sizes[held]
    missing = np.append(as_floats(targets), 1.0) - matrix @ weights[used]
    moved = weights.copy()
    moved[used] += np.linalg.lstsq(matrix, np.maximum(missing, 0.0))[0]
    return np.maximum(moved, 0.0)
