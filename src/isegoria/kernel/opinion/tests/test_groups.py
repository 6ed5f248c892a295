"""Groups: k-means, how many, how far apart, how alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.opinion.groups import base_clusters, group, rand_index
from isegoria.kernel.opinion.kmeans import kmeans, nearest, points
from isegoria.kernel.opinion.silhouette import silhouettes

PLACES = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=6, max_size=40, unique=True
).map(lambda pairs: np.array(pairs, dtype=float) / 4)


def clouds(sizes, *, apart=10.0, seed=0):
    random = np.random.default_rng(seed)
    centres = apart * np.array([[0, 0], [1, 0], [0, 1], [1, 1], [2, 2]])[: len(sizes)]
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return centres[labels] + random.normal(size=(len(labels), 2)), labels


@settings(deadline=None)
@given(places=PLACES, k=st.integers(2, 5))
def test_everybody_is_with_the_closest_centre(places, k):
    labels, centres = kmeans(points(places), k)
    assert sorted(set(labels.tolist())) == list(range(k))
    np.testing.assert_array_equal(labels, nearest(places, centres))


@settings(deadline=None)
@given(places=PLACES, k=st.integers(2, 5), seed=st.integers(0, 99))
def test_the_order_of_people_changes_nothing(places, k, seed):
    order = np.random.default_rng(seed).permutation(len(places))
    labels, _ = kmeans(points(places), k)
    again, _ = kmeans(points(places[order]), k)
    assert rand_index(labels[order], again) == 1.0


@settings(deadline=None)
@given(places=PLACES, k=st.integers(2, 4))
def test_people_at_one_place_weigh_as_many(places, k):
    weights = np.arange(len(places)) % 3 + 1
    labels, centres = kmeans(points(places, weights.astype(float)), k)
    every = np.repeat(np.arange(len(places)), weights)
    again, same = kmeans(points(places[every]), k)
    np.testing.assert_allclose(centres, same, atol=1e-9)
    np.testing.assert_array_equal(labels[every], again)


def test_halfway_between_two_centres_the_first_is_the_closest():
    assert nearest(np.array([[1.0, 0.0]]), np.array([[0.0, 0.0], [2.0, 0.0]])).tolist() == [0]


def test_too_few_places_make_no_groups():
    with pytest.raises(ValueError, match="3 distinct"):
        kmeans(points(np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])), 3)


@settings(deadline=None)
@given(places=PLACES, seed=st.integers(0, 99))
def test_the_silhouette_is_that_of_the_definition(places, seed):
    labels = np.random.default_rng(seed).integers(3, size=len(places))
    labels[:3] = range(3)
    (found,) = silhouettes(points(places), [labels])
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    scores = []
    for person, own in enumerate(labels):
        inside = away[person, labels == own].sum() / max(1, (labels == own).sum() - 1)
        outside = min(away[person, labels == other].mean() for other in {0, 1, 2} - {own})
        alone = (labels == own).sum() == 1
        scores.append(0.0 if alone else (outside - inside) / max(inside, outside))
    assert found == pytest.approx(np.mean(scores), abs=1e-5)


@pytest.mark.parametrize("sizes", [(40, 30), (50, 40, 30), (60, 50, 40, 30), (70, 60, 50, 40, 30)])
@pytest.mark.parametrize("turn", [0.0, 0.5, 1.5, 3.0])
def test_as_many_groups_as_there_are_the_largest_first(sizes, turn):
    places, labels = clouds(sizes)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    found = group(places @ rotation)
    assert found.k == len(sizes)
    assert found.sizes().tolist() == list(sizes)
    assert rand_index(found.labels, labels) == 1.0
    assert found.separation == max(found.silhouettes.values())


def test_everybody_in_one_place_is_in_no_group():
    found = group(np.zeros((30, 2)))
    assert (found.k, set(found.labels.tolist()), found.separation) == (0, {-1}, 0.0)


def test_two_places_are_too_few_for_a_silhouette():
    assert group(np.repeat([[0.0, 0.0], [1.0, 0.0]], 10, axis=0)).k == 0


def test_base_clusters_give_the_groups_of_everybody():
    places, _ = clouds((4000, 3000, 2000), apart=3.0)
    every, some = group(places), group(places, base_above=1000)
    assert some.base_clusters
    assert not every.base_clusters
    assert some.k == every.k == 3
    assert rand_index(every.labels, some.labels) > 0.97
    assert some.separation == pytest.approx(every.separation, abs=0.01)


def test_base_clusters_lose_nobody():
    places, _ = clouds((500, 300))
    cells = base_clusters(places)
    assert cells.weights.sum() == 800
    np.testing.assert_allclose(cells.weights @ cells.places / 800, places.mean(axis=0))
    assert len(cells.places) < 800


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 2], [0, 0, 1, 1], 0.5714285714285714),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([0, 0, 0], [0, 0, 0], 1.0),
    ],
)
def test_the_rand_index_of_small_cases(one, other, index):
    assert rand_index(np.array(one), np.array(other)) == pytest.approx(index)
