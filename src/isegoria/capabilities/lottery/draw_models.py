"""The draw in front of everybody: what was read aloud, who confirmed it, and the panel.

The real draw and its rehearsals are two tables, so that no rehearsal can become a draw.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Draw
from isegoria.commons.people.models import Person
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


class Reading(Model):
    """What was read aloud so far: ``digits`` of dice or balls, ``beacon`` as the public beacon gave it.

    ``corrections`` counts digits that were taken back. ``number``, ``panel`` (pseudonyms by seat)
    and ``composition`` (``[feature, value, seats]``) are there once drawn.
    """

    digits = models.CharField(max_length=8, blank=True)
    beacon = models.CharField(max_length=500, blank=True)
    corrections = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=8, blank=True, editable=False)
    panel = models.JSONField(default=list, editable=False)
    composition = models.JSONField(default=list, editable=False)
    drawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Drawing(Reading):
    """The draw. There is one, and it happens once."""

    personal_data = NoPersonalData("digits read aloud, and pseudonyms")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="drawing")


class Rehearsal(Reading):
    """A draw that is none: for trying the page. ``panel`` holds numbers of seats, no pseudonym."""

    personal_data = NoPersonalData("digits typed to try the page")

    draw = models.OneToOneField(Draw, on_delete=models.CASCADE, related_name="rehearsal")


class WitnessRole(models.TextChoices):
    """In what quality somebody confirms what was read aloud."""

    ORGANISER = "organiser", _("Organiser")
    OBSERVER = "observer", _("Observer")


class Witness(Model):
    """Somebody who confirmed, by a typed name, that the digits are those read aloud."""

    personal_data = PersonalData(
        fields={"person": _("who confirmed"), "name": _("the name under which they signed")},
        why="the minutes of a public draw name those who witnessed it",
        kept_for=None,
        erasure=Erasure.KEEP,
    )

    drawing = models.ForeignKey(Drawing, on_delete=models.PROTECT, related_name="witnesses")
    role = models.CharField(max_length=10, choices=WitnessRole.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(fields=["drawing", "role"], name="one_witness_per_role"),
            models.UniqueConstraint(fields=["drawing", "person"], name="two_witnesses_are_two"),
        ]
