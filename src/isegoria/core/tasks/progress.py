"""How a background function tells how far it is, and learns that it should stop."""

import time
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import OperationalError, connection

from isegoria.core import clock
from isegoria.core.tasks.errors import Cancelled, Lost
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import RunState

WRITE_EVERY = 0.3
"""Seconds between two writes of the same run, at least."""


class Progress:
    """The progress of one attempt of one run; without a run, it says nothing to nobody.

    :meth:`start` and :meth:`advance` raise :class:`Cancelled` when the run should stop, and
    :class:`Lost` when it was given to another worker: call them between transactions, never inside
    one (nobody would see the figures, and on SQLite nobody else could write).
    """

    def __init__(self, run_id: UUID | None = None, holder: UUID | None = None) -> None:
        self._run_id = run_id
        self._holder = holder
        self._written_at = float("-inf")
        self.done = 0
        self.total = 0
        self.step = ""

    def start(self, total: int, *, step: str = "") -> None:
        """``total`` steps begin."""
        self.done, self.total, self.step = 0, total, step
        self._write()

    def advance(self, by: int = 1, *, step: str | None = None) -> None:
        """``by`` steps more are done; ``step`` says in words what is being done."""
        self.done += by
        self.step = self.step if step is None else step
        if time.monotonic() - self._written_at >= WRITE_EVERY:
            self._write()

    def track[T](self, items: Iterable[T], total: int, *, step: str = "") -> Iterator[T]:
        """Each of ``items``, counted once the loop has dealt with it."""
        self.start(total, step=step)
        for item in items:
            yield item
            self.advance()

    def _write(self) -> None:
        self._written_at = time.monotonic()
        if self._run_id is None:
            return
        mine = Run.objects.filter(pk=self._run_id, holder=self._holder, state=RunState.RUNNING)
        try:
            written = mine.filter(cancel_requested=False).update(
                done=min(self.done, self.total) if self.total else self.done,
                total=self.total,
                step=self.step[:200],
                heartbeat_at=clock.now(),
            )
        except OperationalError:
            if connection.in_atomic_block:
                raise
            return  # a figure not shown is no reason to stop
        if not written:
            raise Cancelled if mine.exists() else Lost


SILENT = Progress()
"""For calling a background function directly: from the command line, from a test, from another one."""
