"""A citizen finds a process and reads its timeline: in both languages, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account
from isegoria.commons.processes.services import begin_process
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core.actor import SYSTEM
from tests.e2e.conftest import Complaints
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demonstration(live_site: str) -> None:
    """The demonstration, as ``make demo`` loads it."""
    load_water()


def test_from_the_home_page_to_the_timeline_and_to_the_other_language_and_back(
    page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Convention citoyenne sur l’eau").first.click()
    expect(page).to_have_url(re.compile(f"/demarches/{SLUG}/$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Convention citoyenne sur l’eau")
    steps = page.locator(".timeline > li")
    expect(steps).to_have_count(6)
    expect(steps.first).to_contain_text("Terminé")
    expect(steps.nth(2)).to_contain_text("En ce moment")
    axe(page)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(f"/en/processes/{SLUG}/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Citizens’ convention on water")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(re.compile(f"/demarches/{SLUG}/$"))


@pytest.mark.any_database
def test_the_same_without_javascript(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/")
    page.get_by_role("link", name="Convention citoyenne sur l’eau").first.click()
    expect(page.locator(".timeline > li")).to_have_count(6)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Citizens’ convention on water")


@pytest.mark.any_database
def test_a_draft_is_found_by_administrators_alone(
    page: Page, complaints: Complaints, live_site: str
) -> None:
    complaints.expect("404")
    begin_process(actor=SYSTEM, slug="secret", title={"fr": "Secret"}, summary={"fr": "Secret"})

    def status(address: str) -> int | None:
        answer = page.goto(address)
        return answer.status if answer else None

    assert status("/demarches/secret/") == status("/demarches/qui-n-existe-pas/") == 404
    page.goto("/demarches/")
    expect(page.get_by_text("Secret")).to_have_count(0)
    come_in(page, live_site, Account.objects.get(email="ariane@demo.example"))
    assert status("/demarches/secret/") == 200
    expect(page.get_by_text("Secret").first).to_be_visible()
