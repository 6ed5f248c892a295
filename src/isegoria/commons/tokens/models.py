"""What a person gave to their programs."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData

LIFE = timedelta(days=365)
"""How long a token works, unless it is revoked."""


class Token(Model):
    """A secret of which only the SHA-256 is stored: it has 256 bits of chance, so no key is needed.

    ``scopes`` are the codes of :mod:`isegoria.core.api.scopes`. A revoked token has no row any more.
    """

    personal_data = PersonalData(
        fields={
            "person": _("in whose name the program writes"),
            "name": _("what the person calls the program"),
            "scopes": _("what the program may do"),
            "used_on": _("the last day on which it wrote"),
        },
        why="to let a program of the person's own choice write in their name, and no longer than they want",
        kept_for=LIFE,
        erasure=Erasure.DELETE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name of the program"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
