"""Seats offered, accepted, declined, left: the next of the published order comes, and nobody chooses."""

from datetime import timedelta

import pytest

from isegoria.capabilities.lottery.erasure import erase_volunteer
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.seat_acts import DRAWN, Answer, in_our_language
from isegoria.capabilities.lottery.seat_codes import code_of
from isegoria.capabilities.lottery.seat_models import Offer, Seat
from isegoria.capabilities.lottery.seat_notices import OFFERED
from isegoria.capabilities.lottery.seat_services import (
    answer_by_code,
    answer_own,
    give_up,
    note_answer,
    replace_member,
)
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.seat_time import pass_time
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.services import withdraw
from isegoria.capabilities.lottery.tests.seats import composition, offer_of, seated
from isegoria.capabilities.lottery.tests.support import AFTER, Call
from isegoria.commons.notifications.digests import write_due
from isegoria.commons.notifications.models import Notice
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.tests.support import citizen
from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor, Channel, Verification
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.journal.models import Entry
from isegoria.core.mail.models import Mail
from isegoria.core.notice_kinds import Frequency

YES, NO = Answer(accepts=True), Answer(accepts=False)


def person_of(offer: Offer) -> Actor:
    """Whoever was offered a seat."""
    return Actor(person_id=offer.volunteer.person_id, verification=Verification.EMAIL)


def answered(offer: Offer, answer: Answer) -> None:
    """By the person themself."""
    answer_own(actor=person_of(offer), offer=offer, answer=answer)


def words_of_the_journal(draw: Draw) -> str:
    """All that it says of a draw."""
    return " ".join(
        bytes(entry.content).decode() for entry in Entry.objects.filter(subject=draw.ref)
    )


@pytest.fixture(scope="module")
def seated_in_module(call_of_module: Call) -> None:
    """A panel of four whose seats were just offered, made once."""
    with clock.frozen(AFTER):
        seated(call_of_module)


@pytest.fixture
def draw(call: Call, seated_in_module: None) -> Draw:
    """Its draw, as it is now."""
    return call.draw


def test_who_was_drawn_is_offered_the_seat_and_accepting_begins_a_mandate(
    call: Call, draw: Draw
) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        assert offer.state == OfferState.OFFERED
        assert Notice.objects.filter(person=offer.volunteer.person_id, kind="lottery.seat_offered")
        answered(offer, Answer(accepts=True, public_name="Ana"))
        mandate = Membership.objects.get(person=offer.volunteer.person_id)
        assert mandate.body_id == call.draw.body_id
        assert mandate.began_because == in_our_language(DRAWN)
        assert not mandate.is_named
        assert Seat.objects.get(draw=draw, number=1).holder == offer.volunteer.pseudonym
        said = words_of_the_journal(draw)
        assert offer.volunteer.pseudonym in said
        assert "Personne" not in said
        with pytest.raises(Conflict):
            answered(offer_of(draw, 1), NO)
        with pytest.raises(Conflict):
            open_seats(actor=call.organiser, draw=draw, panel=[], alternates=[])


def test_an_offer_is_told_by_one_mail_that_nobody_can_stop(call: Call, draw: Draw) -> None:
    assert Frequency.NEVER not in dict(OFFERED.choices)
    with clock.frozen(AFTER):
        answered(offer_of(draw, 1), NO)
        Account.objects.bulk_create(
            Account(email=f"{person.pk}@exemple.test", person=person)
            for person in Person.objects.filter(volunteered__draw=draw)
        )
        answered(offer_of(draw, 1), NO)
        offer = offer_of(draw, 1)
        Notice.objects.exclude(kind="lottery.seat_offered").delete()
        write_due()
        told = Mail.objects.filter(person=offer.volunteer.person_id)
        assert [mail.key for mail in told] == [f"lottery.offer:{offer.ref}"]


def test_a_decline_goes_to_the_first_of_the_order_who_fits_and_quotas_hold(
    call: Call, draw: Draw
) -> None:
    with clock.frozen(AFTER):
        before = composition(draw)
        orders = {seat.number: seat.reserve.order.splitlines() for seat in _seats(draw)}
        declined = offer_of(draw, 2)
        answered(declined, Answer(accepts=False, reason="Je déménage."))
        new = offer_of(draw, 2)
        assert new.volunteer.pseudonym == orders[2][0]
        assert (new.rank, new.state) == (1, OfferState.OFFERED)
        assert composition(draw) == before
        assert "déménage" not in words_of_the_journal(draw)
        for _turn in range(30):  # everybody declines: each newcomer still keeps the quotas
            current = offer_of(draw, 2)
            if current.state != OfferState.OFFERED:
                break
            answered(current, NO)
            columns = list(zip(*composition(draw), strict=True))
            if offer_of(draw, 2).state == OfferState.OFFERED:
                assert columns[0].count("une femme") == 2
                assert columns[1].count("nord") == 1
        assert Seat.objects.get(draw=draw, number=2).empty_since is not None
        told = Notice.objects.filter(person=call.account.person_id, kind="lottery.seat_empty")
        assert told.count() == 1
        assert Offer.objects.values("volunteer").distinct().count() == Offer.objects.count()


