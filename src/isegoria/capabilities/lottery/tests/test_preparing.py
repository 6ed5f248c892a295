"""The list of panels: prepared once, published before the draw, checked by anybody."""

import json
from datetime import timedelta

import pytest

from isegoria.capabilities.lottery import drawing
from isegoria.capabilities.lottery.announcing import Origin, published_at, round_at
from isegoria.capabilities.lottery.draw_models import Drawing
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.capabilities.lottery.reading_aloud import outcomes, read
from isegoria.capabilities.lottery.services import withdraw
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, Stage, frozen
from isegoria.capabilities.lottery.tests.support import NOW, Call
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.models import Entry
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.recovery import reap
from isegoria.core.tasks.services import cancel_run
from isegoria.core.tasks.states import RunState
from isegoria.core.tasks.worker import drain


@pytest.fixture(scope="module")
def stage_of_module(call_of_module: Call) -> Stage:
    """A pool that is frozen, made once."""
    with clock.frozen(NOW):
        return frozen(call_of_module)


@pytest.fixture
def stage(stage_of_module: Stage, call: Call) -> Stage:
    """The pool is frozen; nobody has asked for the list."""
    return stage_of_module


def test_whoever_withdrew_after_the_freezing_changes_nothing_of_the_list(stage: Stage) -> None:
    entry = Volunteer.objects.select_related("draw__activity__process").exclude(person=None).first()
    assert entry is not None
    with clock.frozen(DRAW_DAY):
        withdraw(actor=Actor(person_id=entry.person_id), volunteer=entry)
        stage.asks()
        drain()
    assert stage.preparation.prepared_at is not None
    facts = json.loads(bytes(Entry.objects.get(kind="lottery.list_prepared").content))["facts"]
    assert facts["pool"] == stage.draw.pool.root


def test_of_two_who_ask_the_second_is_told(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY):
        stage.asks()
        with pytest.raises(Conflict) as raised:
            stage.asks()
        assert raised.value.code == "preparing"
        drain()
        with pytest.raises(Conflict) as raised:
            stage.asks()
        assert raised.value.code == "prepared"
    assert Run.objects.filter(function__endswith="prepare_list").count() == 1


def test_what_cannot_be_is_told_at_once(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY), pytest.raises(Invalid) as raised:
        stage.asks(cap=0, k=40, origin=Origin.BEACON, at=DRAW_DAY - timedelta(hours=1))
    assert len(raised.value.problems) == 3
    assert not Preparation.objects.exists()


def test_a_limit_that_the_quotas_do_not_allow_is_told_and_can_be_changed(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY):
        stage.asks(cap=10)
        drain()
        run = Run.objects.get(pk=stage.preparation.run)
        assert (run.state, run.error_code) == (RunState.FAILED, "cap_too_low")
        stage.asks(cap=60)
        drain()
    assert stage.preparation.prepared_at is not None


def test_a_list_that_was_cancelled_can_be_asked_for_again(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY):
        stage.asks()
        cancel_run(actor=stage.organiser, run_id=stage.preparation.run)
        drain()
        assert stage.preparation.prepared_at is None
        stage.asks()
        drain()
    assert stage.preparation.prepared_at is not None


def test_a_worker_that_died_in_the_middle_is_followed_by_another(stage: Stage) -> None:
    """The claim of a worker killed with -9 stays; after its silence the run begins anew."""
    with clock.frozen(DRAW_DAY):
        stage.asks()
        Run.objects.filter(pk=stage.preparation.run).update(
            state=RunState.RUNNING,
            holder="00000000-0000-4000-8000-000000000001",
            attempts=1,
            heartbeat_at=DRAW_DAY,
            started_at=DRAW_DAY,
        )
        drain()
        assert stage.preparation.prepared_at is None
    later = DRAW_DAY + timedelta(minutes=2)
    with clock.frozen(later):
        reap(later)
    with clock.frozen(later + timedelta(minutes=5)):
        drain()
    assert stage.preparation.prepared_at is not None
    assert Entry.objects.filter(kind="lottery.list_prepared").count() == 1


def test_a_beacon_whose_hour_passed_meanwhile_publishes_nothing(stage: Stage) -> None:
    hour = DRAW_DAY + timedelta(minutes=1)
    with clock.frozen(DRAW_DAY):
        stage.asks(origin=Origin.BEACON, at=hour)
    with clock.frozen(hour + timedelta(seconds=30)):
        drain()
    assert Run.objects.get(pk=stage.preparation.run).error_code == "beacon_passed"
    assert stage.preparation.prepared_at is None


def test_the_round_of_an_hour_is_the_first_that_is_not_before_it() -> None:
    number = round_at(DRAW_DAY)
    assert published_at(number) >= DRAW_DAY > published_at(number - 1)


def test_nothing_is_entered_without_a_list(stage: Stage) -> None:
    with clock.frozen(DRAW_DAY), pytest.raises(Conflict) as raised:
        stage.reads("1")
    assert raised.value.code == "not_prepared"


def test_the_beacon_decides_only_with_its_own_signature_of_the_round_announced(
    stage: Stage,
) -> None:
    """Round 1000 of quicknet, as published; the announcement is of an hour when it was to come."""
    signature = (
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
        "e342b73a8dd2bacbe47e4b6b63ed5e39"
    )
    hour = DRAW_DAY + timedelta(hours=1)
    with clock.frozen(DRAW_DAY):
        stage.asks(origin=Origin.BEACON, at=hour)
        drain()
    assert stage.preparation.sources[0]["round"] == round_at(hour)
    with clock.frozen(hour), pytest.raises(Invalid):
        drawing.enter(actor=stage.observer, activity=stage.activity, beacon=signature)
    preparation = stage.preparation
    preparation.sources[0]["round"] = 1000
    reading = Drawing()
    read(reading, preparation, beacon=signature)
    assert outcomes(reading, preparation)[0]["signature"] == signature
