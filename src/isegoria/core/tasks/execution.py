"""One attempt at one run: claim it, give signs of life, run the function, write what became of it."""

import logging
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import translation

from isegoria.core import clock
from isegoria.core.tasks.background import find
from isegoria.core.tasks.dispatch import dispatch
from isegoria.core.tasks.errors import Lost
from isegoria.core.tasks.models import KEPT_FOR, Run
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.rules import Outcome, after_error
from isegoria.core.tasks.states import RUN_MACHINE, RunState

logger = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=5)
LEASE = timedelta(seconds=60)
"""Without a sign of life for so long, a run is taken from its worker. Longer than any transaction."""
_PAUSES = (0.2, 1.0, 5.0)


def attempt(run_id: UUID) -> None:
    """Make the next attempt at the run, if it still waits. Never two at the same time: the claim is one
    conditional UPDATE."""
    run = claim(run_id)
    if run is None:
        return
    progress = Progress(run.pk, run.holder)
    kept_for = KEPT_FOR
    with translation.override(run.language), _signs_of_life(run):
        try:
            function = find(run.function)
            kept_for = function.kept_for
            function(progress, **run.arguments)
            outcome = Outcome("succeed")
        except Lost:
            logger.warning("Run %s: given to another worker meanwhile; this one stops.", run.pk)
            return
        except Exception as error:  # noqa: BLE001 a run ends with a state, whatever was raised
            outcome = after_error(error, attempt=run.attempts, max_attempts=run.max_attempts)
            _log(run, outcome, error)
        _settle(run, outcome, progress, kept_for)


def claim(run_id: UUID) -> Run | None:
    """Take a waiting run for this attempt; None when there is nothing to take."""
    now, holder = clock.now(), uuid4()
    taken = Run.objects.filter(pk=run_id, state=RunState.WAITING).update(
        state=RUN_MACHINE.after(RunState.WAITING, "start"),
        holder=holder,
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
        heartbeat_at=now,
        done=0,
        step="",
    )
    return Run.objects.get(pk=run_id) if taken else None


def settle(
    run: Run, outcome: Outcome, *, done: int, total: int, kept_for: timedelta = KEPT_FOR
) -> bool:
    """Write what became of the attempt that holds ``run``. False when it no longer holds it."""
    now = clock.now()
    state = RUN_MACHINE.after(RunState.RUNNING, outcome.event)
    ended = state != RunState.WAITING
    with transaction.atomic():
        written = Run.objects.filter(pk=run.pk, holder=run.holder, state=RunState.RUNNING).update(
            state=state,
            holder=None,
            done=done,
            total=total,
            error_code=outcome.code,
            error=str(outcome.sentence)[:500],
            not_before=now + outcome.delay,
            finished_at=now if ended else None,
            kept_until=now + kept_for if ended else None,
        )
        if written and not ended:
            dispatch(run.pk, run.queue, now + outcome.delay)
    return bool(written)


def _settle(run: Run, outcome: Outcome, progress: Progress, kept_for: timedelta) -> None:
    succeeded = outcome.event == "succeed"
    done = max(progress.done, progress.total) if succeeded else progress.done
    for pause in (*_PAUSES, None):
        try:
            settle(run, outcome, done=done, total=progress.total, kept_for=kept_for)
        except DatabaseError:
            if pause is None:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return


def _log(run: Run, outcome: Outcome, error: Exception) -> None:
    """What went wrong and where, for the operator; never the message, which may name somebody."""
    level = logging.ERROR if outcome.code == "fault" else logging.WARNING
    if outcome.event != "cancel":
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        where = " < ".join(f"{frame.name} (line {frame.lineno})" for frame in reversed(frames))
        logger.log(
            level, "Run %s of %s, attempt %d: %s in %s; %s.",
            run.pk, run.function, run.attempts, type(error).__qualname__, where, outcome.event,
        )  # fmt: skip


@contextmanager
def _signs_of_life(run: Run) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(run, ended), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(run: Run, ended: threading.Event) -> None:
    mine = Run.objects.filter(pk=run.pk, holder=run.holder)
    while not ended.wait(HEARTBEAT.total_seconds()):
        try:
            mine.update(heartbeat_at=clock.now())
        except DatabaseError:
            connection.close()
    connection.close()
