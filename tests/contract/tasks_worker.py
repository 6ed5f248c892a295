"""A real worker in a process of its own: ``python -m tests.contract.tasks_worker``, stopped by SIGTERM."""

import signal
import threading

import django

django.setup()

from isegoria.core.tasks.worker import run  # noqa: E402 needs the applications loaded

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
print("ready", flush=True)
run(stop)
print("stopped", flush=True)
