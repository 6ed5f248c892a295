"""The pages of the list and of the draw, as each kind of person finds them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.capabilities.lottery.draw_models import Drawing, WitnessRole
from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.tests.draws import DRAW_DAY, Stage, drawn
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.tests.support import account
from isegoria.core import clock
from isegoria.core.journal.models import Entry


@pytest.fixture
def stage(list_of_module: Stage, db: None) -> Iterator[Stage]:
    """The day of the draw."""
    with clock.frozen(DRAW_DAY):
        yield list_of_module


def _as(who: Account | None = None) -> Client:
    browser = Client()
    if who is not None:
        browser.force_login(who)
    return browser


def _zip(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everybody_reads_how_to_check_and_downloads_the_archive(stage: Stage) -> None:
    page = _as().get(url_of("record", stage.activity)).content.decode()
    assert "python3 -I verify.py" in page
    assert stage.preparation.edition in page
    answer = _as().get(url_of("archive", stage.activity))
    names = {name.partition("/")[2] for name in _zip(answer)}
    assert names == {"edition.json", "edition.md", "panels.csv", "verify.py", "SHA256SUMS"}


def test_the_complete_record_is_for_observers_and_organisers(stage: Stage) -> None:
    address = url_of("complete", stage.activity)
    assert _as().get(address).status_code == 404
    assert _as(account("autre@exemple.test")).get(address).status_code == 404
    for who in (stage.observer_account, stage.call.account):
        answer = _as(who).get(address)
        assert any(name.endswith("pool.jsonl") for name in _zip(answer))
        assert "no-store" in answer["Cache-Control"]


def test_a_volunteer_reads_their_own_chance(stage: Stage) -> None:
    who = account("volontaire@exemple.test")
    entry = Volunteer.objects.select_related("chance").filter(draw=stage.draw).first()
    assert entry is not None
    Volunteer.objects.filter(pk=entry.pk).update(person=who.person_id)
    Person.objects.filter(pk=who.person_id).update(declared_age=30)
    page = _as(who).get(url_of("mine", stage.activity)).content.decode()
    chance = entry.chance.chance * 100
    assert f"{chance:.1f}".replace(".", ",") in page or f"{chance:.1f}" in page
    assert entry.pseudonym in page


def test_the_desk_is_for_the_observer_and_the_organiser(stage: Stage) -> None:
    desk, enter = (url_of(name, stage.activity) for name in ("desk", "enter"))
    assert _as(account("autre@exemple.test")).get(desk).status_code == 404
    observer, organiser = _as(stage.observer_account), _as(stage.call.account)
    assert 'name="digit"' in observer.get(desk).content.decode()
    assert 'name="digit"' not in organiser.get(desk).content.decode()
    assert organiser.post(enter, {"digit": "4"}).status_code == 404
    assert observer.post(enter, {"digit": "4"}).status_code == 302
    assert Drawing.objects.get().digits == "4"


def test_a_refusal_is_told_on_the_desk(stage: Stage) -> None:
    observer = _as(stage.observer_account)
    said = observer.post(url_of("enter", stage.activity), {"digit": "x"}, follow=True)
    assert "notice error" in said.content.decode()
    assert not Drawing.objects.exclude(digits="").exists()


def test_the_second_name_draws_the_panel(stage: Stage) -> None:
    confirm = url_of("confirm", stage.activity)
    stage.reads("417")
    observer, organiser = _as(stage.observer_account), _as(stage.call.account)
    observer.post(confirm, {"role": "observer", "name": "Hélène Roux"})
    assert Drawing.objects.get().drawn_at is None
    organiser.post(confirm, {"role": "organiser", "name": "Olga Petit"})
    assert Drawing.objects.get().number == "417"
    paper = b"".join(_as().get(url_of("minutes", stage.activity)).streaming_content)
    assert paper.startswith(b"%PDF-")
    again = organiser.post(confirm, {}, follow=True)
    assert again.status_code == 200
    assert Entry.objects.filter(kind="lottery.panel_drawn").count() == 1


def test_seats_appear_one_by_one_and_the_portrait_only_with_the_last(stage: Stage) -> None:
    """Growing with each seat, the portrait would tell the profile of each pseudonym."""
    drawing = drawn(stage)
    address = url_of("draw", stage.activity)
    shown = []
    for seconds in (0, 2, 30):
        with clock.frozen(DRAW_DAY + timedelta(seconds=seconds)):
            page = _as().get(address).content.decode()
        shown.append(sum(f"{one[:4]} {one[4:8]}" in page for one in drawing.panel))
        assert ("is-drawn" in page) is (shown[-1] == 4)
        assert ("hx-get" in page) is (shown[-1] < 4)
    assert shown == [1, 2, 4]
    assert "is-drawn" in _as().get(f"{address}?all=1").content.decode()


def test_the_page_of_the_room_names_nobody(stage: Stage) -> None:
    drawn(stage)
    page = _as().get(f"{url_of('draw', stage.activity)}?all=1").content.decode()
    assert "Personne " not in page
    assert "rue des Saules" not in page


def test_who_agreed_is_named_apart_from_every_pseudonym(stage: Stage) -> None:
    drawn(stage)
    address = f"{url_of('draw', stage.activity)}?all=1"
    assert "Prénom agréé" not in _as().get(address).content.decode()
    Offer.objects.filter(seat__number=1).update(
        state=OfferState.ACCEPTED, public_name="Prénom agréé"
    )
    page = _as().get(address).content.decode()
    assert "Prénom agréé" in page.partition("after-room")[2]
    assert "Prénom agréé" not in page.partition("after-room")[0]


def test_a_rehearsal_is_marked_on_page_and_paper_and_seen_by_the_team_alone(stage: Stage) -> None:
    address = url_of("rehearsal", stage.activity)
    assert _as().get(address).status_code == 404
    organiser = _as(stage.call.account)
    assert "not-a-draw" in organiser.get(address).content.decode(), "from its first moment"
    for digit in "417":
        organiser.post(url_of("rehearse", stage.activity), {"digit": digit})
    page = organiser.get(f"{address}?all=1").content.decode()
    assert "not-a-draw" in page
    assert not any(one in page for one in Volunteer.objects.values_list("pseudonym", flat=True))
    paper = organiser.get(url_of("rehearsed", stage.activity))
    assert paper.content.startswith(b"%PDF-")
    assert "place read" not in _as().get(url_of("draw", stage.activity)).content.decode()
    organiser.post(url_of("rehearse", stage.activity), {"again": "1"})
    assert organiser.get(url_of("rehearsed", stage.activity)).status_code == 404


def test_somebody_disputes_and_nobody_has_confirmed_any_more(stage: Stage) -> None:
    stage.reads("417")
    stage.confirms(WitnessRole.OBSERVER)
    _as(stage.call.account).post(url_of("dispute", stage.activity))
    assert not Drawing.objects.get().witnesses.exists()
    _as(stage.observer_account).post(url_of("take-back", stage.activity))
    assert Drawing.objects.get().digits == "41"


def test_the_page_of_the_room_costs_the_same_however_many_seats(
    stage: Stage, django_assert_max_num_queries: Any
) -> None:
    drawn(stage)
    with django_assert_max_num_queries(16):
        _as().get(url_of("draw", stage.activity))


def test_after_the_draw_there_is_nothing_to_rehearse_and_each_reads_what_became_of_them(
    stage: Stage,
) -> None:
    drawing = drawn(stage)
    rehearsal = _as(stage.call.account).get(url_of("rehearsal", stage.activity))
    assert 'name="digit"' not in rehearsal.content.decode()
    told = {}
    for is_drawn in (True, False):
        who = account(f"{is_drawn}@exemple.test")
        Person.objects.filter(pk=who.person_id).update(declared_age=30)
        found = Volunteer.objects.filter(pseudonym__in=drawing.panel, draw=stage.draw)
        if not is_drawn:
            found = Volunteer.objects.filter(draw=stage.draw).exclude(pseudonym__in=drawing.panel)
        Volunteer.objects.filter(pk=found[0].pk).update(person=who.person_id)
        page = _as(who).get(url_of("mine", stage.activity)).content.decode()
        told[is_drawn] = url_of("my-seat", stage.activity) in page
        notice = reverse("lottery:seat-by-ref", args=[stage.draw.ref])
        to = url_of("my-seat" if is_drawn else "panel", stage.activity)
        assert _as(who).get(notice)["Location"] == to
    assert told == {True: True, False: False}
