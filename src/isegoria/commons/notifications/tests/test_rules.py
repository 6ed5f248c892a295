"""When grouped e-mails are due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.notifications.rules import HOUR, cutoff
from isegoria.core.notice_kinds import Frequency

PARIS = ZoneInfo("Europe/Paris")
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(now=INSTANTS)
def test_the_latest_seven_o_clock_has_passed(now: datetime) -> None:
    limit = cutoff(Frequency.DAILY, now, PARIS)
    assert limit is not None
    assert limit <= now < limit + timedelta(hours=25)  # a day of 25 hours, once a year
    assert limit.astimezone(PARIS).time() == HOUR


@given(now=INSTANTS)
def test_weekly_is_a_monday_s(now: datetime) -> None:
    limit = cutoff(Frequency.WEEKLY, now, PARIS)
    assert limit is not None
    assert limit <= now < limit + timedelta(days=7, hours=1)
    assert limit.weekday() == 0


@given(now=INSTANTS)
def test_at_once_is_now_and_never_is_never(now: datetime) -> None:
    assert cutoff(Frequency.AT_ONCE, now, PARIS) == now
    assert cutoff(Frequency.NEVER, now, PARIS) is None
