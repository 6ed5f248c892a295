from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from isegoria.kernel.lottery.exact import Inequality, imbalance
from isegoria.kernel.lottery.model import Draw, Polytope, Quota, Volunteer, polytope
from isegoria.kernel.lottery.optimum import Label, Objective, Optimum
from isegoria.kernel.lottery.progress import Cancelled
from isegoria.kernel.lottery.solve import Infeasible, chances, optimise
from isegoria.kernel.lottery.tests.oracle import TooMany, every_panel, leximin, random_draw
from isegoria.kernel.lottery.tests.test_relaxation import pool, proved_value

NEAR = Fraction(1, 10**9)


def check(poly: Polytope, optimum: Optimum) -> tuple[Fraction, ...]:
    """What holds of every answer, whatever its label; its chances."""
    assert sum(optimum.weights) == 10**15
    assert all(weight > 0 for weight in optimum.weights)
    assert len(set(optimum.panels)) == len(optimum.panels)
    for panel in optimum.panels:
        seats = dict(panel)
        assert all(1 <= count <= poly.multiplicities[t] for t, count in panel)
        for row in poly.rows:
            assert row.lower <= sum(seats.get(t, 0) for t in row.types) <= row.upper
    found = chances(poly, optimum)
    fixed: dict[int, Fraction] = {}
    cap = optimum.cap
    for stage in optimum.stages:
        if stage.high is not None:
            claim = Inequality.of_rows(poly, stage.duals)
            bound = claim.least_imbalance(poly, optimum.never, cap, stage.value)
            proved = imbalance(poly, optimum.never, stage.value, stage.high) - bound <= NEAR
            assert proved or (optimum.label is Label.EXACT_PRICING and optimum.solver_claims)
        elif stage.duals or all(stage.value * poly.weights[t] == cap for t in stage.fixed):
            assert proved_value(poly, stage, fixed, cap) == stage.value
        else:
            assert optimum.label is Label.EXACT_PRICING
            assert optimum.solver_claims
        fixed.update({t: stage.value * poly.weights[t] for t in stage.fixed})
    if optimum.objective is Objective.LEXIMIN:
        assert set(fixed) == set(range(len(poly.types)))
    allowed = Fraction(optimum.gap) if optimum.label is Label.BEST_FOUND else NEAR
    last = optimum.stages[-1]
    for t, (p, w) in enumerate(zip(found, poly.weights, strict=True)):
        assert p >= fixed.get(t, last.value * w) - allowed
        assert p <= min(cap, cap if last.high is None else last.high * w) + allowed
    assert all(found[t] == 0 for t in optimum.never)
    return found


def near(found: tuple[Fraction, ...], true: list[Fraction]) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(found, true, strict=True))


def small(seed: int, limit: int = 500) -> tuple[Polytope, list[tuple[int, ...]]] | None:
    poly = polytope(random_draw(seed))
    try:
        return poly, every_panel(poly, limit)
    except TooMany:
        return None


@pytest.mark.parametrize("tens", range(12))
def test_same_leximin_as_brute_force_and_never_a_wrong_label(tens: int):
    for seed in range(10 * tens, 10 * tens + 10):
        if (found := small(seed)) is None:
            continue
        poly, panels = found
        true = leximin(poly, panels)
        optimum = optimise(poly, Objective.LEXIMIN, seed=seed)
        assert optimum.label is not Label.BEST_FOUND
        assert optimum.gap == 0
        assert near(check(poly, optimum), true), seed
        settled = {t: stage.value for stage in optimum.stages for t in stage.fixed}
        assert [settled[t] for t in range(len(true))] == true
        assert set(optimum.never) == {t for t, p in enumerate(true) if not p}


@pytest.mark.parametrize("seed", range(30))
def test_maximin_reaches_the_largest_smallest_chance(seed: int):
    if (found := small(seed)) is None:
        return
    poly, panels = found
    true = leximin(poly, panels)
    least = min((p for p in true if p), default=Fraction(0))
    optimum = optimise(poly, Objective.MAXIMIN, seed=seed)
    got = check(poly, optimum)
    assert optimum.stages[-1].value == least
    assert min(p for p, best in zip(got, true, strict=True) if best) >= least - NEAR
    assert all(stage.value == 0 for stage in optimum.stages[:-1])


@cache
def gap_draws() -> list[Polytope]:
    """Draws where panels cannot give what the relaxation promises."""
    polys = [polytope(random_draw(seed)) for seed in range(120)]
    return [
        poly
        for poly in polys
        if optimise(poly, Objective.LEXIMIN, seed=0).label is Label.EXACT_PRICING
    ]


