"""No mark of a public map stands for fewer people than promised, and everybody shown is counted once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.opinion.crowds import crowds

PEOPLE = st.lists(
    st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.integers(-1, 3)), min_size=0, max_size=120
)


@given(PEOPLE, st.integers(2, 9))
def test_every_crowd_is_large_enough_and_counts_its_group(
    people: list[tuple[float, float, int]], least: int
) -> None:
    places = np.array([person[:2] for person in people]).reshape(-1, 2)
    labels = np.array([person[2] for person in people], dtype=np.int8)
    found = crowds(places, labels, least=least)
    assert all(least <= crowd.people < 2 * least for crowd in found)
    for group in range(4):
        size = int((labels == group).sum())
        counted = sum(crowd.people for crowd in found if crowd.group == group)
        assert counted == (size if size >= least else 0)


@given(PEOPLE)
def test_crowds_stand_inside_their_group(people: list[tuple[float, float, int]]) -> None:
    places = np.array([person[:2] for person in people]).reshape(-1, 2)
    labels = np.array([person[2] for person in people], dtype=np.int8)
    for crowd in crowds(places, labels, least=5):
        inside = places[labels == crowd.group]
        low, high = inside.min(axis=0) - 1e-9, inside.max(axis=0) + 1e-9
        assert low[0] <= crowd.x <= high[0]
        assert low[1] <= crowd.y <= high[1]


def test_neighbours_stand_together() -> None:
    places = np.array([[side * 10 + at / 100, 0] for side in (0, 1) for at in range(6)])
    found = crowds(places, np.zeros(12, dtype=np.int8), least=5)
    assert [round(crowd.x) for crowd in found] == [0, 10]
