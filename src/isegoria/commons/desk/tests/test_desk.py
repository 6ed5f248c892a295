"""The desk: an agent acts for somebody, in one process, with none of the agent's rights."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from isegoria.commons.desk.notices import HELPED
from isegoria.commons.desk.services import Arrival, begin_helping
from isegoria.commons.desk.tests.support import arrive, begin, confirmed, listed, take
from isegoria.commons.notifications.models import Notice
from isegoria.commons.people.merging import merge_persons
from isegoria.commons.people.models import Account, Person, Proof
from isegoria.commons.people.person_services import verify_by_register
from isegoria.commons.people.proofs import attach
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.policies import (
    COMMENT_POST,
    EDIT_POST,
    TAKE_STANCE,
    WITHDRAW_POST,
)
from isegoria.commons.posts.tests.support import NOW, World, citizen, published, world
from isegoria.commons.processes.models import Activity, Body, BodyKind, Membership, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core import clock, registry
from isegoria.core.actor import SYSTEM, Channel, Verification
from isegoria.core.errors import Conflict, Refused
from isegoria.core.journal.models import AuditRow
from isegoria.core.tasks.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[World]:
    """A process open for writing and for everybody, at one instant."""
    with clock.frozen(NOW):
        yield world(verification=Verification.NONE)


@pytest.fixture
def agent(place: World) -> Account:
    """An agent of that process."""
    account = Account.objects.create_user("agent@exemple.test", display_name="Agent")
    team = Body.objects.create(process=place.process, kind=BodyKind.TEAM, slug="equipe")
    Membership.objects.create(
        body=team, person=account.person, role=TeamRole.AGENT, began_at=NOW - timedelta(days=1)
    )
    return account


@pytest.fixture
def desk(client: Client, agent: Account) -> Client:
    """The browser of the agent."""
    client.force_login(agent)
    return client


def test_what_is_typed_is_of_the_person_by_their_channel_and_says_who_typed_it(
    desk: Client, agent: Account, place: World
) -> None:
    post = published(citizen(), place)
    answer = arrive(desk, place, name="Odette")
    assert answer.headers["Location"] == reverse("processes:page", args=["eau"])
    page = desk.get(reverse("processes:page", args=["eau"])).content.decode()
    assert "Odette" in page
    assert "A-12" in page
    take(desk, post)
    stance = Stance.objects.get()
    assert stance.person_id not in (None, agent.person_id)
    assert (stance.channel, stance.entered_by_id) == (Channel.PAPER, agent.person_id)
    helped = Person.objects.get(pk=stance.person_id)
    assert (helped.display_name, helped.declared_age) == ("Odette", place.process.minimum_age)


def test_the_agent_has_none_of_their_own_rights_meanwhile(
    desk: Client, agent: Account, place: World
) -> None:
    Account.objects.filter(pk=agent.pk).update(is_administrator=True)
    arrive(desk, place)
    assert desk.get(reverse("desk:arrive", args=["eau"])).status_code == 404
    assert desk.get(reverse("desk:list")).status_code == 403
    for private in ("account_home", "account_email", "people:checks", "mfa_index"):
        assert desk.get(reverse(private)).status_code == 403, private
    assert desk.post(reverse("desk:stop")).status_code == 302
    assert desk.get(reverse("desk:list")).status_code == 200
    assert desk.get(reverse("account_home")).status_code == 200


PRIVATE = (
    "site.my_space",
    "notifications.read",
    "notifications.choose",
    "posts.mine",
    "people.own_account",
    "people.checks",
)


@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_the_persons_own_is_not_shown_to_the_agent(name: str) -> None:
    through_agent = citizen(entered_by=Person.objects.create().pk)
    assert registry.policy(name).decide(through_agent).code == "desk"


def test_the_agent_helps_in_their_own_process_alone(
    desk: Client, agent: Account, place: World
) -> None:
    elsewhere = world("ailleurs", verification=Verification.NONE)
    post = published(citizen(), elsewhere)
    assert desk.get(reverse("desk:arrive", args=["ailleurs"])).status_code == 404
    arrive(desk, place)
    take(desk, post)
    assert not Stance.objects.exists()
    desk.post(reverse("posts:comment", args=[post.ref]), {"text": "Oui, et des mares."})
    assert not Post.objects.exclude(pk=post.pk).exists()


def test_of_a_list_what_can_be_done_through_an_agent_is_found_alike(
    agent: Account, place: World
) -> None:
    posts = [published(citizen(), where) for where in (place, world("ailleurs"))]
    helped = citizen(
        entered_by=citizen("Agente").person_id,
        roles={ROOM: Mandates(team={}, bodies=frozenset(), only=place.process.pk)},
    )
    own = [published(helped, place)]
    for policy in (TAKE_STANCE, COMMENT_POST, EDIT_POST, WITHDRAW_POST):
        allowed = set(policy.allowed_among(Post.objects.all(), helped))
        loaded = Post.objects.select_related("activity__process", "parent").prefetch_related(
            "activity__phases"
        )
        assert allowed == {post for post in loaded if policy.decide(helped, post)}
        assert allowed <= {posts[0], *own}
        assert allowed


def test_a_citizen_finds_no_desk(client: Client, place: World) -> None:
    client.force_login(Account.objects.create_user("c@exemple.test"))
    assert client.get(reverse("desk:list")).status_code == 403
    assert client.get(reverse("desk:arrive", args=["eau"])).status_code == 404
    with pytest.raises(Refused):
        begin_helping(actor=citizen(), process=place.process, arrival=Arrival(channel=Channel.DESK))


def test_after_half_an_hour_of_rest_a_form_is_nobodys_act(
    desk: Client, agent: Account, place: World
) -> None:
    post = published(citizen(), place)
    arrive(desk, place)
    with clock.frozen(NOW + timedelta(minutes=29)):
        assert "A-12" in desk.get(reverse("home")).content.decode()
    with clock.frozen(NOW + timedelta(minutes=58)):
        take(desk, post)
    assert Stance.objects.count() == 1
    Stance.objects.all().delete()
    with clock.frozen(NOW + timedelta(minutes=89)):
        assert take(desk, post).headers["Location"] == reverse("desk:list")
        assert not Stance.objects.exists()
        assert "A-12" not in desk.get(reverse("home")).content.decode()


def test_the_help_ends_with_the_mandate_of_the_agent(
    desk: Client, agent: Account, place: World
) -> None:
    post = published(citizen(), place)
    arrive(desk, place)
    Membership.objects.filter(person=agent.person).update(ended_at=NOW)
    take(desk, post)
    assert not Stance.objects.exists()


def test_a_form_opened_for_one_person_is_not_sent_for_the_next(
    agent: Account, place: World
) -> None:
    post = published(citizen(), place)
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    address = reverse("desk:arrive", args=["eau"])
    before = str(client.get(address).context["csrf_token"])
    form = {"channel": "desk", "csrfmiddlewaretoken": before}
    assert client.post(address, form).status_code == 302
    late = {"value": "1", "csrfmiddlewaretoken": before}
    assert client.post(reverse("posts:stance", args=[post.ref]), late).status_code == 403
    assert not Stance.objects.exists()


def test_nothing_that_is_known_of_the_person_is_shown(
    desk: Client, agent: Account, place: World
) -> None:
    known = confirmed("odette@exemple.test", "Odette Durand")
    published(citizen("Odette Durand"), place)
    shown = {"channel": "desk", "document_seen": "on"}
    answer = arrive(desk, place, address="Odette@Exemple.test", **shown)
    assert answer.status_code == 302
    seen = desk.get(reverse("account_home"))
    assert seen.status_code == 403
    assert "Durand" not in seen.content.decode()
    assert Proof.objects.get(kind=Proof.Kind.PAPER).person_id == known.person_id


def test_people_are_found_again_by_number_address_or_register(agent: Account, place: World) -> None:
    odette = listed("Durand,Odette,1931-02-03")
    first = begin(agent, place, number="a 7", address="o@exemple.test", identity=odette)
    assert first.number == "A7"
    for again in ({"number": "A7"}, {"address": "O@exemple.test "}, {"identity": odette}):
        assert begin(agent, place, **again).person_id == first.person_id
    person = Person.objects.get(pk=first.person_id)
    assert person.verification == Verification.REGISTER
    assert begin(agent, place).person_id != first.person_id


def test_a_line_that_somebody_else_took_goes_to_whoever_shows_a_document(
    agent: Account, place: World
) -> None:
    odette = listed("Durand,Odette,1931-02-03")
    impostor = citizen()
    verify_by_register(actor=impostor, identity=odette)
    in_person: dict[str, Any] = {"identity": odette, "document_seen": True}
    mistaken = begin(agent, place, **in_person)
    assert (mistaken.person_id, mistaken.was_known) == (impostor.person_id, True)
    Person.objects.filter(pk=impostor.person_id).update(verification=Verification.REGISTER)
    helped = begin(agent, place, **in_person, line_was_taken=True)
    assert (helped.person_id != impostor.person_id, helped.was_known) == (True, False)
    levels = dict(Person.objects.values_list("pk", "verification"))
    assert levels[helped.person_id] == Verification.IN_PERSON
    assert levels[impostor.person_id] == Verification.NONE
    with pytest.raises(Conflict):
        verify_by_register(actor=impostor, identity=odette)


def test_an_address_that_nobody_proved_leads_to_nobody(agent: Account, place: World) -> None:
    squatter = Account.objects.create_user("o@exemple.test")
    EmailAddress.objects.create(user=squatter, email="o@exemple.test", verified=False)
    assert begin(agent, place, address="o@exemple.test").person_id != squatter.person_id


def test_whoever_is_new_and_has_no_number_is_given_one(agent: Account, place: World) -> None:
    first = begin(agent, place)
    assert len(first.number) == 9
    assert begin(agent, place, number=first.number.lower()).person_id == first.person_id


def test_a_number_is_that_of_one_process(agent: Account, place: World) -> None:
    other = world("autre")
    team = Body.objects.create(process=other.process, kind=BodyKind.TEAM, slug="equipe")
    Membership.objects.create(body=team, person=agent.person, role=TeamRole.AGENT, began_at=NOW)
    here, there = begin(agent, place, number="1"), begin(agent, other, number="1")
    assert here.person_id != there.person_id


def test_two_known_people_become_one_only_in_front_of_the_agent(
    agent: Account, place: World
) -> None:
    here = begin(agent, place, number="1")
    account = confirmed("o@exemple.test")
    asked: dict[str, Any] = {"number": "1", "address": "o@exemple.test"}
    for not_enough, why in (
        ({}, "has_account"),
        ({"same_person": True}, "has_account"),
        ({"document_seen": True}, "two_people"),
    ):
        with pytest.raises(Conflict) as refused:
            begin(agent, place, **asked, **not_enough)
        assert refused.value.code == why
    one = begin(agent, place, **asked, same_person=True, document_seen=True)
    assert one.person_id == account.person_id
    assert not Person.objects.filter(pk=here.person_id).exists()
    person = Person.objects.get(pk=one.person_id)
    assert person.verification == Verification.IN_PERSON


@pytest.mark.parametrize("known_by", ["address", "number", "identity"])
def test_nobody_acts_for_who_has_an_account_unless_a_document_was_seen(
    agent: Account, place: World, known_by: str
) -> None:
    """Whoever knows an address, a number or a birth date does not act in the name of its owner."""
    odette = listed("Durand,Odette,1931-02-03")
    owner = confirmed("o@exemple.test")
    everything: dict[str, Any] = {"number": "7", "identity": odette, "address": "o@exemple.test"}
    begin(agent, place, document_seen=True, same_person=True, **everything)
    Notice.objects.all().delete()
    typed = {known_by: everything[known_by]}
    for without in (
        {},
        {"channel": Channel.PAPER},
        {"channel": Channel.PAPER, "document_seen": True},
    ):
        with pytest.raises(Conflict) as refused:
            begin(agent, place, **typed, **without)
        assert refused.value.code == "has_account"
    assert not Notice.objects.exists()
    assert begin(agent, place, **typed, document_seen=True).person_id == owner.person_id


def test_the_owner_of_an_account_is_told_at_once(
    desk: Client, agent: Account, place: World
) -> None:
    owner = confirmed("o@exemple.test")
    post = published(citizen(), place)
    arrive(desk, place, channel="desk", number="", address="o@exemple.test", document_seen="on")
    take(desk, post)
    stance = Stance.objects.get(person=owner.person_id)
    assert (stance.channel, stance.entered_by_id) == (Channel.DESK, agent.person_id)
    assert Notice.objects.get(person=owner.person_id).kind == "desk.helped"
    drain()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["o@exemple.test"]]
    assert str(HELPED.advice)[:30] in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers


def test_whoever_is_new_is_told_nothing(agent: Account, place: World) -> None:
    begin(agent, place, address="new@exemple.test")
    assert not Notice.objects.exists()


def test_the_page_asks_before_it_makes_one_of_two(desk: Client, place: World) -> None:
    arrive(desk, place)
    desk.post(reverse("desk:stop"))
    confirmed("o@exemple.test")
    typed = {"channel": "desk", "address": "o@exemple.test", "document_seen": "on"}
    answer = arrive(desk, place, **typed)
    assert answer.status_code == 200
    assert 'type="checkbox" name="same_person"' in answer.content.decode()
    assert arrive(desk, place, **typed, same_person="on").status_code == 302


def test_an_agent_does_not_help_themself(agent: Account, place: World) -> None:
    attach(agent.person, Proof.Kind.ADDRESS, "agent@exemple.test")
    with pytest.raises(Conflict) as refused:
        begin(agent, place, address="agent@exemple.test")
    assert refused.value.code == "oneself"


def test_every_beginning_leaves_a_trace_in_the_name_of_the_agent(
    agent: Account, place: World
) -> None:
    begin(agent, place)
    row = AuditRow.objects.filter(service__endswith="begin_helping").get()
    assert row.person == agent.person_id


def test_a_person_who_is_merged_meanwhile_is_still_the_one_who_is_helped(
    desk: Client, agent: Account, place: World
) -> None:
    post = published(citizen(), place)
    arrive(desk, place)
    helped = Proof.objects.get(kind=Proof.Kind.PAPER).person_id
    other = Person.objects.create()
    merge_persons(actor=SYSTEM, kept=other.pk, gone=helped)
    take(desk, post)
    assert Stance.objects.get().person_id == other.pk


def test_the_agent_is_told_at_once_what_stays_closed(desk: Client, place: World) -> None:
    def said(**typed: str) -> bool:
        page = desk.get(arrive(desk, place, **typed).url)
        desk.post(reverse("desk:stop"))
        return "Vos textes" in "".join(str(told) for told in page.context["messages"])

    Activity.objects.update(title={"fr": "Vos textes"})
    assert not said()
    Activity.objects.update(verification=Verification.EMAIL)
    assert said(address="camille@exemple.test")
    assert not said(channel="desk", document_seen="on")


def test_what_is_wrong_on_the_form_is_told_at_once(desk: Client, place: World) -> None:
    answer = arrive(desk, place, number="", document_seen="on", address="personne")
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"number", "document_seen", "address"}


def test_a_cookie_is_no_bar_to_being_helped(agent: Account, place: World) -> None:
    visitor = Person.objects.create()
    attach(visitor, Proof.Kind.COOKIE, "secret")
    attach(visitor, Proof.Kind.ADDRESS, "v@exemple.test")
    assert begin(agent, place, address="v@exemple.test").person_id == visitor.pk
