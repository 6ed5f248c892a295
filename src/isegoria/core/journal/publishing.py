"""Numbering entries and signing what the log then holds.

What is signed is recomputed from the entries *as stored*, read back after they were numbered, never
from a hash kept since they were written: a log whose checkpoints cover something else than what it
serves is lost (Yeti, 2022). Entries of full tiles are not read again; their tiles were computed in
this same way when they closed, and the root of the last checkpoint must come out before anything
new is signed. ``isegoria journal verify`` recomputes everything.
"""

from isegoria.core import clock
from isegoria.core.journal.keys import signing_key
from isegoria.core.journal.models import Checkpoint, Entry, Epoch
from isegoria.core.journal.problems import JournalDamaged
from isegoria.core.journal.statements import fill_rows
from isegoria.core.journal.tree import close_tile, frozen_range, last_checkpoint
from isegoria.kernel.merkle import TILE_WIDTH, CompactRange, leaf_hash
from isegoria.kernel.notes import CheckpointText, sign_note

MAX_ENTRIES = 4096
"""How many entries one transaction numbers: what bounds its time and memory."""


def number_pending(epoch: Epoch) -> int:
    """Give the next numbers to committed entries that have none, in the order they were written.

    Returns how many; :data:`MAX_ENTRIES` means that there may be more.
    """
    last = (
        Entry.objects.filter(epoch=epoch)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    first = 0 if last is None else last + 1
    pending = Entry.objects.filter(number__isnull=True).order_by("pk").values_list("pk", "content")
    rows = [
        (pk, (epoch.pk, first + rank, leaf_hash(bytes(content))))
        for rank, (pk, content) in enumerate(pending[:MAX_ENTRIES])
    ]
    fill_rows(Entry, ("epoch", "number", "leaf_hash"), rows)
    return len(rows)


def publish(epoch: Epoch) -> Checkpoint | None:
    """Close the tiles that are full and sign a checkpoint of everything numbered; None if nothing
    is new.

    Raises :class:`JournalDamaged` when the entries no longer lead to the last checkpoint, and
    :class:`~isegoria.core.journal.problems.KeyProblem`; nothing is signed then.
    """
    last = last_checkpoint(epoch.pk)
    signed = last.size if last else 0
    tree = frozen_range(epoch, signed - signed % TILE_WIDTH)
    leaves: list[bytes] = []
    stored = Entry.objects.filter(epoch=epoch, number__gte=tree.size).order_by("number")
    for number, content, kept in stored.values_list("number", "content", "leaf_hash").iterator(256):
        if number == signed and last is not None:
            _check_still_holds(last, tree)
        leaf = leaf_hash(bytes(content))
        if number != tree.size or leaf != bytes(kept or b""):
            raise JournalDamaged(
                f"Entry {tree.size} of epoch {epoch.number} is not what was recorded. {_ADVICE}"
            )
        tree.append(leaf)
        leaves.append(leaf)
        if len(leaves) == TILE_WIDTH:
            if tree.size > signed:
                close_tile(epoch, leaves, tree.size // TILE_WIDTH - 1)
            leaves = []
    if tree.size <= signed:
        return None
    return _sign(epoch, tree)


def _sign(epoch: Epoch, tree: CompactRange) -> Checkpoint:
    root = tree.root()
    text = str(CheckpointText(epoch.origin, tree.size, root))
    note = sign_note(text, epoch.origin, signing_key(epoch))
    return Checkpoint.objects.create(
        epoch=epoch, size=tree.size, root=root, note=note, signed_at=clock.now()
    )


def _check_still_holds(last: Checkpoint, tree: CompactRange) -> None:
    if tree.root() != bytes(last.root):
        raise JournalDamaged(
            f"The entries no longer lead to the checkpoint of size {last.size} of epoch"
            f" {last.epoch_id}: an entry, a tile or the checkpoint was changed. {_ADVICE}"
        )


_ADVICE = "Nothing was signed. `isegoria journal verify` finds the place."
