"""Two people act at the same instant: one link is used once, and somebody always organises the process."""

from collections.abc import Callable

import pytest

from isegoria.commons.people.models import Account
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
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.site.owndata.leaving import leave
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


def test_of_two_organisers_one_stays_when_one_resigns_and_the_other_deletes_the_account() -> None:
    people = [account("one"), account("two")]
    process = draft(people[0])
    join(process, people[1], TeamRole.ORGANISER)
    publish_process(actor=SYSTEM, process=process)
    mandate = people[1].person.memberships.get()
    ways: list[Callable[[], object]] = [
        lambda: leave(actor=actor(people[0]), account=people[0]),
        lambda: end_mandate(actor=actor(people[1]), mandate=mandate, because="Je pars"),
    ]

    def go() -> object:
        return ways.pop()()

    answers = together(2, go)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(each) for each in refused] in ([Invalid], [Conflict])
    running = Membership.objects.filter(role=TeamRole.ORGANISER, ended_at__isnull=True)
    assert running.exclude(person=None).count() == 1


def test_the_last_two_administrators_cannot_leave_at_once() -> None:
    people = [account(name, is_administrator=True) for name in ("one", "two")]
    leaving = list(people)

    def go() -> None:
        who = leaving.pop()
        leave(actor=actor(who), account=who)

    answers = together(2, go)
    assert [type(each) for each in answers if isinstance(each, Exception)] == [Invalid]
    assert Account.objects.filter(is_administrator=True).count() == 1


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
