"""Dead, slow and numerous workers, on both databases, with real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from isegoria.core import clock
from isegoria.core.tasks import worker
from isegoria.core.tasks.errors import Lost
from isegoria.core.tasks.execution import LEASE, claim, settle
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.recovery import prune, reap
from isegoria.core.tasks.rules import Outcome
from isegoria.core.tasks.states import RunState
from tests.contract import tasks_functions as functions
from tests.contract.tasks_functions import marks
from tests.contract.tasks_support import LATER, drain_until, state, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def test_a_run_that_shows_life_is_left_alone_and_a_silent_one_taken_back():
    run = claim(functions.mark.enqueue(tag="a"))
    assert reap(clock.now() + LEASE / 2) == 0
    assert reap(clock.now() + LATER) == 1
    assert reap(clock.now() + LATER) == 0
    with pytest.raises(Lost):
        Progress(run.pk, run.holder).start(3)
    assert not settle(run, Outcome("succeed"), done=1, total=1)
    drain_until(clock.now() + LATER)
    assert (state(run.pk), marks("a")) == (RunState.DONE, 1)


def test_a_run_whose_workers_keep_dying_fails_with_an_honest_sentence():
    run_id = functions.begin_then_hang.enqueue(tag="a")
    for _ in range(2):
        claim(run_id)
        reap(clock.now() + LATER)
    run = Run.objects.get(pk=run_id)
    assert (run.state, run.error_code) == (RunState.FAILED, "interrupted")
    assert run.error


def test_a_run_cancelled_while_its_worker_was_dying_is_cancelled():
    run_id = functions.mark.enqueue(tag="a")
    claim(run_id)
    Run.objects.update(cancel_requested=True)
    reap(clock.now() + LATER)
    assert state(run_id) == RunState.CANCELLED


def test_a_run_that_nothing_would_start_any_more_is_started_again():
    functions.mark.enqueue(tag="a")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert (worker.drain(), reap(clock.now() + LEASE / 2)) == (0, 0)
    assert reap(clock.now() + LATER) == 1
    assert (worker.drain(), marks("a")) == (1, 1)


def test_old_rows_are_pruned_and_no_others():
    functions.mark.enqueue(tag="a")
    worker.drain()
    waiting = functions.mark.enqueue(tag="b", not_before=clock.now() + timedelta(days=60))
    assert prune(clock.now() + timedelta(days=29)) == 0
    assert DBTaskResult.objects.count() == 1
    assert prune(clock.now() + timedelta(days=31)) == 1
    assert list(Run.objects.values_list("pk", flat=True)) == [waiting]
    assert DBTaskResult.objects.count() == 1


@pytest.fixture
def start_worker() -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started = []

    def start() -> "subprocess.Popen[str]":
        known = connection.settings_dict
        if connection.vendor == "sqlite":
            url = f"sqlite:///{known['NAME']}"
        else:
            parts = {key: quote(str(value), safe="") for key, value in known.items()}
            url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts)
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", "isegoria.config.settings"
            ),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.tasks_worker"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_worker_killed_in_the_middle_loses_nothing(start_worker):
    run_id = functions.begin_then_hang.enqueue(tag="a")
    process = start_worker()
    wait_for(lambda: marks("a-begun") == 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert state(run_id) == RunState.RUNNING
    assert reap() == 0
    assert reap(clock.now() + LATER) == 1
    drain_until(clock.now() + LATER)
    assert (state(run_id), marks("a"), marks("a-begun")) == (RunState.DONE, 1, 2)


def test_what_is_urgent_overtakes_what_is_long(start_worker):
    long = functions.walk.enqueue(tag="long", steps=600, pause=0.05)
    start_worker()
    wait_for(lambda: state(long) == RunState.RUNNING)
    others = [functions.walk.enqueue(tag="long", steps=1, pause=0) for _ in range(5)]
    urgent = functions.mark_urgently.enqueue(tag="urgent")
    wait_for(lambda: state(urgent) == RunState.DONE, seconds=20)
    assert state(long) == RunState.RUNNING
    assert {state(run_id) for run_id in others} == {RunState.WAITING}


def test_a_worker_told_to_stop_finishes_what_it_does_and_takes_nothing_more(start_worker):
    current = functions.walk.enqueue(tag="a", steps=20, pause=0.1)
    following = functions.walk.enqueue(tag="b", steps=1, pause=0)
    process = start_worker()
    wait_for(lambda: state(current) == RunState.RUNNING)
    process.terminate()
    assert process.stdout.read() == "stopped\n"
    assert process.wait() == 0
    assert (state(current), state(following)) == (RunState.DONE, RunState.WAITING)


def test_two_workers_share_the_work_without_doing_anything_twice(start_worker):
    for number in range(30):
        functions.mark.enqueue(tag=f"n{number}")
    start_worker()
    start_worker()
    wait_for(lambda: not Run.objects.exclude(state=RunState.DONE).exists())
    assert [marks(f"n{number}") for number in range(30)] == [1] * 30


def test_a_worker_outlives_a_database_that_is_locked_or_cut_off(start_worker):
    process = start_worker()
    first = functions.mark.enqueue(tag="a")
    wait_for(lambda: state(first) == RunState.DONE)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        second = functions.mark.enqueue(tag="b")
    else:
        with transaction.atomic():
            second = functions.mark.enqueue(tag="b")
            time.sleep(3)  # the database stays locked while the worker wants to write
    wait_for(lambda: state(second) == RunState.DONE)
    assert process.poll() is None


def test_a_loop_in_trouble_waits_and_goes_on():
    stop, tried = threading.Event(), []

    def act() -> None:
        tried.append(None)
        if len(tried) == 1:
            Run.objects.create(total=-1)  # refused by the database
        if len(tried) == 2:
            raise OSError
        stop.set()

    worker._repeat(stop, 0.01, act)
    assert len(tried) == 3
