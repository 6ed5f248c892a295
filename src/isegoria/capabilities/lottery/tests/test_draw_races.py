"""Two who freeze or draw at once."""

import json
import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from isegoria.capabilities.lottery import freezing
from isegoria.capabilities.lottery.draw_models import WitnessRole
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Draw, FrozenPool, Volunteer
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, listed
from isegoria.capabilities.lottery.tests.support import AFTER, NOW, Call, crowd, open_call
from isegoria.core import clock
from isegoria.core.errors import Conflict
from isegoria.core.journal.models import Entry


def _at_once(acts: list[Callable[[], object]], at: datetime = DRAW_DAY) -> list[BaseException]:
    raised: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            with clock.frozen(at):
                act()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_at_once_one_wins_and_the_other_is_told(transactional_db: None) -> None:
    with clock.frozen(NOW):
        made = open_call()
        stage = listed(made)
    with clock.frozen(DRAW_DAY):
        stage.reads("417")
        stage.confirms(WitnessRole.OBSERVER)
        stage.confirms(WitnessRole.ORGANISER)
    raised = _at_once(
        [lambda: stage.concludes(stage.observer), lambda: stage.concludes(stage.organiser)]
    )
    assert [getattr(error, "code", error) for error in raised] in (["drawn"], [])
    assert Entry.objects.filter(kind="lottery.panel_drawn").count() == 1
    assert Seat.objects.count() == 4


@pytest.fixture
def crowded(transactional_db: None) -> Call:
    """A call with a crowd, as other threads see it too."""
    with clock.frozen(NOW):
        call = open_call()
        crowd(call)
    return call


def test_of_two_who_freeze_at_once_one_wins_and_the_other_is_told(crowded: Call) -> None:
    raised = _at_once(
        [lambda: freeze_pool(actor=crowded.organiser, activity=crowded.activity)] * 2, AFTER
    )
    assert [getattr(error, "code", error) for error in raised] == ["frozen"]
    assert Entry.objects.filter(kind="lottery.pool_frozen").count() == 1
    pool = FrozenPool.objects.get()
    pseudonyms = set(Volunteer.objects.values_list("pseudonym", flat=True))
    assert pseudonyms == {json.loads(line)[0] for line in pool.lines.splitlines()}


def test_the_lock_is_what_makes_one_win(crowded: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: who reads the draw before the lock is told by the database alone, in no sentence."""
    both_read = threading.Barrier(2, timeout=3)

    def too_early(_actor: object, activity: object) -> Draw:
        draw = Draw.objects.get(activity=activity)
        draw.activity = crowded.activity
        both_read.wait()
        return draw

    monkeypatch.setattr(freezing, "organised", too_early)
    raised = _at_once(
        [lambda: freeze_pool(actor=crowded.organiser, activity=crowded.activity)] * 2, AFTER
    )
    assert raised
    assert not any(isinstance(error, Conflict) for error in raised)
