"""The second proof: adding it, being asked for it, being led to it and back."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as site_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils.module_loading import import_string
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from isegoria.commons.people.tests.support import (
    account,
    add_application,
    last_code,
    letters,
    shown_by_application,
    sign_in,
)
from isegoria.core.decision import most_helpful, no
from isegoria.core.policy import ADMINISTRATOR, Policy
from isegoria.core.routes import page

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@page(Policy("test.guarded", "Guarded", ADMINISTRATOR), methods=("GET", "POST"))
def guarded(_request: HttpRequest) -> HttpResponse:
    """A page of those who run the site."""
    return HttpResponse("for administrators")


urlpatterns = [
    path("guarded/", guarded, name="guarded"),
    *import_string(f"{site_settings.ROOT_URLCONF}.urlpatterns"),
]
handler403 = "isegoria.site.views.forbidden"


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    """Who works for a site needs a second proof."""
    settings.TEAM_SECOND_FACTOR = True


def _second(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})  # type: ignore[return-value]


def test_an_administrator_is_led_to_a_second_proof_and_then_to_the_page() -> None:
    account(is_administrator=True)
    client = Client()
    answer = sign_in(client, next="/guarded/")
    assert answer.headers["Location"] == f"{reverse('mfa_index')}?next=%2Fguarded%2F"
    page_ = client.get(answer.headers["Location"])
    assert page_.status_code == 200
    assert client.get("/guarded/").headers["Location"] == reverse("mfa_index") + "?next=/guarded/"
    add_application(client)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert 'href="/guarded/"' in codes.text
    assert client.get("/guarded/").text == "for administrators"


def test_a_post_without_second_proof_changes_nothing_and_leads_back_to_the_page() -> None:
    account(is_administrator=True)
    client = Client()
    sign_in(client)
    answer = client.post("/guarded/", {"x": "1"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("mfa_index") + "?next=/guarded/"


def test_the_next_time_the_application_is_asked_for_before_anything_opens() -> None:
    account(is_administrator=True)
    client = Client()
    sign_in(client)
    secret = add_application(client)
    later = Client()
    answer = sign_in(later)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in later.session
    assert later.get(reverse("account_home")).status_code == 302
    assert "field-errors" in _second(later, "000000").content.decode()
    assert _second(later, shown_by_application(secret)).status_code == 302
    assert later.get("/guarded/").text == "for administrators"


def test_a_code_of_the_application_opens_once() -> None:
    account()
    client = Client()
    sign_in(client)
    secret = add_application(client)
    code = shown_by_application(secret)
    first, second = Client(), Client()
    sign_in(first)
    _second(first, code)
    assert "_auth_user_id" in first.session
    sign_in(second)
    _second(second, code)
    assert "_auth_user_id" not in second.session


def test_guessing_codes_of_the_application_is_stopped() -> None:
    account()
    client = Client()
    sign_in(client)
    secret = add_application(client)
    thief = Client()
    sign_in(thief)
    for attempt in range(6):
        _second(thief, f"{attempt:06}")
    _second(thief, shown_by_application(secret))
    assert "_auth_user_id" not in thief.session


def test_a_recovery_code_replaces_the_application_once() -> None:
    account()
    client = Client()
    sign_in(client)
    add_application(client)
    shown = re.findall(r"<code>(\d{8})</code>", client.get(reverse("mfa_view_recovery_codes")).text)
    assert len(shown) == 10
    first, second = Client(), Client()
    sign_in(first)
    _second(first, shown[0])
    assert "_auth_user_id" in first.session
    sign_in(second)
    _second(second, shown[0])
    assert "_auth_user_id" not in second.session


def test_somebody_signed_in_without_it_shows_it_on_the_way_to_a_page_that_asks() -> None:
    """A session from before the application was added, say on another device."""
    account(is_administrator=True)
    early, client = Client(), Client()
    sign_in(early)
    sign_in(client)
    secret = add_application(client)
    answer = early.get("/guarded/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    answer = early.post(
        reverse("mfa_reauthenticate"), {"code": shown_by_application(secret), "next": "/guarded/"}
    )
    assert answer.headers["Location"] == "/guarded/"
    assert early.get("/guarded/").text == "for administrators"


def test_a_passkey_is_asked_for_the_site_of_the_settings_whatever_the_host(
    settings: Settings,
) -> None:
    settings.SITE_URL = "https://atelier.example"
    settings.ALLOWED_HOSTS = ["*"]
    account()
    client = Client(headers={"host": "evil.example"})
    sign_in(client)
    options = client.get(reverse("mfa_add_webauthn")).text
    assert "&quot;id&quot;: &quot;atelier.example&quot;" in options
    assert "evil.example" not in options


def test_secrets_are_unreadable_in_the_database() -> None:
    account()
    client = Client()
    sign_in(client)
    secret = add_application(client)
    stored = [str(one.data) for one in Authenticator.objects.all()]
    assert len(stored) == 2
    assert not any(secret in text for text in stored)


def test_a_change_of_the_secret_key_that_keeps_the_former_one_locks_nobody_out(
    settings: Settings,
) -> None:
    account()
    client = Client()
    sign_in(client)
    secret = add_application(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-same-installation-" * 2
    later = Client()
    sign_in(later)
    _second(later, shown_by_application(secret))
    assert "_auth_user_id" in later.session


def test_a_secret_key_lost_for_good_is_told_in_words(settings: Settings) -> None:
    account()
    client = Client()
    sign_in(client)
    secret = add_application(client)
    settings.SECRET_KEY_FALLBACKS = []
    later = Client()
    settings.SECRET_KEY = "a-key-that-never-saw-the-former-one-" * 2
    sign_in(later)
    answer = _second(later, shown_by_application(secret))
    assert answer.status_code == 200
    assert "field-errors" in answer.content.decode()
    assert "_auth_user_id" not in later.session


def test_adding_and_removing_is_told_by_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account()
    client = Client()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        add_application(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert len({message.subject for message in letters()[1:]}) == 2


def test_an_old_session_proves_itself_again_before_the_second_proof_is_touched() -> None:
    account()
    client = Client()
    sign_in(client)
    add_application(client)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    answer = client.get(reverse("account_reauthenticate_by_code"))
    assert answer.status_code == 302, "a code by e-mail is not enough beside an application"
    assert Authenticator.objects.count() == 2


def test_the_refusal_that_a_proof_lifts_is_told_before_the_one_that_nothing_lifts() -> None:
    refusals = (no("administrator", "Only administrators."), no("second_factor", "Prove it."))
    assert most_helpful(refusals).code == "second_factor"


def test_a_site_that_asks_for_no_second_proof_asks_nobody(settings: Settings) -> None:
    settings.TEAM_SECOND_FACTOR = False
    account(is_administrator=True)
    client = Client()
    answer = sign_in(client, next="/guarded/")
    assert answer.headers["Location"] == "/guarded/"
    assert client.get("/guarded/").text == "for administrators"
    assert last_code()
