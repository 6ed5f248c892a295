"""Reads for the pages of the journal."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from isegoria.core import registry
from isegoria.core.journal.copying import CHECKER
from isegoria.core.journal.epochs import current_epoch
from isegoria.core.journal.keys import verifier
from isegoria.core.journal.kinds import SHARED_LABELS, EntryKind, Fact
from isegoria.core.journal.models import BIGGEST_NUMBER, Checkpoint, Entry, Epoch
from isegoria.core.journal.receipts import receipt_for_entry
from isegoria.core.journal.tree import last_checkpoint
from isegoria.core.texts import Text
from isegoria.core.ui import formatting
from isegoria.core.ui.pagination import Page, paginate
from isegoria.kernel.canonical import parse
from isegoria.kernel.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list."""

    epoch: int
    number: int
    number_in_words: str
    label: Text
    told: str
    at: str
    at_iso: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal stands: its last checkpoint and what it takes to check it."""

    lines: int
    size: str
    volumes: int
    signed_at: str
    note: str
    vkey: str
    checker_digest: str


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step of a proof, in hexadecimal digits."""

    rank: int
    left: str
    right: str
    sibling_is_left: bool
    result: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with its proof. Without ``steps`` and ``size`` it waits for its first signature."""

    line: Line
    kind: str
    subject: str
    facts: tuple[tuple[Text, Any], ...]
    commits: tuple[tuple[Text, str], ...]
    served: str
    leaf: str
    steps: tuple[ProofStep, ...]
    lines: int
    size: str
    root: str
    root_base64: str
    note: str
    holds: bool


@cache
def kinds() -> dict[str, EntryKind]:
    """Every declared kind of entry by name."""
    return {kind.name: kind for kind in registry.declared(lambda c: c.journal_kinds)}


def newest_entries(cursor: str, about: UUID | None = None) -> Page[Line]:
    """Numbered entries, the newest first; those whose subject is ``about`` if it is given. Two statements."""
    stored = Entry.objects.filter(number__isnull=False).select_related("epoch")
    if about is not None:
        stored = stored.filter(subject=about)
    volumes = _volumes()
    found = paginate(stored, order=("-epoch__number", "-number"), cursor=cursor)
    return found.map(lambda entry: _line(entry, volumes))


def head() -> Head | None:
    """Where the journal stands, or None before its first checkpoint."""
    epoch = current_epoch()
    checkpoint = last_checkpoint(epoch.pk) if epoch else None
    if epoch is None or checkpoint is None:
        return None
    sizes = Checkpoint.objects.values("epoch").annotate(size=Max("size")).order_by()
    lines = sum(sizes.values_list("size", flat=True))
    return Head(
        lines=lines,
        size=formatting.number(lines),
        volumes=epoch.number,
        signed_at=formatting.instant(checkpoint.signed_at),
        note=checkpoint.note,
        vkey=verifier(epoch).vkey,
        checker_digest=_checker_digest(),
    )


def numbered_entry(_request: HttpRequest, epoch: int, number: int) -> Entry:
    """The entry at an address; raises Http404."""
    if max(epoch, number) > BIGGEST_NUMBER:
        raise Http404
    try:
        return Entry.objects.select_related("epoch").get(epoch=epoch, number=number)
    except Entry.DoesNotExist:
        raise Http404 from None


def entry_page(entry: Entry) -> EntryPage:
    """Everything the page of an entry shows. A constant number of statements per level of the tree."""
    content = bytes(entry.content)
    told = _told(content)
    kind = kinds().get(entry.kind)
    receipt = receipt_for_entry(entry)
    leaf = leaf_hash(content).hex()
    steps: list[ProofStep] = []
    below = leaf
    for rank, step in enumerate(receipt.steps() if receipt else (), 1):
        pair = (step.sibling.hex(), below) if step.sibling_is_left else (below, step.sibling.hex())
        below = step.result.hex()
        steps.append(ProofStep(rank, *pair, step.sibling_is_left, below))
    return EntryPage(
        line=_line(entry, _volumes()),
        kind=entry.kind,
        subject=str(entry.subject),
        facts=_in_words(kind, told.get("facts", {})),
        commits=_in_words(kind, told.get("commits", {})),
        served=content.decode(errors="replace"),
        leaf=leaf,
        steps=tuple(steps),
        lines=receipt.size if receipt else 0,
        size=formatting.number(receipt.size) if receipt else "",
        root=receipt.root.hex() if receipt else "",
        root_base64=b64encode(receipt.root).decode() if receipt else "",
        note=receipt.note if receipt else "",
        holds=receipt is not None and receipt.holds,
    )


def _in_words(kind: EntryKind | None, values: dict[str, Any]) -> tuple[tuple[Text, Any], ...]:
    """Values under their labels, codes in words; a name or a code stands for itself where no capability
    declares it any more."""
    labels = {**SHARED_LABELS, **(kind.labels if kind else {})}
    words = kind.words if kind else {}
    return tuple(
        (labels.get(name, name), (words[name](told) if name in words else None) or told)
        for name, told in values.items()
    )


def _volumes() -> int:
    return Epoch.objects.count()


def _line(entry: Entry, volumes: int) -> Line:
    kind = kinds().get(entry.kind)
    facts = _told(bytes(entry.content)).get("facts", {})
    texts = [
        str(facts[name])
        for name, fact in (kind.facts.items() if kind else ())
        if fact is Fact.PUBLIC_TEXT and name in facts
    ]
    return Line(
        epoch=entry.epoch_id or 0,
        number=entry.number or 0,
        number_in_words=(
            _("Volume %(volume)s, no. %(number)s") if volumes > 1 else _("No. %(number)s")
        )
        % {"volume": entry.epoch_id, "number": formatting.number(entry.number or 0)},
        label=kind.label if kind else entry.kind,
        told=" · ".join(texts),
        at=formatting.instant(entry.recorded_at),
        at_iso=entry.recorded_at.isoformat(),
    )


def _told(content: bytes) -> dict[str, Any]:
    """What an entry says; nothing when its bytes were damaged: the page then shows them as they are."""
    try:
        told = parse(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


@cache
def _checker_digest() -> str:
    return sha256(CHECKER.read_bytes()).hexdigest()
