"""Reports, reactions, opinions, reminders; and what the pages say of dates that pass."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.answers import following, queries
from isegoria.capabilities.answers.models import Milestone, Report
from isegoria.capabilities.answers.states import DemandState
from isegoria.capabilities.answers.tests.support import (
    TODAY,
    Place,
    answered,
    reported,
)
from isegoria.commons.notifications.models import Notice
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import citizen, text_of
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.ui import formatting

pytestmark = pytest.mark.django_db


def read(here: Place) -> str:
    return text_of(Client().get(reverse("answers:demand", args=[here.post.ref])))


def test_what_was_promised_is_followed_until_the_last_step_is_done(here: Place):
    answered(here, 10, 20, 30)
    first, second, third = Milestone.objects.all()
    reported(here, first)
    reported(here, second, "drop", text="Le terrain est vendu.")
    assert here.demand.state == DemandState.ANSWERED
    reported(here, third)
    assert here.demand.state == DemandState.ENDED
    listed = Client().get(reverse("answers:list", args=["eau", "reponses"]))
    assert "1 abandonné" in text_of(listed)
    kinds = set(Notice.objects.filter(person=here.author.person_id).values_list("kind", flat=True))
    assert "answers.moved" in kinds
    assert "answers.done" not in kinds, "a step was given up: nobody is told that all is done"


def test_whoever_waited_is_told_that_all_that_was_promised_is_done(here: Place):
    answered(here, 10)
    reported(here, Milestone.objects.get())
    assert here.demand.state == DemandState.DONE
    assert here.author.person_id in set(
        Notice.objects.filter(kind="answers.done").values_list("person_id", flat=True)
    )


def test_what_is_wholly_given_up_is_not_done(here: Place):
    answered(here, 10)
    reported(here, Milestone.objects.get(), "drop", text="Il n’y a plus d’argent.")
    assert here.demand.state == DemandState.ENDED


def test_a_date_that_moves_leaves_the_former_one_to_read(here: Place):
    answered(here, 10)
    reported(here, Milestone.objects.get(), "move", due_on=TODAY + timedelta(days=40))
    step = Milestone.objects.get()
    assert (step.promised_on, step.due_on) == (
        TODAY + timedelta(days=10),
        TODAY + timedelta(days=40),
    )
    said = read(here)
    assert formatting.date(step.promised_on) in said
    assert formatting.date(step.due_on) in said


@pytest.mark.parametrize(
    ("event", "text", "days"),
    [
        ("do", "", None),
        ("move", "Plus tard.", None),
        ("move", "Plus tard.", -1),
        ("do", "Fait.", 5),
    ],
)
def test_a_report_that_says_nothing_or_a_wrong_date_is_refused(
    here: Place, event: str, text: str, days: int | None
):
    answered(here, 10)
    due_on = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(Invalid):
        reported(here, Milestone.objects.get(), event, text=text, due_on=due_on)
    assert not Report.objects.exists()


def test_what_is_done_or_given_up_is_closed(here: Place):
    answered(here, 10, 20)
    step = Milestone.objects.first()
    assert step is not None
    reported(here, step)
    with pytest.raises(Conflict):
        reported(here, step, "move", due_on=TODAY + timedelta(days=40))


def test_everybody_reacts_once(here: Place):
    answer = answered(here, 10)
    who, ref = citizen(), uuid4()
    for _time in range(2):
        following.react(actor=who, answer=answer, text="Enfin !", language="fr", ref=ref)
    with pytest.raises(Conflict):
        following.react(actor=who, answer=answer, text="Encore.", language="fr", ref=uuid4())
    assert Post.objects.get(pk=answer.post_id).comment_count == 1
    assert "Enfin !" in read(here)
    found = here.demand
    assert [
        queries.demand_page(found, actor).answers[0].has_reacted
        for actor in (who, here.author, ANONYMOUS)
    ] == [True, False, False]


def test_guarantors_alone_speak_for_those_who_watch(here: Place):
    with pytest.raises(Refused):
        following.give_opinion(
            actor=here.elected, demand=here.demand, text="Bravo.", language="fr", ref=uuid4()
        )
    following.give_opinion(
        actor=here.guarantor,
        demand=here.demand,
        text="Il manque un budget.",
        language="fr",
        ref=uuid4(),
    )
    assert "Il manque un budget." in read(here)


def test_reminders_come_fourteen_days_three_days_before_and_on_the_day_once_each(here: Place):
    def sent(days: int) -> int:
        with clock.frozen(here.demand.due_at + timedelta(days=days)):
            return following.warn()

    assert [sent(day) for day in (-20, -14, -13, -3, -2, 0, 1, 30)] == [0, 1, 0, 1, 0, 1, 0, 0]
    people = Notice.objects.filter(kind="answers.near").values_list("person_id", flat=True)
    assert set(people) == {here.elected.person_id, here.organiser.person_id}


def test_a_server_that_slept_sends_one_reminder(here: Place):
    with clock.frozen(here.demand.due_at + timedelta(days=2)):
        assert following.warn() == 1
        assert following.warn() == 0


def test_nobody_is_reminded_of_what_is_answered(here: Place):
    due_at = here.demand.due_at
    answered(here, 10)
    with clock.frozen(due_at):
        assert following.warn() == 0


def test_a_date_that_passes_is_said_in_public_in_days(here: Place):
    assert "30 jours" in read(here)
    with clock.frozen(here.demand.due_at + timedelta(days=12)):
        said = read(here)
        assert "12 jours de retard" in said
        listed = reverse("answers:list", args=["eau", "reponses"])
        assert "12 jours de retard" in text_of(Client().get(listed, {"show": "late"}))
        found = {choice.code: choice.count for choice in queries.choices(here.activity, "")}
    assert (found["late"], found[""], found["done"]) == ("1", "1", "0")


def test_the_dashboard_costs_the_same_for_one_as_for_many(
    here: Place, django_assert_max_num_queries
):
    answered(here, 10, 20)
    with django_assert_max_num_queries(10):
        Client().get(reverse("answers:list", args=["eau", "reponses"]))
    with django_assert_max_num_queries(18):
        Client().get(reverse("answers:demand", args=[here.post.ref]))


def test_data_and_feed_say_what_the_page_says(here: Place):
    answered(here, 10, 20)
    reported(here, Milestone.objects.first(), text="Cent premiers plants.")
    table = Client().get(reverse("answers:export-answers-csv", args=["eau"]))
    rows = b"".join(table).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "done" in rows[1]
    feed = text_of(Client().get(reverse("answers:feed", args=["eau", "reponses"])))
    assert "Cent premiers plants." in feed
    assert "Planter des haies" in feed
