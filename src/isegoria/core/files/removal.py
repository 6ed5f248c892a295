"""Destroying files: the row with the transaction, the octets once it has held."""

from collections.abc import Sequence

from django.db import transaction

from isegoria.core.files import store
from isegoria.core.files.models import Upload


def destroy(uploads: Sequence[Upload]) -> None:
    """Delete rows now, and their octets once the transaction has held."""
    names = [name for upload in uploads for name in (upload.stored_name, upload.small_name) if name]
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()

    def _drop() -> None:
        for name in names:
            store.drop(name)

    transaction.on_commit(_drop)
