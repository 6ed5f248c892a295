"""Sealing in one entry the acts that come by the hundred per second: stances, signatures,
ballots."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

from isegoria.core import registry
from isegoria.core.journal.kinds import BatchSource
from isegoria.core.journal.lock import exclusively
from isegoria.core.journal.models import Batch, SealedAct
from isegoria.core.journal.record import write_entry
from isegoria.core.journal.statements import fill_rows
from isegoria.core.journal.system_kinds import ACTS_SEALED
from isegoria.kernel.canonical import canonical
from isegoria.kernel.merkle import leaf_hash, root_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAX_ACTS = 10_000
"""How many acts one batch holds at most: what bounds its time and memory."""
READ = 500
"""Acts that are read together."""


def sources() -> Iterator[BatchSource]:
    """Every source of acts that the installed components declare."""
    return registry.declared(lambda component: component.batches)


def seal_batches() -> int:
    """Seal every committed act that no batch holds; one entry per batch. Returns how many acts.

    An act whose transaction ends later is simply found by the next call: what is sealed is decided
    by the empty ``batch`` of each row, never by a number or a date up to which everything would be
    done.
    """
    sealed = 0
    for source in sources():
        while taken := seal(source):
            sealed += taken
            if taken < MAX_ACTS:
                break
    return sealed


def seal(source: BatchSource) -> int:
    """Seal at most :data:`MAX_ACTS` acts of one source.

    They are read and hashed first: an act never changes, and whoever acts meanwhile waits for the writing
    alone. What was sealed by another call in between is read again under the lock.
    """
    read = _leaves(source)
    if not read:
        return 0
    with exclusively():
        if [*_unsealed(source).values_list("pk", flat=True)[: len(read)]] != [*read]:
            read = _leaves(source)
            if not read:
                return 0
        root = root_of([*read.values()])
        entry = write_entry(
            ACTS_SEALED,
            subject=uuid4(),
            facts={"source": source.name, "count": len(read), "root": root.hex()},
        )
        batch = Batch.objects.create(entry=entry, source=source.name, count=len(read), root=root)
        fill_rows(
            source.acts().model,
            ("position", "leaf_hash", "batch"),
            [(pk, (position, leaf, batch.pk)) for position, (pk, leaf) in enumerate(read.items())],
        )
    return len(read)


def _unsealed(source: BatchSource) -> "QuerySet[SealedAct]":
    return source.acts().filter(batch__isnull=True).order_by("pk")


def _leaves(source: BatchSource) -> dict[int, bytes]:
    """The first acts that no batch holds: the hash of each by its key."""
    acts = _unsealed(source)[:MAX_ACTS].iterator(chunk_size=READ)
    return {act.pk: leaf_hash(act_content(source, act)) for act in acts}


def act_content(source: BatchSource, act: SealedAct) -> bytes:
    """The public bytes of one act: the leaf of its batch."""
    return canonical(source.leaf(act))
