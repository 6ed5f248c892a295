"""Telling moderators that texts have been waiting for too long."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from isegoria.commons.moderation.notices import QUEUE_WAITS
from isegoria.commons.moderation.queries import oldest_waiting
from isegoria.commons.moderation.rules import is_late
from isegoria.commons.notifications.models import Notice
from isegoria.commons.notifications.notify import notify
from isegoria.commons.processes.models import Membership, Process, TeamRole
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.texts import pick

REMINDED_AFTER = timedelta(days=1)


def alert_moderators() -> int:
    """Tell the moderators of each process where a text waits for too long, and remind them once a day;
    answer how many processes. Where nobody moderates, the organisers are told."""
    now, told = clock.now(), 0
    for process in Process.objects.filter(state=ProcessState.PUBLISHED):
        oldest = oldest_waiting(process)
        if oldest is None or not is_late(oldest, now) or _told_lately(process, now):
            continue
        people = _people(process, TeamRole.MODERATOR, now) or _people(
            process, TeamRole.ORGANISER, now
        )
        notify(QUEUE_WAITS, people, about=process.ref, title=pick(process.title), actor=SYSTEM)
        told += 1
    return told


def _told_lately(process: Process, now: datetime) -> bool:
    lately = Notice.objects.filter(kind=QUEUE_WAITS.code, at__gt=now - REMINDED_AFTER)
    return lately.filter(about=process.ref).exists()


def _people(process: Process, role: str, now: datetime) -> Collection[UUID]:
    """Who has ``role`` in the team of a process at the moment."""
    return Membership.objects.running(now).filter(body__process=process, role=role).people()
