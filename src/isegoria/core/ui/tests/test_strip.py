"""The picture of a timeline: where its bars, its months and its mark of today stand."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.phases import Window
from isegoria.core.ui.strip import strip
from isegoria.core.ui.tests.test_forms import Page

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def window(starts: float, lasts: float) -> Window:
    return Window(NOW + starts * DAY, NOW + (starts + lasts) * DAY)


def number(text: str) -> float:
    return float(text.removesuffix("%"))


windows = st.lists(
    st.builds(window, st.floats(-900, 900), st.floats(0.1, 400)), min_size=1, max_size=12
)


def test_no_date_gives_no_picture():
    assert strip([], NOW) is None
    assert strip([Window(None, NOW)], NOW) is None


@given(windows)
def test_nothing_leaves_the_picture(found):
    picture = strip(found, NOW)
    assert len(picture.bars) == len(found)
    for bar in picture.bars:
        assert number(bar.x) >= -0.01
        assert number(bar.x) + number(bar.width) <= 100.1
        assert bar.y + 16 <= picture.floor
    for tick in picture.ticks:
        assert 0 <= number(tick.x) <= 100


@given(windows)
def test_two_phases_of_one_lane_never_overlap(found):
    picture = strip(found, NOW)
    dated = sorted((w.opens_at, w.closes_at) for w in found)
    for (first, a), (second, b) in combinations(zip(dated, picture.bars, strict=True), 2):
        if a.y == b.y:
            assert first[1] <= second[0] or second[1] <= first[0]


@given(windows)
def test_today_is_marked_during_the_process_only(found):
    picture = strip(found, NOW)
    begins, ends = min(w.opens_at for w in found), max(w.closes_at for w in found)
    assert bool(picture.today) == (begins <= NOW < ends)
    if picture.today:
        assert number(picture.today) == pytest.approx(
            (NOW - begins) / (ends - begins) * 100, abs=0.1
        )


def test_the_months_are_firsts_of_the_site_s_own_calendar():
    picture = strip([Window(NOW, NOW + 60 * DAY)], NOW)
    april = (datetime(2026, 3, 31, 22, tzinfo=UTC) - NOW) / (60 * DAY) * 100
    may = (datetime(2026, 4, 30, 22, tzinfo=UTC) - NOW) / (60 * DAY) * 100
    assert [number(tick.x) for tick in picture.ticks] == pytest.approx([april, may], abs=0.05)


def test_a_long_process_is_ruled_by_years():
    picture = strip([Window(NOW, NOW + 6 * 365 * DAY)], NOW)
    assert [tick.year for tick in picture.ticks] == ["2027", "2028", "2029", "2030", "2031", "2032"]


def test_who_cannot_see_the_picture_is_told_what_it_shows():
    with translation.override("en"):
        picture = strip([window(-9, 2), window(-1, 4), window(5, 5), window(6, 1)], NOW)
        page = Page(render_to_string("ui/strip.html", {"strip": picture}))
    (drawing,) = page.all("svg", role="img")
    assert drawing["aria-label"] == (
        "Timeline from 2 to 21\u00a0March 2026, 1 step over, 1 under way, 2 to come"
    )
    assert [count.status for count in picture.counts] == ["closed", "open", "upcoming"]
