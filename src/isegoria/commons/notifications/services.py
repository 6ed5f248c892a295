"""Writes about notices."""

from collections.abc import Mapping
from uuid import UUID

from isegoria.commons.notifications import policies
from isegoria.commons.notifications.models import Notice, Stop, Wish
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.notice_kinds import Frequency
from isegoria.core.registry import notice_kinds
from isegoria.core.service import nothing_changed, service

_OWN = Private("what somebody reads, and how often, is nobody else's business")


@service(journal=_OWN)
def mark_read(*, actor: Actor) -> int:
    """Mark one's own notices as read; answer how many were not."""
    policies.READ_NOTICES.authorise(actor)
    marked = Notice.objects.filter(person=actor.person_id, read_at__isnull=True).update(
        read_at=clock.now()
    )
    if not marked:
        nothing_changed()
    return marked


@service(journal=_OWN)
def choose_frequencies(*, actor: Actor, wishes: Mapping[str, Frequency]) -> None:
    """Choose how often to hear of each kind of news, by its code. What a kind proposes is not kept."""
    policies.CHOOSE.authorise(actor)
    if actor.person_id is not None:
        _wish(actor.person_id, wishes)


@service(journal=_OWN)
def stop_mails(*, actor: Actor, stop: Stop) -> None:
    """Never send grouped news again to the person whose e-mail carried this secret."""
    policies.STOP_MAILS.authorise(actor)
    _wish(stop.person_id, dict.fromkeys(notice_kinds(), Frequency.NEVER))


def _wish(person_id: UUID, wishes: Mapping[str, Frequency]) -> None:
    kinds = notice_kinds()
    Wish.objects.filter(person=person_id, kind__in=wishes).delete()
    Wish.objects.bulk_create(
        Wish(person_id=person_id, kind=code, frequency=frequency)
        for code, frequency in wishes.items()
        if frequency != kinds[code].frequency
    )
