"""The same figures as an independent implementation, red-dwarf, on a real conversation."""

import numpy as np
import pytest

from isegoria.kernel.opinion.mapping import OpinionMap, opinion_map
from isegoria.kernel.opinion.tests.samples import expected, vtaiwan

CLOSE = {"rtol": 1e-6, "atol": 1e-6}


@pytest.fixture(scope="module")
def found() -> OpinionMap:
    reading = vtaiwan()
    return opinion_map(reading.votes, moderated=reading.moderated, examined=False)


def test_the_same_people_are_kept(found):
    assert list(found.votes.voters) == expected()["participants"]
    assert (found.labels >= 0).tolist() == [bool(kept) for kept in expected()["kept"]]


def test_the_same_axes(found):
    axes = found.axes
    np.testing.assert_allclose(axes.variances, expected()["variance"], rtol=1e-6)
    np.testing.assert_allclose(axes.shares, expected()["ratio"], rtol=1e-6)
    np.testing.assert_allclose(axes.components, expected()["components"], **CLOSE)
    np.testing.assert_allclose(axes.variances, expected()["variance_randomised"], rtol=1e-6)
    np.testing.assert_allclose(axes.means, expected()["mean"], **CLOSE)


def test_the_same_places(found):
    x, y = found.axes.voters.T
    np.testing.assert_allclose(x, expected()["x"], **CLOSE)
    np.testing.assert_allclose(y, expected()["y"], **CLOSE)


def test_the_same_groups(found):
    """One group of theirs for each of ours, person for person."""
    theirs = expected()["label"]
    assert len(set(zip(theirs, found.labels.tolist(), strict=True))) == len(set(theirs)) == 3


def test_the_same_figures_of_each_post(found):
    assert list(found.votes.posts) == expected()["posts"]
    open_ = ~found.posts.moderated
    for ours, theirs in (
        (found.posts.extremity, "extremity"),
        (found.posts.priority, "priority"),
        (found.posts.consensus, "consensus"),
        (found.posts.refusal, "consensus_against"),
    ):
        np.testing.assert_allclose(ours[open_], np.array(expected()[theirs])[open_], **CLOSE)


def test_the_same_posts_are_chosen(found):
    letter = dict(zip(expected()["label"], found.labels.tolist(), strict=True))
    for theirs, posts in expected()["representative"].items():
        ours = [
            [found.votes.posts[one.post], one.stance.value, one.count, one.seen]
            for one in found.representative[letter[int(theirs)]]
        ]
        assert ours == [post[:4] for post in posts]
    assert [found.votes.posts[one.post] for one in found.agreed] == expected()["agreed"]
    assert [found.votes.posts[one.post] for one in found.refused] == expected()["refused"]
