"""Dates, durations and numbers, against hand-written examples and against the CLDR as Babel has it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.phases import Status
from isegoria.core.ui import formatting
from isegoria.core.ui.locales import ENGLISH, FRENCH, NARROW, NBSP

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 11, 14, 30, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _in_paris():
    with timezone.override(PARIS):
        yield


def both(function, *arguments, **options):
    with translation.override("fr"):
        french = function(*arguments, **options)
    with translation.override("en"):
        english = function(*arguments, **options)
    return french.replace(NBSP, "~").replace(NARROW, "_"), english.replace(NBSP, "~")


def at(day, hour=0, minute=0, month=3, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize("locale", [FRENCH, ENGLISH])
def test_the_tables_have_twelve_months_and_every_unit(locale):
    assert len(locale.months) == 12
    assert set(locale.units) == {"minute", "hour", "day", "month", "year"}


@given(st.dates())
def test_dates_are_those_of_the_cldr(day):
    with translation.override("en"):
        assert formatting.date(day).replace(NBSP, " ") == format_date(day, "d MMMM y", locale="en")
    with translation.override("fr"):
        expected = format_date(day, "d MMMM y", locale="fr")
        if day.day == 1:
            expected = expected.replace("1", "1er", 1)
        assert formatting.date(day).replace(NBSP, " ") == expected


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_numbers_are_those_of_the_cldr(value, decimals):
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    for language in ("fr", "en"):
        with translation.override(language):
            assert formatting.number(value, decimals) == format_decimal(
                value, pattern, locale=language
            )


def test_an_amount_that_rounds_to_nothing_has_no_sign():
    assert both(formatting.number, -0.2, 0) == ("0", "0")


def test_percentages():
    assert both(formatting.percent, 0.125, 1) == ("12,5_%", "12.5%")
    assert both(formatting.percent, 1) == ("100_%", "100%")


def test_instants_are_local():
    noon_utc = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
    assert both(formatting.instant, noon_utc) == (
        "1er~juillet 2026 à~14~h~05",
        "1~July 2026 at 14:05",
    )
    assert both(formatting.time, at(1, 9)) == ("9~h", "09:00")


@pytest.mark.parametrize(
    ("opens", "closes", "french", "english"),
    [
        (at(3), at(13), "du 3 au 12~mars 2026", "from 3 to 12~March 2026"),
        (at(1), at(13), "du 1er au 12~mars 2026", "from 1 to 12~March 2026"),
        (at(3), at(3, month=4), "du 3~mars au 2~avril 2026", "from 3~March to 2~April 2026"),
        (
            at(20, month=12),
            at(11, month=1, year=2027),
            "du 20~décembre 2026 au 10~janvier 2027",
            "from 20~December 2026 to 10~January 2027",
        ),
        (at(3), at(4), "le 3~mars 2026", "on 3~March 2026"),
        (at(3, 9), at(3, 18, 30), "le 3~mars 2026, de 9~h à 18~h~30",
         "on 3~March 2026, from 09:00 to 18:30"),
        (at(3), at(5, 18), "du 3~mars 2026 à~0~h au 5~mars 2026 à~18~h",
         "from 3~March 2026 at 00:00 to 5~March 2026 at 18:00"),
        (at(3), None, "à partir du 3~mars 2026", "from 3~March 2026"),
        (None, at(3), "jusqu’au 2~mars 2026", "until 2~March 2026"),
        (None, None, "", ""),
    ],
)  # fmt: skip
def test_windows_in_words(opens, closes, french, english):
    assert both(formatting.date_range, opens, closes) == (french, english)


@pytest.mark.parametrize(
    ("when", "french", "english"),
    [
        (NOW, "maintenant", "now"),
        (NOW + timedelta(seconds=20), "dans quelques instants", "in a few moments"),
        (NOW + timedelta(minutes=1), "dans 1~minute", "in 1~minute"),
        (NOW - timedelta(hours=2), "il y a 2~heures", "2~hours ago"),
        (at(12, 9), "demain", "tomorrow"),
        (at(10, 1), "hier", "yesterday"),
        (at(14), "dans 3~jours", "in 3~days"),
        (at(14, 23, 59), "dans 3~jours", "in 3~days"),
        (at(11, month=7), "dans 4~mois", "in 4~months"),
        (at(11, year=2029), "dans 3~ans", "in 3~years"),
    ],
)
def test_distances_in_words(when, french, english):
    assert both(formatting.in_words, when, NOW) == (french, english)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_what_lies_ahead_is_never_said_to_be_past(when):
    with translation.override("en"):
        words = formatting.in_words(when, NOW)
    past = words.endswith(" ago") or words == "yesterday"
    assert past == (when < NOW)


def test_the_night_the_clocks_change_is_one_day():
    assert both(formatting.in_words, at(29, 12), at(28, 12)) == ("demain", "tomorrow")
    assert both(formatting.date_range, at(28), at(30)) == (
        "du 28 au 29~mars 2026",
        "from 28 to 29~March 2026",
    )


def test_the_state_of_a_window():
    with translation.override("en"):
        upcoming = formatting.status_in_words(Status.UPCOMING, at(14), None, NOW)
        closing = formatting.status_in_words(Status.OPEN, None, at(13, 18), NOW)
    assert upcoming == f"Opens in 3{NBSP}days"
    assert closing == f"Closes in 2{NBSP}days"


def test_an_unknown_language_is_written_in_english():
    with translation.override("de"):
        assert formatting.date(date(2026, 3, 1)) == f"1{NBSP}March 2026"
