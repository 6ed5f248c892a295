from fractions import Fraction
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.lottery.exact import Inequality, null_vector
from isegoria.kernel.lottery.model import polytope
from isegoria.kernel.lottery.tests.oracle import every_panel, leximin, random_draw


@settings(deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=7), st.data())
def test_null_vector_finds_the_one_line_of_solutions(solution: list[int], data: st.DataObject):
    place = data.draw(st.sampled_from(range(len(solution))))
    solution[place] = solution[place] or 1
    pivot = solution[place]
    equations = [
        {unknown: pivot, place: -value}
        for unknown, value in enumerate(solution)
        if unknown != place
    ]
    for first, second in zip(equations[1:], equations, strict=False):
        factor = data.draw(st.integers(-3, 3))
        for unknown, value in list(second.items()):
            first[unknown] = first.get(unknown, 0) + factor * value
    found = null_vector(equations, len(solution))
    assert found is not None
    assert [x * pivot for x in found] == [x * found[place] for x in solution]


def test_null_vector_is_none_unless_the_solutions_are_one_line():
    assert null_vector([], 2) is None
    assert null_vector([{0: 1}, {1: 1}], 2) is None
    assert null_vector([{0: 1, 1: 1, 2: 1}], 3) is None
    assert null_vector([{0: 0, 1: 0}, {0: 2, 1: -4}, {0: -1, 1: 2}], 2) == [2, 1]
    assert null_vector([], 1) == [1]


@cache
def best_minimum(seed: int) -> Fraction:
    poly = polytope(random_draw(seed))
    return min(leximin(poly, every_panel(poly, 10**6)))


@settings(deadline=None)
@given(st.integers(0, 60), st.data())
def test_any_multipliers_bound_the_smallest_chance(seed: int, data: st.DataObject):
    poly = polytope(random_draw(seed))
    numbers = st.fractions(-3, 3, max_denominator=5)
    duals = [(r, data.draw(numbers)) for r in range(len(poly.rows))]
    best = best_minimum(seed)
    bound = Inequality.of_rows(poly, duals).smallest(poly, {}, [Fraction(1)] * len(poly.types))
    assert bound is None or bound >= best


def test_the_size_alone_bounds_by_the_mean_chance():
    poly = polytope(random_draw(1))
    people = sum(poly.multiplicities)
    size = Inequality.of_rows(poly, [(0, Fraction(7))])
    none = [Fraction(1)] * len(poly.types)
    assert size.smallest(poly, {}, none) == Fraction(poly.rows[0].lower, people)
