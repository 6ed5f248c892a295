"""Who sits in a body: in a draft a seat is put and taken away, in public a mandate begins and ends."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes import journal, policies
from isegoria.commons.processes.models import Body, Membership
from isegoria.commons.processes.rules import LONGEST_MANDATE_REASON, problems_of_public_text
from isegoria.commons.processes.seats import (
    check_not_last,
    journal_mandate,
    locked_body,
    locked_mandate,
    new_mandate,
)
from isegoria.commons.processes.writing import MANDATE_TEXTS, check_edition, tidy
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Invalid
from isegoria.core.service import service
from isegoria.core.texts import Texts


@service(journal=journal.DRAFT)
def seat_person(
    *,
    actor: Actor,
    body: Body,
    person: Person,
    because: str,
    role: str = "",
    function: Texts | None = None,
) -> Membership:
    """Give a person a place in a body of a draft. Raises Invalid with all that is wrong."""
    body = locked_body(body)
    policies.EDIT_PROCESS.authorise(actor, body.process)
    return new_mandate(body, person, because, role, function)


@service(journal=journal.MANDATE_BEGAN)
def begin_mandate(
    *,
    actor: Actor,
    body: Body,
    person: Person,
    because: str,
    role: str = "",
    function: Texts | None = None,
) -> Membership:
    """Give a person a mandate in a body of a running process. Raises Invalid with all that is wrong."""
    body = locked_body(body)
    policies.RUN_BODIES.authorise(actor, body.process)
    mandate = new_mandate(body, person, because, role, function)
    journal_mandate(journal.MANDATE_BEGAN, mandate, body)
    return mandate


@service(journal=journal.MANDATE_ENDED)
def end_mandate(
    *, actor: Actor, mandate: Membership, because: str, ends_at: datetime | None = None
) -> Membership:
    """End a mandate of a running process, now or on a date, for a reason that everybody can read.

    Raises Conflict for the last organiser, Invalid for a reason or a date that cannot be.
    """
    mandate = locked_mandate(mandate)
    policies.END_MANDATE.authorise(actor, mandate)
    ends_at = ends_at or max(clock.now(), mandate.began_at + timedelta(microseconds=1))
    problems = list(problems_of_public_text(because, LONGEST_MANDATE_REASON))
    if ends_at <= mandate.began_at:
        problems.append(_("A mandate ends after it began."))
    if problems:
        raise Invalid(_("The mandate was not ended."), problems, code="mandate")
    check_not_last(mandate)
    mandate.ended_at, mandate.ended_because = ends_at, because.strip()
    mandate.save(update_fields=["ended_at", "ended_because"])
    journal_mandate(journal.MANDATE_ENDED, mandate, mandate.body)
    return mandate


@service(journal=journal.DRAFT)
def withdraw_mandate(*, actor: Actor, mandate: Membership) -> None:
    """Take back a place in a body of a draft: nobody outside the team ever saw it.

    Raises Conflict for the last organiser.
    """
    mandate = locked_mandate(mandate)
    policies.WITHDRAW_MANDATE.authorise(actor, mandate)
    check_not_last(mandate)
    mandate.delete()


@service(journal=journal.OWN_WORDS)
def change_function(
    *, actor: Actor, mandate: Membership, function: Texts, seen: str = ""
) -> Membership:
    """Say otherwise what somebody does in a body. Raises Conflict when ``seen`` is stale."""
    mandate = locked_mandate(mandate)
    policies.EDIT_MANDATE.authorise(actor, mandate)
    check_edition(mandate, MANDATE_TEXTS, seen)
    mandate.function = tidy(function)
    mandate.save(update_fields=MANDATE_TEXTS)
    return mandate
