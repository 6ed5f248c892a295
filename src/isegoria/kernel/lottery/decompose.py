"""Give a vector of chances by a lottery over whole panels: two walks, one master program, then pricing."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
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

type Lottery = tuple[tuple[Panel, ...], tuple[int, ...]]


def explore(search: Search, target: Target, walks: int, threads: int) -> Floats | None:
    """Add the panels of ``walks`` walks from ``target``; one alone when it arrives, and then its weights.

    Two walks in any two directions nearly always leave the target inside the hull of their panels (as two
    sets of d points around a centre in d dimensions would). With more than one thread the second
    is walked at the same time; what is found does not depend on it.
    """
    stop = Event()
    seeds = [int(x) for x in np.random.SeedSequence(search.seed).generate_state(walks)]
    total = len(target.seats)

    def aside(_: int) -> None:
        if stop.is_set():
            raise Cancelled

    def told(done: int) -> None:
        search.budget.progress.step("panels", min(done, total), total)

    with ThreadPoolExecutor(max_workers=max(1, threads - 1)) as pool:
        early = threads > 1
        later = [pool.submit(walk, search.arrays, target, s, aside) for s in seeds[1:] if early]
        try:
            first = walk(search.arrays, target, seeds[0], told)
            for panel in first.panels:
                search.panels.add(panel)
            if first.left <= NOWHERE and first.panels:
                return _weights(search.panels, first)
            for number, seed in enumerate(seeds[1:]):
                if early:
                    other = later[number].result()
                else:
                    other = walk(search.arrays, target, seed, told)
                for panel in other.panels:
                    search.panels.add(panel)
        finally:
            stop.set()
            for future in later:
                future.cancel()
    return None


def _weights(panels: Panels, found: Walk) -> Floats:
    """The weights of a walk by panel: one that was met twice has both."""
    totals = np.zeros(len(panels))
    index = {panels.panel(i): i for i in range(len(panels))}
    for panel, weight in zip(found.panels, found.weights, strict=True):
        held = np.nonzero(panel)[0]
        totals[index[tuple(zip(held.tolist(), panel[held].tolist(), strict=True))]] += weight
    return totals


def attain(search: Search, targets: list[Fraction]) -> tuple[Lottery, Fraction]:
    """The lottery of least largest shortfall below ``targets``, and that shortfall, exactly.

    Stops when it is within NEAR, or when exact pricing finds no panel that lessens it. Raises Exhausted and
    Cancelled.
    """
    master = Master(search.arrays, search.panels, as_floats(targets), search.seed)
    while True:
        search.budget.spend("chances")
        mix = master.solve()
        if mix.value <= NEAR:
            found, short = settled(search, mix.weights, targets)
            if short <= NEAR:
                return found, short
        if not search.improve(mix):
            return settled(search, mix.weights, targets)


def settled(search: Search, weights: Floats, targets: list[Fraction]) -> tuple[Lottery, Fraction]:
    """``weights`` as a lottery in whole numbers, and its largest shortfall; polished when that is better."""
    best: tuple[Lottery, Fraction] | None = None
    for attempt in range(2):
        if attempt:
            weights = _polished(search, weights, targets)
        found = lottery(search.panels, weights)
        chances = exact_chances(search.arrays.sizes.tolist(), *found)
        short = shortfall(targets, chances)
        if best is None or short < best[1]:
            best = found, short
        if best[1] <= NEAR:
            break
    assert best is not None
    return best


def shortfall(targets: Sequence[Fraction], chances: Sequence[Fraction]) -> Fraction:
    """How far the chance furthest below its target is from it, exactly; below 0 when all are above."""
    below = (z - p for z, p in zip(targets, chances, strict=True))
    return max(below, default=Fraction(0))


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
