"""Two people act at the same instant: one link is used once, and somebody always organises the process."""

import pytest

from isegoria.commons.processes.models import Invitation, Membership, TeamRole
from isegoria.commons.processes.services import (
    accept_invitation,
    end_mandate,
    invite,
    publish_process,
    write_texts,
)
from isegoria.commons.processes.tests.support import account, actor, draft, join, team_of
from isegoria.commons.processes.writing import PROCESS_TEXTS, edition
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict, Refused
from tests.contract.tasks_support import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_two_organisers_cannot_leave_at_once() -> None:
    people = [account("one"), account("two")]
    process = draft(people[0])
    join(process, people[1], TeamRole.ORGANISER)
    publish_process(actor=SYSTEM, process=process)
    leaving = [(actor(who), who.person.memberships.get()) for who in people]

    def leave() -> Membership:
        who, mandate = leaving.pop()
        return end_mandate(actor=who, mandate=mandate, because="Je pars")

    answers = together(2, leave)
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Conflict]
    assert Membership.objects.filter(role=TeamRole.ORGANISER, ended_at__isnull=True).count() == 1


def test_a_link_opened_twice_at_once_gives_one_mandate() -> None:
    process = draft(account("o"))
    invite(
        actor=SYSTEM,
        body=team_of(process),
        address="garance@exemple.test",
        role=TeamRole.MODERATOR,
        because="Recrutée",
        language="fr",
    )
    garance = actor(account("garance"))
    invitation = Invitation.objects.get()
    answers = together(3, lambda: accept_invitation(actor=garance, invitation=invitation))
    assert [type(answer) for answer in answers].count(Refused) == 2
    assert Membership.objects.filter(person_id=garance.person_id).count() == 1


def test_of_two_who_save_at_once_one_is_told() -> None:
    process = draft()
    seen = edition(process, PROCESS_TEXTS)
    versions = ["une", "deux"]

    def save() -> object:
        return write_texts(
            actor=SYSTEM,
            process=process,
            title=process.title,
            summary={"fr": versions.pop()},
            description={},
            seen=seen,
        )

    answers = together(2, save)
    assert [type(answer) for answer in answers].count(Conflict) == 1
