"""Windows of time, at their edges."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.functional import lazy
from django.utils.translation import get_language, override
from hypothesis import given
from hypothesis import strategies as st

from isegoria.core.phases import Action, Status, Window, action_open, seen_at, status

CONTRIBUTE = Action("test.contribute", "Contribute")
VOTE = Action("test.vote", "Vote")
OPENS = datetime(2026, 3, 12, 8, tzinfo=UTC)
CLOSES = datetime(2026, 3, 26, 8, tzinfo=UTC)
TICK = timedelta(microseconds=1)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))

close_instants = st.integers(0, 180).map(lambda seconds: OPENS + timedelta(seconds=seconds))


@st.composite
def windows(draw: st.DrawFn, within: st.SearchStrategy[datetime] = instants) -> Window:
    first, last = sorted((draw(within), draw(within)))
    opens = draw(st.sets(st.sampled_from([CONTRIBUTE, VOTE])))
    return Window(
        draw(st.sampled_from([None, first])),
        draw(st.sampled_from([None, last + TICK])),
        frozenset(opens),
    )


def test_a_phase_opens_at_its_first_instant_and_is_closed_at_its_last() -> None:
    window = Window(OPENS, CLOSES)
    assert status(window, OPENS - TICK) is Status.UPCOMING
    assert status(window, OPENS) is Status.OPEN
    assert status(window, CLOSES - TICK) is Status.OPEN
    assert status(window, CLOSES) is Status.CLOSED


def test_two_phases_that_touch_are_never_open_together() -> None:
    before, after = Window(None, OPENS), Window(OPENS, None)
    for now in (OPENS - TICK, OPENS, OPENS + TICK):
        open_now = [window for window in (before, after) if status(window, now) is Status.OPEN]
        assert len(open_now) == 1


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="close after"):
        Window(CLOSES, OPENS)


def test_a_refusal_says_when_the_action_opens_next() -> None:
    later = Window(CLOSES, CLOSES + timedelta(days=1), frozenset({VOTE}))
    sooner = Window(OPENS, CLOSES, frozenset({VOTE}))
    refusal = action_open([later, sooner], VOTE, OPENS - TICK)
    assert (refusal.allowed, refusal.code, refusal.when) == (False, "not_yet_open", OPENS)


def test_a_closed_action_and_one_never_planned_are_told_apart() -> None:
    window = Window(OPENS, CLOSES, frozenset({VOTE}))
    assert action_open([window], VOTE, CLOSES).code == "closed"
    assert action_open([window], CONTRIBUTE, CLOSES).code == "not_planned"


@given(st.lists(windows(), max_size=5), instants)
def test_an_action_is_open_exactly_when_a_window_that_opens_it_is(planned, now) -> None:
    expected = any(
        VOTE in window.opens and status(window, now) is Status.OPEN for window in planned
    )
    assert action_open(planned, VOTE, now).allowed is expected


@given(st.lists(windows(close_instants), max_size=5), close_instants)
def test_nothing_changed_since_the_instant_at_which_windows_were_seen(planned, now) -> None:
    seen = seen_at(planned, now)
    assert timedelta(0) <= now - seen < timedelta(minutes=1)
    assert [status(window, seen) for window in planned] == [
        status(window, now) for window in planned
    ]


def test_an_action_is_the_same_in_every_language() -> None:
    """Its label is another text on the page of another language; what is open stays open."""
    label = lazy(get_language, str)()
    with override("fr"):
        window = Window(None, None, frozenset({Action("a.b", label)}))
    with override("en"):
        assert action_open([window], Action("a.b", label), OPENS)
