"""Processes, their themes, their activities and the phases that open and close them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import NoPersonalData
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
