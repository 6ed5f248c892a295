"""Axes on the sparse matrix are those of the dense one, and never need it."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from isegoria.kernel.opinion.axes import axes, centre
from isegoria.kernel.opinion.tests.samples import camps
from isegoria.kernel.opinion.votes import Votes, collect

MISSING = 9
TABLES = st.tuples(st.integers(2, 12), st.integers(1, 60)).flatmap(
    lambda shape: arrays(np.int8, shape, elements=st.sampled_from([-1, 0, 1, MISSING, MISSING]))
)


def none(votes: Votes) -> np.ndarray:
    return np.zeros(len(votes.posts), dtype=bool)


def from_table(table: np.ndarray) -> Votes:
    voter, post = np.nonzero(table != MISSING)
    return collect(voter, post, table[voter, post])


def dense(votes: Votes, out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores and squared singular values by the textbook: impute, centre, decompose, scale."""
    shape = len(votes.voters), len(votes.posts)
    table = np.full(shape, np.nan)
    table[votes.voter, votes.post] = votes.value
    table[:, out] = 0
    voted = np.isfinite(table).sum(axis=1)
    means = np.nanmean(table, axis=0)
    filled = np.where(np.isfinite(table), table, means) - means
    _, sizes, rows = np.linalg.svd(filled, full_matrices=False)
    return filled @ rows[:2].T * np.sqrt(shape[1] / voted)[:, None], sizes**2


@settings(deadline=None)
@given(table=TABLES, data=st.data())
def test_axes_are_those_of_the_table_written_out(table, data):
    votes = from_table(table)
    if len(votes.voters) < 2:
        return
    flags = st.lists(st.booleans(), min_size=len(votes.posts), max_size=len(votes.posts))
    out = np.array(data.draw(flags), dtype=bool)
    found = axes(centre(votes, out), seed=0)
    places, squares = dense(votes, out)
    variances = found.variances * (len(votes.voters) - 1)
    np.testing.assert_allclose(variances[: len(squares)], squares[:2], atol=1e-7)
    gaps = -np.diff(np.append(squares, 0.0))[:2]
    if len(gaps) == 2 and gaps.min() > 1e-2:
        np.testing.assert_allclose(np.abs(found.voters), np.abs(places), atol=1e-5)


def test_what_nobody_disputes_makes_no_axis():
    votes = collect([0, 0, 1, 1], [0, 1, 0, 1], [1, -1, 1, -1])
    found = axes(centre(votes, none(votes)), seed=0)
    assert not found.variances.any()
    assert not found.voters.any()


def test_people_on_one_line_have_one_axis():
    """Two camps that vote alike, on more posts than are solved directly."""
    sign = np.where(np.arange(30) < 15, 1, -1)
    voter, post = np.nonzero(np.ones((30, 80)))
    votes = collect(voter, post, sign[voter])
    found = axes(centre(votes, none(votes)), seed=0)
    np.testing.assert_allclose(found.shares, [1, 0], atol=1e-9)
    assert not found.components[1].any()


def test_the_largest_entry_of_an_axis_is_positive():
    votes, _ = camps(60, 50)
    for axis in axes(centre(votes, none(votes)), seed=0).components:
        assert axis[np.argmax(np.abs(axis))] > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_seed_changes_nothing(seed):
    votes, _ = camps(200, 60)
    centred = centre(votes, none(votes))
    one, other = axes(centred, seed=0), axes(centred, seed=seed)
    np.testing.assert_allclose(one.voters, other.voters, atol=1e-7)


def test_a_moderated_post_moves_nobody():
    votes, _ = camps(50, 12)
    out = none(votes)
    out[3] = True
    before = axes(centre(votes, out), seed=0)
    flipped = votes.value.copy()
    flipped[votes.post == 3] *= -1
    other = Votes(votes.voters, votes.posts, votes.voter, votes.post, flipped)
    np.testing.assert_array_equal(before.voters, axes(centre(other, out), seed=0).voters)
    assert not before.posts[3].any()


def test_a_post_stands_where_somebody_would_who_agreed_with_it_alone():
    votes, _ = camps(50, 12)
    before = axes(centre(votes, none(votes)), seed=0)
    means = centre(votes, none(votes)).means
    place = before.components[:, 4] * (1 - means[4]) * np.sqrt(12)
    np.testing.assert_allclose(before.posts[4], place)


def test_nothing_dense_is_written_out():
    """Twenty thousand people on as many posts: the table would take 3.2 GB."""
    random = np.random.default_rng(0)
    size = 60_000
    voter, post = random.integers(20_000, size=size), random.integers(20_000, size=size)
    votes = collect(voter, post, random.choice([-1, 1], size=size))
    tracemalloc.start()
    axes(centre(votes, none(votes)), seed=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000
