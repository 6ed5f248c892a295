"""What the contract tests of background work share."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from isegoria.core import clock
from isegoria.core.tasks import worker
from isegoria.core.tasks.execution import LEASE
from isegoria.core.tasks.models import Run

LATER = LEASE + timedelta(seconds=1)


def state(run_id) -> str:
    return Run.objects.get(pk=run_id).state


def drain_until(moment) -> int:
    with clock.frozen(moment):
        return worker.drain()


def together(count: int, act: Callable[[], object]) -> list[object]:
    """``act`` in ``count`` threads that start at the same instant; what each answered or raised."""
    barrier = threading.Barrier(count)
    answers: list[object] = []

    def one() -> None:
        try:
            barrier.wait()
            answers.append(act())
        except Exception as error:  # noqa: BLE001 handed to the test
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def wait_for(true: Callable[[], object], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.05)
