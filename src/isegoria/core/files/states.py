"""The life of an upload: waiting until something cites it, then kept with it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class UploadState(TextChoices):
    """Where an upload stands. A removed one has no row any more."""

    WAITING = "waiting", _("waiting")
    KEPT = "kept", _("kept")


UPLOAD_MACHINE = Machine(
    "files.upload",
    UploadState,
    UploadState.WAITING,
    (Transition("keep", frozenset({UploadState.WAITING}), UploadState.KEPT, _("Keep")),),
)
