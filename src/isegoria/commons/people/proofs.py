"""Recognising a person without an account: one proof leads to one person.

::

    person = recognise(Proof.Kind.PAPER, paper_key(process.ref, "A-0412"))
    attach(person, Proof.Kind.ADDRESS, address)

What is shown (an address, the secret of a cookie, the number of a form) is never stored, only its keyed
digest. These functions belong inside services: they write in the transaction of the caller.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from isegoria.commons.abuse.rules import mailbox_of
from isegoria.commons.people.keys import digest
from isegoria.commons.people.models import FormerPerson, Person, Proof
from isegoria.commons.people.returning import recognise_return
from isegoria.core import clock
from isegoria.core.actor import Verification

RESTED = timedelta(days=1)
"""The use of a proof is noted by the day."""
SHORT_LIVED = (Proof.Kind.COOKIE, Proof.Kind.DESK)
"""Proofs that say nothing about whoever comes back: a device, and that a document was seen one day."""


class TakenError(Exception):
    """The proof already leads to somebody else, ``holder``."""

    def __init__(self, holder: UUID) -> None:
        super().__init__("the proof leads to somebody else")
        self.holder = holder


def proof_key(kind: str, value: str) -> str:
    """The digest under which a value is kept. Addresses count without case nor blanks around, a mailbox
    as the one that all its aliases lead to."""
    if kind == Proof.Kind.ADDRESS:
        value = value.strip().lower()
    if kind == Proof.Kind.MAILBOX:
        value = mailbox_of(value)
    return digest(f"proof.{kind}", value)


def recognise(kind: str, value: str) -> Person | None:
    """The person that a proof leads to, None when nobody is known by it."""
    return Person.objects.filter(proofs__kind=kind, proofs__key=proof_key(kind, value)).first()


def attach(person: Person, kind: str, value: str, *, entered_by: UUID | None = None) -> Proof:
    """Let ``value`` lead to ``person`` from now on; the same twice changes nothing. Whoever is found to have
    counted somewhere under an account that was deleted goes on counting there once.

    Raises :class:`TakenError` when it leads to somebody else.
    """
    proof, created = Proof.objects.get_or_create(
        kind=kind,
        key=proof_key(kind, value),
        defaults={"person": person, "entered_by_id": entered_by},
    )
    if not created and proof.person_id != person.pk:
        raise TakenError(proof.person_id)
    if created and kind not in SHORT_LIVED:
        recognise_return(person.pk, _keys_of(kind, value))
    return proof


def lasting_keys(person_id: UUID, addresses: Iterable[str]) -> frozenset[str]:
    """The digests of everything by which a person would be known again, by the same way of recognising."""
    lasting = Proof.objects.filter(person_id=person_id).exclude(kind__in=SHORT_LIVED)
    known = set(lasting.values_list("key", flat=True))
    for address in addresses:
        known |= _keys_of(Proof.Kind.ADDRESS, address)
    return frozenset(known)


def _keys_of(kind: str, value: str) -> set[str]:
    """The digests of what was shown: an address is a mailbox too."""
    kinds = (kind, Proof.Kind.MAILBOX) if kind == Proof.Kind.ADDRESS else (kind,)
    return {proof_key(each, value) for each in kinds}


def keep_mailboxes(person_id: UUID, addresses: Iterable[str]) -> None:
    """Let the mailboxes of an account be those behind its ``addresses``; one that is already another
    account's stays there."""
    keys = {proof_key(Proof.Kind.MAILBOX, address) for address in addresses}
    own = Proof.objects.filter(kind=Proof.Kind.MAILBOX, person_id=person_id)
    known = set(own.values_list("key", flat=True))
    if known != keys:
        own.exclude(key__in=keys).delete()
        Proof.objects.bulk_create(
            (Proof(person_id=person_id, kind=Proof.Kind.MAILBOX, key=key) for key in keys - known),
            ignore_conflicts=True,
        )
        recognise_return(person_id, keys - known)


def touch(proof: Proof) -> None:
    """Note that a proof was used today: one that rests for long enough is forgotten."""
    now = clock.now()
    if proof.used_at <= now - RESTED:
        Proof.objects.filter(pk=proof.pk).update(used_at=now)


def person_today(reference: UUID) -> Person | None:
    """The person of a reference that may be from before a merge; None when there is none."""
    former = (
        FormerPerson.objects.filter(former=reference).values_list("person_id", flat=True).first()
    )
    return Person.objects.filter(pk=former or reference).first()


def references(person_id: UUID) -> tuple[UUID, ...]:
    """Every reference under which a person has acted: what opens the commitments of the journal."""
    formers = FormerPerson.objects.filter(person_id=person_id).order_by("merged_at")
    return (person_id, *formers.values_list("former", flat=True))


def raise_verification(person: Person, level: Verification) -> Person:
    """Note that a person is known at least that well."""
    if person.verification < level:
        person.verification = level
        person.save(update_fields=["verification"])
    return person
