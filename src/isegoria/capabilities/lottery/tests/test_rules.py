"""Laws of the arithmetic of setting up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.capabilities.lottery.rules import (
    Ask,
    Row,
    Typed,
    home_key,
    household_key,
    problems_of_values,
    proposed,
    read_values,
    terms_of,
    written_values,
)
from isegoria.capabilities.lottery.states import Place
from isegoria.kernel.lottery.model import Quota
from isegoria.kernel.lottery.reading import Standing

SEED = "ab" * 32


@pytest.mark.parametrize(
    ("line", "name", "share"),
    [
        ("Nord; 23,5 %", "Nord", "23.5"),
        ("Nord\t23.5", "Nord", "23.5"),
        ("Nord 23 %", "Nord", "23"),
        ("Nord : 23,5%", "Nord", "23.5"),
        ("16 à 24 ans", "16 à 24 ans", None),
        ("Moins de 30", "Moins de 30", None),
        ("16-24 ; 12 %", "16-24", "12"),
        ("Nord\t12 345\t23,5", "Nord", "23.5"),
    ],
)
def test_a_line_of_values_is_read_as_people_write_it(
    line: str, name: str, share: str | None
) -> None:
    assert read_values(line) == (Typed(name, Decimal(share) if share else None),)


def test_numbers_of_people_become_shares() -> None:
    found = read_values("Femmes\t25 500\nHommes\t24\u202f500")
    assert found == (Typed("Femmes", Decimal("51.0000")), Typed("Hommes", Decimal("49.0000")))
    assert not problems_of_values(read_values("a\t1000\nb\t1000\nc\t1000"))


def test_values_are_read_back_as_they_were_written() -> None:
    values = [("Nord", Decimal("23.5000")), ("Sud-Est", Decimal("76.5"))]
    assert [(one.name, one.share) for one in read_values(written_values(values))] == values


def test_all_that_is_wrong_with_values_is_told() -> None:
    assert len(problems_of_values(read_values("Nord; 60\nnord; 60"))) == 2
    assert problems_of_values(read_values("seule"))
    (bare,) = problems_of_values(read_values("Nord; 60\nSud"))
    assert "Sud" in str(bare)
    assert not problems_of_values(read_values("Nord; 60.5\nSud; 39.2"))


@given(st.lists(st.integers(1, 500), min_size=2, max_size=12), st.integers(1, 300))
def test_proposed_ranges_leave_room_for_the_whole_panel(parts: list[int], size: int) -> None:
    shares: list[Decimal | None] = [Decimal(100 * part) / sum(parts) for part in parts]
    ranges = proposed(shares, size)
    assert sum(low for low, _high in ranges) <= size <= sum(high for _low, high in ranges)
    for share, (low, high) in zip(shares, ranges, strict=True):
        assert abs(float(share or 0) * size / 100 - (low + high) / 2) <= 1


def test_without_shares_any_number_of_seats_is_possible() -> None:
    assert proposed([Decimal(20), None], 9) == [(0, 9), (0, 9)]


def test_addresses_that_differ_in_case_and_blanks_are_one_household() -> None:
    key = household_key(SEED, "4 rue des Saules", "12345")
    assert key == household_key(SEED, " 4  RUE des saules", "12345 ")
    assert key == home_key(SEED, "4 rue des saules\x1f12345")
    assert key != household_key("cd" * 32, "4 rue des Saules", "12345")
    assert household_key(SEED, "", " ") == ""


def _row(name: str, household: str = "", **changes: object) -> Row:
    given = {"place": Place.ELIGIBLE, "seated": False, "past_member": False, **changes}
    return Row(name, ("f",), household, **given)  # type: ignore[arg-type]  # given by name


def test_who_can_be_drawn() -> None:
    rows = (
        _row("a", "h1", seated=True),
        _row("b", "h1"),
        _row("c", "h2", past_member=True),
        _row("d", "h2"),
        _row("e", place=Place.SET_ASIDE),
        _row("f", place=Place.SEATED),
    )
    ask = Ask(4, ("genre",), (Quota("genre", "f", 0, 4),), {}, one_per_household=True)
    standing = [person.standing for person in terms_of(ask, rows).people]
    assert standing == [
        Standing.SEATED,
        Standing.HOUSEMATE,
        Standing.EXCLUDED,
        Standing.ELIGIBLE,
        Standing.EXCLUDED,
        Standing.SEATED,
    ]
    assert terms_of(ask, rows).seats == 2
