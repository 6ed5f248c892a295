"""The seats of a panel that was drawn, and to whom each was offered.

A :class:`Seat` knows pseudonyms alone; an :class:`Offer` leads from it to a volunteer, and goes when what
the volunteer wrote goes. So who was drawn is forgotten in time, and what the panel looked like is not.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Draw, Feature, Volunteer
from isegoria.capabilities.lottery.seat_states import HELD, OfferState
from isegoria.commons.people.models import Act
from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.journal.models import Entry
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


class Seating(Model):
    """How the panel of a draw is seated. ``shown`` is the feature said beside the first names of those
    who agreed to be named; ``told_at`` when those not drawn were told."""

    personal_data = NoPersonalData("delays and dates of a procedure")

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="seating")
    reply_days = models.PositiveSmallIntegerField(_("days to answer"), default=10)
    shown = models.ForeignKey(
        Feature, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)


class Reserve(Model):
    """Who may take the seats of one type, in the published order: a pseudonym on each line."""

    personal_data = NoPersonalData("pseudonyms in the order of the public record")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="reserves")
    order = models.TextField(editable=False)


class Seat(Model):
    """One seat: who was drawn for it, and whoever accepted it, '' while nobody has. ``empty_since`` is set
    while no alternate is left for it."""

    personal_data = NoPersonalData("pseudonyms; what ties them to people is in the offers")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    drawn = models.CharField(max_length=32)
    holder = models.CharField(max_length=32, blank=True)
    reserve = models.ForeignKey(Reserve, on_delete=models.PROTECT, related_name="seats")
    empty_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="seat_number_once_per_draw")
        ]


class Offer(Act):
    """A seat offered to a volunteer, once in a draw. ``rank`` is the place among the alternates of the
    seat, 0 for who was drawn. ``code_digest`` is that of the code in the link or on the letter."""

    personal_data = PersonalData(
        fields={
            "volunteer": _("who was offered the seat"),
            "reason": _("why it was declined or given up, if that was said"),
            "public_name": _("the first name, for those who agreed to be named"),
            "code_digest": _("a digest of the code of the letter, which cannot be turned back"),
            "entered_by": _("the agent who noted the answer"),
        },
        why="to seat the panel that was drawn; deleted with the place in the pool",
        kept_for=None,
        erasure=Erasure.DELETE,
        about="volunteer__person",
        secrets=frozenset({"code_digest"}),
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="offers")
    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="offer")
    rank = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=8, choices=OfferState.choices, default=OfferState.OFFERED, editable=False
    )
    offered_at = models.DateTimeField(default=clock.now, editable=False)
    reply_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(max_length=500, blank=True)
    public_name = models.CharField(max_length=60, blank=True)
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["offered_at", "id"]
        indexes = [models.Index(fields=["state", "reply_by"])]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(state__in=HELD), name="one_holder_per_seat"
            )
        ]
