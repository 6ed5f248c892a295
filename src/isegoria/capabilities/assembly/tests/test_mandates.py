"""Mandates and wishes: put to the vote by the team, voted by the body, closed by themselves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.assembly import mandates
from isegoria.capabilities.assembly.tests.support import Panel, member
from isegoria.commons.decisions.choices import Choice
from isegoria.commons.decisions.models import Decision
from isegoria.commons.decisions.services import vote_in_secret
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, account, text_of
from isegoria.commons.processes.models import Body, BodyKind, Membership, TeamRole
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry


def asked(here: Panel, **changes):
    given = {
        "actor": SYSTEM,
        "activity": here.activity,
        "kind": "assembly.wish",
        "title": "Que la loi change",
        "text": "Nous souhaitons que l’eau soit un bien commun.",
        "body": here.body,
        "language": "fr",
        "ref": uuid4(),
        "majority": "simple",
        "quorum": "half",
        "secret": True,
        "closes_at": NOW + timedelta(days=1),
    }
    return mandates.put_to_vote(**{**given, **changes})


def test_a_wish_is_voted_on_as_it_stands_and_its_vote_closes_by_itself(here: Panel) -> None:
    members = [member(here, f"Membre {turn}") for turn in range(3)]
    ref = uuid4()
    wish = asked(here, ref=ref)
    assert asked(here, ref=ref).pk == wish.pk
    decision = Decision.objects.get()
    for actor, choice in zip(members, (Choice.FOR, Choice.FOR), strict=False):
        vote_in_secret(actor=actor, decision=decision, choice=choice)
    assert mandates.close_votes() == 0
    with pytest.raises(Conflict):
        mandates.close_vote(actor=SYSTEM, post=wish)
    with clock.frozen(decision.closes_at):
        assert mandates.close_votes() == 1
        assert mandates.close_votes() == 0
    assert Decision.objects.get().adopted
    kinds = set(Entry.objects.filter(subject=wish.ref).values_list("kind", flat=True))
    assert kinds == {"decision.opened", "decision.closed"}
    assert Post.objects.get(pk=wish.pk).author_id is None


def test_who_does_not_lead_and_a_body_that_does_not_work_here_call_no_vote(here: Panel) -> None:
    one = member(here)
    with pytest.raises(Refused):
        asked(here, actor=one)
    with pytest.raises(Refused):
        mandates.close_vote(actor=one, post=asked(here))
    guarantors = Body.objects.create(
        process=here.world.process, kind=BodyKind.GUARANTORS, slug="garants", title={}
    )
    with pytest.raises(Invalid) as refused:
        asked(here, body=guarantors, title="")
    assert len(refused.value.problems) == 2
    assert Post.objects.filter(kind="assembly.wish").count() == 1


def test_the_pages_put_a_mandate_to_the_vote_and_show_what_became_of_it(
    here: Panel, settings
) -> None:
    settings.TEAM_SECOND_FACTOR = False
    team = Body.objects.create(
        process=here.world.process, kind=BodyKind.TEAM, slug="equipe", title={}
    )
    leader, client, past = account(), Client(), NOW - timedelta(days=1)
    for body, role in ((team, TeamRole.FACILITATOR), (here.body, "")):
        Membership.objects.create(body=body, person_id=leader.person_id, role=role, began_at=past)
    client.force_login(leader)
    address = reverse("assembly:put-to-vote", args=["eau", "panel"])
    ideas = reverse("assembly:ideas", args=["eau", "panel"])
    assert address in text_of(client.get(ideas))
    assert address not in text_of(Client().get(ideas))
    given = {
        "kind": "assembly.mandate",
        "title": "Entendre les agriculteurs",
        "text": "Le groupe de travail entend six agriculteurs.",
        "body": "panel",
        "majority": "simple",
        "quorum": "none",
        "secret": "by_name",
        "closes_at": "",
    }
    assert 'aria-invalid="true"' in text_of(client.post(address, given))
    answer = client.post(address, {**given, "closes_at": "2026-03-14T12:00"})
    client.post(reverse("assembly:close-vote", args=[Post.objects.get(kind=given["kind"]).ref]))
    assert Decision.objects.get().closed_at is None
    client.post(reverse("decisions:vote", args=[Decision.objects.get().ref]), {"choice": "1"})
    client.post(reverse("assembly:close-vote", args=[Post.objects.get(kind=given["kind"]).ref]))
    page = text_of(Client().get(answer["Location"]))
    assert "six agriculteurs" in page
    assert str(Person.objects.get(pk=leader.person_id)) not in page
    assert "Entendre les agriculteurs" in text_of(Client().get(ideas))
    idea = reverse("assembly:text", args=[uuid4()])
    assert Client().get(idea).status_code == 404
