"""Telling people that something happened: rows of the transaction of the act.

::

    notify(NEW_COMMENT, [post.author_id], about=post.ref, title=post.title, actor=actor)
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import F

from isegoria.commons.notifications.digests import write_at_once
from isegoria.commons.notifications.models import MAX_TITLE, Notice
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.notice_kinds import NoticeKind

_BATCH = 500


def notify(
    kind: NoticeKind, people: Iterable[UUID], *, about: UUID, title: str, actor: Actor
) -> None:
    """Tell ``people`` (except ``actor``, who knows) that ``kind`` happened to ``about``.

    What is unread grows; what was read begins anew. Three statements for each five hundred people, more
    when somebody reads meanwhile: a notice that is marked as read between two of them is another one.
    """
    now = clock.now()
    told = {person for person in people if person != actor.person_id}
    for some in batched(sorted(told), _BATCH):
        with transaction.atomic():
            left = set(some)
            while left:
                Notice.objects.bulk_create(
                    (
                        Notice(
                            person_id=person,
                            kind=kind.code,
                            about=about,
                            count=0,
                            first_at=now,
                            at=now,
                        )
                        for person in sorted(left)
                    ),
                    ignore_conflicts=True,
                )
                left -= _add_one(kind, left, about, title, now)
    if told:
        write_at_once.enqueue_once(key="at_once")


def _add_one(
    kind: NoticeKind, people: Collection[UUID], about: UUID, title: str, now: datetime
) -> set[UUID]:
    """Add one to the unread notices of ``people``; answer who has been told so."""
    unread = Notice.objects.filter(
        kind=kind.code, about=about, person__in=people, read_at__isnull=True
    )
    locked = dict(unread.select_for_update().order_by("pk").values_list("pk", "person_id"))
    Notice.objects.filter(pk__in=locked).update(
        count=F("count") + 1, title=title[:MAX_TITLE], at=now, mailed_at=None
    )
    return set(locked.values())


def retitle(about: UUID, title: str) -> None:
    """What notices are about is called ``title`` from now on; ``""`` for what is no longer shown."""
    Notice.objects.filter(about=about).update(title=title[:MAX_TITLE])