def test_an_integrality_gap_is_said_and_settled_or_measured():
    draws = gap_draws()
    assert len(draws) >= 3
    for poly in draws:
        optimum = optimise(poly, Objective.LEXIMIN, seed=0)
        assert optimum.solver_claims
        hurried = optimise(poly, Objective.LEXIMIN, seed=0, effort=1)
        assert hurried.label is Label.BEST_FOUND
        assert hurried.gap > 1e-9
        assert hurried.solver_claims == ()
        check(poly, hurried)


class Recorder:
    def __init__(self, stop_at: int = -1) -> None:
        self.steps: list[str] = []
        self.stop_at = stop_at

    def step(self, name: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        self.steps.append(name)
        if len(self.steps) == self.stop_at:
            raise Cancelled


@pytest.mark.parametrize("threads", [1, 2])
def test_the_work_can_be_stopped_at_every_step(threads: int):
    poly = gap_draws()[0]
    whole = Recorder()
    optimise(poly, Objective.LEXIMIN, seed=0, progress=whole, threads=threads)
    assert {"bound", "panels", "chances", "stage", "prove"} <= set(whole.steps)
    for stop_at in range(1, len(whole.steps) + 1):
        with pytest.raises(Cancelled):
            optimise(poly, Objective.LEXIMIN, seed=0, progress=Recorder(stop_at), threads=threads)


@pytest.mark.parametrize("seed", [0, 3, 17, 10**40])
def test_threads_and_the_order_of_people_change_nothing(seed: int):
    draw = random_draw(seed % 97)
    poly = polytope(draw)
    once = optimise(poly, Objective.LEXIMIN, seed=seed)
    assert optimise(poly, Objective.LEXIMIN, seed=seed, threads=2) == once
    turned = polytope(replace(draw, volunteers=draw.volunteers[::-1]))
    assert optimise(turned, Objective.LEXIMIN, seed=seed) == once


def test_no_panel_is_said():
    nobody = Draw(1, ("f",), (), ())
    with pytest.raises(Infeasible):
        optimise(polytope(nobody), Objective.LEXIMIN, seed=0)
    parity = Draw(
        2,
        ("f", "g"),
        tuple(Quota(f, v, 1, 1) for f in "fg" for v in "ab"),
        tuple(Volunteer(f"p{i}", values) for i, values in enumerate([("a", "a"), ("a", "b")])),
    )
    with pytest.raises(Infeasible):
        optimise(polytope(parity), Objective.MAXIMIN, seed=0)


def test_no_whole_panel_is_said_even_when_fractions_of_people_would_do():
    """Three couples to choose two people of: each value of each feature exactly once, never met by
    two."""
    values = [("a", "a", "b"), ("a", "b", "a"), ("b", "a", "a"), ("b", "b", "b")]
    quotas = tuple(Quota(f, v, 1, 1) for f in ("f", "g", "h") for v in "ab")
    people = tuple(Volunteer(f"p{i}", value) for i, value in enumerate(values))
    with pytest.raises(Infeasible):
        optimise(polytope(Draw(2, ("f", "g", "h"), quotas, people)), Objective.LEXIMIN, seed=0)


@pytest.mark.parametrize(
    ("size", "quotas", "people", "expected"),
    [
        (1, (), "a", [Fraction(1)]),
        (1, (), "aaab", [Fraction(1, 4)] * 2),
        (2, (Quota("f", "a", 2, 2),), "aab", [Fraction(1), Fraction(0)]),
        (3, (), "aab", [Fraction(1)] * 2),
        (2, (Quota("f", "a", 0, 0),), "aabbb", [Fraction(0), Fraction(2, 3)]),
        (2, (Quota("f", "a", 1, 1), Quota("f", "b", 1, 1)), "abbb", [Fraction(1), Fraction(1, 3)]),
        (200, (), "a" * 700 + "b" * 1300, [Fraction(1, 10)] * 2),
        (4, (Quota("f", "z", 0, 4),), "aaaabbbb", [Fraction(1, 2)] * 2),
    ],
)
def test_small_draws_worked_out_by_hand(
    size: int, quotas: tuple[Quota, ...], people: str, expected: list[Fraction]
):
    poly = polytope(Draw(size, ("f",), quotas, pool(*people)))
    for objective in Objective:
        optimum = optimise(poly, objective, seed=1)
        found = check(poly, optimum)
        assert optimum.label is Label.BOUND_ATTAINED
        if objective is Objective.LEXIMIN:
            assert near(found, expected)
        assert max(dict(Counter(optimum.panels)).values()) == 1


def test_one_per_household():
    people = tuple(
        Volunteer(f"p{i}", ("a",), home) for i, home in enumerate(["x", "x", "y", "y", None])
    )
    poly = polytope(Draw(3, ("f",), (), people))
    optimum = optimise(poly, Objective.LEXIMIN, seed=0)
    found = check(poly, optimum)
    assert near(found, [Fraction(1), Fraction(1, 2), Fraction(1, 2)])
