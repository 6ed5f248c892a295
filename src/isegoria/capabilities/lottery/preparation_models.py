"""The list of panels of a draw: what was asked of it, its archives, and the chance of each volunteer.

Archives are rows, so that the record, its digest and the entry of the journal are committed together and
stand in every back-up. They are kept in parts, so that nobody holds a whole one in memory to serve it.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData

LEAST_K, MOST_K = 3, 50


class Aim(models.TextChoices):
    """How chances are shared, in the words of an organiser. The codes are those of the kernel."""

    LEXIMIN = "leximin", _("The smallest chance as large as possible, then the next one")
    GOLDILOCKS = "goldilocks", _("Nobody nearly certain: neither end far from the middle")


class Edition(models.TextChoices):
    """For whom an archive is."""

    PUBLIC = "public", _("for everybody")
    COMPLETE = "complete", _("for observers")
    MINUTES = "minutes", _("the record of the draw")


class Preparation(Model):
    """What is asked of the list of panels, and what became of it.

    ``sources`` is the announcement of the kernel, ``cap`` in percent, ``k`` the fewest people for whom a
    profile of the public edition stands. ``run`` is the background run that works on it. Once
    ``prepared_at`` is set nothing changes any more.
    """

    personal_data = NoPersonalData("options and digests of a computation")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="preparation")
    aim = models.CharField(max_length=12, choices=Aim.choices, default=Aim.LEXIMIN)
    cap = models.PositiveSmallIntegerField(default=100)
    sources = models.JSONField()
    k = models.PositiveSmallIntegerField(default=5)
    run = models.UUIDField(editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    prepared_at = models.DateTimeField(null=True, editable=False)
    panels = models.PositiveIntegerField(default=0, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    edition = models.CharField(max_length=64, blank=True, editable=False)
    figures = models.JSONField(default=dict, editable=False)

    @property
    def places(self) -> int:
        """How many digits the last number of the list has."""
        return len(str(self.panels - 1))


class Archive(Model):
    """One file to hand over: the record as a ZIP in one of its editions, or the minutes as a PDF."""

    personal_data = NoPersonalData("pseudonyms, profiles and digests, as they are published")

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="archives")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["preparation", "edition"], name="archive_once_per_edition"
            )
        ]


class ArchivePart(Model):
    """Some of the octets of an archive, in their order."""

    personal_data = NoPersonalData("octets of an archive")

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["archive", "position"], name="archive_part_once")
        ]


class Chance(Model):
    """How likely a volunteer is to be drawn, and in how many panels of the list they stand."""

    personal_data = PersonalData(
        fields={
            "chance": _("how likely the volunteer was to be drawn"),
            "panels": _("in how many panels of the list the volunteer stands"),
        },
        why="to tell each volunteer their own chance; deleted with the place in the pool",
        kept_for=None,
        erasure=Erasure.DELETE,
        about="volunteer__person",
    )

    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="chance")
    chance = models.FloatField()
    panels = models.PositiveIntegerField()
