"""What the services that begin and end mandates share."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.people.models import Person
from isegoria.commons.processes import journal
from isegoria.commons.processes.models import Body, BodyKind, Membership, TeamRole
from isegoria.commons.processes.rules import (
    LONGEST_MANDATE_REASON,
    may_leave,
    problems_of_public_text,
)
from isegoria.commons.processes.writing import lock, tidy
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.journal.kinds import EntryKind
from isegoria.core.journal.record import record
from isegoria.core.texts import Text, Texts


def problems_of_a_mandate(body: Body, role: str, because: str) -> list[Text]:
    """Why nobody can be given ``role`` in ``body`` for the reason ``because``."""
    problems = list(problems_of_public_text(because, LONGEST_MANDATE_REASON))
    if body.kind == BodyKind.TEAM and role not in TeamRole.values:
        problems.append(_("Choose a role: everybody in the team has one."))
    if body.kind != BodyKind.TEAM and role:
        problems.append(_("Only the team has roles."))
    return problems


def sits_there(body: Body, person: Person, role: str) -> bool:
    """Has ``person`` this place already?"""
    return Membership.objects.filter(
        body=body, person=person, role=role, ended_at__isnull=True
    ).exists()


def new_mandate(
    body: Body,
    person: Person,
    because: str,
    role: str,
    function: Texts | None = None,
    begins_at: datetime | None = None,
) -> Membership:
    """Write a mandate. Raises Invalid with all that is wrong, Conflict when it runs already."""
    if problems := problems_of_a_mandate(body, role, because):
        raise Invalid(_("The mandate was not begun."), problems, code="mandate")
    if sits_there(body, person, role):
        raise Conflict(_("This person already has this place."), code="sits_there")
    return Membership.objects.create(
        body=body,
        person=person,
        role=role,
        function=tidy(function),
        began_because=because.strip(),
        began_at=begins_at or clock.now(),
    )


def journal_mandate(kind: EntryKind, mandate: Membership, body: Body) -> None:
    """The public entry of a mandate that begins or ends: the person enters as a commitment alone."""
    began = kind is journal.MANDATE_BEGAN
    record(
        kind,
        subject=body.process.ref,
        facts={
            "mandate": mandate.ref,
            "body": body.ref,
            "role": mandate.role or journal.PLAIN_MEMBER,
            "at": mandate.began_at if began else mandate.ended_at,
            "reason": mandate.began_because if began else mandate.ended_because,
        },
        commits={"person": mandate.person_id or ""},
    )


def locked_body(body: Body) -> Body:
    """``body`` as it is, its process locked."""
    process = lock(body.process_id)
    found = Body.objects.get(pk=body.pk)
    found.process = process
    return found


def locked_mandate(mandate: Membership) -> Membership:
    """``mandate`` as it is once its process is locked, with its body."""
    process = lock(Body.objects.values_list("process_id", flat=True).get(pk=mandate.body_id))
    found = Membership.objects.select_related("body").get(pk=mandate.pk)
    found.body.process = process
    return found


def check_not_last(mandate: Membership) -> None:
    """Raise Conflict when nobody else would organise the process."""
    others = Membership.objects.filter(
        Q(ended_at__isnull=True),
        body_id=mandate.body_id,
        role=TeamRole.ORGANISER,
        person__isnull=False,
        began_at__lte=clock.now(),
    ).exclude(pk=mandate.pk)
    if not may_leave(mandate.role, TeamRole.ORGANISER, others.count()):
        raise Conflict(
            _(
                "This is the last organiser: a process always has one."
                " Invite another first; once they have accepted, this mandate can end."
            ),
            code="last_organiser",
        )
