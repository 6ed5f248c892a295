"""Forgetting a person: their files go, row and octets."""

from uuid import UUID

from django.db import transaction

from isegoria.core.files.models import Upload
from isegoria.core.files.removal import destroy


@transaction.atomic
def erase_files(person: UUID) -> None:
    """Destroy every file that ``person`` sent."""
    destroy(list(Upload.objects.select_for_update().filter(owner=person)))


def merge_files(kept: UUID, gone: UUID) -> None:
    """Give to ``kept`` the files that ``gone`` sent."""
    Upload.objects.filter(owner=gone).update(owner=kept)
