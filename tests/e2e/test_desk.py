"""An agent types for somebody at the desk; a visitor without account says their age and takes a position."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.services import open_account
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import citizen, published, world
from isegoria.commons.processes.models import Body, BodyKind, Membership, Phase, TeamRole
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Channel, Verification
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def agent(live_site: str) -> Account:
    """The agent of a process in which one text waits for positions, from everybody."""
    place = world(verification=Verification.NONE)
    now = clock.now()
    Phase.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    published(citizen(), place)
    account = open_account(actor=SYSTEM, email="agent@exemple.test", display_name="Agent")
    team = Body.objects.create(process=place.process, kind=BodyKind.TEAM, slug="equipe")
    Membership.objects.create(
        body=team, person_id=account.person_id, role=TeamRole.AGENT, began_at=now - timedelta(1)
    )
    return account


def words(language: str, message: str, **facts: Any) -> str:
    """A message of the site in one language."""
    with override(language):
        return gettext(message) % facts


def go(page: Page, language: str, route: str, *arguments: Any) -> None:
    """Open a page in one language."""
    with override(language):
        page.goto(reverse(route, args=arguments))


def type_for_odette(page: Page, language: str, axe: Axe | None = None) -> None:
    """From the desk to the position that Odette wrote on her form, and back."""
    go(page, language, "desk:list")
    if axe:
        axe(page)
    page.get_by_role("link", name=words(language, "Desk"), exact=True).first.click()
    page.locator("main .card a").click()
    if axe:
        axe(page)
    page.locator("main").get_by_role("button", name=words(language, "Begin"), exact=True).click()
    expect(page.locator("[role=alert]")).to_be_visible()
    if axe:
        axe(page)
    page.locator("[name=channel][value=paper]").check()
    page.locator("[name=number]").fill("A-0412")
    page.locator("[name=name]").fill("Odette")
    page.locator("[name=old_enough]").check()
    page.locator("main").get_by_role("button", name=words(language, "Begin"), exact=True).click()
    banner = page.get_by_role("complementary", name=words(language, "For whom you are typing"))
    expect(banner).to_contain_text("Odette")
    expect(banner).to_contain_text("A-0412")
    if axe:
        axe(page)
    go(page, language, "posts:stance", Post.objects.get().ref)
    expect(banner).to_be_visible()
    page.locator("main button[value='1']").click()
    expect(banner).to_be_visible()
    stop = words(language, "Stop typing for this person")
    page.get_by_role("button", name=stop).click()
    expect(banner).to_have_count(0)
    stance = Stance.objects.get()
    assert (stance.value, stance.channel) == (1, Channel.PAPER)
    assert stance.entered_by_id == Account.objects.get(email="agent@exemple.test").person_id
    assert Person.objects.get(pk=stance.person_id).display_name == "Odette"


def test_an_agent_types_a_paper_form(page: Page, axe: Axe, agent: Account, live_site: str) -> None:
    come_in(page, live_site, agent)
    type_for_odette(page, "fr", axe)


@pytest.mark.any_database
def test_an_agent_types_a_paper_form_in_english_without_javascript(
    page_without_js: Page, agent: Account, live_site: str
) -> None:
    come_in(page_without_js, live_site, agent)
    type_for_odette(page_without_js, "en")


@pytest.mark.any_database
def test_meanwhile_the_account_of_the_agent_is_shut(
    page: Page, axe: Axe, agent: Account, complaints: Any, live_site: str
) -> None:
    complaints.expect("403")
    come_in(page, live_site, agent)
    go(page, "fr", "desk:arrive", "eau")
    page.locator("[name=channel][value=desk]").check()
    page.locator("main").get_by_role("button", name=words("fr", "Begin"), exact=True).click()
    go(page, "fr", "account_home")
    expect(page.get_by_role("heading", level=1)).to_have_text(words("fr", "You cannot do this"))
    axe(page)
    page.get_by_role("button", name=words("fr", "Stop typing for this person")).click()
    go(page, "fr", "account_home")
    expect(page.get_by_role("complementary")).to_have_count(0)


@BOTH
def test_a_visitor_says_their_age_and_takes_a_position_without_an_account(
    page: Page, axe: Axe, agent: Account, language: str
) -> None:
    go(page, language, "posts:stance", Post.objects.get().ref)
    expect(page.get_by_role("heading", level=1)).to_have_text(words(language, "Your age"))
    if language == "fr":
        axe(page)
    page.locator("main form").get_by_role("button").first.click()
    page.locator("main button[value='1']").click()
    pressed = page.locator("main button[value='1'][aria-pressed=true]")
    expect(pressed.or_(page.locator("main .opinions [role=status]")).first).to_be_visible()
    visitor = Stance.objects.select_related("person").get().person
    assert visitor is not None
    assert visitor.declared_age == 16


@pytest.mark.any_database
def test_the_page_of_checks_is_open_to_everybody(page: Page, axe: Axe, agent: Account) -> None:
    go(page, "fr", "people:checks")
    axe(page)
    go(page, "fr", "people:register")
    axe(page)
