"""A visitor's first act, with and without JavaScript: the browser works, or an account replaces it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from isegoria.commons.people.models import Person
from isegoria.commons.people.tests.support import account
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import World, world
from isegoria.core import clock
from isegoria.core.actor import Verification
from tests.e2e.conftest import Complaints

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PASSWORD = "fil-de-demonstration"
WRITE = "/plain/eau/textes/write/"
TEXT = "Plantons des haies : « vite » & partout."


@pytest.fixture
def place(live_site: str, settings: Settings) -> World:
    """A process where nobody needs an account, on a site that asks for work."""
    settings.PROOF_OF_WORK = 20_000
    return world(verification=Verification.NONE, now=clock.now())


def write(page: Page) -> None:
    """Fill the form of a text in, and send it."""
    page.get_by_label("Titre", exact=True).fill("Des haies")
    page.get_by_label("Votre texte", exact=True).fill(TEXT)
    page.get_by_role("button", name="Publier", exact=True).click()


def test_with_javascript_the_browser_works_and_the_visitor_only_waits(
    page: Page, place: World
) -> None:
    page.goto(WRITE)
    page.get_by_role("button", name="16").click()
    page.wait_for_url(f"**{WRITE}")
    write(page)
    expect(page.get_by_text("Votre texte est publié")).to_be_visible()
    post = Post.objects.get()
    assert post.text == TEXT
    assert Person.objects.get().pk == post.author_id


def test_without_javascript_the_page_says_what_replaces_it_and_keeps_what_was_sent(
    page_without_js: Page, place: World, axe: Callable[[Page], None]
) -> None:
    page = page_without_js
    somebody = account(password=PASSWORD)
    page.goto(WRITE)
    page.get_by_role("button", name="16").click()
    page.locator("[name=abuse_way]").click()
    page.get_by_label("Adresse électronique").first.fill(somebody.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{WRITE}")
    write(page)
    expect(page.get_by_text("Votre texte est publié")).to_be_visible()
    assert Post.objects.get().author_id == somebody.person_id
    assert Person.objects.count() == 1


@pytest.mark.any_database
def test_the_pages_in_between_are_accessible(
    new_page: Callable[..., Page],
    place: World,
    settings: Settings,
    axe: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    settings.PROOF_OF_WORK = 2_000_000
    working = new_page()
    working.goto("/compte/mon-age/")
    working.locator("main form button[type=submit]").click()
    expect(working.locator("[data-working]")).to_be_visible()
    expect(working.locator("[data-otherwise]")).to_be_hidden()
    axe(working)
    working.goto("about:blank")
    settings.NETWORKS_WITHOUT_LIMIT = []
    settings.LIMITS = ["ask_code.address=1/600+9/86400"]
    refused = new_page()
    complaints.expect("429")
    for _time in range(2):
        refused.goto("/compte/connexion/code/")
        refused.locator("main [name=email]").fill("n@exemple.test")
        refused.locator("main form button[type=submit]").first.click()
    expect(refused.locator("input[type=hidden][name=email]")).to_have_value("n@exemple.test")
    axe(refused)
