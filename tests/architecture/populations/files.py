"""Files that people sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from isegoria.core.actor import Actor
from isegoria.core.files.models import Upload
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def uploads(_now: datetime) -> tuple[Sequence[Upload], Sequence[Actor]]:
    """A file of nobody, of the citizen and of somebody else."""
    found = [
        Upload.objects.create(
            owner=owner,
            kind="image",
            original_name="plan.png",
            stored_name=str(number),
            content_type="image/png",
            size=1,
            sha256="0" * 64,
        )
        for number, owner in enumerate((None, CITIZEN.person_id, uuid4()))
    ]
    return found, [ADMINISTRATOR, CITIZEN]


POPULATIONS = {"files.Upload": uploads}
