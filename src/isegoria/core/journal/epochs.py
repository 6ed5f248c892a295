"""Epochs: one log each. A back-up put back opens the next one, which cites where the last one
stood.

A log must never sign two different things for the same size. After a restore, entries that the
back-up does not know may have been signed and seen; so their log is left as it stood, and a new one
begins under another name. Whoever kept a later checkpoint of the old log can show what is missing.
"""

import secrets
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Min

from isegoria.core import clock
from isegoria.core.journal.keys import signing_key
from isegoria.core.journal.lock import exclusively
from isegoria.core.journal.models import Checkpoint, Entry, Epoch
from isegoria.core.journal.publishing import publish
from isegoria.core.journal.record import write_entry
from isegoria.core.journal.system_kinds import EPOCH_OPENED, OPENED
from isegoria.core.journal.tree import last_checkpoint
from isegoria.kernel.merkle import leaf_hash


def current_epoch() -> Epoch | None:
    """The epoch that receives entries, or None before the first."""
    return Epoch.objects.order_by("-number").first()


def open_epoch(*, cites: Checkpoint | None = None) -> Epoch:
    """Open an epoch, whose entry 0 cites the last checkpoint of the one before, and sign that
    entry.

    For use inside :func:`~isegoria.core.journal.lock.exclusively`. The key is the one in its file,
    or a new one when there is none: an epoch may have another key than the one before.
    """
    previous = current_epoch()
    number = previous.number + 1 if previous else 1
    key = signing_key(None)
    epoch = Epoch.objects.create(
        number=number,
        origin=_origin(number),
        public_key=key.public_key().public_bytes_raw(),
        opened_at=clock.now().replace(microsecond=0) if previous else _beginning(),
        cites=cites.note if cites else "",
    )
    facts = (
        {
            "previous_origin": previous.origin,
            "previous_size": cites.size,
            "previous_root": bytes(cites.root).hex(),
        }
        if previous and cites
        else {}
    )
    entry = write_entry(
        EPOCH_OPENED if facts else OPENED,
        subject=uuid5(NAMESPACE_URL, epoch.origin),
        facts=facts,
        at=epoch.opened_at,
    )
    Entry.objects.filter(pk=entry.pk).update(
        epoch=epoch, number=0, leaf_hash=leaf_hash(bytes(entry.content))
    )
    publish(epoch)
    return epoch


def open_after_restore() -> Checkpoint | None:
    """Called once a back-up is in place, before anything else is written in the journal.

    Opens an epoch that cites the last checkpoint of the back-up; entries that were still pending
    there are numbered in it. Returns the first checkpoint of the new epoch, or None when the
    back-up never published anything.
    """
    with exclusively():
        previous = current_epoch()
        cites = last_checkpoint(previous.pk) if previous else None
        if cites is None:
            return None
        return last_checkpoint(open_epoch(cites=cites).pk)


def _beginning() -> datetime:
    """The hour of the first entry of all: now, or that of the earliest act that waits for it."""
    earliest = Entry.objects.filter(number=None).aggregate(at=Min("recorded_at"))["at"]
    first: datetime = min(filter(None, (earliest, clock.now())))
    return first.replace(microsecond=0)


def _origin(number: int) -> str:
    """The name of a log: unique even if one back-up is put back twice."""
    site = settings.SITE_URL.split("://", 1)[-1] or "localhost"
    again = f"-{secrets.token_hex(4)}" if number > 1 else ""
    return f"{site}/registre/{number}{again}"
