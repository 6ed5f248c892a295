"""A citizen finds a process and reads its timeline: in both languages, by keyboard, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from isegoria.commons.people.tests.two_accounts import load_demo as load_people
from isegoria.commons.processes.services import begin_process
from isegoria.commons.processes.tests.water import SLUG, load_demo
from isegoria.core.actor import SYSTEM

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demonstration(live_site: str) -> None:
    """The demonstration, as ``make demo`` loads it."""
    load_people()
    load_demo()


def test_from_the_home_page_to_the_timeline_in_french(
    page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto("/")
    axe(page)
    page.get_by_role("link", name="Convention citoyenne sur l’eau").first.click()
    expect(page).to_have_url(f"{page.url.split('/demarches')[0]}/demarches/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Convention citoyenne sur l’eau")
    steps = page.locator(".timeline > li")
    expect(steps).to_have_count(6)
    expect(steps.first).to_contain_text("Terminé")
    expect(steps.nth(2)).to_contain_text("En ce moment")
    axe(page)


def test_the_language_switch_keeps_the_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto(f"/demarches/{SLUG}/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{page.url.split('/en/')[0]}/en/processes/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Citizens’ convention on water")
    axe(page)
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{page.url.split('/demarches')[0]}/demarches/{SLUG}/")


def test_the_same_without_javascript(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/")
    page.get_by_role("link", name="Convention citoyenne sur l’eau").first.click()
    expect(page.locator(".timeline > li")).to_have_count(6)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Citizens’ convention on water")


@pytest.mark.parametrize("width", [360, 320, 1280])
def test_nothing_has_to_be_scrolled_sideways(new_page: Callable[..., Page], width: int) -> None:
    """320 pixels are those of a 1280-pixel screen zoomed to 400 %."""
    page = new_page(viewport={"width": width, "height": 800})
    for address in ("/", f"/demarches/{SLUG}/", "/demarches/", "/en/style/"):
        page.goto(address)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{address} is {overflow} pixels wider than {width}"


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(f"/demarches/{SLUG}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#main")
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_draft_is_found_by_nobody(page: Page, complaints) -> None:
    complaints.expect("404")
    begin_process(actor=SYSTEM, slug="secret", title={"fr": "Secret"}, summary={"fr": "Secret"})
    answer = page.goto("/demarches/secret/")
    assert answer is not None
    assert answer.status == 404
    missing = page.goto("/demarches/qui-n-existe-pas/")
    assert missing is not None
    assert missing.status == 404
    page.goto("/demarches/")
    expect(page.get_by_text("Secret")).to_have_count(0)


def test_the_first_visit_weighs_at_most_60_kilobytes(new_page: Callable[..., Page]) -> None:
    """HTML, CSS and scripts of the page of a process, as transferred compressed."""
    import gzip
    from urllib.request import urlopen

    page = new_page()
    addresses: list[str] = []
    page.on("response", lambda response: addresses.append(response.url))
    page.goto(f"/demarches/{SLUG}/")
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(urlopen(address).read())) for address in addresses)  # noqa: S310 - our own server
    assert weight <= 60 * 1024, f"{weight} bytes in {len(addresses)} files"


def test_the_administrator_signs_in_and_sees_the_drafts_page(
    page: Page, axe: Callable[[Page], None]
) -> None:
    begin_process(
        actor=SYSTEM, slug="brouillon", title={"fr": "Brouillon"}, summary={"fr": "À relire"}
    )
    page.goto("/demarches/")
    page.get_by_role("link", name="Se connecter").first.click()
    axe(page)
    page.get_by_label("Adresse électronique").fill("ariane@demo.example")
    page.get_by_label("Mot de passe").fill("fil-de-demonstration")
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    answer = page.goto("/demarches/brouillon/")
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_text("Brouillon").first).to_be_visible()
