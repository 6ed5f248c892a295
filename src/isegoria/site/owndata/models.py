"""The copy of everything this site knows about a person, made when they ask for it."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData

KEPT_FOR = timedelta(days=7)


class DataCopy(Model):
    """A ZIP archive for one person, who has one at a time.

    It is a row and not a file: it goes with its person, in one transaction, and no address leads to it
    but that of the page of one's own account. Until ``ready_at`` it is being prepared.
    """

    personal_data = PersonalData(
        fields={
            "person": _("who asked for it"),
            "content": _("what this site knew about them that day"),
        },
        why="to let people read, keep and take elsewhere what this site knows about them",
        kept_for=KEPT_FOR,
        erasure=Erasure.DELETE,
        secrets=frozenset({"content"}),
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField(default=bytes, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="copy_age")]

    def __str__(self) -> str:
        return f"copy {self.pk}"
