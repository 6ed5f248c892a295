"""Telling people that something happened: rows of the transaction of the act.

::

    notify(NEW_COMMENT, [post.author_id], about=post.ref, title=post.title, actor=actor)
"""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

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

    Two statements for each five hundred people. What is unread grows; what was read begins anew.
    """
    now = clock.now()
    told = {person for person in people if person != actor.person_id}
    for some in batched(sorted(told), _BATCH):
        unread = Notice.objects.filter(
            kind=kind.code, about=about, person__in=some, read_at__isnull=True
        )
        known = set(unread.values_list("person_id", flat=True))
        if known:
            unread.update(count=F("count") + 1, at=now, mailed_at=None)
        Notice.objects.bulk_create(
            (
                Notice(
                    person_id=person,
                    kind=kind.code,
                    about=about,
                    title=title[:MAX_TITLE],
                    first_at=now,
                    at=now,
                )
                for person in some
                if person not in known
            ),
            ignore_conflicts=True,
        )
    if told:
        write_at_once.enqueue_once(key="at_once")
