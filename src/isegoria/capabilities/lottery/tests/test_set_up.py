"""Setting up: quotas from shares, the verdict, the least change, and what can no longer change."""

import pytest
from django.urls import reverse

from isegoria.capabilities.lottery import setup_services as services
from isegoria.capabilities.lottery.models import Feature, Value
from isegoria.capabilities.lottery.queries import counts_by_value, sheet
from isegoria.capabilities.lottery.tests.support import NOW, Call, comes_forward, crowd
from isegoria.capabilities.lottery.verdict import portraits, verdict
from isegoria.commons.posts.tests.support import citizen
from isegoria.commons.processes.models import Body, BodyKind, Membership, Process
from isegoria.commons.processes.readiness import advised
from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused


def _ranges() -> list[tuple[str, int, int]]:
    return list(Value.objects.values_list("name", "minimum", "maximum").order_by("pk"))


def test_quotas_are_proposed_from_the_shares(call: Call) -> None:
    assert _ranges() == [("une femme", 2, 2), ("un homme", 2, 2), ("nord", 1, 1), ("sud", 3, 3)]
    services.set_terms(
        actor=call.organiser,
        activity=call.activity,
        size=5,
        one_per_household=True,
        no_past_members=True,
    )
    services.propose_quotas(actor=call.organiser, activity=call.activity)
    assert _ranges() == [("une femme", 2, 3), ("un homme", 2, 3), ("nord", 1, 2), ("sud", 3, 4)]


def test_a_team_is_advised_to_ask_something_before_volunteers_come(call: Call) -> None:
    process = call.activity.process
    setup = reverse("lottery:setup", args=[process.slug, call.activity.slug])
    assert setup not in {lack.url for lack in advised(process)}
    Feature.objects.all().delete()
    assert setup in {lack.url for lack in advised(process)}
    with clock.frozen(call.activity.phases.get(kind="lottery.call").closes_at):
        assert setup not in {lack.url for lack in advised(process)}


def test_quotas_are_edited_and_all_that_cannot_be_is_told(call: Call) -> None:
    women, men = Value.objects.filter(feature__name="Vous êtes")
    quotas = {women.pk: (3, 2), men.pk: (0, 9)}
    with pytest.raises(Invalid) as raised:
        services.set_quotas(actor=call.organiser, activity=call.activity, quotas=quotas)
    assert len(raised.value.problems) == 2
    services.set_quotas(
        actor=call.organiser, activity=call.activity, quotas={women.pk: (1, 3), men.pk: (1, 3)}
    )
    assert _ranges()[:2] == [("une femme", 1, 3), ("un homme", 1, 3)]


def test_ready_made_questions_come_once_in_two_languages(call: Call) -> None:
    for _time in (1, 2):
        services.add_presets(actor=call.organiser, activity=call.activity, codes=["age", "gender"])
    names = list(Feature.objects.values_list("name", flat=True))
    assert names == ["Vous êtes", "Quartier", "âge", "genre"]
    assert Value.objects.filter(feature__name="âge", title__en="16 to 24").exists()


def test_a_pool_that_is_possible_and_one_that_is_not(call: Call) -> None:
    assert not verdict(call.draw, call.features).possible
    crowd(call)
    found = verdict(call.draw, call.features)
    assert found.possible
    assert (found.people, found.eligible) == (12, 12)


def test_the_least_change_makes_a_panel_possible(call: Call) -> None:
    for _rank in range(5):
        comes_forward(call, 0, 1)
    comes_forward(call, 1, 1)
    found = verdict(call.draw, call.features)
    assert not found.possible
    assert found.can_relax
    assert any("nord" in str(sentence) for sentence in found.sentences)
    services.relax_quotas(actor=call.organiser, activity=call.activity)
    assert verdict(call.draw, call.features).possible
    assert _ranges() == [("une femme", 2, 3), ("un homme", 1, 2), ("nord", 0, 1), ("sud", 3, 4)]


def test_too_few_people_is_said_and_no_change_is_offered(call: Call) -> None:
    comes_forward(call, 0, 1)
    assert not verdict(call.draw, call.features).can_relax
    with pytest.raises(Conflict) as raised:
        services.relax_quotas(actor=call.organiser, activity=call.activity)
    assert raised.value.code == "too_few"


def test_questions_do_not_change_under_those_who_answered(call: Call) -> None:
    comes_forward(call, 0, 0)
    feature = call.features[1]
    given = {"title": "Quartier", "why": "Parce que.", "language": "fr", "feature": feature}
    services.save_feature(
        actor=call.organiser, activity=call.activity, values="nord; 50\nsud; 50", **given
    )
    assert _ranges()[2:] == [("nord", 2, 2), ("sud", 2, 2)]
    with pytest.raises(Conflict):
        services.save_feature(
            actor=call.organiser, activity=call.activity, values="nord; 50\nest; 50", **given
        )
    with pytest.raises(Conflict):
        services.remove_feature(actor=call.organiser, activity=call.activity, feature=feature)
    assert call.features[1].values.count() == 2


def test_only_the_organiser_sets_up_and_others_do_not_learn_of_it(call: Call) -> None:
    with pytest.raises(Refused) as raised:
        services.propose_quotas(actor=citizen(), activity=call.activity)
    assert raised.value.decision.hidden


def test_former_members_are_left_out_and_present_ones_keep_their_seat(call: Call) -> None:
    before = Process.objects.create(slug="avant", title={}, summary={})
    past = Body.objects.create(process=before, kind=BodyKind.PANEL, slug="panel")
    body = Body.objects.create(process=call.process, kind=BodyKind.PANEL, slug="panel")
    crowd(call)
    former, member, absent = citizen(), citizen(), citizen()
    Membership.objects.create(body=past, person_id=former.person_id, began_at=NOW)
    for who in (member, absent):
        Membership.objects.create(body=body, person_id=who.person_id, began_at=NOW)
    comes_forward(call, 0, 1, actor=former)
    comes_forward(call, 0, 1, actor=member)
    services.set_terms(
        actor=call.organiser,
        activity=call.activity,
        size=4,
        one_per_household=True,
        no_past_members=True,
        body=body,
    )
    found = verdict(call.draw, call.features)
    assert not found.possible, "a member whose answers are unknown"
    comes_forward(call, 1, 1, actor=absent)
    found = verdict(call.draw, call.features)
    assert found.possible
    assert (found.people, found.eligible) == (15, 12)


def test_the_chart_says_who_is_most_missing(call: Call) -> None:
    for _rank in range(3):
        comes_forward(call, 0, 1)
    chart = portraits(sheet(call.draw), {})[0]
    assert chart.summary == ""
    first, second = portraits(sheet(call.draw), counts_by_value(call.draw))
    assert "un homme" in first.summary
    assert "nord" in second.summary
    assert len(first.series) == 2
