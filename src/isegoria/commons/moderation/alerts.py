"""Telling moderators that texts have been waiting for too long."""

from django.db.models import Q

from isegoria.commons.moderation.notices import QUEUE_WAITS
from isegoria.commons.moderation.queries import oldest_waiting
from isegoria.commons.moderation.rules import is_late
from isegoria.commons.notifications.notify import notify
from isegoria.commons.processes.models import Membership, Process, TeamRole
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.texts import pick


def alert_moderators() -> int:
    """Once a day, tell the moderators of each process where a text waits for too long; answer how many
    processes."""
    now, late = clock.now(), 0
    for process in Process.objects.filter(state=ProcessState.PUBLISHED):
        oldest = oldest_waiting(process)
        if oldest is None or not is_late(oldest, now):
            continue
        late += 1
        moderators = Membership.objects.filter(
            Q(ended_at=None) | Q(ended_at__gt=now),
            body__process=process,
            role=TeamRole.MODERATOR,
            began_at__lte=now,
        ).exclude(person=None)
        people = list(moderators.values_list("person_id", flat=True).distinct())
        notify(QUEUE_WAITS, people, about=process.ref, title=pick(process.title), actor=SYSTEM)
    return late
