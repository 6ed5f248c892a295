"""Two who draw at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from isegoria.capabilities.lottery.draw_models import WitnessRole
from isegoria.capabilities.lottery.seat_models import Seat
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, listed
from isegoria.capabilities.lottery.tests.support import NOW, open_call
from isegoria.core import clock
from isegoria.core.journal.models import Entry


def _at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    raised: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            with clock.frozen(DRAW_DAY):
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
