"""Votes: who can, once, in secret or by name; what is counted, kept apart, and never changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from isegoria.commons.decisions import services
from isegoria.commons.decisions.choices import Choice
from isegoria.commons.decisions.erasure import erase_person, merge_person
from isegoria.commons.decisions.models import Ballot, Decision, Elector
from isegoria.commons.decisions.queries import decision_by_ref, decision_view, voting_of
from isegoria.commons.decisions.tests.support import Assembly, assembly, closed, opened
from isegoria.commons.notifications.models import Notice
from isegoria.commons.people.models import Account
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, account, citizen, text_of
from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@pytest.fixture
def here(db: None):
    with clock.frozen(NOW):
        yield assembly()


def cast(decision: Decision, here: Assembly, *choices: Choice) -> None:
    vote = services.vote_in_secret if decision.secret else services.vote_by_name
    for actor, choice in zip(here.members, choices, strict=False):
        vote(actor=actor, decision=decision, choice=choice)


@pytest.mark.parametrize("secret", [False, True])
def test_a_vote_is_counted_once_frozen_and_journalled(here: Assembly, secret: bool) -> None:
    decision = opened(here, secret=secret)
    told = Notice.objects.filter(kind="decisions.called")
    assert set(told.values_list("person", flat=True)) == {one.person_id for one in here.members}
    cast(decision, here, FOR)
    view = decision_view(decision_by_ref(None, decision.ref))  # type: ignore[arg-type] - reads no request
    assert view.turnout.startswith("1 membre sur ")
    cast(decision, Assembly(here.world, here.body, here.members[1:], here.post), AGAINST)
    with pytest.raises(Conflict):
        closed(decision)
    cast(decision, Assembly(here.world, here.body, here.members[2:], here.post), FOR)
    assert closed(decision).adopted
    entry = Entry.objects.get(kind="decision.closed")
    assert b'"agree":2' in bytes(entry.content)
    assert b'"disagree":1' in bytes(entry.content)
    with pytest.raises(Conflict):
        closed(decision)
    with pytest.raises(Refused):
        cast(decision, here, AGAINST)
    view = decision_view(decision_by_ref(None, decision.ref))  # type: ignore[arg-type] - reads no request
    assert view.adopted
    assert view.turnout.startswith("3 membres sur ")
    assert [tally.count for tally in view.tallies] == ["2", "1", "0"]
    assert any(tally.names for tally in view.tallies) is not secret


def test_a_secret_ballot_leads_to_nobody(here: Assembly) -> None:
    decision = opened(here, secret=True)
    cast(decision, here, FOR, AGAINST, ABSTAIN)
    columns = {field.column for field in Ballot._meta.concrete_fields}
    assert columns == {"id", "decision_id", "choice"}
    assert set(Elector.objects.values_list("voted", "choice")) == {(True, None)}
    assert not {str(key) for key in Ballot.objects.values_list("pk", flat=True)} & {
        str(key) for key in Elector.objects.values_list("pk", flat=True)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM decisions_ballot")
        kept = [str(row[0]) for row in cursor.fetchall()]
    assert kept == sorted(kept)
    with pytest.raises(Conflict):
        services.vote_in_secret(actor=here.members[0], decision=decision, choice=FOR)
    assert Ballot.objects.count() == 3
    assert not Entry.objects.filter(kind="decision.voted").exists()


def test_by_name_a_vote_can_change_until_the_end_and_each_change_is_public(here: Assembly) -> None:
    decision = opened(here)
    cast(decision, here, FOR)
    cast(decision, here, FOR)
    cast(decision, here, AGAINST)
    assert Entry.objects.filter(kind="decision.voted").count() == 2
    assert voting_of(decision, here.members[0]).mine == AGAINST
    with clock.frozen(decision.closes_at):
        with pytest.raises(Refused):
            cast(decision, here, FOR)
        assert not closed(decision).adopted
    sentence = decision_view(Decision.objects.select_related("post__parent", "body").get()).result
    assert "2" in sentence
    assert "1" in sentence


def test_who_could_vote_is_fixed_when_the_vote_opens(here: Assembly) -> None:
    decision = opened(here)
    late = citizen("Arrivé après")
    Membership.objects.create(body=here.body, person_id=late.person_id, began_at=NOW)
    with pytest.raises(Refused):
        services.vote_by_name(actor=late, decision=decision, choice=FOR)
    Membership.objects.filter(person=here.members[0].person_id).update(ended_at=NOW)
    cast(decision, here, FOR)
    assert Decision.objects.get().members == 3


@pytest.mark.parametrize("secret", [False, True])
def test_each_service_refuses_the_other_kind_of_vote(here: Assembly, secret: bool) -> None:
    decision = opened(here, secret=secret)
    wrong = services.vote_by_name if secret else services.vote_in_secret
    with pytest.raises(Conflict):
        wrong(actor=here.members[0], decision=decision, choice=FOR)


def test_a_vote_that_could_not_end_well_is_not_opened(here: Assembly) -> None:
    Membership.objects.all().delete()
    with pytest.raises(Invalid) as refused:
        opened(here, majority="half", closes_at=NOW - timedelta(days=1))
    assert len(refused.value.problems) == 3
    assert not Decision.objects.exists()


def test_a_dissent_stands_beside_the_text_once(here: Assembly) -> None:
    decision = opened(here)
    ref = uuid4()
    given = {"decision": decision, "text": "Je pense autrement.", "language": "fr"}
    first = services.publish_dissent(actor=here.members[0], ref=ref, **given)
    assert services.publish_dissent(actor=here.members[0], ref=ref, **given).pk == first.pk
    with pytest.raises(Conflict):
        services.publish_dissent(actor=here.members[0], ref=uuid4(), **given)
    with pytest.raises(Refused):
        services.publish_dissent(actor=citizen(), ref=uuid4(), **given)
    view = decision_view(Decision.objects.select_related("post__parent", "body").get())
    assert "autrement" in view.dissents[0].text
    assert Post.objects.get(pk=here.post.pk).comment_count == 1


def test_a_person_forgotten_or_merged_changes_no_count(here: Assembly) -> None:
    decision = opened(here)
    cast(decision, here, FOR, FOR, AGAINST)
    one, other, third = (actor.person_id for actor in here.members)
    assert one
    assert other
    assert third
    merge_person(one, other)
    erase_person(third)
    assert Elector.objects.count() == 3
    assert Elector.objects.filter(person=None).count() == 2
    assert closed(decision).adopted


def test_whoever_voted_under_another_name_does_not_vote_twice(here: Assembly) -> None:
    decision = opened(here, secret=True)
    voted, silent = here.members[0], here.members[1]
    cast(decision, here, FOR)
    assert voted.person_id
    assert silent.person_id
    merge_person(silent.person_id, voted.person_id)
    assert Elector.objects.get(person=silent.person_id).voted
    with pytest.raises(Conflict):
        services.vote_in_secret(actor=silent, decision=decision, choice=FOR)
    assert Elector.objects.filter(person=None).count() == 1


def test_the_pages_vote_and_dissent_without_javascript(here: Assembly) -> None:
    mine = account()
    Membership.objects.create(
        body=here.body, person_id=mine.person_id, began_at=NOW - timedelta(days=1)
    )
    decision = opened(here, secret=True)
    client = Client()
    client.force_login(Account.objects.get(pk=mine.pk))
    page, vote = (
        reverse(f"decisions:{name}", args=[decision.ref]) for name in ("decision", "vote")
    )
    assert 'name="choice"' in text_of(client.get(page))
    assert 'aria-invalid="true"' in text_of(client.post(vote))
    client.post(vote, {"choice": "1"})
    assert Ballot.objects.get().choice == FOR
    assert 'name="choice"' not in text_of(client.get(page))
    client.post(
        reverse("decisions:dissent", args=[decision.ref]), {"text": "Une réserve.", "token": ""}
    )
    assert "Une réserve." in text_of(Client().get(page))
