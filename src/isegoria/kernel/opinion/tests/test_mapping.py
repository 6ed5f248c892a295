"""Whole maps: planted camps are found, chance is not taken for opinion, the same votes give the same map."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.opinion.groups import rand_index
from isegoria.kernel.opinion.mapping import OpinionMap, opinion_map
from isegoria.kernel.opinion.meaning import Trust
from isegoria.kernel.opinion.report import files
from isegoria.kernel.opinion.tests.samples import camps, noise, vtaiwan
from isegoria.kernel.opinion.votes import Votes, collect


def trusted(found: OpinionMap) -> Trust:
    assert found.trust is not None
    return found.trust


def codes(found: OpinionMap) -> set[str]:
    return {doubt.code for doubt in trusted(found).doubts}


@pytest.mark.parametrize("count", [2, 3])
def test_camps_are_groups(count):
    votes, camp = camps(240, 40, camps=count)
    found = opinion_map(votes)
    assert found.grouping.k == count
    assert rand_index(found.grouping.labels, camp) == 1.0
    stability = trusted(found).stability
    assert stability is not None
    assert stability.mean > 0.95
    assert not codes(found) - {"one_axis"}


def test_what_unites_and_what_divides_camps():
    """Post 0 is the one that both camps were planted to agree on, post 1 one that they were not."""
    votes, _ = camps(240, 40)
    found = opinion_map(votes)
    assert found.votes.posts[found.shared[0]] == "0"
    assert found.votes.posts[found.agreed[0].post] == "0"
    clash = found.posts.division
    assert clash[0] < 0.2 < clash[1]
    assert found.dividing
    assert 0 not in found.dividing


@pytest.mark.parametrize(("people", "posts"), [(100, 20), (100, 100), (1000, 60)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_chance_is_not_taken_for_opinion(people, posts, seed):
    votes = noise(people, posts, seen=0.8, seed=seed)
    assert {"noise", "unstable"} <= codes(opinion_map(votes, seed=seed))


def test_few_people_are_told():
    votes, _ = camps(20, 30, seen=0.9)
    assert "few_people" in codes(opinion_map(votes))


def test_people_who_agree_on_everything_are_in_no_group():
    votes = collect(np.repeat(np.arange(40), 8), np.tile(np.arange(8), 40), np.ones(320, int))
    found = opinion_map(votes)
    assert (found.grouping.k, trusted(found).stability, found.dividing) == (0, None, ())
    assert {"no_groups", "noise"} <= codes(found)
    assert len(found.agreed) == 5
    assert found.posts.consensus == pytest.approx(np.full(8, 41 / 42))


def test_whoever_voted_little_is_on_the_map_and_in_no_group():
    votes, _ = camps(60, 30, seen=0.9)
    few = np.flatnonzero((votes.voter != 5) | (votes.post < 3))
    votes = Votes(votes.voters, votes.posts, votes.voter[few], votes.post[few], votes.value[few])
    found = opinion_map(votes)
    assert found.labels[5] == -1
    assert found.axes.voters[5].any()
    assert sum(found.grouping.sizes()) == 59


def test_with_fewer_than_seven_posts_whoever_voted_on_all_is_kept():
    votes, _ = camps(60, 4, seen=1.0)
    assert len(opinion_map(votes).grouping.labels) == 60


def test_moderated_posts_have_no_weight_and_are_not_shown():
    votes, _ = camps(100, 20)
    found = opinion_map(votes, moderated=["0", "7", "stranger"])
    assert found.posts.moderated.nonzero()[0].tolist() == [0, 7]
    assert not found.posts.priority[[0, 7]].any()
    assert not found.posts.extremity[[0, 7]].any()
    chosen = {one.post for choices in found.representative for one in choices}
    chosen |= {one.post for one in found.agreed} | set(found.shared) | set(found.dividing)
    assert not chosen & {0, 7}


def test_the_same_votes_give_the_same_bytes():
    reading = vtaiwan()
    one, other = (
        files(opinion_map(reading.votes, moderated=reading.moderated, seed=3)) for _ in range(2)
    )
    assert one == other


def test_the_seed_changes_stability_only():
    votes = noise(150, 30)
    one, other = opinion_map(votes, seed=1), opinion_map(votes, seed=2)
    np.testing.assert_array_equal(one.labels, other.labels)
    np.testing.assert_allclose(one.axes.voters, other.axes.voters, atol=1e-7)
    assert one.representative == other.representative
    assert trusted(one).stability != trusted(other).stability


def test_the_order_of_the_votes_changes_nothing():
    votes, _ = camps(100, 20)
    order = np.random.default_rng(0).permutation(len(votes.value))
    again = collect(votes.voter[order], votes.post[order], votes.value[order])
    assert files(opinion_map(again)) == files(opinion_map(votes))


def test_base_clusters_are_an_option():
    votes, camp = camps(400, 40, camps=3)
    found = opinion_map(votes, base_above=100)
    assert found.grouping.base_clusters
    assert rand_index(found.grouping.labels, camp) == 1.0


@settings(deadline=None, max_examples=60)
@given(
    votes=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 9), st.sampled_from([-1, 0, 1])), max_size=90
    ),
    moderated=st.sets(st.integers(0, 9).map(str)),
)
def test_any_votes_have_a_map(votes, moderated):
    columns = list(zip(*votes, strict=True)) or [[], [], []]
    found = opinion_map(collect(*columns), moderated=moderated)
    assert np.isfinite(found.axes.voters).all()
    assert np.isfinite(found.posts.priority).all()
    assert len(files(found)) == 5
    assert all(doubt.sentence() for doubt in trusted(found).doubts)
