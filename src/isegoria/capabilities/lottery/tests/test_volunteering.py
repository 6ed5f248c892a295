"""Coming forward, coming back, leaving; households and entries made twice; what is forgotten."""

from datetime import timedelta

import pytest

from isegoria.capabilities.lottery import services
from isegoria.capabilities.lottery.erasure import (
    erase_volunteer,
    forget_volunteers,
    merge_volunteers,
)
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Answer, Contact, Volunteer
from isegoria.capabilities.lottery.queries import alike_entries
from isegoria.capabilities.lottery.services import Reached
from isegoria.capabilities.lottery.setup_services import place_volunteer
from isegoria.capabilities.lottery.states import Place
from isegoria.capabilities.lottery.tests.support import AFTER, NOW, Call, comes_forward, crowd
from isegoria.commons.people.models import Person
from isegoria.commons.posts.tests.support import actor_of, citizen
from isegoria.core import clock
from isegoria.core.actor import Channel, Verification
from isegoria.core.errors import Invalid, Refused


def test_who_answers_again_is_in_the_pool_once(call: Call) -> None:
    me = citizen()
    comes_forward(call, 0, 0, actor=me)
    comes_forward(call, 1, 1, actor=me, town="Ailleurs")
    entry = Volunteer.objects.select_related("contact").get()
    assert entry.contact.town == "Ailleurs"
    answers = Answer.objects.values_list("value__name", flat=True).order_by("pk")
    assert list(answers) == ["un homme", "sud"]


def test_all_that_is_missing_is_told_at_once_and_nothing_is_kept(call: Call) -> None:
    with pytest.raises(Invalid) as raised:
        services.volunteer(
            actor=citizen(),
            activity=call.activity,
            answers={call.features[0].pk: 10**6},
            reached=Reached("", "", "x" * 13, ""),
            consents=False,
        )
    assert len(raised.value.problems) == 5
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize(
    ("verification", "age", "code"),
    [(Verification.NONE, 18, "verification"), (Verification.EMAIL, 15, "age")],
)
def test_who_is_too_young_or_unknown_is_told_why(
    call: Call, verification: Verification, age: int, code: str
) -> None:
    person = Person.objects.create(verification=verification, declared_age=age)
    with pytest.raises(Refused) as raised:
        comes_forward(call, 0, 0, actor=actor_of(person))
    assert raised.value.decision.code == code


def test_nobody_comes_in_before_or_after_the_call(call: Call) -> None:
    for moment in (AFTER, NOW - timedelta(days=11)):
        with clock.frozen(moment), pytest.raises(Refused):
            comes_forward(call, 0, 0)


def test_what_an_agent_types_is_marked_so(call: Call) -> None:
    person = Person.objects.create(verification=Verification.IN_PERSON, declared_age=18)
    agent = Person.objects.create()
    from isegoria.commons.processes.roles import ROOM, Mandates

    only = {ROOM: Mandates(team={}, bodies=frozenset(), only=call.process.pk)}
    actor = actor_of(person, channel=Channel.DESK, entered_by=agent.pk, roles=only)
    entry = comes_forward(call, 0, 0, actor=actor)
    assert (entry.channel, entry.entered_by_id) == (Channel.DESK, agent.pk)


def test_entries_made_twice_are_shown_to_the_organiser_alone(call: Call) -> None:
    home = {"name": "Anne Dupré", "street": "3 rue Haute"}
    first = comes_forward(call, 0, 0, **home)
    again = comes_forward(call, 0, 0, **{**home, "name": "anne  dupré"})
    comes_forward(call, 1, 0, **{**home, "name": "Luc Dupré"})
    assert [{entry.pk for entry in group} for group in alike_entries(call.draw)] == [
        {first.pk, again.pk}
    ]
    assert Volunteer.objects.values("household").distinct().count() == 1
    place_volunteer(
        actor=call.organiser, activity=call.activity, volunteer=again, place=Place.SET_ASIDE
    )
    again.refresh_from_db(fields=["place"])
    assert again.place == Place.SET_ASIDE


def test_the_tables_of_answers_and_names_do_not_hold_one_another(call: Call) -> None:
    comes_forward(call, 0, 0, name="Anne Dupré")
    columns = {field.name for field in Answer._meta.fields}
    assert columns == {"id", "volunteer", "feature", "value"}
    assert "Dupré" not in str(Volunteer.objects.values().get())


def test_who_withdraws_leaves_nothing_behind(call: Call) -> None:
    me = citizen()
    entry = comes_forward(call, 0, 0, actor=me)
    with pytest.raises(Refused):
        services.withdraw(actor=citizen(), volunteer=entry)
    services.withdraw(actor=me, volunteer=_loaded(entry))
    assert not Volunteer.objects.exists()
    assert not Contact.objects.exists()
    assert not Answer.objects.exists()


def _loaded(entry: Volunteer) -> Volunteer:
    return Volunteer.objects.select_related("draw__activity__process").get(pk=entry.pk)


def test_who_withdraws_from_a_frozen_pool_keeps_a_line_and_nothing_else(call: Call) -> None:
    crowd(call)
    me = citizen()
    entry = comes_forward(call, 0, 0, actor=me)
    with clock.frozen(AFTER):
        pool = freeze_pool(actor=call.organiser, activity=call.activity)
        for _time in (1, 2):
            services.withdraw(actor=me, volunteer=_loaded(entry))
    entry.refresh_from_db()
    assert entry.withdrawn_at == AFTER
    assert entry.pseudonym in pool.lines
    assert not Answer.objects.filter(volunteer=entry).exists()
    assert not Contact.objects.filter(volunteer=entry).exists()
    assert entry.household == entry.likeness == ""


def test_a_person_who_asks_is_forgotten(call: Call) -> None:
    crowd(call)
    me, other = citizen(), citizen()
    comes_forward(call, 0, 0, actor=me)
    erase_volunteer(me.person_id)
    assert Volunteer.objects.count() == 12
    kept = comes_forward(call, 0, 0, actor=other)
    with clock.frozen(AFTER):
        freeze_pool(actor=call.organiser, activity=call.activity)
    erase_volunteer(other.person_id)
    kept.refresh_from_db()
    assert kept.person_id is None
    assert kept.pseudonym
    assert not Contact.objects.filter(volunteer=kept).exists()


def test_two_who_are_one_are_in_the_pool_once(call: Call) -> None:
    one, same = citizen(), citizen()
    entry = comes_forward(call, 0, 0, actor=one)
    comes_forward(call, 1, 0, actor=same)
    merge_volunteers(one.person_id, same.person_id)
    assert Volunteer.objects.get() == entry


def test_everything_is_deleted_sixty_days_after_the_last_step(call: Call) -> None:
    crowd(call)
    with clock.frozen(NOW + timedelta(days=70)):
        assert forget_volunteers() == 0
    with clock.frozen(NOW + timedelta(days=71)):
        assert forget_volunteers() == 12
    assert not Volunteer.objects.exists()
    assert not Contact.objects.exists()
