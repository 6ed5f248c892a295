"""What remains of a file that was imported: which of its references became which text and which person."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData

LONGEST_REFERENCE = 100
REPORTS_KEPT = timedelta(days=30)
"""How long the team has to correct its file."""


class ImportedPost(Model):
    """The text that a line of a file became, so that the same file, imported again, adds nothing."""

    personal_data = NoPersonalData("the reference of a public text on the site it comes from")

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="imported")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "reference"], name="post_imported_once")
        ]


class ImportedPerson(Model):
    """The person that a reference of a file became. Such a person has no account and no proof."""

    personal_data = PersonalData(
        fields={
            "person": _("who it became here"),
            "reference": _("how another site refers to somebody"),
        },
        why="to give one person of an imported file one position per text, however often it is imported",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "reference"], name="person_imported_once")
        ]


class ImportReport(Model):
    """What the last import into an activity, or its trial, found: seen by the team, replaced by the next."""

    personal_data = PersonalData(
        fields={"lines": _("what a line of the file holds that cannot be imported, shortened")},
        why="to let the team correct its file",
        kept_for=REPORTS_KEPT,
        erasure=Erasure.DELETE,
        unlinked="a line of a file says how another site calls somebody, if it says it at all",
    )

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    lines = models.JSONField(default=dict)
