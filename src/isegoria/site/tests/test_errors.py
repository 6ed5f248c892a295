"""When something goes wrong, the page says what happened, what was kept, and what to do next."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from isegoria.commons.people.services import open_account
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.decision import no
from isegoria.core.errors import Refused
from isegoria.core.ui.remedies import REMEDIES
from isegoria.core.ui.tests.test_forms import Page
from isegoria.site import views

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
CITIZEN = Actor(person_id=None, is_system=True)


def forbidden(rf, decision=None, actor=ANONYMOUS, method="get"):
    """The page of a refusal, in English, for ``actor``."""
    request = getattr(rf, method)("/en/somewhere/?page=2")
    request.actor = actor
    if actor is CITIZEN:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "open"
    error = Refused(decision) if decision is not None else PermissionDenied()
    with translation.override("en"):
        answer = views.forbidden(request, error)
    assert answer.status_code == 403
    return Page(answer.text)


def links(page):
    return [attrs.get("href", "") for attrs in page.all("a")]


@pytest.mark.parametrize("code", REMEDIES)
def test_a_refusal_that_can_be_lifted_leads_to_where(rf, code):
    page = forbidden(rf, no(code, "The reason."), CITIZEN)
    assert "The reason." in page.text
    with translation.override("en"):
        address = reverse(REMEDIES[code][1])
    (link,) = [link for link in links(page) if link.startswith(address + "?")]
    assert "next=%2Fen%2Fsomewhere%2F%3Fpage%3D2" in link


@pytest.mark.parametrize("code", ["sign_in", "second_factor", "administrator", "team"])
def test_whoever_is_unknown_signs_in_first(rf, code):
    with translation.override("en"):
        address = reverse("account_login")
    assert any(
        link.startswith(f"{address}?next=") for link in links(forbidden(rf, no(code, "No.")))
    )


def test_a_refusal_without_a_remedy_says_why_and_when(rf):
    page = forbidden(rf, no("not_yet_open", "This has not opened yet.", when=NOW), CITIZEN)
    assert "This has not opened yet." in page.text
    assert "11\u00a0March 2026" in page.text
    with translation.override("en"):
        assert not [link for link in links(page) if link.startswith(reverse("account_login"))]


def test_a_refusal_without_a_reason_still_speaks(rf):
    assert "kept for other people" in forbidden(rf).text


def test_a_page_that_is_not_there_offers_to_search(client):
    answer = client.get("/qui-n-existe-pas/")
    assert answer.status_code == 404
    page = Page(answer.text)
    assert page.all("input", id="missing-search")
    assert page.all("form", action=reverse("search"))


def test_a_request_that_cannot_be_read(rf):
    answer = views.bad_request(rf.get("/"), SuspiciousOperation("x" * 40))
    assert answer.status_code == 400
    assert "x" * 40 not in answer.text
    assert len(Page(answer.text).all("h1")) == 1


def test_too_many_requests_say_when_to_come_back(rf):
    with translation.override("en"):
        soon = Page(render_to_string("429.html", request=rf.get("/")))
        dated = Page(render_to_string("429.html", {"decision": no("x", "", when=NOW)}, rf.get("/")))
    assert "Come back in a few minutes." in soon.text
    assert "Come back from 11\u00a0March 2026" in dated.text


def test_a_form_that_expired_says_that_nothing_changed():
    strict = Client(enforce_csrf_checks=True)
    account = open_account(actor=SYSTEM, email="c@exemple.test", display_name="C")
    strict.force_login(account)
    answer = strict.post(reverse("account_logout"))
    assert answer.status_code == 403
    assert len(Page(answer.text).all("h1")) == 1
    assert strict.get(reverse("home")).context["frame"].is_signed_in


def test_a_broken_server_has_the_frame_of_the_site_and_no_trace(settings):
    settings.SITE_NAME = "Valombre"
    answer = views.server_error(None)
    assert answer.status_code == 500
    page = Page(answer.text)
    assert "Valombre" in page.text
    assert page.all("main", id="main")
    assert page.all("a", href="/")
