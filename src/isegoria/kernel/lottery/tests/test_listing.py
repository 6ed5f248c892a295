from collections import Counter
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.lottery.listing import PanelList, least_panels, panel_list
from isegoria.kernel.lottery.model import Draw, Polytope, polytope
from isegoria.kernel.lottery.optimum import Objective, Optimum
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.solve import chances, optimise
from isegoria.kernel.lottery.tests.oracle import random_draw
from isegoria.kernel.lottery.tests.test_relaxation import pool
from isegoria.kernel.lottery.tests.test_solve import Recorder


def check(poly: Polytope, optimum: Optimum, found: PanelList, panels: int) -> None:
    """What holds of every list."""
    assert len(found.panels) == panels
    homes = [kind.household for kind in poly.types]
    type_of = {person: t for t, kind in enumerate(poly.types) for person in kind.members}
    counts: Counter[int] = Counter()
    for panel in found.panels:
        assert list(panel) == sorted(set(panel))
        held = Counter(type_of[person] for person in panel)
        for row in poly.rows:
            assert row.lower <= sum(held[t] for t in row.types) <= row.upper
        shared = [homes[type_of[person]] for person in panel if homes[type_of[person]]]
        assert len(set(shared)) == len(shared)
        counts.update(panel)
    assert list(found.counts) == [counts[person] for person in range(len(type_of))]
    outside = {one.volunteer for one in found.exceptions}
    largest = Fraction(0)
    for t, chance in enumerate(chances(poly, optimum)):
        due = panels * chance
        members = [counts[person] for person in poly.types[t].members]
        assert max(members) - min(members) <= 1
        for person, count in zip(poly.types[t].members, members, strict=True):
            assert (person in outside) == (not floor(due) <= count <= ceil(due))
            largest = max(largest, abs(count - due))
    assert found.largest_deviation == largest


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.sampled_from([1000, 1000, 10_000]))
def test_everybody_sits_in_as_many_panels_as_the_chances_say(seed: int, panels: int):
    poly = polytope(random_draw(seed))
    optimum = optimise(poly, Objective.LEXIMIN, seed=seed)
    found = panel_list(poly, optimum, panels, seed=seed)
    check(poly, optimum, found, panels)
    assert found.largest_deviation <= 2
    assert len(found.exceptions) <= 3
    assert panel_list(poly, optimum, panels, seed=seed) == found


@pytest.mark.parametrize("seed", [81, 216, 407, 444])
def test_counts_left_outside_floor_and_ceiling_are_brought_back(seed: int):
    poly = polytope(random_draw(seed))
    optimum = optimise(poly, Objective.LEXIMIN, seed=seed)
    assert panel_list(poly, optimum, 1000, seed=seed).exceptions == ()


def test_equals_are_equal_when_the_seats_come_out_even():
    poly = polytope(Draw(20, ("f",), (), pool(*("a" * 70 + "b" * 130))))
    optimum = optimise(poly, Objective.LEXIMIN, seed=0)
    found = panel_list(poly, optimum, 1000, seed=0)
    check(poly, optimum, found, 1000)
    assert set(found.counts) <= {99, 100, 101}
    assert found.exceptions == ()


def test_a_list_is_long_enough_for_the_smallest_chance():
    def least(people: int) -> int:
        poly = polytope(Draw(1, ("f",), (), pool(*("a" * people))))
        return least_panels(optimise(poly, Objective.LEXIMIN, seed=0), poly)

    assert [least(2), least(1000), least(1001), least(12_000)] == [1000, 1000, 10_000, 100_000]


def test_nobody_with_a_chance_is_left_out():
    poly = polytope(Draw(2, ("f",), (), pool(*("a" * 1500))))
    optimum = optimise(poly, Objective.LEXIMIN, seed=0)
    found = panel_list(poly, optimum, least_panels(optimum, poly), seed=0)
    assert min(found.counts) >= 1


def test_a_list_can_be_stopped_and_needs_a_panel():
    poly = polytope(random_draw(4))
    optimum = optimise(poly, Objective.LEXIMIN, seed=0)
    with pytest.raises(Cancelled):
        panel_list(poly, optimum, 1000, seed=0, progress=Recorder(1))
    with pytest.raises(ValueError, match="at least one panel"):
        panel_list(poly, optimum, 0, seed=0)
