"""Signing in and out: what is said, by whom it can be stopped, what happens when no mail leaves."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from isegoria.commons.people.attempts import forget_attempts
from isegoria.commons.people.models import Account, RateCounter
from isegoria.commons.people.services import open_account
from isegoria.commons.people.tests.support import letters
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.mail.models import Mail
from isegoria.core.mail.states import Lane, MailState
from isegoria.core.policy import SIGNED_IN, Policy
from isegoria.core.routes import RouteMiddleware

pytestmark = pytest.mark.django_db

PASSWORD = "fil-de-demonstration"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
WRITES = re.compile(r'^(?:INSERT|UPDATE|DELETE)[\w ]*"(?!people_ratecounter)\w+"')
GUARDED = {"home": Policy("test.guarded", "Guarded", SIGNED_IN)}


def _account(email: str = "z@exemple.test", name: str = "Zoé") -> None:
    open_account(actor=SYSTEM, email=email, display_name=name, password=PASSWORD)


def _sign_in(client: Client, email: str, password: str, address: str) -> str:
    answer = client.post(
        reverse("account_login"),
        {"login": email, "password": password},
        REMOTE_ADDR="127.0.0.1",
        headers={"X-Forwarded-For": address},
    )
    return "in" if answer.status_code == 302 else "out"


def test_whoever_fails_often_behind_the_proxy_locks_nobody_else_out(
    settings: Settings,
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _account()
    for attempt in range(40):
        _sign_in(Client(), f"victim{attempt % 3}@exemple.test", "wrong", "203.0.113.7")
    assert _sign_in(Client(), "z@exemple.test", PASSWORD, "203.0.113.7") == "out"
    assert _sign_in(Client(), "z@exemple.test", PASSWORD, "198.51.100.9") == "in"


def test_many_addresses_against_one_person_lock_nobody_else_out(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _account()
    _account("y@exemple.test", "Yann")
    for attempt in range(40):
        _sign_in(Client(), "y@exemple.test", "wrong", f"203.0.113.{attempt}")
    assert _sign_in(Client(), "y@exemple.test", PASSWORD, "198.51.100.8") == "out"
    assert _sign_in(Client(), "z@exemple.test", PASSWORD, "198.51.100.9") == "in"


def test_a_visitor_does_not_choose_an_address_where_there_is_no_proxy() -> None:
    for attempt in range(40):
        _sign_in(Client(), f"y{attempt}@exemple.test", "wrong", f"203.0.113.{attempt}")
    _account()
    assert _sign_in(Client(), "z@exemple.test", PASSWORD, "198.51.100.9") == "out"


def test_attempts_are_counted_where_every_process_sees_them_and_forgotten_soon() -> None:
    _sign_in(Client(), "y@exemple.test", "wrong", "203.0.113.7")
    assert RateCounter.objects.exists()
    cache.set("still-counting", 1, timeout=3600)
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        forget_attempts()
    assert [row.cache_key for row in RateCounter.objects.all()] == [":1:still-counting"]


@pytest.mark.parametrize("passwords", [True, False])
def test_known_and_unknown_wait_on_the_same_page_whatever_the_relay_does(
    settings: Settings, passwords: bool
) -> None:
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"] if passwords else ["email*"]
    route, field = (
        ("account_request_login_code", "email") if passwords else ("account_login", "login")
    )
    _account()
    pages, costs = [], []
    for address in ("first@exemple.test", "z@exemple.test", "n@exemple.test"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(reverse(route), {field: address, "next": "/style/"})
        costs.append([word for query in asked for word in WRITES.findall(query["sql"])])
        page = client.get(answer.headers["Location"]).text
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        assert "/style/" in page
        pages.append(page.replace(address, ""))
    assert pages[1] == pages[2]
    assert costs[1] == costs[2], "the same writes, but for counters"
    assert set(Mail.objects.values_list("lane", "state")) == {(Lane.URGENT, MailState.WAITING)}


def test_a_code_is_not_sent_once_it_opens_nothing_any_more() -> None:
    _account()
    Client().post(reverse("account_request_login_code"), {"email": "z@exemple.test"})
    with clock.frozen(clock.now() + timedelta(seconds=site_settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)):
        assert not letters()
    assert Mail.objects.get().person == Account.objects.get().person_id


def test_a_code_opens_the_site_and_the_site_says_who_is_in() -> None:
    _account()
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "z@exemple.test"})
    found = CODE.search(letters()[0].body)
    assert found
    answer = client.post(
        reverse("account_confirm_login_code"), {"code": found.group()}, follow=True
    )
    assert "Zoé" in answer.text
    assert "account 1" not in answer.text.lower()
    answer = client.post(reverse("account_logout"), follow=True)
    assert "Déconnexion réussie" in answer.text


def test_somebody_without_a_name_is_greeted_without_one() -> None:
    _account(name="")
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": "z@exemple.test", "password": PASSWORD}, follow=True
    )
    assert "Connexion réussie. Bienvenue\u202f!" in answer.text


def test_mails_name_the_site_and_its_own_address_whatever_the_host_of_the_request(
    settings: Settings,
) -> None:
    settings.SITE_NAME = "L’atelier d'ici & d'ailleurs"
    settings.SITE_URL = "https://atelier.example"
    settings.ALLOWED_HOSTS = ["*"]
    _account()
    for address in ("z@exemple.test", "n@exemple.test"):
        Client().post(
            reverse("account_request_login_code"),
            {"email": address},
            headers={"Host": "evil.example:21900"},
        )
    for message in letters():
        text = f"{message.subject}\n{message.body}"
        assert site_settings.SITE_NAME in message.subject
        assert "https://atelier.example" in message.body
        assert "evil.example" not in text
        assert not re.search(r"&amp;|&#", text)
    assert len(letters()) == 2


@pytest.mark.parametrize("route", ["account_login", "account_request_login_code"])
def test_the_address_has_one_name(route: str) -> None:
    page = Client().get(reverse(route)).text
    assert ">Adresse électronique" in page
    assert not re.search(r"e-mail|courriel|placeholder|mémoriser", page, re.IGNORECASE)


def test_a_wrong_password_and_a_wrong_code_are_told_in_our_words() -> None:
    client = Client()
    page = client.post(
        reverse("account_login"), {"login": "z@exemple.test", "password": "wrong"}
    ).text
    assert "Cette adresse et ce mot de passe ne vont pas ensemble" in page
    client.post(reverse("account_request_login_code"), {"email": "z@exemple.test"})
    page = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"}).text
    assert "Ce code n’est pas le bon" in page


def test_a_closed_account_is_told_in_our_words() -> None:
    assert "Ce compte est fermé" in Client().get(reverse("account_inactive")).text


def test_a_page_of_another_package_leads_an_anonymous_visitor_to_the_door_and_back(
    settings: Settings,
) -> None:
    settings.EXTERNAL_ROUTES = f"{__name__}.GUARDED"
    request = RequestFactory().get("/?page=2")
    request.resolver_match = type("Match", (), {"view_name": "home"})()  # type: ignore[assignment]
    answer = RouteMiddleware(lambda _request: None).process_view(request, object(), (), {})  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert answer.headers["Location"] == reverse("account_login") + "?next=/%3Fpage%3D2"


def test_an_expired_form_says_so_in_its_title() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert answer.status_code == 403
    assert "<h1>Ce formulaire a expiré</h1>" in answer.text
    assert "Vous ne pouvez pas" not in answer.text


@pytest.mark.parametrize(
    ("environment", "behind", "trusted"),
    [("production", "", 1), ("production", "no", 0), ("test", "", 0), ("test", "yes", 0)],
)
def test_the_address_a_proxy_gives_is_believed_only_where_there_is_a_proxy(
    environment: str, behind: str, trusted: int
) -> None:
    given = {
        "ISEGORIA_ENV": environment,
        "BEHIND_PROXY": behind,
        "SECRET_KEY": "x" * 60,
        "SITE_URL": "https://s.example",
    }
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from isegoria.config import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)",
        ],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(trusted)


def test_whoever_mistyped_an_address_asks_again_and_the_first_code_page_stays() -> None:
    _account()
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "zz@exemple.test"})
    assert client.get(reverse("account_request_login_code")).status_code == 200
    assert client.get(reverse("account_confirm_login_code")).status_code == 200
    client.post(reverse("account_request_login_code"), {"email": "z@exemple.test"})
    found = CODE.search(letters()[1].body)
    assert found
    client.post(reverse("account_confirm_login_code"), {"code": found.group()})
    assert "_auth_user_id" in client.session