def _seats(draw: Draw) -> list[Seat]:
    return list(Seat.objects.filter(draw=draw).select_related("reserve"))


def test_silence_is_reminded_once_and_then_taken_for_a_no(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        mails = Mail.objects.filter(person=offer.volunteer.person_id)
        Account.objects.get_or_create(
            person=Person.objects.get(pk=offer.volunteer.person_id),
            defaults={"email": "tiree@exemple.test"},
        )
    with clock.frozen(AFTER + timedelta(days=8)):
        pass_time()
        pass_time()
        reminders = mails.filter(key__startswith="lottery.reminder")
        assert reminders.count() == 1
        assert code_of(offer.ref) in reminders.get().text
    with clock.frozen(AFTER + timedelta(days=11)):
        with pytest.raises(Conflict):
            answered(offer, YES)
        pass_time()
        offer.refresh_from_db()
        assert offer.state == OfferState.SILENT
        assert offer_of(draw, 1).rank == 1
        assert "silent" in words_of_the_journal(draw)


def test_a_member_leaves_and_the_mandate_ends(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        answered(offer_of(draw, 1), YES)
    with clock.frozen(AFTER + timedelta(days=30)):
        offer = offer_of(draw, 1)
        give_up(actor=person_of(offer), offer=offer, reason="Un bébé.")
        assert Membership.objects.get(pk=offer.membership_id).ended_at == clock.now()
        new = offer_of(draw, 1)
        assert (new.rank, new.state) == (1, OfferState.OFFERED)
        assert new.reply_by > clock.now()


def test_the_organiser_replaces_with_a_public_reason_and_chooses_nobody(
    call: Call, draw: Draw
) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        answered(offer, YES)
        with pytest.raises(Refused):
            replace_member(actor=citizen(), offer=offer, because="Pour rien")
        with pytest.raises(Invalid):
            replace_member(actor=call.organiser, offer=offer, because="")
        replace_member(actor=call.organiser, offer=offer, because="A quitté la commune")
        ended = Membership.objects.get(person=offer.volunteer.person_id)
        assert ended.ended_because == "A quitté la commune"
        assert offer_of(draw, 1).rank == 1


def test_a_mandate_ended_elsewhere_frees_the_seat(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        answered(offer, YES)
        now = clock.now()
        Membership.objects.filter(person=offer.volunteer.person_id).update(
            began_at=now - timedelta(days=1), ended_at=now
        )
        pass_time()
        assert offer_of(draw, 1).rank == 1
        assert Offer.objects.get(pk=offer.pk).state == OfferState.LEFT


def test_withdrawing_frees_an_offer_and_a_seat(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        first, second = offer_of(draw, 1), offer_of(draw, 2)
        answered(second, YES)
        for offer in (first, second):
            entry = Volunteer.objects.select_related("draw__activity").get(pk=offer.volunteer_id)
            withdraw(actor=person_of(offer), volunteer=entry)
        assert all(offer_of(draw, number).rank > 0 for number in (1, 2))
        states = Offer.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)
        assert set(states) == {OfferState.DECLINED, OfferState.LEFT}


def test_a_deleted_account_frees_its_seat_and_leaves_no_offer(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        answered(offer, YES)
        erase_volunteer(offer.volunteer.person_id)
        assert not Offer.objects.filter(pk=offer.pk).exists()
        assert Seat.objects.get(draw=draw, number=1).holder == ""
        pass_time()
        assert offer_of(draw, 1).state == OfferState.OFFERED
        assert offer_of(draw, 1).rank == 1


def test_the_code_of_a_letter_answers_once_until_its_date(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        offer, other = offer_of(draw, 1), offer_of(draw, 2)
        answer_by_code(actor=ANONYMOUS, code=code_of(offer.ref).lower(), answer=YES)
        assert Membership.objects.filter(person=offer.volunteer.person_id).exists()
        for code in (code_of(offer.ref), "0" * 16, ""):
            with pytest.raises(Conflict) as refused:
                answer_by_code(actor=ANONYMOUS, code=code, answer=NO)
            assert refused.value.code == "too_late"
    with clock.frozen(AFTER + timedelta(days=12)), pytest.raises(Conflict) as late:
        answer_by_code(actor=ANONYMOUS, code=code_of(other.ref), answer=YES)
    assert late.value.code == "too_late"


def test_an_agent_notes_an_answer_with_its_channel(call: Call, draw: Draw) -> None:
    with clock.frozen(AFTER):
        offer = offer_of(draw, 1)
        with pytest.raises(Refused):
            note_answer(actor=citizen(), offer=offer, answer=YES, channel=Channel.DESK)
        note_answer(actor=call.organiser, offer=offer, answer=YES, channel=Channel.PAPER)
        noted = Offer.objects.get(pk=offer.pk)
        assert (noted.channel, noted.entered_by_id) == (Channel.PAPER, call.account.person_id)
        assert Membership.objects.get(body=call.draw.body_id).person_id == offer.volunteer.person_id
