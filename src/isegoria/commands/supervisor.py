"""Starts the processes of the site, starts again the one that dies, stops them all together.

Every process is a fork of this one, which has already loaded the application: starting is quick, and
what they only read is in memory once. The supervisor keeps no connection and no thread of its own.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

FORKING = (
    multiprocessing.get_context("fork")
    if sys.platform == "linux"
    else multiprocessing.get_context("spawn")
)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
LONGEST_PAUSE = 30.0
"""Seconds between two starts of a process that keeps dying."""
HEALTHY_AFTER = 60.0
"""Seconds of life after which a death no longer counts as a repetition."""


@dataclass(frozen=True, slots=True)
class Role:
    """One process to keep alive: its name, and the function that is its whole life."""

    name: str
    main: Callable[..., None]
    arguments: tuple[object, ...] = ()


@dataclass(slots=True)
class _Child:
    role: Role
    process: BaseProcess | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = 0.0


class Supervisor:
    """Runs ``roles`` until SIGINT or SIGTERM.

    ``say`` receives one line for each thing that goes wrong; ``each_turn`` is called some five times a
    second; ``patience`` is the time in seconds that a process has to finish what it is doing.
    """

    def __init__(
        self,
        roles: Sequence[Role],
        *,
        say: Callable[[str], None],
        each_turn: Callable[[], None],
        patience: float = 30.0,
    ) -> None:
        self._children = [_Child(role) for role in roles]
        self._say = say
        self._each_turn = each_turn
        self._patience = patience
        self._asked_to_stop = False

    def run(self) -> None:
        """Return when every process has stopped."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_signal)
        try:
            while not self._asked_to_stop:
                for child in self._children:
                    self._start_if_due(child)
                self._each_turn()
                wait([process.sentinel for process in self._processes()], timeout=0.2)
                for child in self._children:
                    self._notice_death(child)
        finally:
            self._stop_all()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _processes(self) -> list[BaseProcess]:
        return [child.process for child in self._children if child.process is not None]

    def _start_if_due(self, child: _Child) -> None:
        if child.process is not None or time.monotonic() < child.due:
            return
        child.started = time.monotonic()
        child.process = FORKING.Process(
            target=_live, args=(child.role, os.getpid()), name=child.role.name
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        child.process.start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _notice_death(self, child: _Child) -> None:
        if child.process is None or child.process.is_alive() or self._asked_to_stop:
            return
        now = time.monotonic()
        if now - child.started > HEALTHY_AFTER:
            child.pause = 1.0
        self._say(
            f"The {child.role.name} stopped unexpectedly ({_how(child.process.exitcode)}); "
            f"it starts again in {child.pause:.0f} s."
        )
        child.process, child.due = None, now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _stop_all(self) -> None:
        deadline = time.monotonic() + self._patience
        for process in self._processes():
            process.terminate()
        for process in self._processes():
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                self._say(f"The {process.name} did not stop in time and was ended.")
                process.kill()
                process.join()


def _how(code: int | None) -> str:
    return f"exit code {code}" if code is None or code >= 0 else signal.Signals(-code).name


def _live(role: Role, parent: int) -> None:
    """Ctrl-C reaches every process of a terminal; only the supervisor acts upon it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    role.main(parent, *role.arguments)
