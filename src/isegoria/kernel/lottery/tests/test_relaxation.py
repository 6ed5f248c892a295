from dataclasses import replace
from fractions import Fraction

import pytest

from isegoria.kernel.lottery.arrays import Arrays
from isegoria.kernel.lottery.model import Draw, Polytope, Quota, Volunteer, polytope
from isegoria.kernel.lottery.optimum import Infeasible, Stage
from isegoria.kernel.lottery.progress import Silent
from isegoria.kernel.lottery.relaxation import goals, leximin_stages
from isegoria.kernel.lottery.tests.oracle import random_draw


def stages_of(poly: Polytope, cap: Fraction = Fraction(1)) -> tuple[Stage, ...]:
    return leximin_stages(poly, Arrays.of(poly), 0, [cap] * len(poly.types), Silent())


def proved_value(
    poly: Polytope, stage: Stage, fixed: dict[int, Fraction], cap: Fraction = Fraction(1)
) -> Fraction:
    """Weak duality once more, in other words than the kernel's; ``fixed`` are chances."""
    right, left = Fraction(0), Fraction(0)
    u = dict(stage.duals)
    if not u:
        assert all(poly.weights[t] * stage.value == cap for t in stage.fixed)
        return min(cap / w for t, w in enumerate(poly.weights) if t not in fixed)
    for r, row in enumerate(poly.rows):
        right += u.get(r, 0) * (row.upper if u.get(r, 0) > 0 else row.lower)
    for t, people in enumerate(poly.multiplicities):
        pull = people * sum(
            u.get(r, Fraction(0)) for r, row in enumerate(poly.rows) if t in row.types
        )
        if pull < 0:
            right -= pull * cap
        elif t in fixed:
            right -= pull * fixed[t]
        else:
            left += pull * poly.weights[t]
        if t in stage.fixed:
            assert pull > 0
            assert t not in fixed
    return right / left


@pytest.mark.parametrize("seed", range(40))
def test_every_stage_is_proved_exactly_and_reached_exactly(seed: int):
    poly = polytope(random_draw(seed))
    stages = stages_of(poly)
    fixed: dict[int, Fraction] = {}
    for stage in stages:
        assert proved_value(poly, stage, fixed) == stage.value
        assert not fixed or stage.value >= max(fixed.values())
        fixed.update(dict.fromkeys(stage.fixed, stage.value))
    assert set(fixed) == set(range(len(poly.types)))
    seats = [m * p for m, p in zip(poly.multiplicities, goals(stages, poly), strict=True)]
    assert all(0 <= x <= m for x, m in zip(seats, poly.multiplicities, strict=True))
    for row in poly.rows:
        assert row.lower <= sum(seats[t] for t in row.types) <= row.upper


def pool(*values: str) -> tuple[Volunteer, ...]:
    return tuple(Volunteer(f"p{i}", (value,)) for i, value in enumerate(values))


def test_a_quota_that_forces_somebody_gives_the_others_what_is_left():
    draw = Draw(2, ("f",), (Quota("f", "a", 1, 1), Quota("f", "b", 1, 1)), pool(*"abbbb"))
    first, second = stages_of(polytope(draw))
    assert (first.value, second.value) == (Fraction(1, 4), Fraction(1))


def test_a_value_nobody_may_hold_is_a_stage_of_zero():
    draw = Draw(2, ("f",), (Quota("f", "a", 0, 0),), pool(*"aabbb"))
    stages = stages_of(polytope(draw))
    assert [stage.value for stage in stages] == [0, Fraction(2, 3)]


def test_rows_said_twice_change_nothing():
    draw = random_draw(5)
    once = stages_of(polytope(draw))
    twice = polytope(replace(draw, quotas=draw.quotas * 2))
    assert goals(stages_of(twice), twice) == goals(once, twice)


def test_fractions_of_people_cannot_help_everywhere():
    draw = Draw(3, ("f",), (Quota("f", "a", 2, 3),), pool(*"abbb"))
    with pytest.raises(Infeasible):
        stages_of(polytope(draw))
