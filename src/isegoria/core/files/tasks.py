"""Recurring work: files that nothing cites are removed, row and octets."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from isegoria.core import clock
from isegoria.core.files import store
from isegoria.core.files.models import Upload
from isegoria.core.files.removal import destroy
from isegoria.core.files.states import UploadState
from isegoria.core.tasks.recurring import Recurring

PATIENCE = timedelta(days=1)
BATCH = 500


def sweep() -> int:
    """Remove uploads that waited a day in vain, and octets a day old that no row knows.

    A crash between a row and its octets heals here. Returns how many files were removed.
    """
    limit = clock.now() - PATIENCE
    removed = 0
    waiting = Upload.objects.filter(state=UploadState.WAITING, created_at__lt=limit).order_by("pk")
    with transaction.atomic():
        uploads = list(waiting.select_for_update()[:BATCH])
        destroy(uploads)
        removed += len(uploads)
    for name in list(store.stored_before(limit)):
        if not Upload.objects.filter(Q(stored_name=name) | Q(small_name=name)).exists():
            store.drop(name)
            removed += 1
    return removed


SWEEP = Recurring("files.sweep", timedelta(hours=6), sweep)
