"""Runs whose worker died, and rows that have been kept long enough."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.tasks import TaskResultStatus
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from isegoria.core import clock
from isegoria.core.tasks.dispatch import dispatch, execute
from isegoria.core.tasks.execution import LEASE, settle
from isegoria.core.tasks.models import KEPT_FOR, Run
from isegoria.core.tasks.rules import after_silence
from isegoria.core.tasks.states import ACTIVE, RunState

logger = logging.getLogger(__name__)

KEEP_DISPATCHES = timedelta(days=1)


def reap(now: datetime | None = None) -> int:
    """Take back the runs whose worker gave no sign of life for :data:`~.execution.LEASE`, and start again
    those that nothing would start any more. Answers how many.

    Two reapers at once do no harm: each run is taken back by a conditional update.
    """
    limit = (now or clock.now()) - LEASE
    taken = 0
    for run in Run.objects.filter(state=RunState.RUNNING, heartbeat_at__lt=limit):
        outcome = after_silence(
            attempt=run.attempts,
            max_attempts=run.max_attempts,
            cancel_requested=run.cancel_requested,
        )
        with transaction.atomic(), translation.override(run.language):
            silent = Run.objects.select_for_update().filter(pk=run.pk, heartbeat_at__lt=limit)
            if silent.exists() and settle(run, outcome, done=run.done, total=run.total):
                taken += 1
                logger.warning("Run %s: its worker died; %s.", run.pk, outcome.event)
    return taken + _start_again(limit)


def _start_again(limit: datetime) -> int:
    ready = DBTaskResult.objects.filter(pk=OuterRef("dispatch"), status=TaskResultStatus.READY)
    forgotten = Run.objects.filter(~Exists(ready), state=RunState.WAITING, not_before__lt=limit)
    started = 0
    for run in forgotten:
        with transaction.atomic():
            same = Run.objects.filter(pk=run.pk, dispatch=run.dispatch, state=RunState.WAITING)
            if same.update(not_before=clock.now()):
                dispatch(run.pk, run.queue)
                started += 1
    return started


def forget_who_asked() -> int:
    """Empty who asked for the runs that ended long enough ago; answer how many."""
    ended = Run.objects.filter(finished_at__lt=clock.now() - KEPT_FOR)
    return ended.exclude(requested_by=None).update(requested_by=None)


def prune(now: datetime | None = None) -> int:
    """Delete the runs kept long enough, and the rows that started attempts; answer how many runs."""
    now = now or clock.now()
    deleted, _by_model = Run.objects.filter(kept_until__lt=now).delete()
    active = Run.objects.filter(state__in=ACTIVE, dispatch__isnull=False).values("dispatch")
    DBTaskResult.objects.filter(
        task_path=execute.module_path, enqueued_at__lt=now - KEEP_DISPATCHES
    ).exclude(pk__in=active).delete()
    return deleted
