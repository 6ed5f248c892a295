"""Every kind of public page: zoomed, read aloud, walked by keyboard, named, dark, on paper."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.site.services import write_site_text
from tests.e2e.conftest import Complaints
from tests.e2e.keyboard import seen
from tests.e2e.sessions import come_in

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.any_database,
    pytest.mark.django_db(transaction=True),
]
FRENCH = (
    "/",
    "/demarches/",
    "/demarches/?show=archived",
    f"/demarches/{SLUG}/",
    f"/demarches/{SLUG}/donnees/",
    "/mon-espace/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/recherche/?q=eau",
    "/style/",
    "/compte/connexion/",
)
ENGLISH = (
    "/en/",
    "/en/processes/",
    f"/en/processes/{SLUG}/",
    "/en/my-space/",
    "/en/legal-notice/",
    "/en/personal-data/",
    "/en/accessibility/",
)


@pytest.fixture(autouse=True)
def demonstration(live_site: str) -> None:
    """The demonstration, with one activity where something can be done now."""
    load_water()
    now = clock.now()
    activity = Activity.objects.create(
        process=Process.objects.get(slug=SLUG),
        capability="plain",
        slug="idees",
        title={"fr": "Vos idées", "en": "Your ideas"},
    )
    for first, last in ((-1, 9), (20, 30)):
        Phase.objects.create(
            activity=activity,
            kind="plain.writing",
            opens_at=now + timedelta(days=first),
            closes_at=now + timedelta(days=last),
        )


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    """320 pixels are those of a 1280-pixel window zoomed to 400 % (WCAG 2.2, 1.4.10)."""
    for address in FRENCH:
        page.goto(address)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{address} is {overflow} pixels wider than {width}"


def test_every_page_is_accessible_has_its_landmarks_and_a_title_of_its_own(
    page: Page, axe: Callable[[Page], None]
) -> None:
    """axe looks at each kind of page in one language: the other has the same elements."""
    titles = []
    for address in (*FRENCH, *ENGLISH):
        page.goto(address)
        titles.append(page.title())
        if address in FRENCH:
            axe(page)
        for landmark in ("banner", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        levels = [int(tag[1]) for tag in page.evaluate(HEADINGS)]
        assert all(below <= above + 1 for above, below in pairwise(levels)), (address, levels)
    assert len(set(titles)) == len(titles), sorted(titles)


HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName)"


def test_dark_and_high_contrast_can_be_read(page: Page, axe: Callable[[Page], None]) -> None:
    for address in ("/", f"/demarches/{SLUG}/", "/donnees-personnelles/"):
        page.goto(address)
        page.emulate_media(color_scheme="dark")
        axe(page)
        page.emulate_media(color_scheme="light", contrast="more")
        axe(page)


def test_the_language_switch_keeps_the_page_and_its_question(page: Page) -> None:
    page.goto("/demarches/?show=upcoming")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/processes/\?show=upcoming$"))
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(re.compile(r"/demarches/\?show=upcoming$"))


def test_the_whole_page_of_a_process_is_walked_by_keyboard(page: Page) -> None:
    """Every link and button is reached once, in the order of the page, and seen when it has the focus."""
    page.goto(f"/demarches/{SLUG}/")
    wanted = page.evaluate(FOCUSABLE)
    places = []
    for _press in range(wanted):
        page.keyboard.press("Tab")
        places.append(seen(page))
    assert places == sorted(places)
    assert len(set(places)) == wanted


FOCUSABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, summary')];
  window.focusable = all.filter(e => e.checkVisibility({visibilityProperty: true}));
  return window.focusable.length;
}"""


def test_the_picture_of_the_timeline_is_read_aloud_and_marks_today(page: Page) -> None:
    page.goto(f"/en/processes/{SLUG}/")
    picture = page.get_by_role("img", name=re.compile(r"^Timeline from .* to come$"))
    expect(picture).to_be_visible()
    expect(picture.locator("text.today")).to_have_text("Today")
    expect(page.locator(".timeline > [aria-current=step]")).to_have_count(3)


def test_a_visitor_is_told_what_can_be_done_and_led_to_the_door(page: Page) -> None:
    page.goto("/en/")
    page.get_by_role("link", name="What you can do today").click()
    door = page.locator(".door", has_text="Your ideas")
    expect(door).to_contain_text("Citizens’ convention on water")
    door.get_by_role(
        "link", name=re.compile("Sign in or open an account ?: Take a position, Write")
    ).click()
    expect(page).to_have_url(re.compile(r"/en/account/login/\?.*next="))


def test_a_filter_without_javascript(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/en/processes/")
    page.get_by_role("link", name="Archives").click()
    expect(page.get_by_text("There is no process here today.")).to_be_visible()
    page.get_by_role("link", name="Under way").click()
    expect(page.get_by_role("heading", name="Citizens’ convention on water")).to_be_visible()


def test_an_administrator_fills_in_the_legal_notice(
    page: Page, axe: Callable[[Page], None], live_site: str
) -> None:
    come_in(page, live_site, Account.objects.get(email="ariane@demo.example"))
    page.goto("/en/legal-notice/")
    page.get_by_role("link", name="Write this page").click()
    axe(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Fill in every blank")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Français").fill("# Qui publie\nLa région de Valombre.")
    page.get_by_label("English").fill("# Who publishes\nThe region of Valombre.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("The page is published.")
    page.goto("/en/legal-notice/")
    expect(page.get_by_text("The region of Valombre.")).to_be_visible()
    axe(page)
    page.goto("/en/my-space/")
    expect(page.get_by_role("heading", name="My mandates")).to_be_visible()
    axe(page)


def test_a_published_text_needs_no_notice(page: Page) -> None:
    write_site_text(actor=SYSTEM, slug="privacy", texts={"fr": "La mairie."}, publish=True)
    page.goto("/donnees-personnelles/")
    expect(page.locator(".notice.warn")).to_have_count(0)
    expect(page.locator("[id^=topic-]").first).to_be_visible()


def test_a_page_that_is_not_there_lets_one_search(
    page: Page, axe: Callable[[Page], None], complaints: Complaints
) -> None:
    complaints.expect("404")
    page.goto("/en/nowhere/")
    axe(page)
    page.get_by_label("What were you looking for?").fill("water")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"q=water"))


def test_on_paper_the_navigation_is_gone(page: Page) -> None:
    page.goto(f"/demarches/{SLUG}/")
    page.emulate_media(media="print")
    expect(page.locator(".navbar")).not_to_be_visible()
    expect(page.locator(".aside-actions")).not_to_be_visible()
    expect(page.locator(".timeline")).to_be_visible()
