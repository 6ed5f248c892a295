"""Writes about persons: the age they declare, the register, and how well they are known."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people import person_policies as policies
from isegoria.commons.people import register
from isegoria.commons.people.journal import REGISTER, REGISTER_CLEARED, REGISTER_LOADED
from isegoria.commons.people.models import Person, Proof, RegisterKey
from isegoria.commons.people.names import Identity
from isegoria.commons.people.proofs import TakenError, attach, raise_verification
from isegoria.core.actor import Actor, Verification
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service

NOT_FOUND = _(
    "With this, we could not confirm that you are on the list. Compare each field with an official"
    " document. If everything is right, come to the desk with that document: an agent will see to it."
)
"""The same for who is not on the list, and for who is after somebody else took the line."""


@service(journal=Private("how old somebody says to be is nobody else's business"))
def declare_age(*, actor: Actor, years: int) -> Person:
    """Note that the actor says to be at least ``years`` old. A lower age than before changes nothing."""
    policies.DECLARE_AGE.authorise(actor)
    person = _locked(actor)
    if person.declared_age >= years:
        nothing_changed()
        return person
    person.declared_age = years
    person.save(update_fields=["declared_age"])
    return person


@service(journal=Private("who is on a register is nobody else's business"))
def verify_by_register(*, actor: Actor, identity: Identity) -> Person:
    """Check the actor against the register. Raises Conflict, with one sentence whatever the reason."""
    policies.SEE_CHECKS.authorise(actor)
    person = _locked(actor)
    line = register.find_line(identity)
    other = Proof.objects.filter(person=person, kind=Proof.Kind.REGISTER).exists()
    if line is None or (other and not _holds(person, line)):
        raise Conflict(NOT_FOUND, code="not_on_register")
    try:
        attach(person, Proof.Kind.REGISTER, line)
    except TakenError:
        raise Conflict(NOT_FOUND, code="not_on_register") from None
    return raise_verification(person, Verification.REGISTER)


def _locked(actor: Actor) -> Person:
    if actor.person_id is None:
        raise Conflict(NOT_FOUND, code="nobody")
    return Person.objects.select_for_update().get(pk=actor.person_id)


def _holds(person: Person, line: str) -> bool:
    holder = register.holder_of(line)
    return holder is not None and holder.person_id == person.pk


@service(journal=REGISTER_LOADED)
def load_register(*, actor: Actor, keys: Mapping[str, str], people: int, replace: bool) -> None:
    """Put the ways of writing of a register that was read in place of the former one, or beside it.

    Who was verified by a line that is gone stays verified: they were on the list when they proved it.
    """
    policies.LOAD_REGISTER.authorise(actor)
    if replace:
        RegisterKey.objects.all().delete()
    register.store(keys)
    record(
        REGISTER_LOADED,
        subject=REGISTER,
        facts={"people": people, "mode": "instead" if replace else "added"},
    )


@service(journal=REGISTER_CLEARED)
def clear_register(*, actor: Actor) -> int:
    """Delete the register; who was verified by it stays verified. Answers how many rows went."""
    policies.LOAD_REGISTER.authorise(actor)
    deleted, _by_model = RegisterKey.objects.all().delete()
    record(REGISTER_CLEARED, subject=REGISTER)
    return deleted
