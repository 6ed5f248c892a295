"""Recomputing the whole journal from the stored bytes, and saying where it disagrees.

Memory does not grow with the journal: entries, tiles and checkpoints are read side by side. What is
verified is what the last checkpoint covered when the verification began, so that the journal may go
on growing meanwhile.
"""

from datetime import datetime

from isegoria.core.journal.commitments import commit
from isegoria.core.journal.models import Checkpoint, Commitment, Entry, Epoch
from isegoria.core.journal.readable import TABLES, unreadable
from isegoria.core.journal.report import Report
from isegoria.core.journal.sealing import sources
from isegoria.core.journal.system_kinds import EPOCH_OPENED
from isegoria.core.journal.verify_acts import verify_acts
from isegoria.core.journal.verify_epoch import EpochWalk
from isegoria.kernel.canonical import instant, parse
from isegoria.kernel.merkle import leaf_hash


def verify_database() -> Report:
    """Recompute every root, signature, tile, number and batch. Never raises on damaged data."""
    report = Report()
    acts = (source.acts().model for source in sources())
    report.unreadable = list(unreadable(dict.fromkeys((*TABLES, *acts))))
    for cell in report.unreadable:
        report.problem(cell.sentence)
    with report.surviving("The volumes of the journal"):
        _verify_epochs(report)
    with report.surviving("The batches of acts"):
        verify_acts(report)
    with report.surviving("The kept salts"):
        _verify_commitments(report)
    return report


def _verify_epochs(report: Report) -> None:
    previous: Checkpoint | None = None
    expected = 1
    for epoch in Epoch.objects.defer("opened_at").order_by("number"):
        if epoch.number != expected:
            report.problem(
                f"Epoch {expected} is missing: epoch {epoch.number} stands in its place."
            )
        expected = epoch.number + 1
        report.epochs += 1
        with report.surviving(f"Epoch {epoch.number}"):
            previous = _verify_epoch(epoch, previous, report)


def _verify_epoch(epoch: Epoch, previous: Checkpoint | None, report: Report) -> Checkpoint | None:
    numbered = Entry.objects.filter(epoch=epoch).count()
    checkpoints = Checkpoint.objects.filter(epoch=epoch).defer("signed_at")
    last = checkpoints.order_by("-size").first()
    EpochWalk(epoch, last.size if last else 0, report).run()
    _verify_opening(epoch, previous, report)
    if numbered > (last.size if last else 0):
        report.problem(
            f"Epoch {epoch.number}: {numbered} entries have a number, and the last checkpoint"
            f" signs {last.size if last else 0}: a checkpoint was taken away."
        )
    return last


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
    known = {(cell.table, cell.column) for cell in report.unreadable if cell.row == str(epoch.pk)}
    if (Epoch, "opened_at") not in known and instant(_opened_at(epoch)) != opened_at:
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


def _opened_at(epoch: Epoch) -> datetime:
    return Epoch.objects.values_list("opened_at", flat=True).get(pk=epoch.pk)


def _origin_of(checkpoint: Checkpoint) -> str:
    return checkpoint.note.split("\n", 1)[0]


def _verify_commitments(report: Report) -> None:
    """Every kept salt belongs to a commitment of its entry; that of ``by`` opens what it shows."""
    kept = Commitment.objects.filter(entry__number__isnull=False).exclude(
        pk__in=report.rows(Commitment)
    )
    columns = ("name", "salt", "person", "entry__epoch", "entry__number")
    rows = kept.values_list(*columns, "entry__content", "entry__leaf_hash").order_by("pk")
    for name, salt, person, epoch, number, content, leaf in rows.iterator(500):
        if leaf_hash(bytes(content)) != bytes(leaf or b""):
            continue  # the entry itself is reported
        where = f"Epoch {epoch}, entry {number}"
        commits = parse(bytes(content))["commits"]
        if name not in commits:
            report.problem(
                f"{where}: a salt is kept for the commitment {name!r}, which the entry does not have."
            )
        elif name == "by" and person is not None and commit(bytes(salt), person) != commits["by"]:
            report.problem(
                f"{where}: the salt or the person kept for it was changed;"
                " who acted can no longer be shown. The entry itself is not concerned."
            )
