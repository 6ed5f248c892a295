"""What time does to seats: reminders, silence, mandates that ended, news for those not drawn."""

from datetime import datetime, timedelta

from django.db.models import Q

from isegoria.capabilities.lottery import seat_journal as journal
from isegoria.capabilities.lottery.models import Draw
from isegoria.capabilities.lottery.not_drawn import tell_not_drawn
from isegoria.capabilities.lottery.offering import fill
from isegoria.capabilities.lottery.seat_acts import (
    GAVE_UP,
    conclude,
    in_our_language,
    leave,
    locked,
)
from isegoria.capabilities.lottery.seat_models import Offer, Seat, Seating
from isegoria.capabilities.lottery.seat_notices import REMINDER, post_offer
from isegoria.capabilities.lottery.seat_rules import reminder_date
from isegoria.capabilities.lottery.seat_states import HELD, OfferState
from isegoria.capabilities.lottery.writing import lock
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service
from isegoria.core.tasks.recurring import Recurring


def pass_time() -> None:
    """Do what is due. Each act is a transaction of its own: stopped anywhere, the rest is done next time."""
    now = clock.now()
    open_offers = Offer.objects.filter(state=OfferState.OFFERED)
    for offer in open_offers.filter(reminded_at=None, reply_by__gt=now):
        if reminder_date(offer.offered_at, offer.reply_by) <= now:
            remind(actor=SYSTEM, offer=offer)
    for offer in open_offers.filter(reply_by__lte=now):
        lapse(actor=SYSTEM, offer=offer)
    for offer in _ended(now):
        notice_end(actor=SYSTEM, offer=offer)
    for draw in _with_free_seats():
        refill(actor=SYSTEM, draw=draw)
    for seating in Seating.objects.filter(told_at=None).exclude(opened_at=None):
        tell_not_drawn(actor=SYSTEM, seating=seating)


def _ended(now: datetime) -> list[Offer]:
    """The seats of those whose mandate ended otherwise than here."""
    over = Q(membership=None) | Q(membership__ended_at__lte=now)
    return list(Offer.objects.filter(over, state=OfferState.ACCEPTED))


def _with_free_seats() -> list[Draw]:
    """The draws with a seat that fell free with a deleted account."""
    held = Offer.objects.filter(state__in=HELD)
    free = Seat.objects.filter(holder="", empty_since=None).exclude(pk__in=held.values("seat"))
    return list(Draw.objects.select_related("activity").filter(pk__in=free.values("draw")))


@service(journal=Private("a reminder says nothing new"))
def remind(*, actor: Actor, offer: Offer) -> None:  # noqa: ARG001 - time acts
    """Remind somebody of the date, once."""
    found = locked(offer.pk)
    if found.reminded_at is not None or found.state != OfferState.OFFERED:
        nothing_changed()
        return
    found.reminded_at = clock.now()
    found.save(update_fields=["reminded_at"])
    post_offer(found, REMINDER)


@service(journal=journal.SEAT_ANSWERED)
def lapse(*, actor: Actor, offer: Offer) -> None:
    """Take silence for a no, once the date has passed."""
    found = locked(offer.pk)
    if found.state != OfferState.OFFERED or found.reply_by > clock.now():
        nothing_changed()
        return
    conclude(found, "lapse", actor)


@service(journal=journal.SEAT_ANSWERED)
def notice_end(*, actor: Actor, offer: Offer) -> None:
    """Free the seat of a member whose mandate was ended by the team or with the account."""
    found = locked(offer.pk)
    if found.state != OfferState.ACCEPTED:
        nothing_changed()
        return
    leave(found, in_our_language(GAVE_UP), "", actor)


@service(journal=Private("each offer that follows is journaled"))
def refill(*, actor: Actor, draw: Draw) -> None:
    """Offer the seats that fell free to the next alternates."""
    fill(actor, lock(draw.activity))


SEATS = Recurring("lottery.seats", timedelta(minutes=10), pass_time)
