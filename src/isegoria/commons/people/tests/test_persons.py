"""The age one declares, the levels of being known, and what comes along when one signs in."""

from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from isegoria.commons.people import keys, visitors
from isegoria.commons.people.erasure import erase_person
from isegoria.commons.people.models import Account, FormerPerson, Person, Proof, ProofKey
from isegoria.commons.people.person_services import declare_age
from isegoria.commons.people.proofs import TakenError, attach, recognise
from isegoria.core.actor import Actor, Verification
from isegoria.core.decision import no
from isegoria.core.errors import Conflict
from isegoria.core.ui.remedies import remedy

pytestmark = pytest.mark.django_db


def test_one_proof_leads_to_one_person() -> None:
    one, other = Person.objects.create(), Person.objects.create()
    attach(one, Proof.Kind.ADDRESS, "A@exemple.test ")
    attach(one, Proof.Kind.ADDRESS, "a@exemple.test")
    assert recognise(Proof.Kind.ADDRESS, "a@EXEMPLE.test") == one
    assert recognise(Proof.Kind.PAPER, "a@exemple.test") is None
    with pytest.raises(TakenError) as taken:
        attach(other, Proof.Kind.ADDRESS, "a@exemple.test")
    assert taken.value.holder == one.pk


def test_the_key_is_made_once_and_another_one_is_refused(tmp_path: Path, settings) -> None:
    ProofKey.objects.all().delete()
    settings.KEYS_DIR = tmp_path / "keys"
    first = keys.digest("proof.paper", "1")
    path = tmp_path / "keys" / "people_key"
    assert path.stat().st_mode & 0o077 == 0
    keys._key.cache_clear()
    assert keys.digest("proof.paper", "1") == first
    assert keys.digest("proof.address", "1") != first
    good = path.read_bytes()
    for wrong in (None, b"another" * 5):
        path.unlink(missing_ok=True)
        if wrong:
            path.write_bytes(wrong)
        keys._key.cache_clear()
        with pytest.raises(ImproperlyConfigured, match="back-up"):
            keys.digest("proof.paper", "1")
    path.write_bytes(good)
    keys._key.cache_clear()
    assert keys.digest("proof.paper", "1") == first


def test_whoever_says_to_be_old_enough_goes_back_to_where_they_were(client: Client) -> None:
    address = f"{reverse('people:age')}?needs=18&next=/demarches/"
    assert "18" in client.get(address).content.decode()
    assert not Person.objects.exists()
    answer = client.post(address)
    assert answer.headers["Location"] == "/demarches/"
    person = Person.objects.get()
    assert person.declared_age == 18
    client.post(reverse("people:age"))
    person.refresh_from_db()
    assert person.declared_age == 18
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "next_page", ["https://ailleurs.test/", "//ailleurs.test/", "javascript:x"]
)
def test_nobody_is_led_elsewhere(client: Client, next_page: str) -> None:
    answer = client.post(reverse("people:age"), query_params={"next": next_page})
    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize("needs", ["0", "-3", "999", "abc", "", "²"])
def test_a_strange_age_in_the_address_does_no_harm(client: Client, needs: str) -> None:
    client.post(reverse("people:age"), query_params={"needs": needs})
    assert 1 <= Person.objects.get().declared_age <= 120


def test_nobody_declares_an_age_for_nobody() -> None:
    with pytest.raises(Conflict):
        declare_age(actor=Actor(), years=18)


@pytest.mark.parametrize(
    ("decision", "signed_in", "route", "query"),
    [
        (no("age", "", needs=18), False, "people:age", "?needs=18&next=%2Fici%2F"),
        (no("verification", "", needs=10), False, "account_login", "?needs=10&next=%2Fici%2F"),
        (no("verification", "", needs=20), False, "people:checks", "?needs=20&next=%2Fici%2F"),
        (no("verification", "", needs=20), True, "people:checks", "?needs=20&next=%2Fici%2F"),
    ],
)
def test_a_refusal_leads_to_what_would_do(
    decision, signed_in: bool, route: str, query: str
) -> None:
    link = remedy(decision, "/ici/", is_signed_in=signed_in)
    assert link is not None
    assert link.url == reverse(route) + query


def test_the_page_of_levels_says_where_one_stands(client: Client) -> None:
    account = Account.objects.create_user("a@exemple.test")
    Person.objects.filter(pk=account.person_id).update(verification=Verification.EMAIL)
    client.force_login(account)
    checks = client.get(reverse("people:checks")).context["checks"]
    assert [level.done for level in checks.levels] == [True, False]
    assert not any(level.url for level in checks.levels)


def visitor(client: Client) -> Person:
    """A visitor who has acted once."""
    client.post(reverse("people:age"))
    return Person.objects.get(proofs__kind=Proof.Kind.COOKIE)


def test_what_was_done_by_cookie_comes_along_at_sign_in(client: Client) -> None:
    before = visitor(client)
    account = Account.objects.create_user("a@exemple.test", "un mot de passe bien long")
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    answer = client.post(
        reverse("account_login"),
        {"login": "a@exemple.test", "password": "un mot de passe bien long"},
    )
    assert answer.status_code == 302
    assert answer.cookies[visitors.cookie_name()].value == ""
    person = Person.objects.get(pk=account.person_id)
    assert person.declared_age == 16
    assert FormerPerson.objects.get(former=before.pk).person_id == person.pk
    assert not Proof.objects.filter(kind=Proof.Kind.COOKIE).exists()


def test_somebody_else_on_the_same_device_stays_somebody_else(client: Client) -> None:
    before = visitor(client)
    account = Account.objects.create_user("a@exemple.test")
    attach(before, Proof.Kind.REGISTER, "Alice")
    attach(account.person, Proof.Kind.REGISTER, "Bob")
    visitors_cookie = client.cookies[visitors.cookie_name()].value
    client.force_login(account)
    assert Person.objects.filter(pk=before.pk).exists()
    assert recognise(Proof.Kind.COOKIE, visitors_cookie) == before


def test_an_address_that_an_agent_noted_leads_to_whoever_proves_it(client: Client) -> None:
    helped = Person.objects.create(declared_age=16)
    attach(helped, Proof.Kind.ADDRESS, "a@exemple.test")
    account = Account.objects.create_user("a@exemple.test")
    client.force_login(account)
    assert Person.objects.filter(pk=helped.pk).exists(), "the address is not proved yet"
    EmailAddress.objects.create(user=account, email="a@exemple.test", verified=True, primary=True)
    client.logout()
    client.force_login(account)
    assert recognise(Proof.Kind.ADDRESS, "a@exemple.test") == account.person
    assert not Person.objects.filter(pk=helped.pk).exists()


def test_an_address_that_is_no_longer_theirs_leads_to_them_no_more(client: Client) -> None:
    account = Account.objects.create_user("a@exemple.test")
    attach(account.person, Proof.Kind.ADDRESS, "vieille@exemple.test")
    client.force_login(account)
    assert recognise(Proof.Kind.ADDRESS, "vieille@exemple.test") is None


def test_whoever_is_forgotten_is_recognised_no_more() -> None:
    person = Person.objects.create(declared_age=16, verification=Verification.REGISTER)
    attach(person, Proof.Kind.PAPER, "1")
    FormerPerson.objects.create(person=person, former=uuid4())
    erase_person(person.pk)
    person.refresh_from_db()
    assert (person.declared_age, person.verification) == (0, Verification.NONE)
    assert recognise(Proof.Kind.PAPER, "1") is None
    assert not FormerPerson.objects.exists()
