"""Signing in with an identity, against a provider that really signs, and sometimes lies."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.tests.fake_provider import CLIENT, Provider, running
from isegoria.commons.people.tests.support import (
    account,
    add_application,
    last_code,
    letters,
    shown_by_application,
    sign_in,
)
from isegoria.core.actor import Verification

pytestmark = pytest.mark.django_db

REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A provider, and a site that knows it."""
    with running() as provider:
        settings.SITE_URL = "https://atelier.example"
        settings.OIDC_NAME = "Identité Test"
        settings.OIDC_SERVER_URL = provider.url
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "oidc",
                        "name": "Identité Test",
                        "client_id": CLIENT[0],
                        "secret": CLIENT[1],
                        "settings": {"server_url": provider.url},
                    }
                ],
            }
        }
        yield provider


def _go(client: Client, **answers: str) -> HttpResponse:
    """There and back: what a browser does, which follows the page that sends it."""
    page = client.post(reverse("openid_connect_login"), answers)
    found = REFRESH.search(page.content.decode())
    assert found, page.content.decode()
    there = requests.get(html.unescape(found.group(1)), allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    assert f"{back.scheme}://{back.netloc}" == "https://atelier.example"
    return client.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def _newcomer(client: Client, email: str, **answers: str) -> HttpResponse:
    answer = _go(client, **answers)
    assert answer.headers["Location"].startswith(reverse("account_signup"))
    client.post(reverse("account_signup"), {"email": email, "of_age": "on"})
    return client.post(reverse("account_confirm_login_code"), {"code": last_code()})  # type: ignore[return-value]


def test_without_settings_there_is_no_button_and_no_page() -> None:
    client = Client()
    assert reverse("openid_connect_login") not in client.get(reverse("account_login")).text
    assert client.post(reverse("openid_connect_login")).status_code == 404
    assert client.get(reverse("openid_connect_callback")).status_code == 404


def test_a_new_identity_opens_an_account_once_its_address_is_proved(provider: Provider) -> None:
    provider.claims = {"sub": "c-1", "email": "zoe@exemple.test", "email_verified": True,
                       "given_name": "Zoé", "birthdate": "1990-01-01"}  # fmt: skip
    client = Client()
    answer = _go(client)
    page = client.get(answer.headers["Location"])
    assert "Identité Test" in page.text
    assert 'value="zoe@exemple.test"' in page.text
    assert not Account.objects.exists()
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test", "of_age": "on"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert Person.objects.get().verification == Verification.IDENTITY
    known = SocialAccount.objects.get()
    assert (known.uid, known.extra_data) == ("c-1", {})
    assert not SocialToken.objects.exists()
    assert Person.objects.get().display_name == ""


def test_the_next_time_no_code_is_needed_and_one_arrives_where_one_was_going(
    provider: Provider,
) -> None:
    _newcomer(Client(), "zoe@exemple.test")
    sent = len(letters())
    client = Client()
    answer = _go(client, next="/style/")
    assert answer.headers["Location"] == "/style/"
    assert "_auth_user_id" in client.session
    assert len(letters()) == sent


def test_a_confirmed_address_of_somebody_takes_over_nothing(provider: Provider) -> None:
    """Whoever controls an identity with Zoé's address is asked for the code in Zoé's mailbox."""
    known = account()
    provider.claims = {"sub": "thief", "email": "z@exemple.test", "email_verified": True}
    thief = Client()
    _go(thief)
    thief.post(reverse("account_signup"), {"email": "z@exemple.test"})
    thief.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"})
    assert "_auth_user_id" not in thief.session
    assert not SocialAccount.objects.exists()
    thief.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert SocialAccount.objects.get().user_id == known.pk, "with the code, it is Zoé"


def test_an_account_with_an_application_is_linked_after_the_application_only(
    provider: Provider,
) -> None:
    account()
    owner = Client()
    sign_in(owner)
    secret = add_application(owner)
    client = Client()
    answer = _newcomer(client, "z@exemple.test")
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not SocialAccount.objects.exists()
    client.post(reverse("mfa_authenticate"), {"code": shown_by_application(secret)})
    assert SocialAccount.objects.exists()


def test_an_identity_left_behind_on_a_shared_computer_is_not_given_to_the_next_person(
    provider: Provider,
) -> None:
    account()
    shared = Client()
    _go(shared)
    sign_in(shared)
    assert "_auth_user_id" in shared.session
    assert not SocialAccount.objects.exists()


def test_somebody_stopped_at_the_second_proof_leaves_the_identity_to_nobody_else(
    provider: Provider,
) -> None:
    account()
    owner, shared = Client(), Client()
    sign_in(owner)
    add_application(owner)
    _newcomer(shared, "z@exemple.test")
    account("y@exemple.test", "Yann")
    sign_in(shared, "y@exemple.test")
    assert "_auth_user_id" in shared.session
    assert not SocialAccount.objects.exists()


def test_this_is_not_me(provider: Provider) -> None:
    client = Client()
    _go(client)
    client.post(reverse("account_signup"), {"forget_identity": "1"})
    client.post(reverse("account_signup"), {"email": "zoe@exemple.test"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code()})
    assert Account.objects.exists()
    assert not SocialAccount.objects.exists()


def test_an_account_connects_and_disconnects_its_identity(provider: Provider) -> None:
    account()
    client = Client()
    sign_in(client)
    answer = _go(client)
    assert answer.headers["Location"] == reverse("account_identities")
    assert Person.objects.get().verification == Verification.IDENTITY
    assert "Identité Test" in client.get(reverse("account_identities")).text
    client.post(reverse("account_identities"))
    assert not SocialAccount.objects.exists()
    assert len(letters()) == 3


def test_one_identity_makes_one_citizen_even_when_it_changes_accounts(provider: Provider) -> None:
    first, second = Client(), Client()
    _newcomer(first, "zoe@exemple.test")
    first.post(reverse("account_identities"))
    account("other@exemple.test", "The same, again")
    sign_in(second, "other@exemple.test")
    _go(second)
    assert not SocialAccount.objects.exists()
    other = Account.objects.select_related("person").get(email="other@exemple.test")
    assert other.person.verification == Verification.EMAIL


def test_an_old_session_shows_who_is_there_before_it_is_linked(provider: Provider) -> None:
    account()
    client = Client()
    sign_in(client)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.post(reverse("openid_connect_login"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate_by_code"))


LIES: dict[str, dict[str, Any]] = {
    "another audience": {"tamper": lambda token: {**token, "aud": "another-site"}},
    "another issuer": {"tamper": lambda token: {**token, "iss": "https://evil.example"}},
    "out of time": {"tamper": lambda token: {**token, "exp": token["iat"] - 10}},
    "another key": {"sign_with": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    "no signature": {"sign_with": "", "algorithm": "none"},
    "a shared secret": {
        "sign_with": "a-secret-that-everybody-can-read-in-the-key",
        "algorithm": "HS256",
    },
    "somebody else's userinfo": {"userinfo": {"sub": "somebody-else"}},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_an_identity_that_is_not_whole_lets_nobody_in(
    provider: Provider, lie: dict[str, Any]
) -> None:
    _newcomer(Client(), "zoe@exemple.test")
    for name, value in lie.items():
        setattr(provider, name, value)
    client = Client()
    answer = _go(client)
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_state_that_this_browser_did_not_ask_for_is_refused(provider: Provider) -> None:
    victim = Client()
    answer = victim.get(reverse("openid_connect_callback"), {"code": "x", "state": "forged"})
    assert answer.status_code == 401
    assert "_auth_user_id" not in victim.session


def test_stopping_on_the_way_is_told_in_our_words(provider: Provider) -> None:
    provider.refuses = True
    client = Client()
    answer = _go(client)
    assert answer.headers["Location"] == reverse("socialaccount_login_cancelled")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_provider_that_is_down_is_told_in_our_words(
    settings: Settings, provider: Provider
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {
        "server_url": "http://127.0.0.1:1"
    }
    assert Client().post(reverse("openid_connect_login")).status_code == 502


def test_the_policy_of_content_needs_no_exception(provider: Provider) -> None:
    """The browser leaves by a page, not by the form: the form goes nowhere but here."""
    for answer in (
        Client().get(reverse("account_login")),
        Client().post(reverse("openid_connect_login")),
    ):
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert provider.url not in answer.headers["Content-Security-Policy"]


def test_the_provider_is_asked_for_what_is_needed_and_given_one_address(provider: Provider) -> None:
    _go(Client())
    client = Client()
    with override("en"):
        _go(client)
    first, second = provider.asked
    assert first["redirect_uri"] == second["redirect_uri"]
    assert first["code_challenge_method"] == "S256"
    assert first["state"] != second["state"]
