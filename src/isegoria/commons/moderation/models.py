"""Reports about texts, what moderators decided, and the appeals against it."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.moderation.states import Act as Ruled
from isegoria.commons.moderation.states import AppealState, Reason
from isegoria.commons.people.models import Act, Person
from isegoria.commons.posts.models import Post
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData

REPORTS_KEPT = timedelta(days=365)


class Ruling(Model):
    """What a moderator decided about one text: public, with its reason, without the moderator's name.

    ``rewriting`` is a version of the text that would be accepted, for its author alone.
    """

    personal_data = PersonalData(
        fields={"moderator": _("who decided"), "rewriting": _("the author's words, changed")},
        why="to show in public what is hidden and why, and to have appeals decided by somebody else",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
        about="post__author",
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="rulings")
    moderator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=16, choices=Ruled.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    explanation = models.CharField(_("reason, in public"), max_length=500, blank=True)
    rewriting = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["post", "-at", "-id"]), models.Index(fields=["-at", "-id"])]


class Report(Act):
    """Somebody found that a text breaks the charter. ``ruling`` is what came of it."""

    personal_data = PersonalData(
        fields={"person": _("who reports"), "words": _("what the person said about it")},
        why="to look at texts that break the charter, and to say what came of each report",
        kept_for=REPORTS_KEPT,
        erasure=Erasure.ANONYMISE,
    )

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reports")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = models.CharField(_("in your words"), max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    ruling = models.ForeignKey(Ruling, null=True, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=Q(ruling__isnull=True),
                name="one_open_report_per_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["post", "at"], condition=Q(ruling__isnull=True), name="report_open"
            ),
            models.Index(fields=["at"], name="report_age"),
        ]


class Appeal(Model):
    """An author asks that somebody else look again at a text that was hidden."""

    personal_data = PersonalData(
        fields={"words": _("what the author says"), "decided_by": _("who decided again")},
        why="to have a decision looked at by somebody who did not take it",
        kept_for=None,
        erasure=Erasure.ANONYMISE,
        about="ruling__post__author",
    )

    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="appeal")
    words = models.CharField(_("why it should be read again"), max_length=2000)
    at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(
        max_length=16, choices=AppealState.choices, default=AppealState.OPEN, editable=False
    )
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    explanation = models.CharField(_("reason, in public"), max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(state="open"), name="appeal_open"),
        ]
