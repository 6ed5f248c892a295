"""Mandates begin and end in public, and a process always has an organiser."""

from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.people.models import Person
from isegoria.commons.people.services import forget_person
from isegoria.commons.processes.body_queries import bodies_of
from isegoria.commons.processes.erasure import merge_mandates
from isegoria.commons.processes.models import BodyKind, Membership, Process, TeamRole
from isegoria.commons.processes.numbers import process_numbers
from isegoria.commons.processes.roles import mandates_of_person
from isegoria.commons.processes.rules import may_leave
from isegoria.commons.processes.services import (
    add_body,
    begin_mandate,
    begin_process,
    change_function,
    create_body,
    end_mandate,
    publish_process,
    seat_person,
    withdraw_mandate,
)
from isegoria.commons.processes.tests.support import (
    account,
    actor,
    draft,
    join,
    kinds,
    published,
    team_of,
)
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Commitment, Entry
from isegoria.core.texts import Texts
from isegoria.kernel.canonical import parse

pytestmark = pytest.mark.django_db


def guarantors(process: Process):
    return create_body(
        actor=SYSTEM, process=process, kind=BodyKind.GUARANTORS, title={"fr": "Garantes et garants"}
    )


def test_whoever_begins_a_process_organises_it() -> None:
    boss = account("boss", is_administrator=True)
    process = begin_process(actor=actor(boss), title={"fr": "Forêt"}, summary={})
    assert process.slug == "foret"
    assert mandates_of_person(boss.person_id).team == {process.pk: {TeamRole.ORGANISER}}
    assert kinds() == []


def test_a_mandate_is_journalled_with_its_person_as_a_commitment_that_can_be_erased() -> None:
    process = published()
    garance = account("garance")
    mandate = begin_mandate(
        actor=SYSTEM,
        body=guarantors(process),
        person=garance.person,
        because="Nommée par le conseil",
    )
    entry = Entry.objects.get(kind="mandate.began")
    said = parse(bytes(entry.content))
    assert said["facts"]["mandate"] == str(mandate.ref)
    assert said["facts"]["role"] == "member"
    committed = Commitment.objects.get(entry=entry, name="person")
    value = sha256(bytes(committed.salt) + str(garance.person_id).encode()).hexdigest()
    assert said["commits"]["person"] == value
    forget_person(actor=SYSTEM, account=garance)
    assert not Commitment.objects.filter(entry=entry, name="person").exists()
    assert Commitment.objects.filter(entry=entry, name="by").exists()


def test_a_mandate_ends_with_a_public_reason_and_stays_to_be_read() -> None:
    process = published()
    mandate = begin_mandate(
        actor=SYSTEM, body=guarantors(process), person=account("g").person, because="Nommée"
    )
    with pytest.raises(Invalid):
        end_mandate(actor=SYSTEM, mandate=mandate, because=" ")
    with pytest.raises(Invalid):
        end_mandate(
            actor=SYSTEM,
            mandate=mandate,
            because="Fin",
            ends_at=mandate.began_at - timedelta(days=1),
        )
    with clock.frozen(clock.now() + timedelta(days=30)):
        end_mandate(actor=SYSTEM, mandate=mandate, because="Déménagement")
        shown = next(body for body in bodies_of(process) if not body.is_team)
    assert shown.members == ()
    assert [(former.name, former.reason) for former in shown.former] == [("G", "Déménagement")]
    with pytest.raises(Refused), clock.frozen(clock.now() + timedelta(days=31)):
        end_mandate(actor=SYSTEM, mandate=mandate, because="Encore")
    assert kinds() == ["process.published", "body.created", "mandate.began", "mandate.ended"]


def test_a_mandate_can_end_on_a_day_to_come() -> None:
    organiser = account("o")
    process = draft(organiser)
    moderator = account("m")
    mandate = join(process, moderator, TeamRole.MODERATOR)
    publish_process(actor=SYSTEM, process=process)
    leaving = clock.now() + timedelta(days=10)
    end_mandate(actor=actor(organiser), mandate=mandate, because="Congé", ends_at=leaving)
    assert mandates_of_person(moderator.person_id).team
    with clock.frozen(leaving):
        assert not mandates_of_person(moderator.person_id).team


def test_the_last_organiser_cannot_leave_and_the_last_but_one_can() -> None:
    first, second = account("a"), account("b")
    process = published(first)
    own = Membership.objects.get(person=first.person)
    with pytest.raises(Conflict) as told:
        end_mandate(actor=actor(first), mandate=own, because="Je pars")
    assert told.value.code == "last_organiser"
    begin_mandate(
        actor=actor(first),
        body=team_of(process),
        person=second.person,
        role=TeamRole.ORGANISER,
        because="Renfort",
    )
    end_mandate(actor=actor(first), mandate=own, because="Je pars")
    with pytest.raises(Refused):
        begin_mandate(
            actor=actor(first),
            body=team_of(process),
            person=first.person,
            role=TeamRole.ORGANISER,
            because="Je reviens",
        )


