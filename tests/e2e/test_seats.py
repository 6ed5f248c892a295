"""From drawn to seated: a letter without scripts, a decline, the next of the order, the panel page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from isegoria.capabilities.lottery.freezing import freeze_pool
from isegoria.capabilities.lottery.models import Draw
from isegoria.capabilities.lottery.seat_codes import code_of, spaced
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.seating import open_seats
from isegoria.capabilities.lottery.tests.seats import drawn, offer_of
from isegoria.capabilities.lottery.tests.support import Call, crowd, open_call
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account, Person
from isegoria.commons.processes.models import Membership, Phase
from isegoria.core import clock
from isegoria.core.mail.models import Mail

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TELEPHONE = {"width": 360, "height": 760}


@pytest.fixture
def call(live_site: str) -> Call:
    """A call that is open now, and a crowd."""
    made = open_call(now=clock.now())
    crowd(made)
    return made


@pytest.fixture
def draw(call: Call) -> Draw:
    """A panel of four that was drawn a moment ago; the first has an account."""
    Phase.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    freeze_pool(actor=call.organiser, activity=call.activity)
    made = call.draw
    panel, alternates = drawn(made)
    first = Person.objects.get(volunteered__pseudonym=panel[0])
    Account.objects.create(email="tiree@exemple.test", person=first, language="fr")
    open_seats(actor=call.organiser, draw=made, panel=panel, alternates=alternates)
    return made


def _sign_in(page: Page, live_site: str, who: Account) -> None:
    client = Client()
    client.force_login(who)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_site}]
    )


def test_a_panel_is_seated_by_mail_by_letter_and_by_telephone(
    call: Call,
    draw: Draw,
    new_page: Callable[..., Page],
    live_site: str,
    axe: Callable[[Page], None],
) -> None:
    citizen = new_page(viewport=TELEPHONE)
    text = Mail.objects.get(to="tiree@exemple.test").text
    link = next(line for line in text.splitlines() if "http" in line)
    citizen.goto(link.replace(settings.SITE_URL, live_site))
    axe(citizen)
    citizen.locator("input[name=answer][value=decline]").check()
    citizen.locator("textarea[name=reason]").fill("Je déménage.")
    citizen.locator("form.fields button[type=submit]").click()
    expect(citizen).to_have_url(f"{live_site}{_at('panel', call)}")
    axe(citizen)
    replaced = offer_of(draw, 1)
    assert (replaced.rank, replaced.state) == (1, OfferState.OFFERED)

    organiser = new_page()
    _sign_in(organiser, live_site, call.account)
    organiser.goto(_at("to-call", call))
    axe(organiser)
    expect(organiser.get_by_text(spaced(code_of(replaced.ref)))).to_be_visible()
    organiser.goto(_at("note-answer", call, offer_of(draw, 2).pk))
    axe(organiser)
    organiser.locator("input[name=channel][value=desk]").check()
    organiser.locator("input[name=answer][value=accept]").check()
    organiser.locator("form.fields button[type=submit]").click()
    organiser.goto(_at("seats", call))
    axe(organiser)
    expect(organiser.get_by_text("Je déménage.")).to_be_visible()
    expect(organiser.locator("main .tag.good")).to_have_count(1)
    assert Membership.objects.filter(body=call.draw.body_id).count() == 1


def test_a_letter_is_enough_without_scripts_and_in_english(
    call: Call, draw: Draw, new_page: Callable[..., Page], live_site: str
) -> None:
    page = new_page(java_script_enabled=False, viewport=TELEPHONE, locale="en-GB")
    offer = offer_of(draw, 3)
    with override("en"):
        page.goto(reverse("lottery:type-code"))
    page.locator("input[name=code]").fill(spaced(code_of(offer.ref)).lower())
    page.locator("form.fields button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You were drawn by lot")
    page.locator("input[name=answer][value=accept]").check()
    page.locator("input[name=public_name]").fill("Ana")
    page.locator("form.fields button[type=submit]").click()
    expect(page).to_have_url(f"{live_site}{_at('panel', call, language='en')}")
    expect(page.get_by_text("Thank you: the seat is yours")).to_be_visible()
    expect(page.locator("main .members")).to_contain_text("Ana")


def test_everybody_reads_who_is_missing_once_many_came_forward(
    call: Call, page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto(_at("call", call))
    expect(page.locator("figure.chart")).to_have_count(0)
    crowd(call, 10)
    page.reload()
    expect(page.locator("figure.chart")).to_have_count(2)
    axe(page)


def _at(name: str, call: Call, *args: object, language: str = "fr") -> str:
    with override(language):
        return url_of(name, call.activity, *args)
