"""From notices to e-mails: one for each person, of everything that is due, and no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched, groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from isegoria.commons.notifications.models import KEPT_FOR, Notice, Stop, Wish
from isegoria.commons.notifications.rules import cutoff
from isegoria.commons.people.models import Account
from isegoria.core import clock
from isegoria.core.mail.models import Mail
from isegoria.core.mail.posting import post_all
from isegoria.core.mail.states import Lane
from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.registry import notice_kinds
from isegoria.core.tasks.background import background
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress
from isegoria.core.texts import Text

_PEOPLE = 200
"""People whose e-mails are written in one transaction."""
SHOWN = 30
"""Lines of one e-mail; the rest is counted and waits on the site."""


@background(label=gettext_lazy("Writing to those who want to know at once"), queue=Queue.DEFAULT)
def write_at_once(_progress: Progress) -> None:
    """Write what is due now to those who want to hear it at once."""
    write((Frequency.AT_ONCE,))


def write_due() -> int:
    """Write every e-mail that is due, grouped ones included; answer how many."""
    return write((Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY))


def write(frequencies: Sequence[Frequency]) -> int:
    """Write the e-mails that are due among ``frequencies``; answer how many.

    The e-mails of some people and the mark on their notices are one transaction: stopped anywhere,
    nobody is written to twice, and who was left out is written to the next time.
    """
    now = clock.now()
    wanting = list(
        due(frequencies, now).order_by("person_id").values_list("person_id", flat=True).distinct()
    )
    written = 0
    for people in batched(wanting, _PEOPLE):
        with transaction.atomic():
            written += _write_to(people, frequencies, now)
    return written


def due(frequencies: Iterable[Frequency], now: datetime) -> "QuerySet[Notice]":
    """The unread notices that an e-mail is to tell now, for those of ``frequencies``."""
    zone = timezone.get_default_timezone()
    chosen = Wish.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    proposed = Case(
        *(
            When(kind=kind.code, then=Value(str(kind.frequency)))
            for kind in notice_kinds().values()
        ),
        default=Value(str(Frequency.NEVER)),
    )
    time_has_come = Q(pk__in=[])
    for frequency in frequencies:
        if (limit := cutoff(frequency, now, zone)) is not None:
            time_has_come |= Q(wanted=frequency, at__lte=limit)
    return Notice.objects.annotate(
        wanted=Coalesce(Subquery(chosen.values("frequency")), proposed)
    ).filter(time_has_come, read_at__isnull=True, mailed_at__isnull=True)


def _write_to(people: Sequence[UUID], frequencies: Sequence[Frequency], now: datetime) -> int:
    mine = due(frequencies, now).filter(person__in=people)
    notices = list(mine.select_for_update(of=("self",)).order_by("person_id", "-at", "-id"))
    reachable = {
        account.person_id: account
        for account in Account.objects.filter(person__in=people, is_active=True)
    }
    Stop.objects.bulk_create(
        (Stop(person_id=person) for person in reachable), ignore_conflicts=True
    )
    stops = dict(Stop.objects.filter(person__in=reachable).values_list("person_id", "token"))
    kinds = notice_kinds()
    mails = [
        _mail(reachable[person], stops[person], list(lines), owed=owed)
        for (person, owed), lines in groupby(
            sorted(
                notices, key=lambda notice: (str(notice.person_id), not kinds[notice.kind].owed)
            ),
            key=lambda notice: (notice.person_id, kinds[notice.kind].owed),
        )
        if person in reachable
    ]
    post_all(mails)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return len(mails)


def _mail(account: Account, token: str, notices: Sequence[Notice], *, owed: bool) -> Mail:
    """One e-mail. What is owed leaves before news, in an e-mail of its own that cannot be stopped."""
    kinds = notice_kinds()
    with translation.override(account.language):
        lines = [
            (
                sentence(kinds[notice.kind], notice),
                settings.SITE_URL + kinds[notice.kind].address(notice.about),
                kinds[notice.kind].advice,
            )
            for notice in notices[:SHOWN]
        ]
        more = len(notices) - len(lines)
        stop = "" if owed else settings.SITE_URL + reverse("notifications:stop", args=[token])
        return Mail(
            to=account.email,
            person=account.person_id,
            subject=_subject(lines),
            text=render_to_string(
                "notifications/mail.txt",
                {
                    "site": settings.SITE_NAME,
                    "lines": lines,
                    "more": more,
                    "all_url": settings.SITE_URL + reverse("notifications:list"),
                    "settings_url": settings.SITE_URL + reverse("notifications:settings"),
                    "stop_url": stop,
                },
            ),
            lane=Lane.ORDINARY if owed else Lane.BULK,
            key=f"notices:{notices[0].pk}:{notices[0].count}",
            unsubscribe_url=stop,
        )


def _subject(lines: Sequence[tuple[str, str, Text]]) -> str:
    if len(lines) == 1:
        return lines[0][0]
    news = ngettext("%(count)s piece of news", "%(count)s pieces of news", len(lines))
    return _("%(site)s: %(news)s") % {
        "site": settings.SITE_NAME,
        "news": news % {"count": len(lines)},
    }


def sentence(kind: NoticeKind, notice: Notice) -> str:
    """What a notice says, in the active language."""
    return str(kind.sentence(notice.count, notice.title or _("a text that is not shown")))


def forget_old() -> int:
    """Delete the notices kept long enough; answer how many."""
    deleted, _by_model = Notice.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return deleted
