"""One mailbox, one account, whatever the writing of its address; and nobody learns who has one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from isegoria.commons.people import account_services
from isegoria.commons.people.models import Account, Proof
from isegoria.commons.people.tests.support import CODE, account, letters, sign_up
from isegoria.core.actor import ANONYMOUS
from isegoria.core.errors import Conflict

pytestmark = pytest.mark.django_db

ALIASES = ["zoe.martin@gmail.com", "ZoeMartin+2@gmail.com", "z.o.e.martin@googlemail.com"]


@pytest.mark.parametrize("alias", ALIASES[1:])
def test_an_alias_opens_no_second_account_and_the_mail_says_why(alias: str) -> None:
    sign_up(Client(), ALIASES[0])
    letters().clear()
    client = Client()
    client.post(reverse("account_signup"), {"email": alias})
    [letter] = letters()
    assert letter.to == [alias.lower()]
    assert reverse("account_login") in letter.body
    assert not CODE.search(str(letter.body))
    assert ALIASES[0] not in letter.body
    assert Account.objects.count() == 1


def test_the_pages_and_their_cost_do_not_tell_an_alias_from_a_newcomer() -> None:
    account(ALIASES[0])
    Client().post(reverse("account_signup"), {"email": "premiere@gmail.com"})  # opens the counters
    pages, costs = [], []
    for address in (ALIASES[1], "nouvelle@gmail.com"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(reverse("account_signup"), {"email": address})
        costs.append([query["sql"].split(" ", 1)[0] for query in asked])
        page = client.get(answer.headers["Location"]).text
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        pages.append(page.replace(address.lower(), ""))
    assert pages[0] == pages[1]
    assert costs[0] == costs[1]


def test_an_account_that_an_administrator_opened_has_its_mailbox_too() -> None:
    known = account("zoe@exemple.test")
    assert Proof.objects.get(kind=Proof.Kind.MAILBOX).person_id == known.person_id


def test_two_aliases_confirmed_at_the_same_time_make_one_account() -> None:
    given = {"actor": ANONYMOUS, "display_name": "", "declared_age": 0}
    account_services.sign_up(email=ALIASES[0], **given)
    with pytest.raises(Conflict) as refusal:
        account_services.sign_up(email=ALIASES[1].lower(), **given)
    assert refusal.value.code == "mailbox"
    assert Account.objects.count() == 1


def test_a_mailbox_is_kept_as_a_digest_only() -> None:
    sign_up(Client(), ALIASES[0])
    [key] = Proof.objects.filter(kind=Proof.Kind.MAILBOX).values_list("key", flat=True)
    assert re.fullmatch(r"[0-9a-f]{64}", key)


def test_a_throw_away_address_is_refused_where_the_settings_say_so(settings: Settings) -> None:
    address = {"email": "z@mailinator.com"}
    assert Client().post(reverse("account_signup"), address).status_code == 302
    settings.THROWAWAY_ADDRESSES = "refuse"
    assert Client().post(reverse("account_signup"), address).status_code == 200
    assert len(letters()) == 1
