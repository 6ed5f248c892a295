"""Batches, recomputed from their act rows."""

from collections.abc import Iterator
from typing import Any

from isegoria.core.journal.kinds import BatchSource
from isegoria.core.journal.models import Batch, Entry
from isegoria.core.journal.report import Report
from isegoria.core.journal.sealing import act_content, sources
from isegoria.core.journal.system_kinds import ACTS_SEALED
from isegoria.kernel.canonical import parse
from isegoria.kernel.merkle import CompactRange, leaf_hash


def verify_acts(report: Report) -> None:
    """Every batch holds the acts that its entry announces, unchanged."""
    known = {source.name: source for source in sources()}
    batches = Batch.objects.filter(entry__number__isnull=False).select_related("entry")
    batches = batches.only(
        "source", "count", "root", "entry__epoch", "entry__number", "entry__content"
    )
    for batch in batches.order_by("pk").iterator(500):
        where = f"Epoch {batch.entry.epoch_id}, entry {batch.entry.number}"
        try:
            facts = parse(bytes(batch.entry.content))["facts"]
            sealed = (facts["source"], facts["count"], bytes.fromhex(facts["root"]))
        except (ValueError, KeyError, TypeError):
            continue  # the entry itself is reported
        if (batch.source, batch.count, bytes(batch.root)) != sealed:
            report.problem(f"{where}: the row of its batch is not what the entry says.")
        source = known.get(sealed[0])
        if source is None:
            report.notes.append(
                f"{where}: the acts of {sealed[0]!r} cannot be recomputed, no capability of this"
                " installation declares them."
            )
            continue
        with report.surviving(f"{where}: its batch of acts"):
            _verify_batch(source, batch, sealed[1], sealed[2], where, report)
    orphans = Entry.objects.filter(kind=ACTS_SEALED.name, number__isnull=False, batch__isnull=True)
    for epoch, number in orphans.values_list("epoch", "number").iterator():
        report.problem(f"Epoch {epoch}, entry {number}: the batch that it seals is missing.")


def _verify_batch(
    source: BatchSource, batch: Batch, count: int, root: bytes, where: str, report: Report
) -> None:
    rows: Iterator[Any] = source.acts().filter(batch=batch).order_by("position").iterator(500)
    own, kept = CompactRange(), CompactRange()
    doubts = []
    for position, act in enumerate(rows):
        if act.position != position:
            report.problem(f"{where}: act {position} of its batch ({source.name}) is missing.")
            return
        told = (leaf_hash(act_content(source, act)), bytes(act.leaf_hash or b""))
        if told[0] != told[1]:
            doubts.append(position)
        own.append(told[0])
        kept.append(told[1])
        report.acts += 1
    if own.size != count:
        report.problem(f"{where}: {count} acts ({source.name}) were sealed, {own.size} are left.")
    elif own.root() == root:
        for position in doubts:
            report.problem(
                f"{where}: the column leaf_hash of act {position} ({source.name}) was changed;"
                " the act itself is intact."
            )
    elif kept.root() == root:
        for position in doubts:
            report.problem(f"{where}: act {position} of its batch ({source.name}) was changed.")
    else:
        report.problem(f"{where}: its {count} acts ({source.name}) do not lead to the sealed root.")
