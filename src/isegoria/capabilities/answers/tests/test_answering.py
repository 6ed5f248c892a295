"""What is owed, answering it, promising."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from isegoria.capabilities.answers import answering
from isegoria.capabilities.answers.models import Answer, Commitment, Demand
from isegoria.capabilities.answers.states import DemandState
from isegoria.capabilities.answers.tests.support import (
    TODAY,
    Place,
    answered,
    begun,
    hand,
    promise,
)
from isegoria.commons.notifications.models import Notice
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.tests.support import NOW, citizen
from isegoria.core.actor import SYSTEM
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[object]:
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_what_is_handed_over_is_owed_an_answer_by_a_date(here: Place):
    demand = here.demand
    assert demand.state == DemandState.AWAITED
    assert (demand.due_at - NOW).days == 30
    assert told("answers.owed") == {here.elected.person_id}
    assert Entry.objects.filter(kind="answer.owed").count() == 1


def test_nothing_is_handed_over_where_nobody_said_by_when_it_is_answered(here: Place):
    other = Post.objects.select_related("activity").get(pk=here.post.pk)
    Demand.objects.all().delete()
    here.activity.phases.all().delete()
    here.activity.delete()
    with pytest.raises(Conflict) as caught:
        hand(actor=SYSTEM, post=other)
    assert caught.value.code == "no_answers"


def test_an_answer_says_why_who_what_and_when(here: Place):
    answer = begun(here, text="")
    with pytest.raises(Invalid) as caught:
        answering.publish_answer(actor=here.elected, answer=answer)
    assert len(caught.value.problems) == 2
    assert Post.objects.get(answer=answer).state == "draft"
    assert here.demand.state == DemandState.AWAITED


def test_an_answer_is_public_and_told_to_everybody_it_concerns(here: Place):
    answer = answered(here, 20, 40)
    demand = here.demand
    assert (demand.state, demand.answered_at) == (DemandState.ANSWERED, NOW)
    link = Source.objects.get(post=answer.post)
    assert (link.origin_id, link.relation) == (here.post.pk, Relation.ANSWERED_BY)
    assert here.author.person_id in told("answers.answered")
    entry = Entry.objects.get(kind="answer.published")
    assert json.loads(bytes(entry.content))["facts"]["milestones"] == 2


def test_a_refusal_promises_nothing_and_needs_reasons(here: Place):
    answered(here, verdict="refused", text="La région n’en a pas le droit.")
    assert here.demand.state == DemandState.ANSWERED


def test_more_time_is_another_date_that_everybody_sees(here: Place):
    until = TODAY + timedelta(days=50)
    answered(here, verdict="study", until=until, text="Nous attendons l’étude.")
    demand = here.demand
    assert demand.state == DemandState.STUDIED
    assert (demand.due_at - demand.promised_at).days == 20
    assert demand.answered_at is None


@pytest.mark.parametrize("days", [None, 10, 600])
def test_a_study_without_a_later_date_within_a_year_is_no_answer(here: Place, days: int | None):
    until = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(Invalid):
        begun(here, verdict="study", until=until)
    assert not Answer.objects.exists()


def test_a_part_is_answered_and_the_rest_stays_owed(here: Place):
    answered(here, verdict="refused", part="Le budget", closes=False)
    assert here.demand.state == DemandState.AWAITED
    answered(here, 10, part="Les haies")
    assert here.demand.state == DemandState.ANSWERED


def test_a_published_answer_never_changes(here: Place):
    answer = answered(here, 20)
    for act in (
        lambda: promise(here, answer, 30),
        lambda: answering.throw_away(actor=here.elected, answer=answer),
        lambda: answering.publish_answer(actor=here.elected, answer=answer),
    ):
        with pytest.raises(Refused):
            act()
    assert Commitment.objects.count() == 1


def test_a_draft_is_thrown_away_with_what_it_promised(here: Place):
    answer = begun(here)
    promise(here, answer, 20)
    answering.throw_away(actor=here.elected, answer=answer)
    assert (Answer.objects.count(), Commitment.objects.count()) == (0, 0)


def test_a_form_sent_twice_is_one_answer(here: Place):
    ref = uuid4()
    terms = answering.Terms("refused", "Non, parce que.", "La vice-présidente")
    for _time in range(2):
        answering.begin_answer(
            actor=here.elected, demand=here.demand, terms=terms, language="fr", ref=ref
        )
    assert Answer.objects.count() == 1


def test_a_commitment_tells_all_that_is_wrong_with_its_steps_at_once(here: Place):
    answer = begun(here)
    steps = [("", TODAY), ("Sans date", None), ("Hier", TODAY - timedelta(days=1))]
    with pytest.raises(Invalid) as caught:
        answering.commit(actor=here.elected, answer=answer, text="", steps=steps)
    assert len(caught.value.problems) == 4
    with pytest.raises(Invalid):
        answering.commit(actor=here.elected, answer=answer, text="Planter", steps=[])


@pytest.mark.parametrize("who", ["author", "organiser", "guarantor"])
def test_the_authority_alone_answers(here: Place, who: str):
    answer = begun(here)
    actor = getattr(here, who)
    with pytest.raises(Refused):
        answering.begin_answer(
            actor=actor,
            demand=here.demand,
            terms=answering.Terms("refused", "Non.", "Moi"),
            language="fr",
            ref=uuid4(),
        )
    with pytest.raises(Refused):
        answering.publish_answer(actor=actor, answer=answer)
    with pytest.raises(Refused):
        answering.throw_away(actor=citizen(), answer=answer)
