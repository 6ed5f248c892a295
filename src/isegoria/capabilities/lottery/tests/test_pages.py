"""The pages of a draw, from the call to the frozen pool, as people meet them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from isegoria.capabilities.lottery.importing import Files, import_volunteers
from isegoria.capabilities.lottery.models import Draw, FrozenPool, Value, Volunteer
from isegoria.capabilities.lottery.tests.support import (
    AFTER,
    Call,
    answers_of,
    comes_forward,
    crowd,
)
from isegoria.capabilities.lottery.tests.test_importing import BROKEN, GOOD
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.tests.support import account, actor_of, text_of
from isegoria.core import clock

LIGHT = 40_000
"""Bytes of the page of the form, uncompressed."""


@pytest.fixture
def desk(call: Call) -> Client:
    """The organiser, signed in."""
    client = Client()
    client.force_login(call.account)
    return client


@pytest.fixture
def citizen_client(call: Call) -> Client:
    """Somebody who may take part, signed in."""
    client = Client()
    client.force_login(account())
    return client


def _filled(call: Call, **changes: str) -> dict[str, str]:
    picked = {f"feature_{key}": str(value) for key, value in answers_of(call, 0, 1).items()}
    return {
        **picked,
        "name": "Camille Roux",
        "street": "2 rue des Saules",
        "postcode": "12345",
        "town": "Valombre",
        "consents": "on",
        **changes,
    }


def test_everybody_reads_the_call_without_a_cookie(call: Call) -> None:
    crowd(call, 1)
    reader = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = reader.get(url_of("call", call.activity))
    page = text_of(answer)
    assert "Pour ressembler à la population." in page
    assert "Personne 1" not in page
    assert not answer.cookies
    assert len(queries) <= 12


def test_a_citizen_comes_in_looks_changes_and_leaves(call: Call, citizen_client: Client) -> None:
    form = url_of("volunteer", call.activity)
    shown = citizen_client.get(form)
    assert len(shown.content) < LIGHT
    assert "21 mai 2026" in " ".join(text_of(shown).split())
    missing = citizen_client.post(form, _filled(call, street="", consents=""))
    assert "Camille Roux" in text_of(missing)
    assert not Volunteer.objects.exists()
    assert citizen_client.post(form, _filled(call)).status_code == 302
    mine = text_of(citizen_client.get(url_of("mine", call.activity)))
    assert "une femme" in mine
    assert citizen_client.get(url_of("slip", call.activity)).status_code == 404
    assert citizen_client.post(url_of("withdraw", call.activity)).status_code == 302
    assert citizen_client.get(url_of("mine", call.activity)).status_code == 404
    assert not Volunteer.objects.exists()


def test_the_second_of_a_household_reads_what_the_first_reads(
    call: Call, citizen_client: Client
) -> None:
    form, place = url_of("volunteer", call.activity), url_of("mine", call.activity)
    citizen_client.post(form, _filled(call))
    other = Client()
    other.force_login(account("d@exemple.test", "Dominique"))
    other.post(form, _filled(call))
    for client in (citizen_client, other):
        client.get(place)  # the thanks of the form are shown once
    pages = [
        text_of(client.get(place)).split("<main")[1].split("</main")[0]
        for client in (citizen_client, other)
    ]
    assert "Camille Roux" not in pages[1]
    assert Volunteer.objects.values("likeness").distinct().count() == 1
    assert pages[0] == pages[1]


def test_strangers_meet_nothing_and_visitors_are_led_to_sign_in(
    call: Call, citizen_client: Client
) -> None:
    assert Client().get(url_of("volunteer", call.activity)).status_code == 302
    for name in ("setup", "terms", "presets", "quotas", "import", "freeze", "add-feature"):
        assert citizen_client.get(url_of(name, call.activity)).status_code == 404, name
    assert citizen_client.get(url_of("mine", call.activity)).status_code == 404


def test_a_question_that_steers_nothing_is_told(call: Call, desk: Client) -> None:
    setup = url_of("setup", call.activity)
    assert "ne pèse pas" not in text_of(desk.get(setup))
    Value.objects.filter(feature__name="Quartier").update(minimum=0, maximum=call.draw.size)
    assert text_of(desk.get(setup)).count("ne pèse pas") == 1


def test_a_file_is_looked_at_then_imported(call: Call, desk: Client) -> None:
    url = url_of("import", call.activity)
    page = text_of(desk.get(url))
    assert "Quartier</strong> (nord · sud)" in page, (
        "the columns are named as the file must name them"
    )

    def sent(data: bytes, button: str) -> str:
        file = SimpleUploadedFile("gens.csv", data)
        form = {"people": file, "household": "rue, code" if data == GOOD else "", button: "1"}
        return text_of(desk.post(url, form, follow=True))

    assert "lune" in sent(BROKEN, "check")
    assert "lune" in sent(BROKEN, "import")
    assert not Volunteer.objects.exists()
    assert "5" in sent(GOOD, "check")
    assert not Volunteer.objects.exists()
    sent(GOOD, "import")
    assert Volunteer.objects.count() == 5


def test_the_set_up_page_asks_the_database_a_constant_number_of_times(
    call: Call, desk: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url_of("setup", call.activity)).status_code == 200
        return len(queries)

    crowd(call, 1)
    few = asked()
    crowd(call, 3)
    assert asked() == few


def test_the_pool_is_frozen_in_front_of_everybody(
    call: Call, desk: Client, citizen_client: Client
) -> None:
    crowd(call, 2)
    citizen_client.post(url_of("volunteer", call.activity), _filled(call))
    url = url_of("freeze", call.activity)
    assert text_of(desk.post(url)).count('role="alert"') == 1
    with clock.frozen(AFTER):
        desk.force_login(call.account)
        citizen_client.force_login(Account.objects.get(email="c@exemple.test"))
        assert desk.get(url).status_code == 200
        assert desk.post(url).status_code == 302
        pool = FrozenPool.objects.get()
        public = text_of(Client().get(url_of("call", call.activity)))
        assert all(digest in public for digest in (pool.digest, pool.root, pool.terms))
        entry = Volunteer.objects.exclude(contact__name__startswith="Personne").get()
        mine = text_of(citizen_client.get(url_of("mine", call.activity)))
        assert entry.pseudonym in mine
        assert entry.pseudonym not in public
        slip = json.loads(citizen_client.get(url_of("slip", call.activity)).content)
        assert json.loads(slip["line"])[0] == entry.pseudonym
        notice = citizen_client.get(
            f"/{url_of('call', call.activity).split('/')[1]}/{call.draw.ref}/"
        )
        assert notice.status_code == 302
        assert desk.get(url_of("setup", call.activity)).status_code == 200
        assert text_of(desk.post(url)).count('role="alert"') == 1


def test_entries_made_twice_are_set_aside_by_a_button(call: Call, desk: Client) -> None:
    home = {"name": "Anne Dupré", "street": "3 rue Haute"}
    comes_forward(call, 0, 0, **home)
    again = comes_forward(call, 0, 0, **home)
    setup = url_of("setup", call.activity)
    assert text_of(desk.get(setup)).count("Anne Dupré") >= 2
    press = url_of("place", call.activity, again.pk)
    assert desk.post(press).status_code == 302
    again.refresh_from_db(fields=["place"])
    assert again.place == "set_aside"
    assert desk.post(url_of("place", call.activity, 10**6)).status_code == 404


def test_the_least_change_is_one_click(call: Call, desk: Client) -> None:
    for _rank in range(5):
        comes_forward(call, 0, 1)
    comes_forward(call, 1, 1)
    relax = url_of("relax", call.activity)
    assert relax in text_of(desk.get(url_of("setup", call.activity)))
    assert desk.post(relax).status_code == 302
    assert relax not in text_of(desk.get(url_of("setup", call.activity)))


def test_an_agent_does_not_see_what_is_the_person_s_own(call: Call) -> None:
    from isegoria.capabilities.lottery.policies import SEE_OWN_PLACE

    person = Person.objects.create(verification=10, declared_age=18)
    entry = comes_forward(call, 0, 0, actor=actor_of(person))
    typed = actor_of(person, entered_by=Person.objects.create().pk)
    assert SEE_OWN_PLACE.decide(actor_of(person), entry)
    assert not SEE_OWN_PLACE.decide(typed, entry)


@pytest.mark.parametrize("is_set_up", [True, False])
def test_before_the_draw_the_pages_say_so(call: Call, desk: Client, is_set_up: bool) -> None:
    if not is_set_up:
        Draw.objects.all().delete()
    assert Client().get(url_of("panel", call.activity)).status_code == 200
    for name in ("seats", "to-call", "seating"):
        assert desk.get(url_of(name, call.activity)).status_code == 200
    assert desk.get(url_of("my-seat", call.activity)).status_code == 404


def test_everybody_reads_who_is_missing_once_many_came_forward(call: Call) -> None:
    address = url_of("call", call.activity)
    crowd(call, 1)
    assert 'class="chart' not in text_of(Client().get(address))
    rows = "".join(f"v{at},une femme,sud\n" for at in range(50))
    files = Files(f"id,vous êtes,quartier\n{rows}".encode())
    import_volunteers(actor=call.organiser, activity=call.activity, files=files)
    page = text_of(Client().get(address))
    assert page.count('class="chart') == 2
    assert "un homme." in page
    with clock.frozen(AFTER):
        assert "un homme." not in text_of(Client().get(address)), "it is too late to come forward"
