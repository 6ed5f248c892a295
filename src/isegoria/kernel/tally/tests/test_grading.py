"""Majority judgment on counts gives what taking the ballots away one by one gives."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.tally import majority_grade, ranking

COUNTS = st.lists(st.integers(0, 7), min_size=4, max_size=4)


def majority_value(counts: Sequence[int]) -> list[int]:
    """By definition: the majority grade, then that of the ballots without one such grade, and so on."""
    ballots = [grade for grade, count in enumerate(counts) for _ballot in range(count)]
    value = []
    while ballots:
        value.append(ballots.pop((len(ballots) - 1) // 2))
    return value


@given(counts=COUNTS)
def test_the_majority_grade_is_the_first_of_the_majority_value(counts: list[int]) -> None:
    value = majority_value(counts)
    assert majority_grade(counts) == (value[0] if value else None)


@given(counts=COUNTS)
def test_half_find_it_deserved_and_more_than_half_not_too_severe(counts: list[int]) -> None:
    grade = majority_grade(counts)
    if grade is not None:
        assert 2 * sum(counts[grade:]) >= sum(counts)
        assert 2 * sum(counts[: grade + 1]) >= sum(counts)


def test_every_pair_of_small_polls_is_ranked_as_by_hand() -> None:
    for voters in (1, 2, 3, 4, 5):
        polls = [c for c in product(range(voters + 1), repeat=3) if sum(c) == voters]
        for one, other in product(polls, repeat=2):
            places = {place.key: place.place for place in ranking({"one": one, "other": other})}
            mine, its = majority_value(one), majority_value(other)
            assert (places["one"] < places["other"]) is (mine > its)
            assert (places["one"] == places["other"]) is (mine == its)


@given(one=COUNTS, other=COUNTS, times=st.integers(2, 5))
def test_the_order_depends_on_shares_alone(one: list[int], other: list[int], times: int) -> None:
    plain = ranking({"one": one, "other": other})
    scaled = ranking({"one": [count * times for count in one], "other": other})
    assert plain == scaled


@given(polls=st.lists(COUNTS, min_size=1, max_size=6))
def test_places_are_those_of_a_race(polls: list[list[int]]) -> None:
    found = ranking(dict(enumerate(polls)))
    assert sorted(place.key for place in found) == list(range(len(polls)))
    assert found[0].place == 1
    for number, place in enumerate(found, start=1):
        assert place.place <= number
        assert place.place == number or found[number - 2].place == place.place


@given(counts=COUNTS, worse=st.integers(0, 2))
def test_a_better_grade_from_one_voter_always_helps(counts: list[int], worse: int) -> None:
    if counts[worse]:
        better = list(counts)
        better[worse] -= 1
        better[worse + 1] += 1
        found = ranking({"before": counts, "after": better})
        assert [(place.key, place.place) for place in found] == [("after", 1), ("before", 2)]


def test_what_nobody_graded_comes_last() -> None:
    found = ranking({"a": [0, 0], "b": [5, 0], "c": [0, 0], "d": [0, 1]})
    assert [(place.key, place.place, place.grade) for place in found] == [
        ("d", 1, 1), ("b", 2, 0), ("a", 3, None), ("c", 3, None),
    ]  # fmt: skip


def test_a_country_s_ballot_is_counted_at_once() -> None:
    """Counts of hundreds of thousands, with totals that share no factor."""
    found = ranking({n: [100_003 + n, 90_001, 80_007, 70_001 + 7 * n] for n in range(60)})
    assert len(found) == 60
    assert found[0].key == 59


def test_wrong_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        majority_grade([1, -1])
    with pytest.raises(ValueError, match="one scale"):
        ranking({"a": [1, 2], "b": [1, 2, 3]})
