"""Decisions of bodies: the vote, who could vote and did, and, apart from them, what was cast in secret."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.decisions.choices import Choice, Majority, Quorum
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Body
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData


class Decision(Model):
    """A vote of ``body`` on ``post``. Its counts are empty until it is closed, then never change."""

    personal_data = NoPersonalData("a vote of a body and its counts")

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="decisions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    majority = models.CharField(max_length=16, choices=Majority.choices)
    quorum = models.CharField(max_length=16, choices=Quorum.choices)
    secret = models.BooleanField()
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, editable=False)
    agree = models.PositiveIntegerField(null=True, editable=False)
    disagree = models.PositiveIntegerField(null=True, editable=False)
    abstain = models.PositiveIntegerField(null=True, editable=False)
    members = models.PositiveIntegerField()
    adopted = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(closed_at__isnull=True), name="one_open_vote_per_post"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(adopted__isnull=False),
                name="closed_vote_has_a_result",
            ),
        ]


class Elector(Model):
    """Somebody who could vote when the vote opened, and whether they did. ``choice`` is what they voted by
    name; in a secret vote it is empty for ever."""

    personal_data = PersonalData(
        fields={
            "person": _("who could vote"),
            "voted": _("whether the person voted"),
            "choice": _("what the person voted, where the vote is by name"),
        },
        why="to let each member vote once, and to say in public who voted",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="electors", db_index=False
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)
    choice = models.SmallIntegerField(null=True, choices=Choice.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="elector_once_per_vote")
        ]


class Ballot(Model):
    """What was cast in a secret vote. Nothing leads from here to whoever cast it: no person, no hour, a
    key drawn at random, and rows written anew in the order of their keys at each vote."""

    personal_data = NoPersonalData("what was cast, without anything that leads to who cast it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="ballots")
    choice = models.SmallIntegerField(choices=Choice.choices)
