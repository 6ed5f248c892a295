"""Recomputing the whole journal from the stored bytes, and saying where it disagrees.

Memory does not grow with the journal: entries, tiles and checkpoints are read side by side. What is
verified is what the last checkpoint covered when the verification began, so that the journal may go
on growing meanwhile.
"""

from isegoria.core.journal.commitments import commit
from isegoria.core.journal.models import Checkpoint, Commitment, Entry, Epoch
from isegoria.core.journal.report import Report
from isegoria.core.journal.system_kinds import EPOCH_OPENED
from isegoria.core.journal.tree import last_checkpoint
from isegoria.core.journal.verify_acts import verify_acts
from isegoria.core.journal.verify_epoch import EpochWalk
from isegoria.kernel.canonical import instant, parse
from isegoria.kernel.merkle import leaf_hash


def verify_database() -> Report:
    """Recompute every root, signature, tile, number and batch. Never raises on damaged data."""
    report = Report()
    previous: Checkpoint | None = None
    expected = 1
    for epoch in Epoch.objects.order_by("number"):
        if epoch.number != expected:
            report.problem(
                f"Epoch {expected} is missing: epoch {epoch.number} stands in its place."
            )
        expected = epoch.number + 1
        report.epochs += 1
        numbered = Entry.objects.filter(epoch=epoch).count()
        last = last_checkpoint(epoch.pk)
        EpochWalk(epoch, last.size if last else 0, report).run()
        _verify_opening(epoch, previous, report)
        if numbered > (last.size if last else 0):
            report.problem(
                f"Epoch {epoch.number}: {numbered} entries have a number, and the last checkpoint"
                f" signs {last.size if last else 0}: a checkpoint was taken away."
            )
        previous = last
    verify_acts(report)
    _verify_commitments(report)
    return report


def _verify_opening(epoch: Epoch, previous: Checkpoint | None, report: Report) -> None:
    """Entry 0 and the columns of the epoch tell the same beginning, which is the end of the last
    one."""
    first = Entry.objects.filter(epoch=epoch, number=0).values_list("content", flat=True).first()
    try:
        opening = parse(bytes(first or b""))
        opened_at, kind, facts = opening["at"], opening["kind"], opening["facts"]
    except (ValueError, KeyError, TypeError):
        return  # entry 0 itself is reported
    where = f"Epoch {epoch.number}"
    if instant(epoch.opened_at) != opened_at:
        report.problem(f"{where}: its opening date is not the one of its entry 0.")
    if epoch.cites != (previous.note if previous else ""):
        report.problem(f"{where} does not cite the last checkpoint of the epoch before.")
    if previous is not None and previous.epoch_id is not None:
        told = {
            "previous_origin": _origin_of(previous),
            "previous_size": previous.size,
            "previous_root": bytes(previous.root).hex(),
        }
        if kind != EPOCH_OPENED.name or facts != told:
            report.problem(f"{where}: entry 0 does not cite where the epoch before ends.")


def _origin_of(checkpoint: Checkpoint) -> str:
    return checkpoint.note.split("\n", 1)[0]


def _verify_commitments(report: Report) -> None:
    """Every kept salt of ``by`` still opens what its entry shows."""
    kept = Commitment.objects.filter(name="by", person__isnull=False, entry__number__isnull=False)
    for row in kept.select_related("entry").iterator(500):
        content, epoch, number = bytes(row.entry.content), row.entry.epoch_id, row.entry.number
        if leaf_hash(content) != bytes(row.entry.leaf_hash or b"") or row.person is None:
            continue  # the entry itself is reported
        if commit(bytes(row.salt), row.person) != parse(content)["commits"]["by"]:
            report.problem(
                f"Epoch {epoch}, entry {number}: the salt or the person kept for it was changed;"
                " who acted can no longer be shown. The entry itself is not concerned."
            )
