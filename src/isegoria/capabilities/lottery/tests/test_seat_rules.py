"""Who is next for a seat, as arithmetic."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from isegoria.capabilities.lottery.seat_codes import ALPHABET, LENGTH, digest_of, spaced
from isegoria.capabilities.lottery.seat_rules import (
    Line,
    keeps,
    next_in_line,
    reminder_date,
    reply_date,
)

VALUES = ("a", "b", "c")
PEOPLE = st.lists(
    st.builds(Line, st.tuples(st.sampled_from(VALUES)), st.sampled_from(("", "h1", "h2"))),
    min_size=1,
    max_size=6,
)
BOUNDS = st.fixed_dictionaries(
    {
        value: st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted).map(tuple)
        for value in VALUES
    }
)


@given(PEOPLE, BOUNDS)
def test_a_full_panel_keeps_exactly_its_quotas_and_households(
    people: list[Line], bounds: Any
) -> None:
    newcomer, *holders = people
    counts = {value: sum(line.values[0] == value for line in people) for value in VALUES}
    homes = [line.household for line in people if line.household]
    kept = all(least <= counts[value] <= most for value, (least, most) in bounds.items())
    assert keeps([bounds], holders, newcomer, 0) == (kept and len(homes) == len(set(homes)))


@given(PEOPLE, BOUNDS, st.integers(0, 3))
def test_who_fits_beside_fewer_empty_seats_fits_beside_more(
    people: list[Line], bounds: Any, empty: int
) -> None:
    newcomer, *holders = people
    if keeps([bounds], holders, newcomer, empty):
        assert keeps([bounds], holders, newcomer, empty + 1)


def test_the_first_of_the_order_who_fits_is_asked() -> None:
    assert next_in_line(["x", "y", "z"], lambda name: name != "x") == (2, "y")
    assert next_in_line(["x"], lambda _name: False) is None


def test_ten_days_to_answer_end_at_a_midnight_even_when_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/Paris")
    until = reply_date(datetime(2026, 3, 23, 15, tzinfo=UTC), 10, zone)
    assert until.astimezone(zone).isoformat() == "2026-04-03T00:00:00+02:00"
    offered = until - timedelta(days=10)
    assert reminder_date(offered, until) == offered + timedelta(days=7)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = "7K3MQ0ZDXV2H1RPT"
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    typed = spaced(code).lower().replace("0", "o").replace("1", "l")
    assert digest_of(typed) == digest_of(f" {code} ") == digest_of(code)
    assert digest_of(code[:-1]) != digest_of(code)
