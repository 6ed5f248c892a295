"""Figures of equality and likeness, against their definitions."""

from fractions import Fraction
from statistics import geometric_mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.lottery.model import PersonType, Polytope, Quota
from isegoria.kernel.lottery.report import composition, report
from isegoria.kernel.lottery.statistics import extremes, portraits, spread
from isegoria.kernel.lottery.tests.standin import lottery_of, terms_of

GROUPS = st.lists(
    st.tuples(st.fractions(Fraction(1, 1000), 1, max_denominator=1000), st.integers(1, 5)),
    min_size=1,
    max_size=6,
)


@given(GROUPS)
def test_the_spread_is_that_of_people_not_of_types(groups) -> None:
    chances, people = zip(*groups, strict=True)
    each = [chance for chance, count in groups for _ in range(count)]
    found = spread(chances, people)
    assert found.minimum == float(min(each))
    assert found.maximum == float(max(each))
    assert found.geometric_mean == pytest.approx(geometric_mean(map(float, each)))
    differences = sum(abs(a - b) for a in each for b in each)
    assert found.gini == pytest.approx(float(differences / (2 * len(each) * sum(each))))


def test_nobody_without_a_chance_is_hidden_by_a_mean() -> None:
    found = spread([Fraction(0), Fraction(1, 2)], [1, 3])
    assert (found.minimum, found.geometric_mean) == (0.0, 0.0)


def test_extremes_are_told_by_profile_whatever_the_household() -> None:
    kinds = (
        PersonType(("f",), None, (0, 1)),
        PersonType(("f",), "h", (2,)),
        PersonType(("m",), None, (3,)),
        PersonType(("x",), None, (4,)),
    )
    found = extremes(Polytope(kinds, ()), [Fraction(1), Fraction(1), Fraction(0), Fraction(1, 2)])
    assert [(extreme.values, extreme.people, extreme.certain) for extreme in found] == [
        (("f",), 3, True),
        (("m",), 1, False),
    ]


def test_the_distance_is_the_part_of_seats_that_would_change_hands() -> None:
    quotas = [Quota("g", "f", 5, 5), Quota("g", "m", 5, 5)]
    half = Fraction(1, 2)
    (found,) = portraits(
        ("g",),
        quotas,
        {("g", "f"): half, ("g", "m"): half},
        [(("f",), Fraction(20)), (("m",), Fraction(80))],
        [(("f",), Fraction(4)), (("m",), Fraction(6))],
    )
    assert found.stated
    assert (found.pool_distance, found.panel_distance) == (Fraction(3, 10), Fraction(1, 10))
    assert [(line.pool, line.seats) for line in found.lines] == [(20, 4), (80, 6)]


def test_one_unknown_share_is_what_the_others_leave() -> None:
    (found,) = portraits(
        ("n",),
        [Quota("n", "foreign", 1, 10)],
        {("n", "foreign"): Fraction(1, 10)},
        [(("foreign",), Fraction(1)), (("*",), Fraction(3))],
        [(("foreign",), Fraction(1)), (("*",), Fraction(9))],
    )
    assert [line.target for line in found.lines] == [Fraction(1, 10), Fraction(9, 10)]
    assert found.panel_distance == 0


def test_the_panel_of_the_report_counts_the_members_already_seated() -> None:
    lottery = lottery_of(terms_of(seated=b"id\na1\n"))
    gender = composition(lottery)[0]
    assert sum(line.seats for line in gender.lines) == 4
    assert [line.seats for line in gender.lines] == [2, 2]
    text = report(lottery, "f" * 64)
    assert "1 already taken and 3 to draw" in text
    assert "a1" not in text
