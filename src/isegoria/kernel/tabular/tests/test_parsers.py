"""What a cell may hold, and what is refused rather than guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isegoria.kernel.tabular import (
    boolean,
    choice,
    date_,
    decimal,
    guard,
    instant,
    integer,
    percentage,
    text,
    unguard,
    uuid_,
)
from isegoria.kernel.tabular.parsers import UnfitError


@pytest.mark.parametrize(
    ("parser", "cell", "value"),
    [
        (integer(), "12", 12),
        (integer(), "-3", -3),
        (integer(), "\u22123", -3),
        (integer(), "1 234 567", 1234567),
        (integer(), "1\u202f234", 1234),
        (decimal(), "1 234,5", Decimal("1234.5")),
        (decimal(), "1,234.5", Decimal("1234.5")),
        (decimal(), "1.234.567,25", Decimal("1234567.25")),
        (decimal(), "1,234,567", Decimal(1234567)),
        (decimal(), "0,125", Decimal("0.125")),
        (decimal(), "1.234", Decimal("1.234")),
        (decimal(mark=","), "1,234", Decimal("1.234")),
        (decimal(mark="."), "1,234", Decimal(1234)),
        (decimal(), "-0,5", Decimal("-0.5")),
        (percentage(), "12,5 %", Decimal("0.125")),
        (decimal(), "9" * 39 + ".5", Decimal("9" * 39 + ".5")),
        (percentage(), "100%", Decimal(1)),
        (percentage(bare="percent"), "12.5", Decimal("0.125")),
        (percentage(bare="fraction"), "0.125", Decimal("0.125")),
        (boolean(), "Oui", True),
        (boolean(), "VRAI", True),
        (boolean(), "0", False),
        (boolean(), "no", False),
        (date_(), "2026-03-31", date(2026, 3, 31)),
        (date_(), "31/03/2026", date(2026, 3, 31)),
        (date_(), "1.4.2026", date(2026, 4, 1)),
        (instant(), "2026-03-31T12:00:00+02:00", datetime(2026, 3, 31, 10, tzinfo=UTC)),
        (instant(), "2026-03-31T12:00:00Z", datetime(2026, 3, 31, 12, tzinfo=UTC)),
        (choice({"female": ("femme", "F"), "male": ("homme",)}), " FEMME", "female"),
        (choice(["16-24", "25-64"]), "16–24", "16-24"),
        (
            uuid_(),
            "6f2c1b1e-0000-4000-8000-000000000001",
            UUID("6f2c1b1e-0000-4000-8000-000000000001"),
        ),
    ],
)
def test_values(parser, cell, value):
    read = parser.read(cell)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("parser", "cell", "code"),
    [
        (integer(), "12.5", "not_integer"),
        (integer(), "1_000", "not_integer"),
        (integer(), "٣", "not_integer"),
        (integer(), "9" * 5000, "not_integer"),
        (integer(high=3), "4", "too_big"),
        (decimal(), "1,234", "ambiguous_number"),
        (decimal(), "1e5", "not_decimal"),
        (decimal(), "NaN", "not_decimal"),
        (decimal(), "1,2,3", "not_decimal"),
        (decimal(), "--1", "not_decimal"),
        (decimal(), "1.234.56", "not_decimal"),
        (decimal(), "1,234,5", "not_decimal"),
        (decimal(mark="."), "1,5", "not_decimal"),
        (decimal(), ".", "not_decimal"),
        (percentage(), "12.5", "sign_missing"),
        (percentage(), "x %", "not_percentage"),
        (boolean(), "maybe", "not_boolean"),
        (date_(), "12/25/2026", "not_date"),
        (date_(), "31/02/2026", "not_date"),
        (date_(), "01/02/26", "not_date"),
        (instant(), "2026-03-31T12:00:00", "not_instant"),
        (choice(["a"]), "b", "not_choice"),
        (uuid_(), "6f2c1b1e000040008000000000000001", "not_uuid"),
        (text(max_length=2), "abc", "too_long"),
    ],
)
def test_refusals(parser, cell, code):
    with pytest.raises(UnfitError) as refused:
        parser.read(cell)
    assert refused.value.code == code


def test_two_choices_cannot_share_a_spelling():
    with pytest.raises(ValueError, match="two choices"):
        choice({"a": ("x",), "b": ("X ",)})


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1e9, max_value=1e9))
def test_a_number_reads_the_same_in_french_and_in_english(number):
    english = f"{number:,f}"
    french = english.replace(",", "\u202f").replace(".", ",")
    assert decimal(mark=".").read(english) == number
    assert decimal(mark=",").read(french) == number


HOSTILE = st.text(alphabet="=+-@＝－'; \t\r\n\xa0ab,|")


@given(HOSTILE | st.text())
@example(" \n=1")
@example("';=1;'-2")
def test_the_guard_comes_off_without_a_trace(value):
    assert unguard(guard(value)) == value


@given(HOSTILE)
def test_a_guarded_cell_never_begins_like_a_formula(value):
    assert not guard(value).startswith(("=", "+", "-", "@", "＝", "－", "\t", "\r", "\n"))
    assert guard(value).lstrip()[:1] not in {"=", "+", "-", "@"} or not value


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+33 6",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1",
        " =1",
        "hello;=HYPERLINK(1)",
        "hello\n=cmd|x",
    ],
)
def test_formulas_are_disarmed_wherever_a_cell_may_begin(value):
    assert guard(value) != value


@pytest.mark.parametrize("value", ["- one\n- two\n- three"[2:], "a - b", "l'été", "10 %", "1;2"])
def test_prose_is_left_alone(value):
    assert guard(value) == value
