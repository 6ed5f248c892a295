"""From shares to seats: the ranges of a feature leave room for the whole panel."""

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.lottery.quotas import Asked, seats
from isegoria.kernel.lottery.reading import read_terms


def _asked(minimum=None, maximum=None, share=None) -> Asked:
    return Asked("f", "v", 1, minimum, maximum, share)


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any),
    st.integers(1, 500),
    st.booleans(),
)
def test_shares_that_sum_to_one_leave_room_for_the_whole_panel(parts, size, as_bounds) -> None:
    """Written as shares or as equal minimum and maximum, each range is floor and ceiling at most."""
    shares = [Fraction(part, sum(parts)) for part in parts]
    rows = [_asked(share, share) if as_bounds else _asked(share=share) for share in shares]
    found = seats(rows, size, exhaustive=True)
    assert sum(quota.minimum for quota in found) <= size <= sum(quota.maximum for quota in found)
    for quota, share in zip(found, shares, strict=True):
        assert floor(share * size) <= quota.minimum <= quota.maximum <= ceil(share * size)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=10),
    st.integers(1, 300),
)
def test_bounds_in_percent_fit_together_whenever_they_can(parts, size) -> None:
    bounds = [(Fraction(min(pair), 100), Fraction(max(pair), 100)) for pair in parts]
    found = seats([_asked(low, high) for low, high in bounds], size, exhaustive=True)
    if sum(low for low, _ in bounds) <= 1 <= sum(high for _, high in bounds):
        assert sum(quota.minimum for quota in found) <= size
        assert sum(quota.maximum for quota in found) >= size
    assert all(quota.minimum <= quota.maximum for quota in found)


def test_at_least_ten_percent_of_25_is_three_seats() -> None:
    (quota,) = seats([_asked(Fraction(1, 10))], 25, exhaustive=False)
    assert (quota.minimum, quota.maximum) == (3, 25)
    (quota,) = seats([_asked(None, Fraction(3, 10))], 25, exhaustive=False)
    assert (quota.minimum, quota.maximum) == (0, 7)


def test_the_largest_remainders_keep_their_seat() -> None:
    third = Fraction(1, 3)
    rows = [_asked(third), _asked(third + Fraction(1, 100)), _asked(third - Fraction(1, 100))]
    assert [quota.minimum for quota in seats(rows, 40, exhaustive=True)] == [13, 14, 13]


def test_a_column_of_shares_is_read_with_or_without_its_sign() -> None:
    people = b"id,g\n1,a\n2,b\n3,c\n"
    ranges = {(1, 2), (2, 3), (6, 6)}
    for a, b, c in (
        ("12.5 %", "25 %", "62.5%"),
        ("12,5", "25", "62,5"),
        ("0.125", "0.25", "0.625"),
    ):
        sheet = f"feature;value;share\ng;a;{a}\ng;b;{b}\ng;c;{c}\n".encode()
        terms = read_terms(people, sheet, 10).terms
        assert terms is not None
        assert {(quota.minimum, quota.maximum) for quota in terms.quotas} <= ranges | {(6, 7)}
        assert terms.population["g", "b"] == Fraction(1, 4)


def test_rounded_shares_are_scaled_and_wrong_ones_refused() -> None:
    people = b"id,g\n1,a\n2,b\n3,c\n"
    rounded = read_terms(people, b"feature,value,share\ng,a,33%\ng,b,33%\ng,c,33%\n", 10)
    assert rounded.terms is not None
    assert sum(rounded.terms.population.values()) == 1
    assert [item.code for item in rounded.remarks] == ["shares_scaled"]
    wrong = read_terms(people, b"feature,value,share\ng,a,33%\ng,b,33%\ng,c,20%\n", 10)
    assert wrong.terms is None
    assert "86 %" in wrong.remarks[-1].sentence()
