"""The processes of the site, each seen from inside: web, worker, sequencer.

None outlives its parent: a thread of each watches for it, so that a supervisor ended with ``kill -9``
leaves no process behind and the port is free again.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from isegoria.commands.supervisor import FORKING

LOOK_EVERY = 0.25
GRACE_OF_ORPHANS = 1.0
"""Seconds that a process has to end by itself when its parent has gone. Tasks are made to be retried."""
THREADS = 4
"""Threads of one web process that run Python; requests beyond wait their turn."""


def _watch(
    parent: int, stop: Callable[[], None], asked: Callable[[], bool] = lambda: False
) -> None:
    """Call ``stop`` once ``asked`` says so or the parent has gone; then, an orphan ends itself."""

    def look() -> None:
        while os.getppid() == parent and not asked():
            time.sleep(LOOK_EVERY)
        stop()
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        time.sleep(GRACE_OF_ORPHANS)
        os._exit(1)

    threading.Thread(target=look, name="parent-watch", daemon=True).start()


def web(parent: int, host: str, port: int, workers: int) -> None:
    """Serve pages with granian, in ``workers`` processes."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    multiprocessing.set_start_method(FORKING.get_start_method(), force=True)
    server = Granian(
        target="isegoria.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    _watch(parent, lambda: os.kill(os.getpid(), signal.SIGTERM))
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> Any:
    """Called by granian in each of its processes."""
    _watch(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))
    from isegoria.config.wsgi import application

    return application


def worker(parent: int) -> None:
    """Run background tasks; finish the running one before stopping."""
    from isegoria.commands.database import use_django
    from isegoria.core.tasks.worker import run

    use_django()
    run(_stop_event(parent))


def sequencer(parent: int) -> None:
    """Number and sign the entries of the public journal."""
    from isegoria.commands.database import use_django
    from isegoria.core.journal.sequencer import run

    use_django()
    run(_stop_event(parent))


def _stop_event(parent: int) -> threading.Event:
    """An event set on SIGTERM or when the parent has gone.

    The handler only writes down that the signal came: setting an event there could wait for ever on the
    lock that the interrupted thread holds.
    """
    stop = threading.Event()
    came: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
    _watch(parent, stop.set, lambda: bool(came))
    return stop
