"""What is owed an answer, the answers, what they promise, and what became of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.answers.states import DemandState, MilestoneState, Verdict
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData

_INSTITUTION = "written by the authority about what it does, never about a person"


class Demand(Model):
    """A text that was handed over: an answer to it is owed by ``due_at``.

    ``promised_at`` is the first date that was given; ``due_at`` differs from it when the authority asked
    for more time. ``warned`` is the last warning that was sent about the present date, in days before it.
    """

    personal_data = NoPersonalData("an answer owed to the text of a body, and its date")

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="demand")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="demands", db_index=False
    )
    state = models.CharField(
        max_length=16, choices=DemandState.choices, default=DemandState.AWAITED, editable=False
    )
    handed_over_at = models.DateTimeField(default=clock.now, editable=False)
    promised_at = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    warned = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["activity", "due_at", "id"]),
            models.Index(fields=["state", "due_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(state__in=(DemandState.AWAITED, DemandState.STUDIED)),
                name="demand_answered_has_date",
            )
        ]


class Answer(Model):
    """One answer of the authority. Its reasons are the text of ``post``; published, it never changes.

    ``part`` names what it is about when that is not the whole; ``closes`` says that with it everything
    that was asked is answered. ``until`` is the new date of an answer that asks for more time.
    """

    personal_data = NoPersonalData(
        "written by the authority about what it does; whoever it names answers for it by their function"
    )

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="answer")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    part = models.CharField(max_length=200, blank=True)
    closes = models.BooleanField(default=True)
    responsible = models.CharField(max_length=200)
    budget = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)


class Commitment(Model):
    """Something that an answer promises."""

    personal_data = NoPersonalData(_INSTITUTION)

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]


class Milestone(Model):
    """A dated step of a commitment. ``promised_on`` is the first date that was given."""

    personal_data = NoPersonalData(_INSTITUTION)

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    text = models.CharField(max_length=300)
    promised_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=16, choices=MilestoneState.choices, default=MilestoneState.AHEAD, editable=False
    )

    class Meta:
        ordering = ["due_on", "id"]


class Report(Model):
    """What the authority said of a milestone, never changed: how far it is, a new date, done, given up.
    ``evidence`` is the address of a page that shows it."""

    personal_data = PersonalData(
        fields={"by": _("who reported for the authority")},
        why="to say who reported, to those who audit",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reports")
    event = models.CharField(max_length=8)
    text = models.CharField(max_length=1_000)
    evidence = models.URLField(max_length=500, blank=True)
    former_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
