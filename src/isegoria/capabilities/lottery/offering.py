"""Offering a seat to whom it falls to, and telling them."""

from datetime import datetime

from django.utils import timezone

from isegoria.capabilities.lottery import seat_journal as journal
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.seat_codes import code_of, digest_of
from isegoria.capabilities.lottery.seat_models import Offer, Seat, Seating
from isegoria.capabilities.lottery.seat_notices import tell_offered, tell_run_out
from isegoria.capabilities.lottery.seat_queries import (
    bounds_of,
    lines_of,
    next_alternate,
    seating_of,
)
from isegoria.capabilities.lottery.seat_rules import reply_date
from isegoria.capabilities.lottery.seat_states import HELD
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service


def awaited_until(seating: Seating) -> datetime:
    """Until when an offer made now can be answered."""
    return reply_date(clock.now(), seating.reply_days, timezone.get_default_timezone())


def offer(seat: Seat, volunteer: Volunteer, rank: int) -> Offer:
    """Write the offer of ``seat``, which comes with its draw, and tell ``volunteer``."""
    until = awaited_until(seating_of(seat.draw))
    made = Offer(seat=seat, volunteer=volunteer, rank=rank, reply_by=until)
    made.code_digest = digest_of(code_of(made.ref))
    made.save()
    tell_offered(made)
    return made


def fill(actor: Actor, draw: Draw) -> None:
    """Offer every seat that nobody holds to the next alternate of its published order. Nobody chooses.

    Call it in the transaction of a service that has the lock of ``draw``. Who organises is told of a seat
    for which nobody is left.
    """
    held = Offer.objects.filter(seat__draw=draw, state__in=HELD)
    free = Seat.objects.filter(draw=draw, holder="").exclude(pk__in=held.values("seat"))
    seats = list(free.select_related("reserve"))
    if not seats:
        return
    lines, bounds = lines_of(draw), bounds_of(draw)
    for seat in seats:
        seat.draw = draw
        found = next_alternate(seat, lines, bounds)
        if found is None:
            _leave_empty(actor=actor, seat=seat)
        else:
            _offer_next(actor=actor, seat=seat, rank=found[0], volunteer=found[1])


@service(journal=journal.SEAT_OFFERED)
def _offer_next(*, actor: Actor, seat: Seat, rank: int, volunteer: Volunteer) -> Offer:  # noqa: ARG001 - the order decides, nobody else
    """Offer ``seat`` to the next alternate: part of what emptied it."""
    if seat.empty_since is not None:
        seat.empty_since = None
        seat.save(update_fields=["empty_since"])
    made = offer(seat, volunteer, rank)
    record(
        journal.SEAT_OFFERED,
        subject=seat.draw.ref,
        facts={
            "seat": seat.number,
            "rank": rank,
            "pseudonym": volunteer.pseudonym,
            "reply_by": made.reply_by,
        },
    )
    return made


@service(journal=journal.SEAT_EMPTY)
def _leave_empty(*, actor: Actor, seat: Seat) -> None:  # noqa: ARG001 - nobody decides it
    """Note that nobody is left for ``seat``, once."""
    if seat.empty_since is not None:
        nothing_changed()
        return
    seat.empty_since = clock.now()
    seat.save(update_fields=["empty_since"])
    record(journal.SEAT_EMPTY, subject=seat.draw.ref, facts={"seat": seat.number})
    tell_run_out(seat.draw)
