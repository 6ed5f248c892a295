"""Recurring work begins once per slot, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from isegoria.core import clock
from isegoria.core.tasks import recurring, worker
from isegoria.core.tasks.execution import claim
from isegoria.core.tasks.models import LastTick, Queue, Run
from isegoria.core.tasks.recurring import Recurring, late, tick
from isegoria.core.tasks.states import RunState
from tests.contract import tasks_functions as functions
from tests.contract.tasks_functions import marks
from tests.contract.tasks_support import drain_until, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hourly(monkeypatch) -> Recurring:
    item = Recurring("tests.hourly", timedelta(hours=1), lambda: functions.leave_mark("hour"))
    monkeypatch.setattr(recurring, "all_recurring", lambda: (item,))
    return item


def test_recurring_work_begins_once_per_slot_and_missed_slots_do_not_pile_up(hourly):
    noon = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    assert tick(noon) == ("tests.hourly",)
    assert tick(noon + timedelta(minutes=59)) == ()
    assert (drain_until(noon + timedelta(minutes=59)), marks("hour")) == (1, 1)
    assert tick(noon + timedelta(hours=7)) == ("tests.hourly",)
    assert tick(noon + timedelta(hours=7)) == ()
    assert (drain_until(noon + timedelta(hours=7)), marks("hour")) == (1, 2)


def test_recurring_work_lets_urgent_work_pass(hourly):
    tick()
    assert Run.objects.get().queue == Queue.BULK


@pytest.mark.parametrize(
    ("hours", "expected"), [(None, False), (0, False), (1, False), (2, True), (50, True)]
)
def test_work_is_late_once_a_whole_slot_went_by_without_it(hours, expected):
    noon = datetime(2026, 3, 12, 12, 30, tzinfo=UTC)
    last = None if hours is None else noon - timedelta(hours=hours)
    assert late(last, timedelta(hours=1), noon) is expected


def test_eight_workers_that_tick_at_once_start_it_once(hourly):
    now = clock.now()
    answers = together(8, lambda: tick(now, [hourly]))
    assert sorted(answers) == [()] * 7 + [("tests.hourly",)]
    assert (worker.drain(), marks("hour")) == (1, 1)


def test_nothing_is_added_while_the_earlier_one_is_still_going(hourly):
    tick(clock.now())
    claim(Run.objects.get().pk)
    tick(clock.now() + timedelta(hours=2))
    assert Run.objects.count() == 1


def test_how_it_ended_is_noted(hourly, monkeypatch):
    tick()
    worker.drain()
    noted = LastTick.objects.get()
    assert (noted.name, noted.failure, noted.failed_at) == ("tests.hourly", "", None)
    assert noted.succeeded_at is not None

    def fail() -> None:
        raise ValueError("camille@example.org")

    broken = Recurring("tests.broken", timedelta(hours=1), fail)
    monkeypatch.setattr(recurring, "all_recurring", lambda: (broken,))
    tick()
    worker.drain()
    noted = LastTick.objects.get(name="tests.broken")
    assert (noted.failure, noted.succeeded_at) == ("ValueError", None)
    assert Run.objects.get(key="tests.broken").state == RunState.FAILED


def test_recurring_work_that_no_longer_exists_is_forgotten(hourly, monkeypatch):
    tick()
    monkeypatch.setattr(recurring, "all_recurring", tuple)
    worker.drain()
    assert not LastTick.objects.exists()
