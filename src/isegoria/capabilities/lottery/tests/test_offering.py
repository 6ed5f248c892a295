"""Offers to people of each kind: who withdrew, who is twice there, who came by a file, who was not drawn."""

from datetime import timedelta

import pytest

from isegoria.capabilities.lottery.erasure import merge_volunteers
from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.seat_acts import Answer
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer, Seating
from isegoria.capabilities.lottery.seat_services import (
    answer_by_code,
    set_seating,
)
from isegoria.capabilities.lottery.seat_time import pass_time
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.services import withdraw
from isegoria.capabilities.lottery.tests.seats import drawn, offer_of, offered
from isegoria.capabilities.lottery.tests.support import AFTER, Call, comes_forward, crowd
from isegoria.commons.notifications.models import Notice
from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.posts.tests.support import account, citizen
from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.errors import Invalid
from isegoria.core.mail.models import Mail

YES, NO = Answer(accepts=True), Answer(accepts=False)


def test_who_withdrew_before_the_draw_is_passed_over(call: Call) -> None:
    crowd(call)
    with clock.frozen(AFTER):
        freeze_pool(actor=call.organiser, activity=call.activity)
        panel, alternates = drawn(call.draw)
        seat = max(range(len(panel)), key=lambda at: len(alternates[at]))
        first, second, *_others = alternates[seat]
        for name in (panel[seat], first):
            entry = Volunteer.objects.select_related("draw__activity").get(pseudonym=name)
            withdraw(actor=Actor(person_id=entry.person_id), volunteer=entry)
        open_seats(actor=call.organiser, draw=call.draw, panel=panel, alternates=alternates)
        offer = offer_of(call.draw, seat + 1)
        assert (offer.volunteer.pseudonym, offer.rank) == (second, 2)


def test_of_two_entries_of_one_person_the_one_that_was_drawn_stays(call: Call) -> None:
    crowd(call)
    with clock.frozen(AFTER):
        draw = offered(call)
        offer = offer_of(draw, 1)
        other = Volunteer.objects.filter(draw=draw, offer=None).first()
        merge_volunteers(other.person_id, offer.volunteer.person_id)
        assert Offer.objects.get(pk=offer.pk).volunteer_id == offer.volunteer_id
        assert Volunteer.objects.get(pk=offer.volunteer_id).person_id == other.person_id
        assert Volunteer.objects.get(pk=other.pk).person_id is None


def test_a_volunteer_of_a_file_becomes_who_is_signed_in_or_somebody_new(call: Call) -> None:
    crowd(call)
    Volunteer.objects.update(person=None)
    for volunteer in Volunteer.objects.all():
        volunteer.imported_id = f"F{volunteer.pk}"
        volunteer.save()
    with clock.frozen(AFTER):
        draw = offered(call)
        assert not Mail.objects.filter(key__startswith="lottery.offer").exists()
        one, two = offer_of(draw, 1), offer_of(draw, 2)
        me = actor_for_user(account("moi@exemple.test"))
        answer_by_code(actor=me, code=code_of(one.ref), answer=YES)
        assert Volunteer.objects.get(pk=one.volunteer_id).person_id == me.person_id
        answer_by_code(actor=me, code=code_of(two.ref), answer=YES)
        assert Volunteer.objects.get(pk=two.volunteer_id).person_id != me.person_id
        assert Membership.objects.filter(body=call.draw.body_id).count() == 2


def test_the_organiser_sets_the_delay(call: Call) -> None:
    with clock.frozen(AFTER):
        set_seating(actor=call.organiser, activity=call.activity, reply_days=3, shown=None)
        with pytest.raises(Invalid):
            set_seating(actor=call.organiser, activity=call.activity, reply_days=0, shown=None)
    crowd(call)
    with clock.frozen(AFTER):
        draw = offered(call)
        left = offer_of(draw, 1).reply_by - clock.now()
        assert timedelta(days=3) < left < timedelta(days=4)


def test_those_not_drawn_are_told_once_by_one_mail(call: Call) -> None:
    for gender in (0, 1) * 3:
        for district in (0, 1):
            actor = citizen()
            Account.objects.create(
                email=f"{actor.person_id}@exemple.test",
                person=Person.objects.get(pk=actor.person_id),
            )
            comes_forward(call, gender, district, actor=actor)
    with clock.frozen(AFTER):
        draw = offered(call)
        declined = offer_of(draw, 1)
        answer_by_code(actor=ANONYMOUS, code=code_of(declined.ref), answer=NO)
        pass_time()
        pass_time()
        told = Mail.objects.filter(key__startswith="lottery.not_drawn")
        assert told.count() == 12 - 4 - 1
        asked = Offer.objects.values("volunteer__person")
        assert not told.filter(person__in=asked).exists()
        assert Seating.objects.get(draw=draw).told_at == clock.now()
        assert Notice.objects.filter(kind="lottery.not_drawn").count() == 7
