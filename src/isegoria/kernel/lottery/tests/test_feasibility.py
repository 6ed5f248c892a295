"""What is said about quotas that cannot be kept, against every panel of small pools."""

import random
from dataclasses import replace
from itertools import combinations, product

import pytest

from isegoria.kernel.lottery.feasibility import Assessment, Bound, Side, assess
from isegoria.kernel.lottery.model import Draw, Quota, Volunteer, polytope
from isegoria.kernel.lottery.sentences import findings
from isegoria.kernel.lottery.tests.standin import panels_of, terms_of

VALUES = {"g": ("f", "m"), "d": ("n", "s", "w")}


def _random(seed: int) -> Draw:
    dice = random.Random(seed)
    people = tuple(
        Volunteer(
            str(i),
            tuple(dice.choice(values) for values in VALUES.values()),
            dice.choice("abcd") if seed % 3 == 0 and dice.random() < 0.5 else None,
        )
        for i in range(dice.randint(4, 8))
    )
    size = dice.randint(2, 4)
    quotas = []
    for feature, values in VALUES.items():
        for value in values:
            low = dice.randint(0, 2)
            quotas.append(Quota(feature, value, low, min(size, low + dice.randint(0, 1))))
    return Draw(size, tuple(VALUES), tuple(quotas), people)


def _possible(draw: Draw, kept: tuple[Bound, ...] | None = None) -> bool:
    """Is there a panel that keeps ``kept``, or everything?"""
    if kept is None:
        return bool(panels_of(polytope(draw)))
    bounds = {(bound.quota, bound.side) for bound in kept}
    quotas = tuple(
        replace(
            quota,
            minimum=quota.minimum if (i, Side.MINIMUM) in bounds else 0,
            maximum=quota.maximum if (i, Side.MAXIMUM) in bounds else draw.size,
        )
        for i, quota in enumerate(draw.quotas)
    )
    return bool(panels_of(polytope(replace(draw, quotas=quotas))))


def _least_change(draw: Draw) -> int | None:
    """By trying every change of every bound: the least total of seats."""
    free = replace(
        draw,
        quotas=tuple(replace(quota, minimum=0, maximum=draw.size) for quota in draw.quotas),
    )
    poly = polytope(free)
    rows = [set(row.types) for row in poly.rows[1 : len(draw.quotas) + 1]]
    costs = []
    for panel in panels_of(poly):
        held = [sum(count for t, count in panel if t in row) for row in rows]
        pairs = zip(draw.quotas, held, strict=True)
        costs.append(sum(max(0, q.minimum - n) + max(0, n - q.maximum) for q, n in pairs))
    return min(costs, default=None)


@pytest.mark.parametrize("seed", range(60))
def test_against_every_panel(seed: int) -> None:
    draw = _random(seed)
    found = assess(draw)
    panels = panels_of(found.poly)
    assert (found.obstacle is None) == bool(panels)
    if found.obstacle is None:
        held = {t for panel in panels for t, _ in panel}
        assert set(found.never) == set(range(len(found.poly.types))) - held
        return
    least = _least_change(draw)
    changes = found.obstacle.changes
    assert (None if changes is None else sum(change.seats for change in changes)) == least
    if changes is None:
        return
    after = {change.before: change.after for change in changes}
    assert _possible(replace(draw, quotas=tuple(after.get(q, q) for q in draw.quotas)))
    _check_conflict(draw, found)


def _check_conflict(draw: Draw, found: Assessment) -> None:
    assert found.obstacle is not None
    conflict = found.obstacle.conflict
    assert not _possible(draw, conflict)
    assert all(_possible(draw, conflict[:i] + conflict[i + 1 :]) for i in range(len(conflict)))
    every = [
        Bound(i, side, 0)
        for i, side in product(range(len(draw.quotas)), (Side.MINIMUM, Side.MAXIMUM))
    ]
    assert found.obstacle.smallest
    assert all(_possible(draw, kept) for kept in combinations(every, len(conflict) - 1))


def test_eight_regions_of_three_do_not_fit_in_22_seats() -> None:
    people = tuple(Volunteer(str(i), (f"r{i % 8}",)) for i in range(80))
    quotas = tuple(Quota("region", f"r{i}", 3, 4) for i in range(8))
    obstacle = assess(Draw(22, ("region",), quotas, people)).obstacle
    assert obstacle is not None
    assert obstacle.changes is not None
    assert sum(change.seats for change in obstacle.changes) == 2
    assert {bound.side for bound in obstacle.conflict} == {Side.MINIMUM}
    assert len(obstacle.conflict) == 8


def test_flex_bounds_are_kept_when_they_can_be() -> None:
    people = tuple(Volunteer(str(i), ("f" if i < 2 else "m",)) for i in range(10))
    quotas = (Quota("g", "f", 3, 4, 3, 4), Quota("g", "m", 1, 2, 1, 4))
    draw = Draw(5, ("g",), quotas, people)
    obstacle = assess(draw).obstacle
    assert obstacle is not None
    assert obstacle.beyond_flex
    assert obstacle.changes is not None
    loose = replace(draw, quotas=(replace(quotas[0], min_flex=1), quotas[1]))
    inside = assess(loose).obstacle
    assert inside is not None
    assert not inside.beyond_flex
    assert inside.changes is not None
    assert {(c.after.value, c.after.minimum, c.after.maximum) for c in inside.changes} == {
        ("f", 2, 4),
        ("m", 1, 3),
    }


def test_the_sentences_name_what_is_wanted_missing_in_conflict_and_to_change() -> None:
    quotas = b"feature,value,min,max\ngender,f,5,5\ngender,m,1,1\n"
    terms = terms_of(quotas=quotas, size=6)
    said = "\n".join(findings(terms, assess(terms.draw())))
    assert "gender: f       5          4        1" in said
    assert "this alone cannot be kept:\n  gender: f, at least 5" in said
    assert "2 seats in all" in said
    assert "gender: f: lower the minimum from 5 to 4" in said
    assert "gender: m: raise the maximum from 1 to 2" in said


def test_the_household_rule_is_named_when_it_is_the_obstacle() -> None:
    terms = terms_of(
        quotas=b"feature,value,min,max\ngender,f,0,9\ngender,m,0,9\n",
        size=8,
        household=("street", "number"),
    )
    obstacle = assess(terms.draw()).obstacle
    assert obstacle is not None
    assert obstacle.households
    assert obstacle.changes is None
    assert "one per household" in "\n".join(findings(terms, assess(terms.draw())))
