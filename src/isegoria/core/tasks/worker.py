"""The worker: two lanes, so that what is urgent never waits behind what is long.

One lane takes ``urgent`` first and ``default`` when nothing is urgent; the other takes ``bulk``. Each is
a thread with its own connection, and does one thing at a time. The thread that called :func:`run` keeps
house: it takes back the runs of dead workers and starts recurring work. Several workers can run at once,
on one machine or on several.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import exclusive_transaction

from isegoria.core import clock
from isegoria.core.tasks.execution import LEASE
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.recovery import reap
from isegoria.core.tasks.recurring import tick

logger = logging.getLogger(__name__)

LANES: tuple[tuple[str, ...], ...] = ((Queue.URGENT, Queue.DEFAULT), (Queue.BULK,))
POLL = 0.5
"""Seconds between two looks at an empty queue."""
TICK_EVERY = 1.0
REAP_EVERY = timedelta(seconds=10)
_LONGEST_PAUSE = 30.0
_BACKEND = DEFAULT_TASK_BACKEND_ALIAS


def run(stop: threading.Event, queues: Sequence[str] | None = None) -> None:
    """Work until ``stop`` is set, then finish what is being done and return.

    ``queues`` limits this worker to some queues (all by default). A locked or lost database is waited
    for, longer each time up to half a minute.
    """
    lanes = [tuple(queue for queue in lane if queues is None or queue in queues) for lane in LANES]
    threads = [
        threading.Thread(target=_lane, args=(stop, lane), name=f"lane-{lane[0]}")
        for lane in lanes
        if lane
    ]
    for thread in threads:
        thread.start()
    _repeat(stop, TICK_EVERY, _Housekeeping())
    for thread in threads:
        thread.join()


def drain(queues: Sequence[str] = tuple(Queue)) -> int:
    """Do here and now everything that may begin, and answer how many attempts were made.

    For tests, for the demonstration and for the command line; in life :func:`run` does it.
    """
    attempts = 0
    worker = _worker()
    while _next(worker, queues):
        attempts += 1
    return attempts


def _lane(stop: threading.Event, queues: Sequence[str]) -> None:
    worker = _worker()

    def take_all() -> None:
        while not stop.is_set() and _next(worker, queues):
            close_old_connections()

    _repeat(stop, POLL, take_all)
    connection.close()


class _Housekeeping:
    """Takes back dead runs and starts recurring work.

    After this machine slept, its own signs of life are old: it lets a round pass before judging others.
    """

    def __init__(self) -> None:
        self._reaped_at = self._seen_at = clock.now() - REAP_EVERY

    def __call__(self) -> None:
        now = clock.now()
        slept = now - self._seen_at > LEASE / 2
        self._seen_at = now
        if slept:
            self._reaped_at = now
        elif now - self._reaped_at >= REAP_EVERY:
            self._reaped_at = now
            reap(now)
        tick(now)


def _repeat(stop: threading.Event, every: float, act: Callable[[], None]) -> None:
    """``act`` until ``stop``; after an error, wait twice as long each time and begin again."""
    trouble = 0
    while not stop.is_set():
        try:
            close_old_connections()
            act()
        except Exception as error:  # noqa: BLE001 a worker outlives every error
            trouble += 1
            lost = isinstance(error, DatabaseError)
            logger.log(
                logging.WARNING if lost else logging.ERROR,
                "Worker: %s; waiting before going on (%d in a row).",
                type(error).__qualname__,
                trouble,
            )
            connection.close()
            stop.wait(min(every * 2**trouble, _LONGEST_PAUSE))
        else:
            trouble = 0
            stop.wait(every)


def _next(worker: Worker, queues: Sequence[str]) -> bool:
    """Run the first thing that may begin, in the order of ``queues``. False when there is nothing."""
    for queue in queues:
        if (found := _claim(queue, worker.worker_id)) is not None:
            worker.run_task(found)
            return True
    return False


def _claim(queue: str, worker_id: str) -> DBTaskResult[..., None] | None:
    may_begin = Q(run_after=get_date_max()) | Q(run_after__lte=clock.now())
    ready = DBTaskResult.objects.filter(
        may_begin, status=TaskResultStatus.READY, queue_name=queue, backend_name=_BACKEND
    )
    if not ready.exists():
        return None
    with exclusive_transaction():
        found = ready.get_locked()
        if found is not None:
            found.claim(worker_id)
    return found


def _worker() -> Worker:
    return Worker(
        queue_names=list(Queue),
        interval=0,
        batch=True,
        backend_name=_BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
    )
