"""Everybody speaks: one proposes, is shown who said nearly the same, argues, and takes a position."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.capabilities.consultation.tests.support import HEDGES_AGAIN, proposal, told, world
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import World, account, citizen
from isegoria.core import clock
from isegoria.core.files.tests import hostile
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

HEDGE: Any = {
    "name": "haie.jpg",
    "mimeType": "image/jpeg",
    "buffer": hostile.photo(orientation=1, size=(900, 600)),
}

type Axe = Callable[[Page], None]


@pytest.fixture
def place(live_site: str) -> World:
    """A consultation that is open now, with a proposal and a testimony."""
    made = world(now=clock.now(), results="after_voting", pseudonyms=True)
    proposal(citizen("Ariane"), made)
    told(citizen("Basile"), made)
    return made


def journey(page: Page, language: str, axe: Axe | None) -> None:
    """From the list to an argument on one's own proposal."""

    def say(message: str) -> str:
        with override(language):
            return gettext(message)

    def look() -> None:
        if axe is not None:
            axe(page)

    with override(language):
        address = reverse("consultation:list", args=["eau", "textes"])
    page.goto(address)
    look()
    page.get_by_role("navigation").get_by_role("link", name=say("Testimonies")).click()
    expect(page.get_by_role("main")).to_contain_text("la source a tari")
    look()
    page.get_by_role("link", name=say("Make a proposal")).click()
    page.get_by_label(say("Title"), exact=True).fill("Planter")
    page.get_by_label(say("Your text"), exact=True).fill(HEDGES_AGAIN)
    page.get_by_label(say("Language of your text")).select_option("fr")
    page.get_by_label(re.compile(f"^{say('A place')}")).fill("Valombre")
    if axe is not None:
        expect(page.locator("#alike")).to_contain_text("Des haies")
    look()
    page.get_by_label(say("An image from your device")).set_input_files(HEDGE)
    page.get_by_role("button", name=say("Add this image")).click()
    described = say("What image %(number)s shows, for those who do not see it") % {"number": 1}
    page.get_by_label(described).fill("Une haie en fleur")
    look()
    page.get_by_role("button", name=say("Publish"), exact=True).click()
    expect(page.get_by_role("heading", name=say("These look like yours"))).to_be_visible()
    expect(page.get_by_role("link", name=say("Support it instead"))).to_be_visible()
    assert not Post.objects.filter(title="Planter").exists()
    look()
    page.get_by_role("button", name=say("Publish anyway, linked to them")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planter")
    expect(page.get_by_role("main")).to_contain_text("Valombre")
    small = page.get_by_role("img", name="Une haie en fleur")
    expect(small).to_be_visible()
    expect(small).to_have_js_property("naturalWidth", 480)
    alike = page.get_by_role("region", name=say("Texts that say nearly the same"))
    alike.get_by_role("link", name="Des haies").click()

    expect(page.locator(".count")).to_have_count(0)
    look()
    page.get_by_role("button", name=say("Disagree"), exact=True).first.click()
    pressed = page.locator(".stance[aria-pressed=true]")
    expect(pressed).to_contain_text(f"{say('Disagree')} 1")
    page.get_by_label(re.compile(re.escape(say("It cannot be done")))).check()
    page.locator("button[id$='-add']").click()
    expect(page.locator(".additions")).to_contain_text(f"{say('It cannot be done')} 1")
    page.get_by_label(say("Against"), exact=True).check()
    page.get_by_label(say("Your comment"), exact=True).fill("Qui entretient ?")
    page.get_by_role("button", name=say("Publish my comment")).click()
    expect(page.locator(".comment")).to_contain_text(say("Against"))
    look()


def test_a_citizen_speaks_in_french(page: Page, live_site: str, place: Any, axe: Axe) -> None:
    come_in(page, live_site, account())
    journey(page, "fr", axe)


def test_a_citizen_speaks_in_english_without_javascript(
    page_without_js: Page, live_site: str, place: Any
) -> None:
    come_in(page_without_js, live_site, account())
    journey(page_without_js, "en", None)


@pytest.mark.any_database
def test_a_visitor_reads_on_a_small_screen_without_scrolling_sideways(
    new_page: Callable[..., Page], place: Any, axe: Axe
) -> None:
    page = new_page(viewport={"width": 320, "height": 800})
    post = Post.objects.get(title="Des haies")
    for address in (
        reverse("consultation:list", args=["eau", "textes"]),
        reverse("consultation:testimonies", args=["eau", "textes"]),
        reverse("posts:page", args=[post.ref]),
    ):
        page.goto(address)
        axe(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{address} is {overflow} pixels wider than the screen"
