"""Files that people sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.files.formats import FORMATS, Format
from isegoria.core.files.names import served
from isegoria.core.files.states import UploadState
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, PersonalData


class Upload(Model):
    """A file: what it is, who sent it, and the random name under which its octets are stored, and those
    of its small copy where its kind has one.

    ``owner`` is a person's id (None: the installation itself). ``original_name`` is for reading
    only.
    """

    personal_data = PersonalData(
        fields={
            "owner": _("who sent the file"),
            "original_name": _("the name that the file had on the sender's machine"),
        },
        why="to show the file where its sender put it, and to give it back or remove it on request",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.UUIDField(null=True, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    original_name = models.CharField(_("name of the file"), max_length=120, editable=False)
    stored_name = models.CharField(max_length=80, unique=True, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    small_name = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    alt = models.CharField(_("description of the image"), max_length=300, blank=True)
    state = models.CharField(
        max_length=16, choices=UploadState.choices, default=UploadState.WAITING, editable=False
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "created_at"]),
            models.Index(fields=["state", "created_at"]),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def format(self) -> Format:
        """The format that its content was found to be."""
        return FORMATS[self.content_type]

    @property
    def served_name(self) -> str:
        """The name under which it is downloaded."""
        return served(self.original_name, self.format.suffix)
