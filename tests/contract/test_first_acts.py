"""The first act of somebody unknown, floods, and what the pages in between keep, on real routes."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from isegoria.commons.abuse.challenge import LIFE
from isegoria.commons.abuse.tests.support import STREET, solution
from isegoria.commons.moderation.models import Report
from isegoria.commons.people.models import Person
from isegoria.commons.people.tests.support import account as opened
from isegoria.commons.people.visitors import cookie_name
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import account, citizen, published, world
from isegoria.core import clock
from isegoria.core.actor import Verification

pytestmark = pytest.mark.django_db

CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
PASSWORD = "fil-de-demonstration"
TEXT = {"title": "Des haies", "text": "« Plantons » <b>& vite</b>", "language": "fr"}


@pytest.fixture(autouse=True)
def a_little_work(settings: Settings) -> None:
    """Few numbers to try, and no address without limit."""
    settings.PROOF_OF_WORK = 60
    settings.NETWORKS_WITHOUT_LIMIT = []


def challenge_of(page: Any) -> str:
    """The challenge that a page asks."""
    found = CHALLENGE.search(page.text)
    assert found, page.text
    return unescape(found.group(1))


def kept_of(page: Any) -> dict[str, str]:
    """What a page keeps of a form, as a browser would send it again."""
    fields = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def worked(client: Client, address: str, page: Any) -> Any:
    """Send a kept form again with the work done."""
    return client.post(address, {**kept_of(page), "altcha": solution(challenge_of(page))})


def test_the_first_act_waits_for_the_work_and_the_next_ones_do_not(client: Client) -> None:
    address = reverse("people:age") + "?needs=18&next=/demarches/"
    page = client.post(address, {"said": "yes"})
    assert page.status_code == 200
    assert not Person.objects.exists()
    assert cookie_name() not in client.cookies
    done = worked(client, address, page)
    assert (done.status_code, done.headers["Location"]) == (302, "/demarches/")
    assert Person.objects.get().declared_age == 18
    assert client.post(address).status_code == 302


def test_what_was_typed_comes_through_the_work_unchanged(client: Client) -> None:
    post = published(citizen(), world(verification=Verification.NONE, now=clock.now()))
    address = reverse("moderation:report", args=[post.ref])
    form = client.get(address).text
    reason = re.findall(r'name="reason" value="(\w+)"', form) or re.findall(
        r'<option value="(\w+)"', form
    )
    sent = {"reason": reason[0], "words": 'Il dit "ceci" & <cela>\r\net plus'}
    page = client.post(address, sent)
    assert kept_of(page).items() >= sent.items()
    assert worked(client, address, page).status_code == 302
    report = Report.objects.get()
    assert report.words == sent["words"].replace("\r\n", "\n")


def test_an_answer_is_not_taken_twice_nor_too_late(client: Client) -> None:
    address = reverse("people:age")
    page = client.post(address, {})
    answer = {"altcha": solution(challenge_of(page))}
    assert client.post(address, answer).status_code == 302
    other = Client()
    again = other.post(address, answer)
    assert again.status_code == 200
    assert challenge_of(again) != challenge_of(page)
    late = {"altcha": solution(challenge_of(again))}
    with clock.frozen(clock.now() + LIFE + timedelta(minutes=1)):
        assert other.post(address, late).status_code == 200
    assert Person.objects.count() == 1


def test_without_a_script_signing_in_replaces_the_work_and_what_was_typed_waits(
    client: Client,
) -> None:
    post = published(citizen(), world(verification=Verification.NONE, now=clock.now()))
    address = reverse("moderation:report", args=[post.ref])
    somebody = opened(password=PASSWORD)
    people = Person.objects.count()
    typed = {"reason": "illegal", "words": "Il dit <cela>."}
    asked = client.post(address, typed)
    left = client.post(address, {**kept_of(asked), "abuse_way": "sign_in"})
    assert left.headers["Location"] == f"{reverse('account_login')}?next={address}"
    door = {"login": somebody.email, "password": PASSWORD, "next": address}
    assert client.post(reverse("account_login"), door).headers["Location"] == address
    assert Person.objects.count() == people
    assert kept_of(client.get(address)) == typed
    assert 'name="altcha"' not in client.get(address).text
    assert not client.session.get("abuse.kept")


def test_the_page_says_plainly_what_replaces_a_script(client: Client) -> None:
    page = client.post(reverse("people:age"), {})
    assert 'name="abuse_way" value="sign_in"' in page.text
    assert "JavaScript" in page.text
    assert not Session.objects.exists()


def test_whoever_is_signed_in_is_never_asked_to_work(client: Client) -> None:
    client.force_login(account())
    assert client.post(reverse("people:age"), {}).status_code == 302


def test_signing_up_without_a_script_is_possible_and_rarer() -> None:
    address = reverse("account_signup")
    answers = []
    for rank in range(7):
        client = Client(REMOTE_ADDR=STREET)
        page = client.post(address, {"email": f"n{rank}@exemple.test"})
        assert kept_of(page)["email"] == f"n{rank}@exemple.test"
        answers.append(client.post(address, {**kept_of(page), "abuse_way": "plain"}).status_code)
    assert answers == [302] * 5 + [429] * 2
    client = Client(REMOTE_ADDR=STREET)
    page = client.post(address, {"email": "n9@exemple.test"})
    assert worked(client, address, page).status_code == 302


def test_throw_away_addresses_take_the_stricter_limit_even_with_the_work_done() -> None:
    address = reverse("account_signup")
    answers = []
    for rank in range(7):
        client = Client(REMOTE_ADDR=STREET)
        page = client.post(address, {"email": f"n{rank}@x{rank}.mailinator.com"})
        answers.append(worked(client, address, page).status_code)
    assert answers == [302] * 5 + [429] * 2


def test_a_flood_of_newcomers_from_one_street_is_stopped_and_the_next_street_is_not(
    settings: Settings,
) -> None:
    settings.LIMITS = ["arrive.address=2/600+9/86400", "arrive.network=4/600+9/86400"]
    address = reverse("people:age")

    def arrive(where: str) -> int:
        client = Client(REMOTE_ADDR=where)
        return int(worked(client, address, client.post(address, {})).status_code)

    assert [arrive("203.0.113.1") for _rank in range(3)] == [302, 302, 429]
    assert [arrive(f"203.0.113.{rank}") for rank in range(2, 5)] == [302, 429, 429]
    assert arrive("203.0.114.1") == 302
    assert Person.objects.count() == 4


def test_too_many_texts_are_refused_with_what_was_typed_and_a_time(
    client: Client, settings: Settings
) -> None:
    settings.LIMITS = ["publish.person=2/600+100/86400"]
    place = world(now=clock.now())
    client.force_login(account())
    address = reverse("plain:write", args=[place.process.slug, place.activity.slug])
    for _time in range(2):
        assert client.post(address, {**TEXT, "act": "preview"}).status_code == 200
    refused = client.post(address, {**TEXT, "act": "publish"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert kept_of(refused) == {**TEXT, "act": "publish"}
    assert not Post.objects.exists()
    assert client.get(address).status_code == 200
    with clock.frozen(clock.now() + timedelta(seconds=601)):
        assert client.post(address, kept_of(refused)).status_code != 429


def test_positions_by_htmx_that_are_too_many_show_the_whole_page(
    client: Client, settings: Settings
) -> None:
    settings.LIMITS = ["stance.person=1/600+100/86400"]
    post = published(citizen(), world(now=clock.now()))
    client.force_login(account())
    address = reverse("posts:stance", args=[post.ref])
    assert client.post(address, {"value": "1"}).status_code == 302
    answer = client.post(address, {"value": "-1"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "body"
    assert "Retry-After" in answer.headers


def test_a_password_never_waits_in_a_page(client: Client) -> None:
    page = client.post(reverse("people:age"), {"password": "fil-de-demonstration", "a": "b"})
    assert kept_of(page) == {"a": "b", "altcha": ""}


def test_a_form_beyond_all_measure_is_not_echoed(client: Client) -> None:
    page = client.post(reverse("people:age"), {"text": "x" * 60_001})
    assert kept_of(page) == {"altcha": ""}
    assert len(page.content) < 30_000
