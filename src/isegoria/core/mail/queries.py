"""Reads about e-mails that leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min
from django.http import Http404, HttpRequest
from django.utils.html import urlize
from django.utils.safestring import SafeString

from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import Lane, MailState
from isegoria.core.texts import Text
from isegoria.core.ui.formatting import instant, number
from isegoria.core.ui.pagination import Page, paginate

SHOWN, READ = 50, 10


@dataclass(frozen=True, slots=True)
class Shown:
    """An e-mail as the page of a demonstration shows it."""

    to: str
    subject: str
    text: SafeString
    written: str
    state: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """How many e-mails of one lane are in one state, and since when the oldest is."""

    lane: Text
    state: Text
    count: str
    oldest: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """An e-mail that did not leave, without its address or text."""

    ref: UUID
    state: Text
    answer: str
    written: str


def mail_by_ref(_request: HttpRequest, ref: UUID) -> Mail:
    """The e-mail that an address names."""
    try:
        return Mail.objects.get(ref=ref)
    except Mail.DoesNotExist:
        raise Http404 from None


def latest_mails(cursor: str = "") -> Page[Shown]:
    """The e-mails, ten at a time, those written last first."""
    return paginate(Mail.objects.all(), order=("-id",), cursor=cursor, size=READ).map(
        lambda mail: Shown(
            to=mail.to,
            subject=mail.subject,
            text=SafeString(urlize(mail.text, nofollow=True, autoescape=True)),
            written=instant(mail.created_at),
            state=mail.get_state_display(),
        )
    )


def queue_lines() -> tuple[QueueLine, ...]:
    """What waits and what ended, by lane. One statement."""
    found: Sequence[tuple[int, str, int, datetime]] = list(
        Mail.objects.values_list("lane", "state")
        .annotate(Count("id"), Min("created_at"))
        .order_by("lane", "state")
    )
    return tuple(
        QueueLine(Lane(lane).label, MailState(state).label, number(count), instant(oldest))
        for lane, state, count, oldest in found
    )


def stuck_mails() -> tuple[Stuck, ...]:
    """The e-mails that somebody may want to have sent again, latest first."""
    found = Mail.objects.filter(state__in=(MailState.UNCERTAIN, MailState.REFUSED))
    return tuple(
        Stuck(mail.ref, MailState(mail.state).label, mail.answer, instant(mail.created_at))
        for mail in found.order_by("-id")[:SHOWN]
    )
