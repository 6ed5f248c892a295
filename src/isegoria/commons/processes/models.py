"""Processes: their themes, activities and phases; their bodies, mandates and invitations."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes.states import InvitationState, ProcessState
from isegoria.core import clock
from isegoria.core.actor import Verification
from isegoria.core.models import Model, QuerySet
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData
from isegoria.core.texts import TextsField, pick

_INSTITUTION = "written by the institution about the process, never about a person"


class Process(Model):
    """One participatory process, from its opening to its archive."""

    personal_data = NoPersonalData(_INSTITUTION)

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(
        max_length=16, choices=ProcessState.choices, default=ProcessState.DRAFT, editable=False
    )
    title = TextsField(_("title"))
    summary = TextsField(_("summary"))
    description = TextsField(_("description"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), default=16)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["state", "-published_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProcessState.DRAFT) | Q(published_at__isnull=False),
                name="process_published_has_date",
            )
        ]

    def __str__(self) -> str:
        return pick(self.title) or self.slug


class Theme(Model):
    """A subject of the process."""

    personal_data = NoPersonalData(_INSTITUTION)

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=80)
    title = TextsField(_("title"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["process", "slug"], name="theme_slug_once_per_process")
        ]

    def __str__(self) -> str:
        return pick(self.title) or self.slug


class Activity(Model):
    """One capability placed in a process, with its settings."""

    personal_data = NoPersonalData(_INSTITUTION)

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="activities")
    capability = models.CharField(max_length=40)
    slug = models.SlugField(max_length=80)
    title = TextsField(_("title"))
    settings = models.JSONField(default=dict, blank=True)
    verification = models.PositiveSmallIntegerField(
        _("who may take part"),
        choices=[(level.value, level.name.lower()) for level in Verification],
        default=Verification.EMAIL,
    )
    approve_first = models.BooleanField(
        _("moderators read each text before it is shown"), default=False
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "slug"], name="activity_slug_once_per_process"
            )
        ]

    def __str__(self) -> str:
        return pick(self.title) or self.slug


class Phase(Model):
    """A dated window [opens_at, closes_at) of an activity. Its kind opens actions."""

    personal_data = NoPersonalData(_INSTITUTION)

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=40)
    title = TextsField(_("title"), blank=True)
    description = TextsField(_("description"), blank=True)
    opens_at = models.DateTimeField(_("opens on"))
    closes_at = models.DateTimeField(_("closes on"))
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["opens_at", "closes_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="phase_opens_before_it_closes"
            )
        ]

    def __str__(self) -> str:
        return pick(self.title) or self.kind


class BodyKind(models.TextChoices):
    """What a body is for. The order is that of the public page."""

    PANEL = "panel", _("Panel")
    WORKING_GROUP = "working_group", _("Working group")
    MIRROR_GROUP = "mirror_group", _("Mirror group")
    GUARANTORS = "guarantors", _("Guarantors")
    EXPERTS = "experts", _("Experts")
    AUTHORITY = "authority", _("Authority")
    TEAM = "team", _("Team")


class TeamRole(models.TextChoices):
    """What a member of the team does. The other bodies have members, without roles."""

    ORGANISER = "organiser", _("Organiser")
    FACILITATOR = "facilitator", _("Facilitator")
    MODERATOR = "moderator", _("Moderator")
    AGENT = "agent", _("Agent who helps at the desk")
    OBSERVER = "observer", _("Observer")


class Body(Model):
    """A set of people with a place in the process: its panel, its guarantors, its team..."""

    personal_data = NoPersonalData("the name and the purpose of a body; its members are mandates")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField(max_length=16, choices=BodyKind.choices)
    slug = models.SlugField(max_length=80)
    title = TextsField(_("title"))
    description = TextsField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["process", "slug"], name="body_slug_once_per_process"),
            models.UniqueConstraint(
                fields=["process"], condition=Q(kind=BodyKind.TEAM), name="one_team_per_process"
            ),
        ]

    def __str__(self) -> str:
        return pick(self.title) or self.slug


class MembershipQuerySet(QuerySet["Membership"]):
    """Mandates, and who holds them."""

    def running(self, now: Any) -> Self:
        """Those that somebody holds at the instant ``now``, which a compiled statement may still wait for."""
        goes_on = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
        return self.filter(goes_on, began_at__lte=now, person__isnull=False)

    def people(self) -> set[uuid.UUID]:
        """Who holds them. One statement."""
        held = self.exclude(person=None).values_list("person_id", flat=True)
        return {person for person in held if person is not None}


class Membership(Model):
    """A person's dated place in a body, with the reasons why it began and ended.

    Half-open like a phase: a member from ``began_at`` until ``ended_at`` (None: still). Whoever was drawn
    by lot is not named on the page of the process (``is_named``): they may agree to be elsewhere.
    """

    personal_data = PersonalData(
        fields={
            "person": _("who has the mandate"),
            "function": _("what the person does there, in public"),
            "began_because": _("why the mandate began"),
            "ended_because": _("why it ended"),
        },
        why="to say in public who sits where, since when and until when",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=TeamRole.choices, blank=True)
    function = TextsField(_("function"), blank=True)
    began_at = models.DateTimeField(default=clock.now)
    began_because = models.CharField(_("why it began"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    is_named = models.BooleanField(default=True, editable=False)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "id"]
        indexes = [models.Index(fields=["person", "ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_running_mandate_per_person_and_role",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("began_at")),
                name="mandate_begins_before_it_ends",
            ),
        ]


INVITATION_LASTS = timedelta(days=14)
INVITATIONS_KEPT = timedelta(days=90)


class Invitation(Model):
    """A mandate offered to whoever reads the mail of an address.

    The link in the e-mail holds a secret of which only a digest is kept: reading the database does not
    let anybody accept. Whether the address has an account is neither looked up nor told.
    """

    personal_data = PersonalData(
        fields={
            "address": _("where the invitation was sent"),
            "token_digest": _("a digest of the secret in the link, which cannot be turned back"),
            "function": _("what the person would do there"),
            "invited_by": _("who invites"),
            "person": _("who accepted"),
        },
        why="to offer a mandate to somebody, and to let nobody else take it",
        kept_for=INVITATIONS_KEPT,
        erasure=Erasure.DELETE,
        about="person",
        secrets=frozenset({"token_digest"}),
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=TeamRole.choices, blank=True)
    function = TextsField(_("function"), blank=True)
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=8)
    because = models.CharField(_("why the mandate begins"), max_length=300)
    begins_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=16, choices=InvitationState.choices, default=InvitationState.PENDING
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="invitations"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "role", "address"],
                condition=Q(state=InvitationState.PENDING),
                name="one_pending_invitation_per_address_and_role",
            )
        ]
