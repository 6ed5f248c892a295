"""Fifty at once: exactly as many pass as the limit says, and a challenge serves once."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection

from isegoria.commons.abuse import limiting
from isegoria.commons.abuse.challenge import is_solved, new_challenge
from isegoria.commons.abuse.counters import Counts, Memory, digest
from isegoria.commons.abuse.limiting import TooManyError, hold
from isegoria.commons.abuse.rules import DAY, HOUR, Limit, Rate, windows
from isegoria.commons.abuse.tests.support import sent, solution
from isegoria.core import clock
from isegoria.core.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, MOST = 50, 7
LIMIT = Limit("test", person=windows(MOST, HOUR, 40, DAY))


@pytest.fixture(autouse=True)
def empty_counters() -> Iterator[None]:
    """No counter is left to the next test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_ratecounter")


def passing(act: Callable[[], bool], times: int = AT_ONCE) -> int:
    """How many of as many acts at the same moment pass, each on a connection of its own."""
    passed: list[bool] = []
    start = threading.Barrier(times)

    def run() -> None:
        start.wait()
        try:
            passed.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _rank in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == times
    return sum(passed)


def act_of(person: Actor) -> Callable[[], bool]:
    """One act that says whether it passed."""

    def act() -> bool:
        try:
            hold(sent(person), LIMIT)
        except TooManyError:
            return False
        return True

    return act


def read_then_write(counters: Iterable[tuple[str, Rate]]) -> Counts:
    """A counter without the lock of the statement: look, think, write. What Django's cache would do."""
    counts: Counts = []
    until = clock.now() + timedelta(hours=1)
    for name, rate in counters:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM people_ratecounter WHERE cache_key = %s", [digest(name)]
            )
            row = cursor.fetchone()
            stands = int(row[0]) + 1 if row else 1
            sleep(0.02)
            cursor.execute(
                "INSERT INTO people_ratecounter (cache_key, value, expires) VALUES (%s, %s, %s)"
                " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value",
                [digest(name), str(stands), until],
            )
        counts.append((rate, stands, until))
    return counts


def test_of_fifty_acts_at_once_exactly_as_many_pass_as_may() -> None:
    assert passing(act_of(Actor(person_id=uuid4()))) == MOST


def test_without_the_lock_of_the_statement_more_would_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: this harness sees a counter that is not atomic."""
    monkeypatch.setattr(limiting, "count", read_then_write)
    assert passing(act_of(Actor(person_id=uuid4()))) > MOST


def test_in_memory_too_exactly_as_many_pass_as_may() -> None:
    memory, rate = Memory(), Rate(MOST, HOUR)
    assert passing(lambda: memory.count([("act", rate)])[0][1] <= MOST) == MOST


def test_of_fifty_forms_with_one_answer_one_passes(settings) -> None:
    settings.PROOF_OF_WORK = 50
    answer = solution(new_challenge())
    assert passing(lambda: is_solved(answer)) == 1
