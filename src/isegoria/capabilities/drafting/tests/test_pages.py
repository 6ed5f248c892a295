"""The pages of measures, without JavaScript: the workshop, a section, a conflict, sources, the vote."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.drafting import adopting
from isegoria.capabilities.drafting.models import Amendment, Measure, Reference, Version, Writing
from isegoria.capabilities.drafting.states import MeasureState
from isegoria.capabilities.drafting.tests.support import (
    Group,
    complete,
    measure,
    save,
    seated,
    section,
    source,
)
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.tests.support import account, actor_of, citizen, signed_in, text_of
from isegoria.commons.processes.models import TeamRole
from isegoria.core import clock


@pytest.fixture
def alix(here: Group):
    """A member of the panel, signed in, and the actor that they are."""
    client, actor = signed_in()
    return client, seated(actor, here.body)


def url(name: str, made: Measure, *more: str) -> str:
    return reverse(f"drafting:{name}", args=[made.post.ref, *more])


def test_a_measure_is_written_sourced_and_read_by_those_who_may(here: Group, alix) -> None:
    client, _actor = alix
    begin = reverse("drafting:begin", args=["eau", "mesures"])
    assert client.post(begin, {"title": "", "body": "panel"}).status_code == 200
    client.post(begin, {"title": "Planter des haies", "body": "panel"})
    made = Measure.objects.select_related("post").get()
    for address in (url("measure", made), url("work", made), url("section", made, "ask")):
        assert client.get(address).status_code == 200
        assert Client().get(address).status_code in (302, 404)
    client.post(url("take-up", made, "problem"))
    typed = {"text": "Les sources tarissent.", "reason": "", "base": "0"}
    kept = text_of(client.post(url("section", made, "problem"), {**typed, "act": "keep"}))
    assert "<html" not in kept
    assert "Les sources tarissent." in kept
    assert "Les sources tarissent." in text_of(client.get(url("section", made, "problem")))
    assert not section(made).text
    client.post(url("section", made, "problem"), {**typed, "act": "save"})
    assert section(made).text == "Les sources tarissent."
    text = source(here, "Le lavoir est à sec")
    cite = url("cite", made)
    assert "Le lavoir est à sec" in text_of(client.get(cite, {"q": "lavoir"}))
    client.post(cite, {"source": str(text.ref), "place": "problem:0", "excerpt": "des haies"})
    assert section(made).text.endswith("[#1]")
    client.post(cite, {"source": "document", "title": "Un rapport", "place": ""})
    assert Reference.objects.count() == 2
    assert client.post(cite, {"source": "panel", "place": ""}).status_code == 200
    assert 'href="#source-1"' in text_of(client.get(url("work", made)))
    client.post(url("section", made, "ask"), {**typed, "act": "save"})
    places = text_of(client.get(cite))
    assert places.index("problem:0") < places.index("ask:0"), "in the order of the measure"
    client.post(cite, {"source": "panel", "place": "ask:0"})
    reasons = Version.objects.order_by("pk").values_list("reason", flat=True)
    assert list(reasons)[-3:] == ["Source 1", "", "les mots du panel"]


def test_a_conflict_is_shown_side_by_side_and_settled_without_javascript(here: Group, alix) -> None:
    client, actor = alix
    made = measure(here)
    save(here.one, made, "Planter mille arbres.")
    save(here.one, made, "Planter cent arbres.", base=1)
    answer = client.post(
        url("section", made, "problem"),
        {"text": "Planter deux cents arbres.", "reason": "", "base": "1", "act": "save"},
        follow=True,
    )
    shown = text_of(answer)
    assert "deux cents" in shown
    assert "mille" in shown
    settle = url("settle", made, "problem")
    save(here.one, made, "Planter cinq cents arbres.")
    stale = client.post(settle, {"head": "2", "side-0": "mine", "words-0": ""})
    assert "cinq" in text_of(stale)
    assert Writing.objects.get(person=actor.person_id).text == "Planter deux cents arbres."
    client.post(settle, {"head": "3", "side-0": "other", "words-0": "trois cents"})
    assert "trois cents" in section(made).text
    assert not Writing.objects.exists()
    assert client.get(settle).status_code == 302
    history = text_of(client.get(url("history", made), {"section": "problem", "from": "1"}))
    assert "<del>" in history
    assert "deux" in history


def test_everybody_proposes_and_reads_the_answer(here: Group, alix) -> None:
    client, _actor = alix
    made = complete(here)
    adopting.open_measure(actor=here.one, measure=made)
    here.activity.phases.update(kind="drafting.amending")
    other = Client()
    other.force_login(account("d@exemple.test", "Dounia"))
    propose = url("propose", made, "problem")
    assert "sources tarissent" in text_of(other.get(propose))
    given = {"text": "Les rivières tarissent. [#panel]", "passage": "", "why": "", "base": "1"}
    assert other.post(propose, given).status_code == 200
    assert "propose=" not in other.post(propose, {**given, "why": "Plus juste."})["Location"]
    one = Amendment.objects.select_related("post").get()
    asked = {"amendment": str(one.post.ref), "outcome": "accepted", "answer": ""}
    assert client.post(url("answer", made), asked).status_code == 200
    client.post(url("answer", made), {**asked, "answer": "Oui, merci."})
    page = text_of(Client().get(url("measure", made)))
    assert "Oui, merci." in page
    assert "Les rivières tarissent." in page
    assert Client().get(propose).status_code == 302
    assert client.post(url("answer", made), {**asked, "amendment": "x"}).status_code == 404


def test_the_team_calls_and_closes_the_vote_and_hands_over(here: Group, alix) -> None:
    made = complete(here)
    boss = account("a@exemple.test", "Ariane")
    seated(
        actor_of(Person.objects.get(pk=boss.person_id)),
        here.world.process.bodies.get(kind="team"),
        TeamRole.ORGANISER,
    )
    client = Client()
    client.force_login(Account.objects.get(pk=boss.pk))
    call = url("call-vote", made)
    assert client.post(call, {"majority": "simple"}).status_code == 200
    opened = client.post(
        call,
        {
            "majority": "simple",
            "quorum": "none",
            "secret": "by_name",
            "closes_at": "2026-03-14T12:00",
        },
    )
    member, _actor = alix
    vote = reverse("decisions:vote", args=[re.findall(r"[0-9a-f-]{36}", opened["Location"])[0]])
    member.post(vote, {"choice": "1"})
    client.post(url("close-vote", made))
    assert Measure.objects.get().state == MeasureState.VOTING
    later = clock.now().replace(day=15)
    with clock.frozen(later):
        client.post(url("close-vote", made))
        assert Measure.objects.get().state == MeasureState.ADOPTED
        over = reverse("drafting:hand-over", args=["eau", "mesures"])
        assert "Planter des haies" in text_of(client.get(over))
        client.post(over)
        page = text_of(Client().get(reverse("drafting:list", args=["eau", "mesures"])))
        assert "report.pdf" in page or "rapport.pdf" in page
        answer = Client().get(reverse("drafting:report", args=["eau", "mesures"]))
        assert answer["Content-Type"] == "application/pdf"


def test_the_pages_cost_the_same_for_one_measure_and_for_many(
    here: Group, django_assert_max_num_queries
) -> None:
    for turn in range(4):
        made = complete(here, f"Mesure {turn}")
        adopting.open_measure(actor=here.one, measure=made)
    client = Client()
    client.get(url("measure", made))
    with django_assert_max_num_queries(12):
        client.get(url("measure", made))
    with django_assert_max_num_queries(8):
        client.get(reverse("drafting:list", args=["eau", "mesures"]))
    assert citizen()
