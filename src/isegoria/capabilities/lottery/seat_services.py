"""Answering the offer of a seat, giving a seat up, having a member replaced."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import seat_journal as journal
from isegoria.capabilities.lottery.models import Feature, Volunteer
from isegoria.capabilities.lottery.seat_acts import (
    GAVE_UP,
    Answer,
    conclude,
    in_our_language,
    leave,
    locked,
    reply,
    too_late,
)
from isegoria.capabilities.lottery.seat_codes import digest_of
from isegoria.capabilities.lottery.seat_models import Offer, Seating
from isegoria.capabilities.lottery.seat_policies import (
    ANSWER_OWN_SEAT,
    MANAGE_SEATS,
    NOTE_ANSWER,
)
from isegoria.capabilities.lottery.seat_queries import seating_of
from isegoria.capabilities.lottery.seat_states import HELD
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.processes.models import Activity
from isegoria.commons.processes.rules import LONGEST_MANDATE_REASON, problems_of_public_text
from isegoria.core.actor import Actor, Channel
from isegoria.core.errors import Invalid
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service

LEAST_DAYS, MOST_DAYS = 1, 60


@service(journal=Private("delays are announced with each offer"))
def set_seating(
    *, actor: Actor, activity: Activity, reply_days: int, shown: Feature | None
) -> Seating:
    """How many days there are to answer, from the next offer on, and which feature is said beside the
    first names of those who agreed."""
    draw = lock(activity)
    MANAGE_SEATS.authorise(actor, draw.activity)
    if not LEAST_DAYS <= reply_days <= MOST_DAYS:
        raise Invalid(
            _("Nothing was changed."), [_("Give between 1 and 60 days to answer.")], code="days"
        )
    seating = seating_of(draw)
    seating.reply_days, seating.shown = reply_days, shown
    seating.save()
    return seating


@service(journal=journal.SEAT_ANSWERED)
def answer_own(*, actor: Actor, offer: Offer, answer: Answer) -> Offer:
    """Accept or decline a seat one was offered. Raises Conflict once it was answered or is too late."""
    found = locked(offer.pk)
    ANSWER_OWN_SEAT.authorise(actor, found)
    return reply(found, answer, actor)


@service(journal=journal.SEAT_ANSWERED)
def answer_by_code(*, actor: Actor, code: str, answer: Answer) -> Offer:
    """Accept or decline with the code of a letter: whoever holds it is who was asked.

    A volunteer of a file, whom the site does not know, is from now on the person who is signed in, or
    somebody new. Raises Conflict when the code opens nothing any more.
    """
    known = Offer.objects.filter(code_digest=digest_of(code)).first()
    if known is None:
        raise too_late()
    own = actor.is_signed_in and actor.entered_by is None
    return reply(locked(known.pk), answer, actor, actor.person_id if own else None)


@service(journal=journal.SEAT_ANSWERED)
def note_answer(*, actor: Actor, offer: Offer, answer: Answer, channel: Channel) -> Offer:
    """Note, as an agent, what somebody answered by telephone, by post or at the desk."""
    found = locked(offer.pk)
    NOTE_ANSWER.authorise(actor, found)
    found.channel, found.entered_by_id = channel, actor.person_id
    return reply(found, answer, actor)


@service(journal=journal.SEAT_ANSWERED)
def give_up(*, actor: Actor, offer: Offer, reason: str = "") -> Offer:
    """Leave the panel: the mandate ends, and the seat goes to the next alternate."""
    found = locked(offer.pk)
    ANSWER_OWN_SEAT.authorise(actor, found)
    return leave(found, in_our_language(GAVE_UP), reason, actor)


@service(journal=journal.SEAT_ANSWERED)
def replace_member(*, actor: Actor, offer: Offer, because: str) -> Offer:
    """End, as the organiser, the mandate of a member who cannot go on, for a reason that everybody can
    read; the seat goes to the next alternate. Raises Invalid without such a reason."""
    found = locked(offer.pk)
    MANAGE_SEATS.authorise(actor, found.seat.draw.activity)
    if problems := problems_of_public_text(because, LONGEST_MANDATE_REASON):
        raise Invalid(_("The member was not replaced."), problems, code="reason")
    return leave(found, because.strip(), "", actor)


@service(journal=journal.SEAT_ANSWERED)
def release(*, actor: Actor, volunteer: Volunteer) -> None:
    """Free the seat that somebody who withdraws holds or was offered: part of withdrawing."""
    held = Offer.objects.filter(volunteer=volunteer, state__in=HELD).first()
    if held is None:
        nothing_changed()
        return
    found = locked(held.pk)
    if found.membership_id is not None:
        leave(found, in_our_language(GAVE_UP), "", actor)
    else:
        conclude(found, "decline", actor)
