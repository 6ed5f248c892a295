"""The page of one's programs: a secret is shown once, and a token that is revoked is dead."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.posts.tests.support import account
from isegoria.commons.tokens.models import Token
from isegoria.commons.tokens.rules import digest_of
from isegoria.commons.tokens.services import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Somebody who has just signed in."""
    made, mine = Client(), account()
    made.force_login(mine)
    session = made.session
    session["account_authentication_methods_user"] = str(mine.pk)
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    return made


def make(client: Client, **changes: object) -> str:
    given = {"name": "Mon script", "scopes": ["texts"], **changes}
    return str(client.post(reverse("tokens:list"), given).content.decode())


def test_a_token_is_shown_once_and_revoked(client: Client) -> None:
    page = make(client)
    shown = re.search(r"isegoria_[\w-]{43}", page)
    assert shown
    token = Token.objects.get()
    assert token.digest == digest_of(shown[0])
    again = client.get(reverse("tokens:list"))
    assert shown[0] not in again.content.decode()
    assert "Mon script" in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    stranger = Client()
    stranger.force_login(account("autre@exemple.test", "Autre"))
    revoke = reverse("tokens:revoke", args=[token.ref])
    assert stranger.post(revoke).status_code == 404
    assert client.post(revoke).status_code == 302
    assert not Token.objects.exists()


def test_what_is_missing_is_said_and_nobody_has_more_than_ten(client: Client) -> None:
    assert 'role="alert"' in make(client, name="", scopes=[])
    assert not Token.objects.exists()
    for _each in range(MOST + 1):
        page = make(client)
    assert 'role="alert"' in page
    assert Token.objects.count() == MOST


def test_the_page_is_for_whoever_is_signed_in() -> None:
    assert Client().get(reverse("tokens:list")).status_code == 302
