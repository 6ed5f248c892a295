"""The pages of one's own account, and what they ask before something sensitive."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.queries import device_name
from isegoria.commons.people.tests.support import account, last_code, letters, sign_in

pytestmark = pytest.mark.django_db

PAGES = [
    "account_home",
    "account_email",
    "account_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_identities",
    "usersessions_list",
]


@pytest.fixture
def client() -> Client:
    """Zoé's browser, signed in."""
    account()
    browser = Client()
    sign_in(browser)
    browser.get(reverse("home"))
    return browser


def _grow_old(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()


@pytest.mark.parametrize("route", PAGES)
def test_every_page_of_the_account_is_ours_and_closed_to_others(client: Client, route: str) -> None:
    page = client.get(reverse(route))
    assert page.status_code == 200
    assert '<nav class="panel flow" aria-label=' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    answer = Client().get(reverse(route))
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_the_name_and_the_age_are_said_and_an_age_is_not_taken_back(client: Client) -> None:
    client.post(reverse("account_home"), {"display_name": "Z.", "of_age": "on"})
    client.post(reverse("account_home"), {"display_name": "Zo"})
    person = Person.objects.get()
    assert (person.display_name, person.declared_age) == ("Zo", 16)


def test_saving_the_name_keeps_an_age_said_elsewhere(client: Client) -> None:
    Person.objects.update(declared_age=12)
    client.post(reverse("account_home"), {"display_name": "Zo"})
    assert Person.objects.get().declared_age == 12


def test_an_address_is_added_by_a_code_then_chosen_then_the_old_one_removed(client: Client) -> None:
    add = {"email": "Zoe@neuf.test", "action_add": "1"}
    answer = client.post(reverse("account_email"), add)
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert EmailAddress.objects.count() == 1
    assert letters()[-1].to == ["zoe@neuf.test"]
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})
    assert EmailAddress.objects.filter(email="zoe@neuf.test", verified=True).exists()
    client.post(reverse("account_email"), {"email": "zoe@neuf.test", "action_primary": "1"})
    assert Account.objects.get().email == "zoe@neuf.test"
    assert letters()[-1].to == ["z@exemple.test"], "the old address is told"
    client.post(reverse("account_email"), {"email": "z@exemple.test", "action_remove": "1"})
    assert [known.email for known in EmailAddress.objects.all()] == ["zoe@neuf.test"]


def test_the_address_for_notices_is_not_removed(client: Client) -> None:
    client.post(reverse("account_email"), {"email": "z@exemple.test", "action_remove": "1"})
    assert EmailAddress.objects.count() == 1


def test_an_address_of_somebody_else_is_not_told_and_not_taken(client: Client) -> None:
    account("y@exemple.test", "Yann")
    pages = []
    for address in ("y@exemple.test", "n@exemple.test"):
        answer = client.post(reverse("account_email"), {"email": address, "action_add": "1"})
        page = client.get(answer.headers["Location"])
        pages.append(re.sub(r'value="\w{64}"', "", page.text).replace(address, ""))
        if address == "y@exemple.test":
            client.post(answer.headers["Location"], {"code": last_code()})
    assert pages[0] == pages[1]
    assert EmailAddress.objects.get(email="y@exemple.test").user.email == "y@exemple.test"


def test_a_sensitive_change_asks_an_old_session_for_a_code_and_is_then_made(client: Client) -> None:
    _grow_old(client)
    answer = client.post(reverse("account_email"), {"email": "new@exemple.test", "action_add": "1"})
    again = answer.headers["Location"]
    assert again.startswith(reverse("account_reauthenticate_by_code"))
    sent = len(letters())
    assert client.get(again).status_code == 200
    assert len(letters()) == sent, "reading a page sends nothing"
    client.post(again, {"send": "1"})
    assert letters()[-1].to == ["z@exemple.test"]
    code = last_code()
    assert "Ce code n’est pas le bon" in client.post(again, {"code": "BBBB-BBBB"}).text
    answer = client.post(again, {"code": code})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert letters()[-1].to == ["new@exemple.test"]


def test_a_code_to_prove_oneself_again_is_guessed_three_times_at_most(client: Client) -> None:
    _grow_old(client)
    again = reverse("account_reauthenticate_by_code") + "?next=" + reverse("account_password")
    client.post(again, {"send": "1"})
    code = last_code()
    for _attempt in range(3):
        client.post(again, {"code": "BBBB-BBBB"})
    client.post(again, {"code": code})
    assert client.get(reverse("account_password")).status_code == 302


def test_a_password_is_chosen_and_ends_the_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(other)
    weak = client.post(
        reverse("account_password"), {"password": "motdepasse", "again": "motdepasse"}
    )
    assert weak.status_code == 200
    differ = client.post(reverse("account_password"), {"password": "a" * 14, "again": "b" * 14})
    assert differ.status_code == 200
    good = "fil-d-ariane-et-pelote"
    client.post(reverse("account_password"), {"password": good, "again": good})
    assert client.get(reverse("account_home")).status_code == 200
    assert other.get(reverse("account_home")).status_code == 302
    fresh = Client()
    fresh.post(reverse("account_login"), {"login": "z@exemple.test", "password": good})
    assert "_auth_user_id" in fresh.session


def test_where_there_are_no_passwords_there_is_no_page_for_them(
    client: Client, settings: Settings
) -> None:
    settings.PASSWORDS = False
    assert client.get(reverse("account_password")).status_code == 404
    assert reverse("account_password") not in client.get(reverse("account_home")).text


def test_the_other_devices_are_seen_and_signed_out(client: Client) -> None:
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/140.0"})
    sign_in(other)
    assert "Firefox, Linux" in client.get(reverse("usersessions_list")).text
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("account_home")).status_code == 302
    assert client.get(reverse("account_home")).status_code == 200


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140.0", "Edge, Windows"),
    ],
)
def test_a_device_has_a_name_that_people_know(told: str, name: str) -> None:
    assert device_name(told) == name
