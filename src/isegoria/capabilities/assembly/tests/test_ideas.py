"""Ideas: grouping, naming, weighing, and what the public sees."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.assembly import services
from isegoria.capabilities.assembly.erasure import erase_person, merge_person
from isegoria.capabilities.assembly.models import Grade, Worth
from isegoria.capabilities.assembly.queries import gathering, ranking_page
from isegoria.capabilities.assembly.rules import Standing, ranked
from isegoria.capabilities.assembly.tests.support import (
    Panel,
    contributions,
    idea,
    member,
    seated,
    with_mandates,
)
from isegoria.commons.notifications.models import Notice
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post, Source
from isegoria.commons.posts.services import take_stance, withdraw_post
from isegoria.commons.posts.tests.support import (
    account,
    actor_of,
    citizen,
    comment,
    text_of,
)
from isegoria.commons.posts.writing import activity_with_phases
from isegoria.commons.processes.models import Phase
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry


def test_ideas_stand_by_majority_grade_then_by_the_public() -> None:
    places = ranked(
        [
            Standing(1, (0, 0, 0, 0), 3),
            Standing(2, (0, 2, 1, 0), 0),
            Standing(3, (0, 0, 3, 0), 0),
            Standing(4, (0, 0, 0, 0), 9),
        ]
    )
    assert [place.key for place in places] == [3, 2, 4, 1]
    assert places[2].place == places[3].place


def test_members_group_and_the_authors_are_told_once_each(here: Panel) -> None:
    one, other = member(here), member(here)
    texts = contributions(here)
    named = idea(one, here)
    assert services.group_contributions(actor=one, idea=named, origins=texts[:2]) == 2
    assert services.group_contributions(actor=other, idea=named, origins=texts) == 1
    assert Source.objects.filter(post=named).count() == 3
    assert Entry.objects.filter(kind="post.linked").count() == 3
    told = Notice.objects.filter(kind="posts.became")
    assert set(told.values_list("person", flat=True)) == {text.author_id for text in texts}
    assert set(told.values_list("count", flat=True)) == {1}
    services.take_out(actor=other, idea=named, origin=texts[0])
    assert Source.objects.filter(post=named).count() == 2
    assert Entry.objects.filter(kind="idea.taken_out").count() == 1


def test_only_contributions_that_everybody_reads_can_be_grouped(here: Panel) -> None:
    one = member(here)
    text, gone = contributions(here, 2)
    withdraw_post(actor=actor_of(Person.objects.get(pk=gone.author_id)), post=gone)
    for wrong in (gone, comment(citizen(), text), idea(one, here, "Une autre")):
        with pytest.raises(Invalid):
            services.group_contributions(actor=one, idea=idea(one, here), origins=[text, wrong])
    assert not Source.objects.exists()


def test_who_is_not_of_the_panel_or_comes_too_late_does_nothing(here: Panel) -> None:
    named = idea(member(here), here)
    stranger, one = citizen(), member(here)
    for refused in (
        lambda actor: idea(actor, here),
        lambda actor: services.grade_idea(actor=actor, idea=named, worth=Worth.USEFUL),
        lambda actor: services.group_contributions(actor=actor, idea=named, origins=[]),
    ):
        with pytest.raises(Refused):
            refused(stranger)
        closes = Phase.objects.get(kind="assembly.working").closes_at
        with clock.frozen(closes), pytest.raises(Refused):
            refused(one)


def test_an_idea_sent_twice_is_one_and_two_who_rename_it_do_not_overwrite(here: Panel) -> None:
    one, other = member(here), member(here)
    ref = uuid4()
    named = idea(one, here, ref=ref)
    assert idea(one, here, ref=ref).pk == named.pk
    given = {"text": "Partout.", "reason": "Plus clair", "revision": 1}
    services.word_idea(actor=one, idea=named, title="Des haies partout", **given)
    with pytest.raises(Conflict):
        services.word_idea(actor=other, idea=named, title="Des haies ici", **given)
    assert Post.objects.get(pk=named.pk).title == "Des haies partout"
    with pytest.raises(Invalid) as refused:
        services.word_idea(actor=one, idea=named, title="", text="", reason="", revision=2)
    assert len(refused.value.problems) == 2


def test_one_grade_each_that_can_change_survives_an_erasure_and_a_merge(here: Panel) -> None:
    one, other, third = member(here), member(here), member(here)
    named = idea(one, here)
    for actor, worth in ((one, Worth.NO), (one, Worth.ESSENTIAL), (other, Worth.USEFUL)):
        services.grade_idea(actor=actor, idea=named, worth=worth)
    services.grade_idea(actor=third, idea=named, worth=Worth.NO)
    services.grade_idea(actor=third, idea=named, worth=None)
    assert sorted(Grade.objects.values_list("worth", flat=True)) == [2, 3]
    assert one.person_id
    assert other.person_id
    assert third.person_id
    merge_person(one.person_id, other.person_id)
    assert Grade.objects.get().worth == Worth.ESSENTIAL
    merge_person(third.person_id, one.person_id)
    erase_person(third.person_id)
    assert Grade.objects.get().person_id is None


def test_the_list_costs_the_same_for_one_idea_and_for_many(
    here: Panel, django_assert_max_num_queries
) -> None:
    one = member(here)
    texts = contributions(here, 2)
    for turn in range(4):
        named = idea(one, here, f"Idée {turn}")
        services.group_contributions(actor=one, idea=named, origins=texts)
    with django_assert_max_num_queries(7):
        page = ranking_page(activity_with_phases(here.activity.pk), ANONYMOUS, 0)
    assert len(page.items) == 4
    with django_assert_max_num_queries(6):
        gathering(here.activity, one, query="", theme="", left_only=False, cursor="")
    left = gathering(here.activity, one, query="", theme="", left_only=True, cursor="")
    assert not left.page


def test_the_pages_group_weigh_and_show_without_javascript(here: Panel) -> None:
    client, mine = Client(), account()
    client.force_login(mine)
    actor = seated(actor_of(Person.objects.get(pk=mine.person_id)), here.body)
    text, other = contributions(here, 2)
    take_stance(actor=citizen(), ref=text.ref, value=1)
    gather = reverse("assembly:gather", args=["eau", "panel"])
    assert "Contribution 1" in text_of(client.get(gather))
    refused = client.post(gather, {"origin": [text.ref], "title": "", "idea": ""})
    assert f'value="{text.ref}"' in text_of(refused)
    assert "checked" in text_of(refused)
    answer = client.post(
        gather, {"origin": [str(text.ref), "x"], "title": "Des haies", "idea": ""}, follow=True
    )
    assert "Contribution 0" in text_of(answer)
    named = Post.objects.get(kind="assembly.idea")
    client.post(gather, {"origin": [str(other.ref)], "idea": str(named.ref)})
    client.post(reverse("assembly:grade", args=[named.ref]), {"worth": "3"})
    shown = text_of(Client().get(reverse("assembly:ideas", args=["eau", "panel"])))
    assert "Des haies" in shown
    assert "grade-bar" in shown
    page = text_of(Client().get(reverse("assembly:idea", args=[named.ref])))
    assert "Contribution 1" in page
    assert "assembly:take-out" not in page
    assert with_mandates(actor).roles
    client.post(reverse("assembly:take-out", args=[named.ref]), {"origin": str(other.ref)})
    client.post(
        reverse("assembly:word", args=[named.ref]),
        {"title": "Des haies partout", "text": "", "reason": "Plus clair", "revision": "1"},
    )
    page = text_of(client.get(reverse("assembly:idea", args=[named.ref])))
    assert "Des haies partout" in page
    assert "Contribution 1" not in page
