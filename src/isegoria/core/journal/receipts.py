"""Receipts: what shows, without trusting us, that an entry or an act stands in the signed log."""

from dataclasses import dataclass

from isegoria.core.journal.kinds import BatchSource
from isegoria.core.journal.models import Entry, SealedAct
from isegoria.core.journal.sealing import act_content
from isegoria.core.journal.tree import last_checkpoint, nodes
from isegoria.kernel.merkle import (
    Step,
    climb,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    verify_inclusion,
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Entry ``number`` leads, by ``proof``, to the root that ``note`` signs for ``size`` entries."""

    content: bytes
    number: int
    size: int
    proof: tuple[bytes, ...]
    root: bytes
    note: str

    @property
    def holds(self) -> bool:
        """Does the proof lead from the entry as it is served to the signed root?"""
        leaf = leaf_hash(self.content)
        return verify_inclusion(leaf, self.number, self.size, self.proof, self.root)

    def steps(self) -> tuple[Step, ...]:
        """The proof, one hash after the other."""
        return tuple(climb(leaf_hash(self.content), self.number, self.size, self.proof))


@dataclass(frozen=True, slots=True)
class ActReceipt:
    """An act leads, by ``proof``, to the ``root`` of its batch, which ``entry`` puts in the log."""

    content: bytes
    position: int
    count: int
    proof: tuple[bytes, ...]
    root: bytes
    entry: Receipt

    @property
    def holds(self) -> bool:
        """Do both proofs lead where they should, and does the entry name this batch?"""
        leaf = leaf_hash(self.content)
        in_batch = verify_inclusion(leaf, self.position, self.count, self.proof, self.root)
        return in_batch and self.root.hex().encode() in self.entry.content and self.entry.holds


def receipt_for_entry(entry: Entry) -> Receipt | None:
    """The receipt of an entry up to the last checkpoint of its epoch; None while it is pending."""
    head = last_checkpoint(entry.epoch_id) if entry.epoch_id is not None else None
    if head is None or entry.epoch_id is None or entry.number is None:
        return None
    proof = inclusion_proof(nodes(entry.epoch_id), entry.number, head.size)
    return Receipt(
        content=bytes(entry.content),
        number=entry.number,
        size=head.size,
        proof=tuple(proof),
        root=bytes(head.root),
        note=head.note,
    )


def receipt_for_act(source: BatchSource, act: SealedAct) -> ActReceipt | None:
    """The receipt of an act, in its batch and then in the log; None until it is sealed and signed.

    ``act`` is read with ``select_related("batch__entry")``.
    """
    if act.batch is None or act.position is None:
        return None
    entry = receipt_for_entry(act.batch.entry)
    if entry is None:
        return None
    rows = source.acts().filter(batch=act.batch).order_by("position")
    leaves = [bytes(leaf or b"") for leaf in rows.values_list("leaf_hash", flat=True)]
    return ActReceipt(
        content=act_content(source, act),
        position=act.position,
        count=len(leaves),
        proof=tuple(inclusion_proof(nodes_of(leaves), act.position, len(leaves))),
        root=bytes(act.batch.root),
        entry=entry,
    )
