"""Handing e-mails to the relay: one taken at a time, none twice, whatever dies when.

An e-mail is *taken* in a transaction of its own before the relay hears of it, and *sent* in another once
the relay has accepted it. A sender killed between the two leaves an e-mail of which nobody can tell
whether it left: :func:`find_lost` says so, and it is not sent again by itself; nor is one on which the relay
fell silent. A relay that is down, that hangs up or that asks for patience has accepted nothing: the e-mail
waits and is tried again, with the same Message-ID.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.mail.models import KEPT_FOR, Mail
from isegoria.core.mail.states import MAIL_MACHINE, Lane, MailState
from isegoria.core.tasks.background import background
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress

logger = logging.getLogger(__name__)

GIVES_UP_AFTER = timedelta(days=2)
"""A relay that asks for patience longer than this has refused."""
LOST_AFTER = timedelta(minutes=5)
"""No sender holds one e-mail for so long: the relay has seconds to answer."""
AHEAD = 100
"""E-mails that a sender looks for in one statement."""
_FIRST_DELAY, _LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
_RELAY_DOWN = timedelta(seconds=30)
_PERMANENT = 500


@background(label=_("Sending e-mails"), queue=Queue.URGENT, kept_for=timedelta(hours=1))
def send_urgent(progress: Progress, *, lane: int) -> None:
    """Send what somebody is waiting for."""
    send(progress, Lane(lane))


@background(label=_("Sending e-mails"), queue=Queue.DEFAULT, kept_for=timedelta(hours=1))
def send_ordinary(progress: Progress, *, lane: int) -> None:
    """Send what must leave within minutes."""
    send(progress, Lane(lane))


@background(label=_("Sending e-mails"), queue=Queue.BULK, kept_for=timedelta(hours=1))
def send_bulk(progress: Progress, *, lane: int) -> None:
    """Send what has time."""
    send(progress, Lane(lane))


SENDERS = {Lane.URGENT: send_urgent, Lane.ORDINARY: send_ordinary, Lane.BULK: send_bulk}


def send(progress: Progress, lane: Lane) -> int:
    """Send what waits in ``lane`` until nothing does or the relay is down; answer how many it took."""
    holder, sent = uuid4(), 0
    relay = mailers["default"]
    try:
        for mail in taken(lane, holder):
            if not _hand_over(mail, relay):
                break
            sent += 1
            progress.advance()
    finally:
        relay.close()
    return sent


def taken(lane: Lane, holder: UUID) -> Iterator[Mail]:
    """The e-mails of ``lane``, each taken when it is asked for, so that no other sender has it; ends when
    nothing waits. They are looked for :data:`AHEAD` at a time, and what another sender took or an erasure
    removed since is passed over."""
    while ahead := list(_waiting(lane, clock.now()).order_by("not_before", "id")[:AHEAD]):
        for mail in ahead:
            now = clock.now()
            mine = _waiting(lane, now).filter(pk=mail.pk)
            if mail.expires_at is not None and mail.expires_at <= now:
                mine.update(state=MAIL_MACHINE.after(MailState.WAITING, "expire"), ended_at=now)
            elif mine.update(
                state=MAIL_MACHINE.after(MailState.WAITING, "take"),
                holder=holder,
                taken_at=now,
                attempts=F("attempts") + 1,
            ):
                yield mail


def _waiting(lane: Lane, now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(lane=lane, state=MailState.WAITING, not_before__lte=now)


def _hand_over(mail: Mail, relay: BaseEmailBackend) -> bool:
    """Give one e-mail to the relay and write what it answered. False: the relay is down."""
    try:
        relay.open()
        written = message(mail)
    except OSError as error:
        return _put_back(mail, error)
    try:
        relay.send_messages([written])
    except TimeoutError:
        logger.warning("The mail relay fell silent on an e-mail: it was perhaps sent.")
        _end(mail, "lose", ended_at=clock.now())
    except SMTPRecipientsRefused as refused:
        _answered(mail, min((code for code, _text in refused.recipients.values()), default=0))
    except SMTPResponseException as refused:
        _answered(mail, refused.smtp_code)
    except OSError as error:
        return _put_back(mail, error)
    else:
        _end(mail, "accept", ended_at=clock.now(), answer="250")
    return True


def _put_back(mail: Mail, error: OSError) -> bool:
    logger.warning("The mail relay took no e-mail: %s", type(error).__name__)
    _end(mail, "put_back", not_before=clock.now() + _RELAY_DOWN)
    return False


def _answered(mail: Mail, code: int) -> None:
    """Write a refusal: for good when the relay says so, or has been asking for patience too long."""
    now = clock.now()
    if code >= _PERMANENT or now - mail.created_at > GIVES_UP_AFTER:
        _end(mail, "refuse", ended_at=now, answer=str(code))
    else:
        _end(mail, "put_back", not_before=now + delay_after(mail.attempts + 1), answer=str(code))


def delay_after(attempts: int) -> timedelta:
    """How long a relay that asked for patience is left alone: a minute, doubled each time, an hour."""
    return min(_FIRST_DELAY * (1 << min(attempts - 1, 10)), _LONGEST_DELAY)


def _end(mail: Mail, event: str, **changes: datetime | str) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(
        state=MAIL_MACHINE.after(MailState.SENDING, event), holder=None, **changes
    )


def message(mail: Mail) -> EmailMessage:
    """The e-mail as the relay gets it. Its Message-ID is always the same."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.ref}@{host}>", "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers)


def wake() -> None:
    """Start the senders of the lanes where something may leave, and say what was lost."""
    now = clock.now()
    find_lost(now)
    due = Mail.objects.filter(state=MailState.WAITING, not_before__lte=now)
    for lane in due.values_list("lane", flat=True).distinct().order_by("lane"):
        SENDERS[Lane(lane)].enqueue_once(key=str(lane), lane=lane)


def find_lost(now: datetime) -> int:
    """Say of the e-mails whose sender died that they were perhaps sent; answer how many."""
    lost = Mail.objects.filter(state=MailState.SENDING, taken_at__lt=now - LOST_AFTER).update(
        state=MAIL_MACHINE.after(MailState.SENDING, "lose"), holder=None, ended_at=now
    )
    if lost:
        logger.warning("E-mails perhaps sent, perhaps not, because their sender died: %d", lost)
    return lost


def forget_old() -> int:
    """Delete the e-mails that ended long enough ago; answer how many."""
    ended = Mail.objects.filter(ended_at__lt=clock.now() - KEPT_FOR)
    deleted, _by_model = ended.delete()
    return deleted
