"""The verdict is computed once for what it depends on, and anew as soon as that changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from isegoria.capabilities.lottery import erasure, verdict
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.queries import ask_of
from isegoria.capabilities.lottery.setup_services import place_volunteer, set_quotas, set_terms
from isegoria.capabilities.lottery.states import Place
from isegoria.capabilities.lottery.tests.support import Call, comes_forward, crowd
from isegoria.capabilities.lottery.token import pool_token
from isegoria.commons.processes.models import Body, BodyKind, Membership, Phase
from isegoria.core import clock
from isegoria.core.errors import Invalid


def _token(call: Call) -> str:
    return pool_token(call.draw, ask_of(call.draw, call.features))


def _comes(call: Call) -> None:
    comes_forward(call, 0, 0)


def _leaves(call: Call) -> None:
    Volunteer.objects.filter(draw=call.draw).first().delete()  # type: ignore[union-attr]


def _is_set_aside(call: Call) -> None:
    entry = Volunteer.objects.filter(draw=call.draw)[0]
    place_volunteer(
        actor=call.organiser, activity=call.activity, volunteer=entry, place=Place.SET_ASIDE
    )


def _quota(call: Call) -> None:
    value = call.features[0].values.all()[0]
    set_quotas(actor=call.organiser, activity=call.activity, quotas={value.pk: (1, 3)})


def _was_a_member(call: Call) -> None:
    panel = Body.objects.create(process=call.process, kind=BodyKind.PANEL, slug="ancien")
    person = Volunteer.objects.filter(draw=call.draw)[0].person_id
    Membership.objects.create(
        body=panel,
        person_id=person,
        began_at=clock.now() - timedelta(days=9),
        ended_at=clock.now() - timedelta(days=1),
    )


@pytest.mark.parametrize("change", [_comes, _leaves, _is_set_aside, _quota, _was_a_member])
def test_whatever_a_verdict_depends_on_makes_another(
    call: Call, change: Callable[[Call], None]
) -> None:
    crowd(call)
    before = _token(call)
    assert _token(call) == before
    change(call)
    assert _token(call) != before
    now = verdict.verdict(call.draw, call.features)
    verdict._KNOWN.clear()
    assert verdict.verdict(call.draw, call.features) == now


def test_answering_again_with_other_answers_makes_another(call: Call) -> None:
    from isegoria.commons.posts.tests.support import citizen

    crowd(call)
    actor = citizen()
    comes_forward(call, 0, 0, actor=actor)
    before = _token(call)
    comes_forward(call, 1, 0, actor=actor)
    assert _token(call) != before


def test_the_organiser_says_how_long_what_volunteers_wrote_is_kept(call: Call) -> None:
    def keeps(days: int) -> None:
        set_terms(
            actor=call.organiser, activity=call.activity, size=4, one_per_household=True,
            no_past_members=True, kept_days=days,
        )  # fmt: skip

    for days in (14, 366):
        with pytest.raises(Invalid):
            keeps(days)
    keeps(20)
    crowd(call, 1)
    last = Phase.objects.latest("closes_at").closes_at
    with clock.frozen(last + timedelta(days=20)):
        assert erasure.forget_volunteers() == 0
    with clock.frozen(last + timedelta(days=20, seconds=1)):
        assert erasure.forget_volunteers() == 4
