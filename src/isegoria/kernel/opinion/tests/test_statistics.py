"""Counts, probabilities and tests, against the formulas written out vote by vote."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.opinion.selection import Stance, consensus, dividing, representative
from isegoria.kernel.opinion.statistics import (
    Tally,
    above_half,
    above_rest,
    division,
    group_informed,
    priority,
    side,
    tally,
)
from isegoria.kernel.opinion.votes import collect

VOTES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), min_size=1
)


def counts(*rows: list[tuple[int, int, int]]) -> Tally:
    """A tally from rows of (agree, disagree, neutral), one row per group."""
    table = np.array(rows)
    return Tally(table[..., 0], table[..., 1], table.sum(axis=-1))


def every(tallied: Tally) -> np.ndarray:
    return np.ones(tallied.seen.shape[-1], dtype=bool)


@given(votes=VOTES, groups=st.lists(st.integers(-1, 2), min_size=10, max_size=10))
def test_each_last_vote_counts_once_in_its_group(votes, groups):
    found = collect(*zip(*votes, strict=True))
    last = {(voter, post): value for voter, post, value in votes}
    labels = np.array([groups[int(voter)] for voter in found.voters], dtype=np.int8)
    tallied = tally(found, labels, 3)
    for value, counted in ((1, tallied.agree), (0, tallied.neutral), (-1, tallied.disagree)):
        for group in range(4):
            for place, post in enumerate(found.posts):
                expected = sum(
                    (groups[voter] if groups[voter] >= 0 else 3, at, said)
                    == (group, int(post), value)
                    for (voter, at), said in last.items()
                )
                assert counted[group, place] == expected
    assert tallied.total().seen.sum() == len(last)


@given(agree=st.integers(0, 50), more=st.integers(0, 50))
def test_the_z_of_a_majority(agree, more):
    seen = agree + more
    expected = (agree + 1 - (seen + 1) / 2) / sqrt((seen + 1) / 4)
    assert above_half(np.array(agree), np.array(seen)) == pytest.approx(expected)


@given(a=st.integers(0, 30), b=st.integers(0, 30), c=st.integers(0, 30), d=st.integers(0, 30))
def test_the_z_of_a_difference(a, b, c, d):
    found = float(above_rest(*map(np.array, (a, a + b, c, c + d))))
    n, m = a + b + 1, c + d + 1
    pooled = (a + c + 2) / (n + m)
    if pooled == 1:
        assert found == 0
    else:
        away = (a + 1) / n - (c + 1) / m
        assert found == pytest.approx(away / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)))


def test_a_small_group_that_refuses_brings_consensus_down():
    """A hundred for, ten against: the many cannot outvote the few."""
    tallied = counts([(100, 0, 0), (100, 0, 0)], [(0, 10, 0), (10, 0, 0)])
    alone, shared = group_informed(tallied.agree, tallied.seen)
    assert alone == pytest.approx(101 / 102 * 1 / 12)
    assert shared == pytest.approx(101 / 102 * 11 / 12)


def test_division_is_highest_where_groups_clash():
    tallied = counts(
        [(20, 0, 0), (20, 0, 0), (10, 10, 0), (0, 0, 0)],
        [(0, 20, 0), (20, 0, 0), (10, 10, 0), (0, 0, 0)],
    )
    clash, unity, torn, unknown = division(tallied)
    assert clash == pytest.approx((21 / 22) ** 2)
    assert torn == pytest.approx(unknown)
    assert clash > torn > unity
    assert dividing(tallied, division(tallied), every(tallied)) == (0,)


def test_what_splits_one_group_from_inside_divides_no_groups():
    torn_within = counts([(10, 10, 0)], [(0, 0, 20)])
    assert division(torn_within) == pytest.approx([0.5 * 1 / 22])


def test_one_group_has_nobody_to_clash_with():
    assert not division(counts([(20, 0, 0), (0, 20, 0)])).any()


def test_priority_by_hand():
    """One person agreed with the first post; nobody has seen the second."""
    tallied = counts([(1, 0, 0), (0, 0, 0)]).total()
    seen, unseen = priority(tallied, np.array([0.5, 0.0]))
    assert seen == pytest.approx(((1 - 1 / 3) * 1.5 * 2 / 3 * (1 + 8 * 2**-0.2)) ** 2)
    assert unseen == pytest.approx((0.5 * 0.5 * 9) ** 2)


@given(extremity=st.floats(0, 10), votes=st.integers(0, 40))
def test_priority_grows_with_extremity_and_falls_with_neutral_votes(extremity, votes):
    tallied = counts([(votes, 0, 0), (votes, 0, 1)]).total()
    near = priority(tallied, np.full(2, extremity))
    far = priority(tallied, np.full(2, extremity + 1))
    assert (far > near).all()
    assert near[1] < near[0]


SIDES = counts(
    [(30, 0, 0), (0, 30, 0), (30, 0, 0), (15, 15, 0)],
    [(0, 30, 0), (30, 0, 0), (30, 0, 0), (15, 15, 0)],
)


def test_representative_posts_are_what_tells_a_group_apart():
    """Not what all share, not what splits the group itself."""
    chosen = representative(SIDES, 0, every(SIDES))
    assert [(one.post, one.stance) for one in chosen] == [(0, Stance.AGREE), (1, Stance.DISAGREE)]
    assert chosen[0].head
    assert (chosen[0].count, chosen[0].seen) == (30, 30)
    assert chosen[0].chance == pytest.approx(31 / 32)
    assert chosen[0].ratio == pytest.approx(31)


def test_a_moderated_post_is_never_chosen():
    open_ = every(SIDES)
    open_[[0, 2]] = False
    assert [one.post for one in representative(SIDES, 0, open_)] == [1]
    assert consensus(SIDES.total(), Stance.AGREE, open_) == ()
    assert 0 not in dividing(SIDES, division(SIDES), open_)


def test_at_most_five_of_the_best_agreements_first():
    rows = [[(30 - i, 0, 0) for i in range(8)], [(0, 30, 0)] * 8]
    chosen = representative(counts(*rows), 0, np.ones(8, dtype=bool))
    assert [one.post for one in chosen] == [0, 1, 2, 3, 4]


def test_a_group_that_nothing_tells_apart_still_has_a_post():
    tallied = counts([(2, 2, 5), (3, 2, 5)], [(2, 2, 5), (2, 3, 5)])
    assert [one.post for one in representative(tallied, 1, every(tallied))] == [1]


def test_consensus_is_a_significant_majority_of_all():
    tallied = counts([(90, 10, 0), (60, 40, 0), (51, 49, 0), (10, 90, 0), (1, 0, 0)]).total()
    assert [one.post for one in consensus(tallied, Stance.AGREE, every(tallied))] == [0, 1, 4]
    assert [one.post for one in consensus(tallied, Stance.DISAGREE, every(tallied))] == [3]


@settings(deadline=None)
@given(
    rows=st.lists(
        st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=6, max_size=6),
        min_size=2,
        max_size=4,
    )
)
def test_every_group_has_one_to_five_posts_agreements_first(rows):
    tallied = counts(*rows)
    for group in range(len(rows)):
        chosen = representative(tallied, group, every(tallied))
        assert 1 <= len(chosen) <= 5
        assert len({one.post for one in chosen}) == len(chosen)
        stances = [one.stance for one in chosen]
        assert stances == sorted(stances)


def test_nobody_outside_a_group_is_one_vote_of_each():
    none = np.array([0])
    assert side(np.array([3]), np.array([3]), none, none).ratio == pytest.approx(4 / 5 / 0.5)
