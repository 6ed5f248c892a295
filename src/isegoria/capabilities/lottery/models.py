"""A draw: what is asked of the panel, who volunteered, and the pool once it is frozen.

Three tables keep apart what need not be together: :class:`Volunteer` says that somebody is in the pool,
:class:`Answer` what they are like, :class:`Contact` who they are and where they live.
"""

import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.states import Origin, Place
from isegoria.commons.people.models import Act, Person
from isegoria.commons.processes.models import Activity, Body
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData
from isegoria.core.texts import TextsField

LEAST_KEPT, KEPT, MOST_KEPT = (timedelta(days=days) for days in (15, 60, 365))
"""How long after the last step of its draw what a volunteer wrote is deleted: at least, unless the
organiser says otherwise, at most."""


def new_seed() -> str:
    """256 bits from the system, in hexadecimal."""
    return secrets.token_hex(32)


class Draw(Model):
    """What the organiser asks of one lottery. ``frozen_at`` is the end of all changes.

    ``seed`` is the secret under which pseudonyms and digests of households are made. It is never shown.
    """

    personal_data = NoPersonalData("what is asked of a panel; the secret names nobody by itself")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="draw")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    size = models.PositiveSmallIntegerField(_("seats of the panel"), default=40)
    one_per_household = models.BooleanField(_("one person per household"), default=True)
    no_past_members = models.BooleanField(_("leave out former members of a panel"), default=True)
    kept_days = models.PositiveSmallIntegerField(
        _("days until what volunteers wrote is deleted"), default=KEPT.days
    )
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)


class Feature(Model):
    """A feature on which the panel should look like the population. ``name`` is what the record says."""

    personal_data = NoPersonalData("a question, and why it is asked")

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="features")
    name = models.CharField(max_length=60)
    title = TextsField(_("question"))
    why = TextsField(_("why it is asked"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "name"], name="feature_once_per_draw")
        ]


class Value(Model):
    """One value of a feature: its share of the population in percent, and the seats it may have."""

    personal_data = NoPersonalData("an answer that can be given, and its quota")

    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=80)
    title = TextsField(_("answer"))
    share = models.DecimalField(
        _("share of the population"), max_digits=7, decimal_places=4, null=True
    )
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    maximum = models.PositiveSmallIntegerField(_("at most"), default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["feature", "name"], name="value_once_per_feature"),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("maximum")), name="quota_minimum_below_maximum"
            ),
        ]


class Volunteer(Act):
    """Somebody in the pool. ``household`` and ``likeness`` are keyed digests: of an address, and of a name
    at that address. ``pseudonym`` is given when the pool is frozen."""

    personal_data = PersonalData(
        fields={
            "person": "who volunteered",
            "entered_by": "the agent who typed the form",
            "imported_id": "what the organiser's file calls the person",
            "household": "a keyed digest of the address, which cannot be turned back",
            "likeness": "a keyed digest of the name and the address, to find entries made twice",
            "pseudonym": "what the frozen pool calls the person",
        },
        why="to draw a panel among those who came forward, at most one person per household",
        kept_for=MOST_KEPT,
        erasure=Erasure.DELETE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="volunteers")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="volunteered"
    )
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.SIGN_UP)
    imported_id = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.ELIGIBLE)
    household = models.CharField(max_length=64, blank=True)
    likeness = models.CharField(max_length=64, blank=True)
    pseudonym = models.CharField(max_length=32, blank=True, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "person"], name="volunteer_once_per_draw"),
            models.UniqueConstraint(
                fields=["draw", "imported_id"],
                condition=~Q(imported_id=""),
                name="imported_once_per_draw",
            ),
        ]
        indexes = [
            models.Index(fields=["draw", "household"]),
            models.Index(fields=["draw", "likeness"]),
        ]


class Answer(Model):
    """What a volunteer answered about one feature, apart from their name."""

    personal_data = PersonalData(
        fields={"value": "the volunteer's gender, age band, district…"},
        why="to draw a panel that looks like the population; deleted with the place in the pool",
        kept_for=None,
        erasure=Erasure.DELETE,
        about="volunteer__person",
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="answers")
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="+")
    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "feature"], name="one_answer_per_feature")
        ]


class Contact(Model):
    """Who a volunteer is and where they can be reached; the e-mail address is that of the account."""

    personal_data = PersonalData(
        fields={
            "name": "first and family name",
            "phone": "telephone number",
            "street": "number and street",
            "postcode": "postcode",
            "town": "town",
        },
        why="to tell those who are drawn, one per household at most; deleted with the place",
        kept_for=None,
        erasure=Erasure.DELETE,
        about="volunteer__person",
    )

    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("first and family name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    street = models.CharField(_("number and street"), max_length=160)
    postcode = models.CharField(_("postcode"), max_length=12)
    town = models.CharField(_("town"), max_length=80)


class FrozenPool(Model):
    """The pool as it stood when it was frozen: pseudonyms and profiles, never changed again.

    ``lines`` is the canonical ``pool.jsonl`` of the kernel, ``root`` its RFC 6962 root, ``digest`` its
    SHA-256, ``terms`` the SHA-256 of size, features, quotas and population. ``composition`` counts
    ``[feature, value, people]``.
    """

    personal_data = NoPersonalData("profiles under pseudonyms, whose keys are kept apart")

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="pool")
    lines = models.TextField(editable=False)
    root = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    terms = models.CharField(max_length=64, editable=False)
    people = models.PositiveIntegerField(editable=False)
    eligible = models.PositiveIntegerField(editable=False)
    composition = models.JSONField(editable=False)
