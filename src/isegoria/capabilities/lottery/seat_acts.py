"""What the services about seats share: the lock, and what an answer changes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from isegoria.capabilities.lottery import seat_journal as journal
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.offering import fill
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_states import OFFER_MACHINE
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.people.models import Person
from isegoria.commons.processes.journal import MANDATE_BEGAN, MANDATE_ENDED
from isegoria.commons.processes.models import Body, Membership
from isegoria.commons.processes.seats import (
    journal_mandate,
    locked_body,
    locked_mandate,
    new_mandate,
)
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.core.texts import Text

LONGEST_REASON, LONGEST_NAME = 500, 60
DRAWN = _("Drawn by lot")
GAVE_UP = _("Gave up the seat")
_CODES = {"accept": "accepted", "decline": "declined", "lapse": "silent", "leave": "left"}
"""What the journal calls each event."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers to an offer. ``reason`` is for the team alone; ``public_name`` is the first
    name under which who accepts agrees to be shown, '' for who does not."""

    accepts: bool
    reason: str = ""
    public_name: str = ""

    def problems(self) -> list[Text]:
        """All that is wrong with it."""
        found: list[Text] = []
        if len(self.reason) > LONGEST_REASON:
            found.append(_("Say it in 500 characters or less."))
        if len(self.public_name) > LONGEST_NAME:
            found.append(_("Give a first name of 60 characters or less."))
        return found


def too_late() -> Conflict:
    """What is said of an offer that cannot be answered any more, whatever the reason."""
    return Conflict(
        _("This seat can no longer be answered: it was already, or the date has passed."),
        code="too_late",
    )


def in_our_language(text: Promise) -> str:
    """A text as it enters the public record: in the language of the installation."""
    with override(settings.LANGUAGE_CODE):
        return str(text)


def locked(pk: int) -> Offer:
    """An offer with its seat, draw and volunteer, nobody else writing about this draw."""
    known = Offer.objects.select_related("seat__draw__activity").get(pk=pk)
    draw = lock(known.seat.draw.activity)
    found: Offer = Offer.objects.select_related("seat", "volunteer", "membership").get(pk=pk)
    found.seat.draw = draw
    return found


def reply(offer: Offer, answer: Answer, actor: Actor, newcomer: UUID | None = None) -> Offer:
    """Write what was answered. Accepting begins the mandate; declining offers the seat to the next.

    ``newcomer`` is who a volunteer of a file turns out to be, whom the site did not know. Raises Conflict
    when the offer is no longer open, Invalid with all that is wrong in the answer.
    """
    event = "accept" if answer.accepts else "decline"
    if not OFFER_MACHINE.allows(offer.state, event) or offer.reply_by <= clock.now():
        raise too_late()
    if problems := answer.problems():
        raise Invalid(_("Your answer was not noted."), problems, code="answer")
    offer.reason = "" if answer.accepts else answer.reason.strip()
    if answer.accepts:
        offer.public_name = " ".join(answer.public_name.split())
        _name(offer.volunteer, newcomer)
        offer.membership = _begin(actor=actor, offer=offer)
    return conclude(offer, event, actor, by=offer.volunteer.person_id)


def leave(offer: Offer, because: str, reason: str, actor: Actor) -> Offer:
    """End the mandate that an offer began, unless it ended otherwise; ``reason`` is for the team alone."""
    _end(actor=actor, offer=offer, because=because)
    offer.reason, offer.public_name = reason.strip()[:LONGEST_REASON], ""
    return conclude(offer, "leave", actor)


def conclude(offer: Offer, event: str, actor: Actor, by: UUID | None = None) -> Offer:
    """Note what happened to an offer, in the journal too, and offer the seat to the next if it is free.
    ``by`` is who answered, where that is not ``actor``."""
    seat, accepted = offer.seat, event == "accept"
    offer.state = OFFER_MACHINE.after(offer.state, event)
    offer.answered_at = clock.now()
    offer.entry = record(
        journal.SEAT_ANSWERED,
        subject=seat.draw.ref,
        facts={
            "seat": seat.number,
            "pseudonym": offer.volunteer.pseudonym,
            "answer": _CODES[event],
        },
        commits={"by": by} if by else {},
    )
    offer.save()
    seat.holder = offer.volunteer.pseudonym if accepted else ""
    seat.save(update_fields=["holder"])
    if not accepted:
        fill(actor, seat.draw)
    return offer


def _name(volunteer: Volunteer, newcomer: UUID | None) -> None:
    """Who somebody is whom the site does not know: ``newcomer``, unless that person volunteered too, or
    else somebody new."""
    if volunteer.person_id is not None:
        return
    there = Volunteer.objects.filter(draw=volunteer.draw_id, person=newcomer)
    if newcomer is None or there.exists():
        newcomer = Person.objects.create().pk
    volunteer.person_id = newcomer
    volunteer.save(update_fields=["person"])


@service(journal=MANDATE_BEGAN)
def _begin(*, actor: Actor, offer: Offer) -> Membership:  # noqa: ARG001 - part of accepting, which asked
    """Begin the mandate of whoever accepts: part of accepting. Their name is not shown with it."""
    body = locked_body(Body.objects.get(pk=cast("int", offer.seat.draw.body_id)))
    person = Person.objects.get(pk=cast("UUID", offer.volunteer.person_id))
    mandate = new_mandate(body, person, in_our_language(DRAWN), "")
    mandate.is_named = False
    mandate.save(update_fields=["is_named"])
    journal_mandate(MANDATE_BEGAN, mandate, body)
    return mandate


@service(journal=MANDATE_ENDED)
def _end(*, actor: Actor, offer: Offer, because: str) -> None:  # noqa: ARG001 - part of leaving, which asked
    """End the mandate of whoever leaves: part of leaving."""
    if offer.membership is None or offer.membership.ended_at is not None:
        nothing_changed()
        return
    mandate = locked_mandate(offer.membership)
    mandate.ended_at = max(clock.now(), mandate.began_at + timedelta(microseconds=1))
    mandate.ended_because = because
    mandate.save(update_fields=["ended_at", "ended_because"])
    journal_mandate(MANDATE_ENDED, mandate, mandate.body)
