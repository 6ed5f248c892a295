"""A citizen writes, changes, comments, takes a position, and finds it all again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import World, account, citizen, published, world
from isegoria.core import clock
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LIST = {"fr": "/plain/eau/textes/", "en": "/en/plain/eau/textes/"}
SAID = {
    "fr": {
        "title": "Titre",
        "text": "Votre texte",
        "first": "Voir d’abord",
        "preview": "Tel que les autres le liront",
        "publish": "Publier",
        "done": "Votre texte est publié",
        "change": "Le modifier",
        "why": "Pourquoi cette modification",
        "publish_change": "Publier la modification",
        "versions": "2 versions",
        "comment": "Votre commentaire",
        "publish_comment": "Publier mon commentaire",
        "agree": "D’accord",
        "disagree": "Pas d’accord",
        "mine": "Toutes mes contributions",
        "mine_title": "Mes contributions",
        "journal": "Ce qu’en dit le registre public",
    },
    "en": {
        "title": "Title",
        "text": "Your text",
        "first": "See it first",
        "preview": "As others will read it",
        "publish": "Publish",
        "done": "Your text is published",
        "change": "Change it",
        "why": "Why this change?",
        "publish_change": "Publish the change",
        "versions": "2 versions",
        "comment": "Your comment",
        "publish_comment": "Publish my comment",
        "agree": "Agree",
        "disagree": "Disagree",
        "mine": "All my contributions",
        "mine_title": "My contributions",
        "journal": "What the public journal says of it",
    },
}


@pytest.fixture
def place(live_site: str) -> World:
    """A process open for writing now, with a text to answer."""
    made = world(now=clock.now())
    published(citizen("Ariane"), made, title="Des mares", text="Creusons des mares.")
    return made


def journey(page: Page, language: str, axe: Callable[[Page], None] | None) -> None:
    """From the list to "my contributions", stopping to look at every page on the way."""
    said = SAID[language]

    def look() -> None:
        if axe is not None:
            axe(page)

    page.goto(LIST[language])
    look()
    page.get_by_role("link", name="Write a text").click()
    look()
    page.get_by_label(said["title"], exact=True).fill("Des haies")
    page.get_by_label(said["text"], exact=True).fill("Plantons des haies partout.")
    page.get_by_role("button", name=said["first"]).click()
    expect(page.get_by_role("heading", name=said["preview"])).to_be_visible()
    look()
    page.get_by_role("button", name=said["publish"], exact=True).click()
    expect(page.get_by_text(said["done"])).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Des haies")

    page.get_by_role("link", name=said["change"]).click()
    look()
    page.get_by_label(said["text"], exact=True).fill("Plantons des saules partout.")
    page.get_by_label(re.compile(re.escape(said["why"]))).fill("Plus précis")
    page.get_by_role("button", name=said["publish_change"]).click()
    page.get_by_role("link", name=said["versions"]).click()
    expect(page.locator("ins")).to_contain_text("saules")
    expect(page.locator("del")).to_contain_text("haies")
    look()
    page.go_back()

    page.get_by_label(said["comment"], exact=True).fill("Et des mares.")
    page.get_by_role("button", name=said["publish_comment"]).click()
    expect(page.locator(".comment")).to_contain_text("Et des mares.")

    agree = page.locator(".columns section").first.get_by_role(
        "button", name=said["agree"], exact=False
    )
    agree.first.click()
    pressed = page.locator(".columns section").first.locator(".stance[aria-pressed=true]")
    expect(pressed).to_contain_text(f"{said['agree']} 1")
    page.get_by_label("I love it").check()
    page.locator("button[id$='-add']").click()
    expect(page.locator(".additions")).to_contain_text("I love it 1")
    expect(page.get_by_label("I love it")).to_be_checked()
    look()

    page.get_by_role("link", name=said["journal"]).click()
    look()
    page.go_back()
    page.get_by_role("link", name=said["mine"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said["mine_title"])
    expect(page.get_by_role("link", name="Des haies")).to_be_visible()
    look()


def test_a_citizen_takes_part_in_french(page: Page, live_site: str, place, axe) -> None:
    come_in(page, live_site, account())
    journey(page, "fr", axe)
    page.goto("/recherche/?q=saules")
    page.get_by_role("main").get_by_role("link", name="Des haies").click()
    expect(page.get_by_text("Plantons des saules partout.")).to_be_visible()
    assert Stance.objects.get().qualifiers == 1


@pytest.mark.any_database
def test_a_citizen_takes_part_in_english_without_javascript(
    page_without_js: Page, live_site: str, place
) -> None:
    come_in(page_without_js, live_site, account())
    journey(page_without_js, "en", None)


@pytest.mark.any_database
def test_a_position_is_taken_from_the_list_without_leaving_it(
    page: Page, live_site: str, place
) -> None:
    come_in(page, live_site, account())
    page.goto(LIST["fr"])
    page.evaluate("window.stayed = true")
    card = page.locator(".card")
    card.get_by_role("button", name="Pas d’accord").click()
    expect(card.locator(".stance[aria-pressed=true]")).to_contain_text("Pas d’accord 1")
    expect(page.get_by_role("status")).to_contain_text("Pas d’accord")
    assert page.evaluate("document.activeElement.id").startswith("o-")
    assert page.evaluate("window.stayed")
    card.get_by_role("button", name="Reprendre").click()
    expect(card.locator(".stance[aria-pressed=true]")).to_have_count(0)
    assert not Stance.objects.exists()


@pytest.mark.any_database
def test_a_visitor_reads_and_is_led_to_sign_in_before_writing(
    page: Page, place, axe: Callable[[Page], None]
) -> None:
    post = Post.objects.get()
    page.goto(f"/contributions/{post.ref}/")
    axe(page)
    expect(page.locator("form[method=post]")).to_have_count(0)
    page.get_by_role("link", name="Prendre position").click()
    expect(page).to_have_url(re.compile(r"next=.*position"))


@pytest.mark.any_database
def test_nothing_has_to_be_scrolled_sideways(page: Page, live_site: str, place) -> None:
    come_in(page, live_site, account())
    base = f"/contributions/{Post.objects.get().ref}/"
    for address in (
        LIST["fr"],
        f"{LIST['fr']}write/",
        base,
        f"{base}versions/",
        "/mes-contributions/",
    ):
        page.goto(address)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{address} is {overflow} pixels wider than {width}"
