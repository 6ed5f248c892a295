"""Visitors without an account: nobody gets a cookie for reading, and an act is recognised again."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from isegoria.commons.people import visitors
from isegoria.commons.people.middleware import ActorMiddleware
from isegoria.commons.people.models import Person, Proof
from isegoria.core import clock
from isegoria.core.actor import Actor

pytestmark = pytest.mark.django_db


def ask(cookies: dict[str, str], *, acts: bool) -> tuple[Actor, HttpResponse]:
    """One request of a visitor, through the two middlewares; the actor that the view saw."""
    from django.contrib.auth.models import AnonymousUser

    seen: list[Actor] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(visitors.actor_for_act(request) if acts else request.actor)
        return HttpResponse()

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    request.COOKIES.update(cookies)
    response = ActorMiddleware(visitors.VisitorMiddleware(view))(request)
    return seen[0], response


def cookie_of(response: HttpResponse) -> dict[str, str]:
    """The cookie that the answer set, as a browser would send it back."""
    return {name: morsel.value for name, morsel in response.cookies.items()}


def test_who_only_reads_gets_no_cookie_and_is_nobody(client: Client) -> None:
    response = client.get("/")
    assert visitors.cookie_name() not in response.cookies
    actor, response = ask({}, acts=False)
    assert actor.is_anonymous
    assert not response.cookies
    assert not Person.objects.exists()


def test_reading_without_a_cookie_sends_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        actor, _response = ask({}, acts=False)
        assert not actor.is_signed_in


def test_the_second_act_is_of_the_same_person(django_assert_num_queries) -> None:
    first, response = ask({}, acts=True)
    assert first.by_cookie
    assert not first.is_signed_in
    with django_assert_num_queries(1):
        assert ask(cookie_of(response), acts=False)[0].person_id == first.person_id
    second, _response = ask(cookie_of(response), acts=True)
    assert second.person_id == first.person_id
    assert Person.objects.count() == 1


def test_two_browsers_are_two_people() -> None:
    assert ask({}, acts=True)[0].person_id != ask({}, acts=True)[0].person_id


@pytest.mark.parametrize("value", ["", "guessed", "x" * 5000, "\N{SNOWMAN}"])
def test_a_cookie_that_we_did_not_give_is_nobody(value: str) -> None:
    ask({}, acts=True)
    assert ask({visitors.cookie_name(): value}, acts=False)[0].is_anonymous


def test_the_cookie_is_for_the_server_alone_and_the_secret_is_not_stored(settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    _actor, response = ask({}, acts=True)
    morsel = response.cookies["__Host-visitor"]
    assert morsel["httponly"]
    assert morsel["secure"]
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert morsel["max-age"] == timedelta(days=400).total_seconds()
    assert morsel.value not in Proof.objects.get().key


def test_a_cookie_at_rest_for_400_days_is_forgotten_and_one_in_use_is_not(monkeypatch) -> None:
    start = clock.now()
    _resting, resting = ask({}, acts=True)
    using, used = ask({}, acts=True)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=300))
    _actor, again = ask(cookie_of(used), acts=True)
    assert cookie_of(again) == cookie_of(used)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=401))
    assert visitors.forget_rested_cookies() == 1
    assert ask(cookie_of(resting), acts=False)[0].is_anonymous
    assert ask(cookie_of(used), acts=False)[0].person_id == using.person_id
