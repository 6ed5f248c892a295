"""Writes about notices."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.commons.notifications import policies
from isegoria.commons.notifications.models import Notice, Stop, Wish
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.notice_kinds import Frequency
from isegoria.core.registry import notice_kinds
from isegoria.core.service import nothing_changed, service

_OWN = Private("what somebody reads, and how often, is nobody else's business")


@service(journal=_OWN)
def mark_read(*, actor: Actor, shown_at: datetime | None = None) -> int:
    """Mark as read one's own notices that were there at ``shown_at`` (None: now); answer how many were
    not."""
    policies.READ_NOTICES.authorise(actor)
    now = clock.now()
    unread = Notice.objects.filter(person=actor.person_id, read_at__isnull=True)
    marked = unread.filter(at__lte=shown_at or now).update(read_at=now)
    if not marked:
        nothing_changed()
    return marked


@service(journal=_OWN)
def choose_frequencies(*, actor: Actor, wishes: Mapping[str, Frequency]) -> None:
    """Choose how often to hear of each kind of news, by its code. What a kind proposes is not kept.

    Raises Invalid when what is owed would be stopped.
    """
    policies.CHOOSE.authorise(actor)
    kinds = notice_kinds()
    wrong = [code for code, often in wishes.items() if often not in dict(kinds[code].choices)]
    if wrong:
        raise Invalid(
            _("Your choices were not kept."),
            [str(kinds[code].label) for code in wrong],
            code="owed",
        )
    if actor.person_id is not None:
        _wish(actor.person_id, wishes)


@service(journal=_OWN)
def stop_mails(*, actor: Actor, stop: Stop) -> None:
    """Send no more news to the person whose e-mail carried this secret. What is owed is still sent."""
    policies.STOP_MAILS.authorise(actor)
    news = [code for code, kind in notice_kinds().items() if not kind.owed]
    _wish(stop.person_id, dict.fromkeys(news, Frequency.NEVER))


def _wish(person_id: UUID, wishes: Mapping[str, Frequency]) -> None:
    kinds = notice_kinds()
    Wish.objects.filter(person=person_id, kind__in=wishes).delete()
    Wish.objects.bulk_create(
        Wish(person_id=person_id, kind=code, frequency=frequency)
        for code, frequency in wishes.items()
        if frequency != kinds[code].frequency
    )
