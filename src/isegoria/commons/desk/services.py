"""Writes at the desk: finding, or beginning, the person whom an agent helps."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from isegoria.commons.desk import policies
from isegoria.commons.desk.notices import HELPED
from isegoria.commons.notifications.notify import notify
from isegoria.commons.people import register
from isegoria.commons.people.merging import unite
from isegoria.commons.people.models import Account, Person, Proof
from isegoria.commons.people.names import Identity
from isegoria.commons.people.proofs import TakenError, attach, raise_verification, recognise
from isegoria.commons.processes.models import Process
from isegoria.core.actor import Actor, Channel, Verification
from isegoria.core.errors import Conflict
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service
from isegoria.core.texts import pick

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What numbers are made of: nothing that is read as something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody at the desk, or a form in the post. Everything but the channel may be missing.

    ``number`` is that of the form, ``address`` the e-mail address given, ``identity`` what to look for on
    the register. ``document_seen``: an identity document was shown, and is theirs. ``old_enough``: the
    person says so. ``same_person``: whatever is known under these is one person. ``line_was_taken``:
    somebody else was verified by their line of the register.
    """

    channel: Channel
    number: str = ""
    address: str = ""
    name: str = ""
    identity: Identity | None = None
    document_seen: bool = False
    old_enough: bool = False
    same_person: bool = False
    line_was_taken: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """Who is helped, the number under which they are found again ('': they were found otherwise), and
    whether they were known before."""

    person_id: UUID
    number: str
    was_known: bool


@service(journal=Private("who was helped is not told; every act says that it came in at a desk"))
def begin_helping(*, actor: Actor, process: Process, arrival: Arrival) -> Helped:
    """Find the person who arrives, by number, address or register, or begin a new one.

    Nobody acts for somebody who has an account but in front of them, once a document was seen; the owner
    of the account is told at once. Raises Conflict when no document was (``has_account``), when what was
    typed belongs to two people (``two_people``), to the agent (``oneself``), or is not on the register
    (``not_on_register``). Nothing is kept then.
    """
    policies.HELP.authorise(actor, process)
    line = _line(arrival.identity)
    known = _known(process, arrival, line)
    if actor.person_id in {person.pk for person in known}:
        raise Conflict(
            _("This is you: act from your own account, without the desk."), code="oneself"
        )
    owners = Account.objects.filter(person__in=known).exists()
    if owners and not (arrival.document_seen and arrival.channel == Channel.DESK):
        raise Conflict(
            _(
                "What you typed leads to somebody who has an account. You act for them only when they are"
                " in front of you and have shown an identity document: tick the box that says so."
                " Otherwise leave out the address and the names, and give the form a number of its own."
            ),
            code="has_account",
        )
    if len(known) > 1 and not (arrival.same_person and arrival.document_seen):
        raise Conflict(
            _(
                "What you typed is known as that of several people. Compare the number, the address"
                " and the names with the form. If the person is in front of you and has shown that"
                " all of it is theirs, say so below."
            ),
            code="two_people",
        )
    person = _one(known) or Person.objects.create(display_name=arrival.name)
    number = _tidy(arrival.number) or ("" if known else _new_number())
    _remember(actor, process, person, arrival, number=number, line=line)
    if arrival.old_enough and person.declared_age < process.minimum_age:
        person.declared_age = process.minimum_age
        person.save(update_fields=["declared_age"])
    if owners:
        notify(HELPED, [person.pk], about=process.ref, title=pick(process.title), actor=actor)
    return Helped(person.pk, number, was_known=bool(known))


def _line(identity: Identity | None) -> str | None:
    if identity is None:
        return None
    line = register.find_line(identity)
    if line is None:
        raise Conflict(
            _(
                "These names and this date of birth are not on the list, or fit several people."
                " Compare them with a document, or empty the three fields to go on without the list."
            ),
            code="not_on_register",
        )
    return line


def _known(process: Process, arrival: Arrival, line: str | None) -> list[Person]:
    """Everybody known under what was typed, those with an account first, then in order of arrival."""
    found: set[Person] = set()
    by_line = None if arrival.line_was_taken else line
    for kind, value in (
        (Proof.Kind.PAPER, _paper(process, arrival.number)),
        (Proof.Kind.ADDRESS, arrival.address),
        (Proof.Kind.REGISTER, by_line),
    ):
        if value and (person := recognise(kind, value)) is not None:
            found.add(person)
    if arrival.address:
        proved = EmailAddress.objects.filter(email__iexact=arrival.address.strip(), verified=True)
        found |= set(Person.objects.filter(account__emailaddress__in=proved))
    accounts = set(Account.objects.filter(person__in=found).values_list("person_id", flat=True))
    return sorted(found, key=lambda person: (person.pk not in accounts, person.created_at))


def _one(known: list[Person]) -> Person | None:
    if not known:
        return None
    first, *others = known
    for other in others:
        first = unite(first.pk, other.pk)
    return first


def _remember(
    actor: Actor,
    process: Process,
    person: Person,
    arrival: Arrival,
    *,
    number: str,
    line: str | None,
) -> None:
    proofs: list[tuple[str, str]] = []
    if number:
        proofs.append((Proof.Kind.PAPER, _paper(process, number)))
    if arrival.address:
        proofs.append((Proof.Kind.ADDRESS, arrival.address))
    if line:
        proofs.append((Proof.Kind.REGISTER, line))
        if arrival.line_was_taken and arrival.document_seen:
            register.take_back(line, person)
        if _has_another_line(person, line):
            raise Conflict(
                _("The list knows this person under other names. Compare them with a document."),
                code="two_lines",
            )
    if arrival.document_seen:
        proofs.append((Proof.Kind.DESK, str(person.pk)))
    for kind, value in proofs:
        try:
            attach(person, kind, value, entered_by=actor.person_id)
        except TakenError:
            raise Conflict(
                _("Somebody else has just been noted with this. Send the form again."), code="taken"
            ) from None
    if line:
        raise_verification(person, Verification.REGISTER)
    if arrival.document_seen:
        raise_verification(person, Verification.IN_PERSON)


def _has_another_line(person: Person, line: str) -> bool:
    holder = register.holder_of(line)
    mine = holder is not None and holder.person_id == person.pk
    return not mine and Proof.objects.filter(person=person, kind=Proof.Kind.REGISTER).exists()


def _paper(process: Process, number: str) -> str:
    tidy = _tidy(number)
    return f"{process.ref}:{tidy}" if tidy else ""


def _tidy(number: str) -> str:
    return "".join(number.upper().split())


def _new_number() -> str:
    """A number to write down for the person: 40 random bits, in two groups that can be read aloud."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"
