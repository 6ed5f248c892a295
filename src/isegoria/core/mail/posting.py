"""Writing an e-mail: a row of the transaction of the act that it tells of.

If the act is rolled back nothing was written; once it is committed the e-mail will leave, now or when the
relay answers again::

    post_mail(to=address, subject=..., text=..., lane=Lane.URGENT, expires_at=soon)
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import Lane

_BATCH = 1_000


def post_mail(
    *,
    to: str,
    subject: str,
    text: str,
    person: UUID | None = None,
    lane: Lane = Lane.ORDINARY,
    key: str = "",
    unsubscribe_url: str = "",
    expires_at: datetime | None = None,
) -> None:
    """Write one e-mail. Nothing happens when one with the same ``key`` was written before.

    ``expires_at`` is the instant after which it would be of no use (the end of a code).
    """
    post_all(
        [
            Mail(
                to=to,
                subject=" ".join(subject.split())[:300],
                text=text,
                person=person,
                lane=lane,
                key=key,
                unsubscribe_url=unsubscribe_url,
                expires_at=expires_at,
            )
        ]
    )


def post_all(mails: Iterable[Mail]) -> None:
    """Write many e-mails, all or none, and have them sent once that is committed."""
    from isegoria.core.mail.sending import SENDERS

    lanes: set[int] = set()
    with transaction.atomic():
        rows: list[Mail] = []
        for mail in mails:
            lanes.add(mail.lane)
            rows.append(mail)
            if len(rows) == _BATCH:
                Mail.objects.bulk_create(rows, ignore_conflicts=True)
                rows = []
        Mail.objects.bulk_create(rows, ignore_conflicts=True)
        for lane in sorted(lanes):
            if lane == Lane.URGENT:  # a sender that has just found nothing more would not see it
                SENDERS[Lane.URGENT].enqueue(lane=lane)
            else:
                SENDERS[Lane(lane)].enqueue_once(key=str(lane), lane=lane)
