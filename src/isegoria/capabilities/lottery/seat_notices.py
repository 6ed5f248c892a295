"""What those who were drawn, and the organisers, are told about seats."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from isegoria.capabilities.lottery.models import Draw
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.commons.notifications.models import Notice
from isegoria.commons.notifications.notify import notify
from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Membership, TeamRole
from isegoria.commons.processes.roles import has_mandate
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.mail.posting import post_mail
from isegoria.core.notice_kinds import Frequency, NoticeKind
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import closing


def _own_seat(ref: UUID) -> str:
    return reverse("lottery:seat-by-ref", args=[ref])


def _seats(ref: UUID) -> str:
    return reverse("lottery:seats-by-ref", args=[ref])


OFFERED = NoticeKind(
    code="lottery.seat_offered",
    label=gettext_lazy("A seat of a panel is offered to me"),
    sentence=lambda _count, title: _("“%s”: a seat of the panel is yours if you accept it") % title,
    address=_own_seat,
    frequency=Frequency.AT_ONCE,
    owed=True,
)
"""Its e-mail, which holds the link, is :func:`post_offer`'s and leaves at once, whatever the person chose."""
RUN_OUT = NoticeKind(
    code="lottery.seat_empty",
    label=gettext_lazy("No alternate is left for a seat"),
    sentence=lambda _count, title: (
        _("“%s”: a seat stays empty, no alternate is left for it") % title
    ),
    address=_seats,
    frequency=Frequency.AT_ONCE,
    concerns=has_mandate(TeamRole.ORGANISER),
)
KINDS = (OFFERED, RUN_OUT)


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the e-mails about an offer: its name and its templates."""

    name: str
    subject: str
    message: str


OFFER = Letter("offer", "lottery/email/offer_subject.txt", "lottery/email/offer_message.txt")
REMINDER = Letter(
    "reminder", "lottery/email/reminder_subject.txt", "lottery/email/reminder_message.txt"
)


def tell_offered(offer: Offer) -> None:
    """Tell whoever was drawn, or is next: on the site and by e-mail. Who has no account stands on the list
    to call and to write to."""
    person = offer.volunteer.person_id
    if person is None:
        return
    draw = offer.seat.draw
    notify(OFFERED, [person], about=draw.ref, title=pick(draw.activity.title), actor=SYSTEM)
    post_offer(offer, OFFER)
    Notice.objects.filter(kind=OFFERED.code, about=draw.ref, person=person).update(
        mailed_at=clock.now()
    )


def post_offer(offer: Offer, letter: Letter) -> None:
    """The e-mail of an offer, or its reminder, to whoever has an account."""
    account = Account.objects.filter(person=offer.volunteer.person_id, is_active=True).first()
    if account is None:
        return
    activity = offer.seat.draw.activity
    with override(account.language):
        context = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "process": pick(activity.process.title),
            "seats": offer.seat.draw.size,
            "is_alternate": offer.rank > 0,
            "until": closing(offer.reply_by),
            "url": settings.SITE_URL + reverse("lottery:answer", args=[code_of(offer.ref)]),
        }
        subject = render_to_string(letter.subject, context)
        text = render_to_string(letter.message, context)
    post_mail(
        to=account.email,
        person=account.person_id,
        subject=" ".join(subject.split()),
        text=text,
        key=f"lottery.{letter.name}:{offer.ref}",
        expires_at=offer.reply_by,
    )


def tell_run_out(draw: Draw) -> None:
    """Tell the organisers that a seat stays empty."""
    team = Membership.objects.running(clock.now()).filter(
        body__process=draw.activity.process_id, role=TeamRole.ORGANISER
    )
    notify(RUN_OUT, team.people(), about=draw.ref, title=pick(draw.activity.title), actor=SYSTEM)
