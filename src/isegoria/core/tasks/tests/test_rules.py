"""What follows an attempt, and what is due: laws of pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.core.decision import no
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.tasks.errors import Cancelled, GiveUp, TryAgain
from isegoria.core.tasks.recurring import Recurring, due, slot
from isegoria.core.tasks.rules import LONGEST_DELAY, after_error, after_silence, delay_before

instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
periods = st.timedeltas(timedelta(seconds=1), timedelta(days=40))


def test_each_wait_is_twice_the_one_before_until_an_hour() -> None:
    waits = [delay_before(attempt).total_seconds() for attempt in range(1, 12)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == 3600


@settings(deadline=None)
@given(st.integers(1, 10_000))
def test_a_wait_is_never_shorter_than_the_one_before_nor_longer_than_an_hour(attempt) -> None:
    assert delay_before(attempt) <= delay_before(attempt + 1) <= LONGEST_DELAY


@pytest.mark.parametrize(
    "error", [TryAgain("down"), OperationalError("locked"), TimeoutError(), ConnectionError()]
)
def test_an_error_that_may_pass_is_tried_again_until_the_last_attempt(error) -> None:
    assert after_error(error, attempt=2, max_attempts=3).event == "retry"
    last = after_error(error, attempt=3, max_attempts=3)
    assert (last.event, last.code, bool(last.sentence)) == ("fail", "exhausted", True)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (GiveUp("The file is empty."), "gave_up", "The file is empty."),
        (Conflict("Somebody was faster."), "conflict", "Somebody was faster."),
        (Invalid("Not kept.", ["line 3"], code="lines"), "lines", "Not kept."),
        (Refused(no("closed", "This has closed.")), "refused", "This has closed."),
    ],
)
def test_an_error_with_a_sentence_stops_and_tells_it(error, code, sentence) -> None:
    outcome = after_error(error, attempt=1, max_attempts=5)
    assert (outcome.event, outcome.code, outcome.sentence) == ("fail", code, sentence)


@pytest.mark.parametrize("error", [ValueError("secret"), IntegrityError("a@b.fr"), KeyError()])
def test_a_fault_of_ours_stops_at_once_and_shows_nothing_of_its_message(error) -> None:
    outcome = after_error(error, attempt=1, max_attempts=5)
    assert (outcome.event, outcome.code) == ("fail", "fault")
    assert not {"secret", "a@b.fr"} & set(str(outcome.sentence).split())


def test_a_cancelled_run_is_not_a_failure() -> None:
    assert after_error(Cancelled(), attempt=1, max_attempts=5).event == "cancel"


def test_after_silence_it_is_tried_again_then_told_honestly() -> None:
    def silence(attempt: int, *, cancel: bool = False) -> tuple[str, str]:
        outcome = after_silence(attempt=attempt, max_attempts=2, cancel_requested=cancel)
        return outcome.event, outcome.code

    assert silence(1) == ("retry", "")
    assert silence(2) == ("fail", "interrupted")
    assert silence(1, cancel=True) == ("cancel", "")


@settings(deadline=None)
@given(periods, instants)
def test_an_instant_lies_in_its_slot(every, now) -> None:
    begin = slot(every, now)
    assert begin <= now < begin + every


@settings(deadline=None)
@given(periods, st.lists(instants, max_size=30))
def test_work_begins_once_in_each_slot_that_somebody_saw_and_never_more(every, seen) -> None:
    last, begun = None, 0
    for now in sorted(seen):
        while due(last, every, now):
            last, begun = now, begun + 1
    assert begun == len({slot(every, now) for now in seen})


@settings(deadline=None)
@given(periods, instants)
def test_what_was_missed_is_not_made_up_for(every, last) -> None:
    now = last + 1000 * every
    assert due(last, every, now)
    assert not due(now, every, now)


@settings(deadline=None)
@given(periods, instants)
def test_a_clock_a_little_ahead_does_not_begin_twice_and_one_far_ahead_does_not_block(
    every, now
) -> None:
    assert not due(slot(every, now) + every, every, now)
    assert due(slot(every, now) + 2 * every, every, now)


def test_what_never_began_is_due() -> None:
    assert due(None, timedelta(days=1), datetime(2026, 3, 12, tzinfo=UTC))


def test_a_period_under_a_second_is_refused() -> None:
    with pytest.raises(ValueError, match="second"):
        Recurring("tests.fast", timedelta(milliseconds=1), print)
