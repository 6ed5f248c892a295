from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest

from isegoria.kernel.lottery.arrays import Arrays
from isegoria.kernel.lottery.model import polytope
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.relaxation import goals
from isegoria.kernel.lottery.tests.oracle import random_draw
from isegoria.kernel.lottery.tests.test_relaxation import stages_of
from isegoria.kernel.lottery.walk import Target, walk


def target_of(seed: int) -> tuple[Arrays, Target, list[Fraction]]:
    poly = polytope(random_draw(seed))
    arrays = Arrays.of(poly)
    chances = goals(stages_of(poly), poly)
    return arrays, Target.of(arrays, chances), chances


@pytest.mark.parametrize("seed", range(25))
def test_what_the_panels_do_not_give_stays_within_the_quotas(seed: int):
    arrays, target, chances = target_of(seed)
    found = walk(arrays, target, seed)
    rest = target.seats.copy()
    for panel, weight in zip(found.panels, found.weights, strict=True):
        assert arrays.holds(panel)
        rest -= weight * panel
    assert sum(found.weights) + found.left == pytest.approx(1, abs=1e-12)
    assert (rest >= -1e-9).all()
    sums = arrays.row_sums(rest)
    assert (sums >= found.left * arrays.lower - 1e-9).all()
    assert (sums <= found.left * arrays.upper + 1e-9).all()
    seats = [int(m) * p for m, p in zip(arrays.sizes, chances, strict=True)]
    assert list(target.floor) == [floor(x) for x in seats]
    assert list(target.ceiling) == [ceil(x) for x in seats]


def test_a_walk_can_be_stopped_at_any_panel():
    arrays, target, _ = target_of(7)

    def stop(done: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        walk(arrays, target, 0, stop)


def test_a_panel_must_keep_every_bound():
    arrays, target, _ = target_of(3)
    panel = walk(arrays, target, 0).panels[0]
    assert arrays.holds(panel)
    assert not arrays.holds(panel + 1)
    assert not arrays.holds(np.zeros_like(panel))