@given(others=st.integers(min_value=0, max_value=5), role=st.sampled_from(TeamRole.values))
def test_only_a_lone_organiser_is_held_back(others: int, role: str) -> None:
    held = not may_leave(role, TeamRole.ORGANISER, others)
    assert held == (role == TeamRole.ORGANISER and others == 0)


def test_anybody_may_give_up_their_own_mandate_and_nobody_that_of_another() -> None:
    process = published()
    body = guarantors(process)
    mine, yours = account("mine"), account("yours")
    mandate = begin_mandate(actor=SYSTEM, body=body, person=mine.person, because="Nommée")
    with pytest.raises(Refused) as refused:
        end_mandate(actor=actor(yours), mandate=mandate, because="Non")
    assert refused.value.decision.hidden
    end_mandate(actor=actor(mine), mandate=mandate, because="Je m’en vais")


def test_a_place_in_a_draft_is_taken_back_without_a_trace() -> None:
    process = draft(account("o"))
    mandate = join(process, account("m"), TeamRole.MODERATOR)
    with pytest.raises(Refused):
        end_mandate(actor=SYSTEM, mandate=mandate, because="Rien n’était public")
    withdraw_mandate(actor=SYSTEM, mandate=mandate)
    with pytest.raises(Conflict):
        withdraw_mandate(actor=SYSTEM, mandate=Membership.objects.get(role=TeamRole.ORGANISER))
    assert kinds() == []


def test_roles_belong_to_the_team_and_a_place_is_taken_once() -> None:
    process = draft()
    panel = add_body(actor=SYSTEM, process=process, kind=BodyKind.PANEL, title={"fr": "Panel"})
    person = account("p").person
    for body, role in ((panel, TeamRole.MODERATOR), (team_of(process), "")):
        with pytest.raises(Invalid):
            seat_person(actor=SYSTEM, body=body, person=person, role=role, because="Tirage")
    mandate = seat_person(actor=SYSTEM, body=panel, person=person, because="Tirage")
    with pytest.raises(Conflict):
        seat_person(actor=SYSTEM, body=panel, person=person, because="Tirage")
    said: Texts = {"fr": "présidente"}
    change_function(actor=SYSTEM, mandate=mandate, function=said)
    assert bodies_of(process)[0].members[0].function == "présidente"


def test_a_forgotten_person_leaves_a_seat_of_nobody_that_is_over() -> None:
    process = published()
    gone = account("gone")
    begin_mandate(
        actor=SYSTEM,
        body=guarantors(process),
        person=gone.person,
        because="Nommée, rue des Lilas",
        function={"fr": "juriste"},
    )
    with clock.frozen(clock.now() + timedelta(days=1)):
        forget_person(actor=SYSTEM, account=gone)
        shown = next(body for body in bodies_of(process) if not body.is_team)
    assert shown.members == ()
    (former,) = shown.former
    assert (former.function, former.reason) == ("", "")
    assert "Gone" not in former.name


def test_two_persons_proved_to_be_one_sit_once() -> None:
    process = draft()
    panel = add_body(actor=SYSTEM, process=process, kind=BodyKind.PANEL, title={"fr": "Panel"})
    experts = add_body(actor=SYSTEM, process=process, kind=BodyKind.EXPERTS, title={"fr": "Comité"})
    kept, absorbed = Person.objects.create(), Person.objects.create()
    seats = [(panel, kept), (panel, absorbed), (experts, absorbed)]
    for body, person in seats:
        seat_person(actor=SYSTEM, body=body, person=person, because="Tirage")
    merge_mandates(kept.pk, absorbed.pk)
    assert {body.pk for body, _ in seats} == set(mandates_of_person(kept.pk).bodies)
    assert Membership.objects.filter(person=kept).count() == 2
    assert not Membership.objects.filter(person=absorbed).exists()


def test_the_bodies_are_read_in_two_statements_whatever_their_members(
    django_assert_num_queries,
) -> None:
    process = draft(account("o"))
    panel = add_body(actor=SYSTEM, process=process, kind=BodyKind.PANEL, title={"fr": "Panel"})
    with django_assert_num_queries(2):
        bodies_of(process)
    for number in range(12):
        seat_person(
            actor=SYSTEM,
            body=panel,
            person=Person.objects.create(display_name=f"P{number}"),
            because="Tirage",
        )
    with django_assert_num_queries(2):
        shown = bodies_of(process)
    assert [(body.is_team, len(body.members)) for body in shown] == [(False, 12), (True, 1)]
    assert "12" in [number.value for number in process_numbers(process)]
