"""Accounts, persons, and what a policy sees of them."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.queries import actor_for_user
from isegoria.commons.people.services import open_account
from isegoria.commons.people.tests.support import letters
from isegoria.commons.people.tests.two_accounts import ACCOUNTS, open_two_accounts
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor, Verification
from isegoria.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


def test_an_account_is_a_door_to_a_person() -> None:
    account = open_account(actor=SYSTEM, email="Zoé@Exemple.test", display_name="Zoé")
    Person.objects.filter(pk=account.person_id).update(verification=Verification.IDENTITY)
    assert account.email == "zoé@exemple.test"
    assert actor_for_user(account) == Actor(
        person_id=account.person_id, verification=Verification.IDENTITY
    )


def test_nobody_and_a_closed_account_are_the_same_to_a_policy() -> None:
    account = open_account(actor=SYSTEM, email="z@exemple.test", display_name="Z")
    account.is_active = False
    assert actor_for_user(AnonymousUser()) is ANONYMOUS
    assert actor_for_user(account) is ANONYMOUS


def test_an_address_has_one_account_whatever_its_case() -> None:
    open_account(actor=SYSTEM, email="z@exemple.test", display_name="Z")
    with pytest.raises(Conflict):
        open_account(actor=SYSTEM, email="Z@exemple.test", display_name="Z")
    with pytest.raises(Refused):
        open_account(actor=Actor(person_id=uuid4()), email="y@exemple.test", display_name="Y")


def test_an_account_signs_in_with_its_password() -> None:
    open_two_accounts()
    for account in ACCOUNTS:
        client = Client()
        answer = client.post(
            reverse("account_login"), {"login": account.email, "password": account.password}
        )
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(Account.objects.get(email=account.email).pk)


def test_a_code_by_mail_is_enough_and_nothing_tells_who_has_an_account() -> None:
    open_account(actor=SYSTEM, email="z@exemple.test", display_name="Z")
    answers = [
        Client().post(reverse("account_request_login_code"), {"email": address})
        for address in ("z@exemple.test", "nobody@exemple.test")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert [message.to for message in letters()] == [["z@exemple.test"], ["nobody@exemple.test"]]
