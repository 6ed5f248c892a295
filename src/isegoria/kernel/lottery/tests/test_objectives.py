"""Goldilocks, caps and weights against brute force on small pools, in whole numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.lottery.exact import Inequality, imbalance
from isegoria.kernel.lottery.model import Draw, Polytope, Quota, Volunteer, polytope
from isegoria.kernel.lottery.optimum import CapTooLow, Label, Objective, Optimum
from isegoria.kernel.lottery.solve import chances, optimise
from isegoria.kernel.lottery.tests.oracle import (
    TooMany,
    every_panel,
    least_imbalance,
    leximin,
    random_draw,
)
from isegoria.kernel.lottery.tests.test_relaxation import pool
from isegoria.kernel.lottery.tests.test_solve import check

NEAR = Fraction(1, 10**9)
ONE = Fraction(1)
WEIGHTS = (ONE, Fraction(2), Fraction(1, 2), Fraction(5, 3))
CAPS = (Fraction(3, 10), Fraction(1, 2), Fraction(2, 3), Fraction(9, 10))

type Small = tuple[Polytope, list[tuple[int, ...]]]


def small(seed: int, weights: tuple[Fraction, ...] = (ONE,)) -> Small | None:
    poly = polytope(random_draw(seed, weights=weights))
    try:
        return poly, every_panel(poly, 150)
    except TooMany:
        return None


def capped(found: Small, objective: Objective, cap: Fraction) -> Optimum | None:
    """The optimum, or None when brute force agrees that no lottery keeps the cap."""
    poly, panels = found
    try:
        return optimise(poly, objective, cap=cap, seed=1)
    except CapTooLow as low:
        least = low.least
    assert least > cap
    with pytest.raises(AssertionError, match="no solution"):
        leximin(poly, panels, cap)
    return None


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.sampled_from([(ONE,), WEIGHTS]),
    st.sampled_from([ONE, *CAPS]),
)
def test_leximin_under_a_cap_and_with_weights_is_that_of_brute_force(
    seed: int, weights: tuple[Fraction, ...], cap: Fraction
):
    if (found := small(seed, weights)) is None:
        return
    optimum = capped(found, Objective.LEXIMIN, cap)
    if optimum is None:
        return
    poly, panels = found
    assert optimum.label is not Label.BEST_FOUND
    got = check(poly, optimum)
    true = leximin(poly, panels, cap)
    for p, z, w in zip(got, true, poly.weights, strict=True):
        assert abs(p - z * w) <= 40 * NEAR
        assert p <= cap + NEAR
    settled = {t: stage.value for stage in optimum.stages for t in stage.fixed}
    assert [settled[t] for t in range(len(true))] == true


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.sampled_from([(ONE,), WEIGHTS]),
    st.sampled_from([ONE, *CAPS]),
)
def test_no_lottery_over_the_panels_is_more_even_at_both_ends_than_goldilocks(
    seed: int, weights: tuple[Fraction, ...], cap: Fraction
):
    if (found := small(seed, weights)) is None:
        return
    optimum = capped(found, Objective.GOLDILOCKS, cap)
    if optimum is None:
        return
    poly, panels = found
    assert optimum.label is not Label.BEST_FOUND
    check(poly, optimum)
    both = optimum.stages[-1]
    assert both.high is not None
    reached = imbalance(poly, optimum.never, both.value, both.high)
    true = least_imbalance(poly, panels, cap, both.value)
    assert reached - true <= 10 * NEAR
    assert true - reached <= NEAR
    best = leximin(poly, panels, cap)
    even = poly.rows[0].lower / sum(
        m * w
        for t, (m, w) in enumerate(zip(poly.multiplicities, poly.weights, strict=True))
        if t not in optimum.never
    )
    kept = [z for t, z in enumerate(best) if t not in optimum.never]
    assert reached <= max(kept) / even + even / min(kept) + NEAR


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(CAPS))
def test_maximin_under_a_cap_reaches_the_largest_smallest_chance(seed: int, cap: Fraction):
    if (found := small(seed, WEIGHTS)) is None:
        return
    optimum = capped(found, Objective.MAXIMIN, cap)
    if optimum is None:
        return
    check(found[0], optimum)
    true = leximin(*found, cap)
    assert optimum.stages[-1].value == min(z for t, z in enumerate(true) if z)


@settings(deadline=None)
@given(st.integers(0, 60), st.data())
def test_any_multipliers_bound_the_imbalance(seed: int, data: st.DataObject):
    if (found := small(seed, WEIGHTS)) is None:
        return
    poly, _ = found
    optimum = optimise(poly, Objective.GOLDILOCKS, seed=0)
    both = optimum.stages[-1]
    if optimum.label is not Label.BOUND_ATTAINED or both.high is None:
        return
    best = imbalance(poly, optimum.never, both.value, both.high)
    numbers = st.fractions(-3, 3, max_denominator=5)
    claim = Inequality.of_rows(poly, [(r, data.draw(numbers)) for r in range(len(poly.rows))])
    at = data.draw(st.fractions(Fraction(1, 50), 1, max_denominator=50))
    assert claim.least_imbalance(poly, optimum.never, ONE, at) <= best + NEAR


def test_goldilocks_between_two_ends_worked_out_by_hand():
    """Two seats, one for 8 people of a, one for 2 of b, and c takes either: the ends can be traded."""
    quotas = (Quota("f", "a", 1, 1), Quota("f", "b", 1, 1))
    poly = polytope(Draw(2, ("f",), quotas, pool(*"aaaaaaaabb")))
    optimum = optimise(poly, Objective.GOLDILOCKS, seed=0)
    assert chances(poly, optimum) == (Fraction(1, 8), Fraction(1, 2))
    free = polytope(Draw(2, ("f",), (), pool(*"aaaaaaaabb")))
    both = optimise(free, Objective.GOLDILOCKS, seed=0).stages[-1]
    assert (both.value, both.high) == (Fraction(1, 5), Fraction(1, 5))


def test_a_cap_takes_from_the_certain_and_weights_are_ratios():
    quotas = (Quota("f", "a", 0, 1),)
    poly = polytope(Draw(2, ("f",), quotas, pool(*"abbbb")))
    with pytest.raises(CapTooLow) as low:
        optimise(poly, Objective.LEXIMIN, cap=Fraction(1, 4), seed=0)
    assert low.value.least == pytest.approx(0.4)
    people = tuple(
        Volunteer(f"p{i}", ("a",), None, Fraction(weight)) for i, weight in enumerate([2, 2, 1, 1])
    )
    poly = polytope(Draw(2, ("f",), (), people))
    found = dict(
        zip(poly.weights, chances(poly, optimise(poly, Objective.LEXIMIN, seed=0)), strict=True)
    )
    assert found[ONE] == pytest.approx(2 / 3)
    assert found[Fraction(1, 2)] == pytest.approx(1 / 3)
    heavy = tuple(
        Volunteer(f"p{i}", ("a",), None, Fraction(weight)) for i, weight in enumerate([9, 1, 1, 1])
    )
    poly = polytope(Draw(2, ("f",), (), heavy))
    found = dict(
        zip(poly.weights, chances(poly, optimise(poly, Objective.LEXIMIN, seed=0)), strict=True)
    )
    assert found == {ONE: 1, Fraction(1, 9): Fraction(1, 3)}


@pytest.mark.parametrize("seed", range(4))
def test_threads_and_the_order_of_people_change_nothing(seed: int):
    draw = random_draw(seed, weights=WEIGHTS)
    turned = polytope(replace(draw, volunteers=draw.volunteers[::-1]))
    cap = Fraction(19, 20)
    try:
        once = optimise(polytope(draw), Objective.GOLDILOCKS, cap=cap, seed=seed)
    except CapTooLow:
        pytest.fail("the seeds of this test have lotteries under the cap")
    assert optimise(turned, Objective.GOLDILOCKS, cap=cap, seed=seed, threads=2) == once


def test_hurried_work_says_how_far_it_may_be_from_both_ends():
    gaps = 0
    for seed in range(60):
        if (found := small(seed)) is None:
            continue
        poly, _ = found
        hurried = optimise(poly, Objective.GOLDILOCKS, seed=0, effort=1)
        check(poly, hurried)
        gaps += hurried.label is Label.BEST_FOUND and hurried.gap > 1e-9
    assert gaps
