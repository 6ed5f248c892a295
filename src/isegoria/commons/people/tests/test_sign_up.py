"""Opening an account by a code: what is kept, what is said to whom, and what attackers learn."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings

from isegoria.commons.people.models import Account, Person, Proof
from isegoria.commons.people.recurring import forget_old_devices
from isegoria.commons.people.tests.support import account, last_code, letters, sign_in, sign_up
from isegoria.core import clock
from isegoria.core.actor import Verification

pytestmark = pytest.mark.django_db

AGED = {"display_name": "Zoé  Martin", "of_age": "on"}


def test_a_code_opens_an_account_and_nothing_exists_before() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": "Zoe@exemple.test", **AGED})
    assert not Person.objects.exists()
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    person = Account.objects.select_related("person").get(email="zoe@exemple.test").person
    assert (person.display_name, person.declared_age) == ("Zoé Martin", 16)
    assert person.verification == Verification.EMAIL
    assert "_auth_user_id" in client.session
    assert EmailAddress.objects.filter(email="zoe@exemple.test", verified=True, primary=True)


def test_an_address_is_enough() -> None:
    sign_up(Client(), "zoe@exemple.test")
    person = Person.objects.get()
    assert (person.display_name, person.declared_age) == ("", 0)


def test_whoever_has_an_account_and_asks_for_one_is_let_into_it() -> None:
    known = account(name="Zoé d’avant")
    client = Client()
    answer = sign_up(client, "z@exemple.test", **AGED)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(known.pk)
    assert "déjà un compte" in letters()[0].subject or "already" in letters()[0].subject
    person = Person.objects.get()
    assert (person.display_name, person.declared_age) == ("Zoé d’avant", 16)
    assert person.verification == Verification.EMAIL


def test_a_code_confirms_the_address_of_an_account_that_was_opened_for_somebody() -> None:
    account()
    sign_in(Client())
    assert Person.objects.get().verification == Verification.EMAIL


@pytest.mark.parametrize("route", ["account_signup", "account_request_login_code"])
def test_known_and_unknown_addresses_see_the_same_pages(route: str) -> None:
    account()
    seen = []
    for address in ("z@exemple.test", "n@exemple.test"):
        client = Client()
        answer = client.post(reverse(route), {"email": address})
        page = client.get(answer.headers["Location"])
        wrong = client.post(answer.headers["Location"], {"code": "BBBB-BBBB"})
        texts = [
            re.sub(r'value="\w{64}"', "", text).replace(address, "")
            for text in (page.text, wrong.text)
        ]
        headers = sorted(set(page.headers) | set(answer.headers))
        seen.append(
            (answer.status_code, answer.headers["Location"], wrong.status_code, texts, headers)
        )
    assert seen[0] == seen[1]
    assert [message.to for message in letters()] == [["z@exemple.test"], ["n@exemple.test"]]


def test_known_and_unknown_addresses_ask_the_same_of_the_database() -> None:
    account()
    Client().post(reverse("account_signup"), {"email": "first@exemple.test"})
    counts = []
    for address in ("z@exemple.test", "n@exemple.test"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("account_signup"), {"email": address})
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 1


def test_an_unknown_address_is_told_the_truth_and_the_way_by_mail(settings: Settings) -> None:
    settings.SITE_URL = "https://atelier.example"
    with override("en"):
        Client().post(reverse("account_request_login_code"), {"email": "n@exemple.test"})
        assert f"https://atelier.example{reverse('account_signup')}" in letters()[0].body
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", letters()[0].body)


def test_three_wrong_codes_and_one_asks_again() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    right = last_code()
    for _attempt in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"})
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert not Account.objects.exists()


def test_a_code_dies_after_a_quarter_of_an_hour() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    session = client.session
    state = session["account_login"]
    state["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session["account_login"] = state
    session.save()
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert not Account.objects.exists()


def test_a_code_works_in_the_browser_that_asked_for_it_only() -> None:
    Client().post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    thief = Client()
    thief.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert "_auth_user_id" not in thief.session


def test_one_address_gets_three_codes_a_minute_at_most() -> None:
    for _attempt in range(6):
        Client().post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    assert len(letters()) == 3


def test_the_session_of_before_signing_in_opens_nothing_after() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    before = client.session.session_key
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///x",
    ],
)
def test_nobody_is_led_to_another_site(target: str) -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test", "next": target})
    answer = client.post(
        reverse("account_confirm_login_code"), {"code": last_code(), "next": target}
    )
    assert answer.headers["Location"] == reverse("home")


def test_whoever_was_going_somewhere_arrives_there() -> None:
    client = Client()
    goal = reverse("account_home") + "?page=2"
    answer = client.post(reverse("account_signup"), {"email": "zoe@exemple.test", "next": goal})
    page = client.get(answer.headers["Location"])
    assert f'name="next" value="{goal}"' in page.text
    answer = client.post(reverse("account_confirm_login_code"), {"code": last_code(), "next": goal})
    assert answer.headers["Location"] == goal


@pytest.mark.parametrize("field", ["email", "display_name"])
def test_no_line_can_be_added_to_the_head_of_an_email(field: str) -> None:
    given = {"email": "zoe@exemple.test", field: "zoe@exemple.test\r\nBcc: all@exemple.test"}
    Client().post(reverse("account_signup"), given)
    for message in letters():
        assert message.recipients() == ["zoe@exemple.test"]
        assert "Bcc" not in message.message()


def test_a_name_is_shown_as_text() -> None:
    client = Client()
    sign_up(client, "zoe@exemple.test", display_name="<script>x</script>")
    page = client.get(reverse("account_home")).text
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_the_sessions_known_to_people_end_with_the_sessions() -> None:
    sign_up(Client(), "zoe@exemple.test")
    assert UserSession.objects.exists()
    Session.objects.update(expire_date=clock.now() - timedelta(days=1))
    assert forget_old_devices() == 1
    assert not UserSession.objects.exists()


def test_a_confirmed_address_proves_the_person_without_the_account_too() -> None:
    sign_up(Client(), "zoe@exemple.test")
    assert Proof.objects.filter(kind=Proof.Kind.ADDRESS).count() == 1
