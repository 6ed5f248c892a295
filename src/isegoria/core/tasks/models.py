"""Background runs, and when each recurring task last began."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData
from isegoria.core.tasks.states import ACTIVE, RunState

KEPT_FOR = timedelta(days=30)


class Queue(models.TextChoices):
    """How soon a run must begin."""

    URGENT = "urgent", _("Urgent")
    DEFAULT = "default", _("Ordinary")
    BULK = "bulk", _("Bulk")


class Run(Model):
    """One thing to do in the background, from being asked for to its end.

    ``holder`` names the attempt that may write here; an attempt that lost the run to another one finds
    a different name and stops. ``dispatch`` is the row of django-tasks-db that will start the next
    attempt.
    """

    personal_data = PersonalData(
        fields={"requested_by": _("who asked for it, to show them how far it is")},
        why="to show the progress and the result of long work to the person who asked for it",
        kept_for=KEPT_FOR,
        erasure=Erasure.ANONYMISE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    once_for_all = models.BooleanField(default=False)
    queue = models.CharField(max_length=10, choices=Queue, default=Queue.DEFAULT)
    max_attempts = models.PositiveSmallIntegerField(default=1)

    label = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    requested_by = models.UUIDField(null=True, blank=True, db_index=True)
    return_to = models.CharField(max_length=500, blank=True)

    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    holder = models.UUIDField(null=True, blank=True)
    dispatch = models.UUIDField(null=True, blank=True)

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)

    created_at = models.DateTimeField(default=clock.now, editable=False)
    not_before = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["function", "key"],
                condition=~Q(key="")
                & (Q(state__in=ACTIVE) | Q(state=RunState.DONE, once_for_all=True)),
                name="jobs_one_run_per_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["heartbeat_at"],
                condition=Q(state=RunState.RUNNING),
                name="jobs_running",
            ),
            models.Index(
                fields=["not_before"], condition=Q(state=RunState.WAITING), name="jobs_waiting"
            ),
            models.Index(fields=["kept_until"], name="jobs_kept_until"),
        ]

    def __str__(self) -> str:
        return self.label


class LastTick(Model):
    """When a recurring task last began, and how it ended."""

    personal_data = NoPersonalData("names of recurring tasks and dates")

    name = models.CharField(primary_key=True, max_length=100)
    began_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
