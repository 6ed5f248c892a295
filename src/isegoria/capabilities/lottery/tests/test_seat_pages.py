"""The pages of seats: by the link of a letter, by one's account, for everybody, for the team."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.seat_codes import code_of, spaced
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_services import set_seating
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.tests.seats import offer_of, seated
from isegoria.capabilities.lottery.tests.support import AFTER, Call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account
from isegoria.commons.posts.tests.support import account, text_of
from isegoria.commons.processes.models import Membership
from isegoria.core import clock

NAME = re.compile(r"Personne \d")
"""What the people of these tests are called."""
ACCEPTS = {"answer": "accept", "public_name": "", "reason": ""}
DECLINES = {"answer": "decline", "public_name": "", "reason": "Trop loin."}


@pytest.fixture(scope="module")
def seated_in_module(call_of_module: Call) -> None:
    """A panel of four whose seats were just offered, made once."""
    with clock.frozen(AFTER):
        seated(call_of_module)


@pytest.fixture
def draw(call: Call, seated_in_module: None) -> Draw:
    """Its draw, as it is now."""
    return call.draw


@pytest.fixture
def desk(call: Call) -> Client:
    """The organiser, signed in."""
    client = Client()
    client.force_login(call.account)
    return client


def signed_in(offer: Offer) -> Client:
    """Whoever was offered a seat, with an account, signed in."""
    person = offer.volunteer.person
    assert person is not None
    client = Client()
    mine, _created = Account.objects.get_or_create(
        person=person, defaults={"email": f"{person.pk}@exemple.test"}
    )
    client.force_login(mine)
    return client


def link(offer: Offer) -> str:
    """The address in the letter."""
    return reverse("lottery:answer", args=[code_of(offer.ref)])


def test_a_letter_is_answered_without_an_account_and_opens_nothing_afterwards(
    call: Call, draw: Draw
) -> None:
    offer = offer_of(draw, 1)
    with clock.frozen(AFTER):
        shown = Client().get(link(offer))
        assert shown.status_code == 200
        assert shown["Referrer-Policy"] == "same-origin"
        assert not shown.cookies.get("sessionid")
        assert not NAME.search(text_of(shown))
        typed = Client().post(
            reverse("lottery:type-code"), {"code": spaced(code_of(offer.ref)).lower()}
        )
        assert Client().get(typed["Location"]).status_code == 200
        assert Client().post(link(offer), {}).status_code == 200
        assert Client().post(link(offer), ACCEPTS).status_code == 302
        assert Membership.objects.filter(person=offer.volunteer.person_id).exists()
        for url in (link(offer), reverse("lottery:answer", args=["0" * 16])):
            gone = Client().get(url)
            assert gone.status_code == 404
            assert Client().post(url, ACCEPTS).status_code == 404
        told = []
        for code in (code_of(offer.ref), "0" * 16):  # one that was used, one that never was
            page = Client().post(reverse("lottery:type-code"), {"code": code})
            assert page.status_code == 200
            told.append(re.sub(r'value="[^"]*"', "", text_of(page)))
        assert told[0] == told[1]
    with clock.frozen(AFTER + timedelta(days=12)):
        assert Client().get(link(offer_of(draw, 2))).status_code == 404


def test_a_forged_or_shortened_code_opens_nothing(draw: Draw) -> None:
    code = code_of(offer_of(draw, 1).ref)
    with clock.frozen(AFTER):
        for wrong in (code[:-1], code + "0", code[::-1], str(offer_of(draw, 1).ref)):
            assert Client().get(reverse("lottery:answer", args=[wrong])).status_code == 404


def test_one_s_own_seat_is_one_s_own(call: Call, draw: Draw, desk: Client) -> None:
    offer = offer_of(draw, 1)
    mine = signed_in(offer)
    url = url_of("my-seat", call.activity)
    stranger = Client()
    stranger.force_login(account())
    with clock.frozen(AFTER):
        assert stranger.get(url).status_code == 404
        assert desk.get(url).status_code == 404
        assert stranger.post(url, ACCEPTS).status_code == 404
        assert mine.get(url).status_code == 200
        assert mine.get(reverse("lottery:seat-by-ref", args=[draw.ref])).status_code == 302
        assert mine.post(url, ACCEPTS).status_code == 302
        assert offer_of(draw, 1).state == OfferState.ACCEPTED
        leaving = url_of("leave-seat", call.activity)
        assert mine.get(leaving).status_code == 200
        assert mine.post(leaving, {"reason": ""}).status_code == 302
        assert offer_of(draw, 1).rank == 1


def test_the_panel_shows_figures_and_the_names_of_those_who_agreed_alone(
    call: Call, draw: Draw
) -> None:
    page = url_of("panel", call.activity)
    with clock.frozen(AFTER):
        set_seating(
            actor=call.organiser, activity=call.activity, reply_days=10, shown=call.features[1]
        )
        for number, name in ((1, "Ana"), (2, "")):
            offer = offer_of(draw, number)
            person = offer.volunteer.person
            assert person is not None
            person.display_name = f"Secret {number}"
            person.save()
            Client().post(link(offer), {**ACCEPTS, "public_name": name})
        Client().post(link(offer_of(draw, 3)), DECLINES)
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(page)
        shown = text_of(answer)
        assert "Ana" in shown
        assert "sud" in shown
        assert "Secret" not in shown
        assert not NAME.search(shown)
        assert "Trop loin" not in shown
        assert len(queries) <= 16
        body = text_of(Client().get(reverse("processes:page", args=["eau"])))
        assert "Secret" not in body
        exported = Client().get(reverse("lottery:export-seats-csv", args=["eau", "tirage"]))
        rows = list(csv.DictReader(io.StringIO(b"".join(exported.streaming_content).decode())))
        assert [row["state"] for row in rows] == ["taken", "taken", "awaited", "awaited"]
        assert [row["rank"] for row in rows] == ["0", "0", "1", "0"]
        assert [row["asked"] for row in rows] == ["1", "1", "2", "1"]
        assert gettext("Declined, silent or left") in shown
        Volunteer.objects.filter(draw=draw).delete()  # what retention does in time
        forgotten = text_of(Client().get(page))
        assert gettext("Declined, silent or left") not in forgotten
        assert gettext("deleted since") in forgotten
        assert "Ana" not in forgotten


def test_the_team_sees_states_calls_and_notes_answers(call: Call, draw: Draw, desk: Client) -> None:
    with clock.frozen(AFTER):
        Client().post(link(offer_of(draw, 3)), DECLINES)
        Client().post(link(offer_of(draw, 4)), ACCEPTS)
        seats = text_of(desk.get(url_of("seats", call.activity)))
        assert not NAME.search(seats)
        assert "Trop loin." in seats
        only = text_of(desk.get(url_of("seats", call.activity) + "?state=empty"))
        assert "Trop loin." in only
        listed = desk.get(url_of("to-call", call.activity))
        assert "no-store" in listed["Cache-Control"]
        offer = offer_of(draw, 1)
        name = Volunteer.objects.select_related("contact").get(pk=offer.volunteer_id).contact.name
        assert name in text_of(listed)
        assert spaced(code_of(offer.ref)) in text_of(listed)
        noting = url_of("note-answer", call.activity, offer.pk)
        assert desk.get(noting).status_code == 200
        assert desk.post(noting, {**ACCEPTS, "channel": "desk"}).status_code == 302
        assert offer_of(draw, 1).state == OfferState.ACCEPTED
        replacing = url_of("replace-member", call.activity, offer_of(draw, 1).pk)
        assert desk.get(replacing).status_code == 200
        assert desk.post(replacing, {"because": "A quitté la commune"}).status_code == 302
        assert offer_of(draw, 1).rank > 0
        assert desk.get(replacing).status_code == 404
        saved = desk.post(url_of("seating", call.activity), {"reply_days": "5", "shown": ""})
        assert saved.status_code == 302
