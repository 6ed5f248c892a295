"""Everybody speaks: one proposes, is shown who said nearly the same, argues, takes a position, follows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import Page, expect

from isegoria.capabilities.consultation.tests.support import HEDGES_AGAIN, proposal, told, world
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import World, account, citizen, comment
from isegoria.core import clock
from isegoria.core.files.tests import hostile
from tests.e2e.screens import NARROW, fits
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
    """From the list to the news of what one follows. Without axe, no page is wider than its screen."""

    def say(message: str) -> str:
        with override(language):
            return gettext(message)

    def look() -> None:
        if axe is None:
            fits(page)
        else:
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
    page.get_by_role("button", name=say("Tell me what becomes of it")).click()
    expect(page.get_by_role("main")).to_contain_text(say("You follow this text."))
    look()
    comment(citizen("Basile"), Post.objects.get(title="Des haies"))
    with override(language):
        page.goto(reverse("notifications:list"))
        news = ngettext("%(count)s comment on “%(title)s”", "%(count)s comments on “%(title)s”", 1)
    look()
    page.get_by_role("link", name=news % {"count": 1, "title": "Des haies"}).click()
    expect(page.locator(".comment")).to_have_count(2)


def test_a_citizen_speaks_in_french(page: Page, live_site: str, place: Any, axe: Axe) -> None:
    come_in(page, live_site, account())
    journey(page, "fr", axe)


def test_a_citizen_speaks_in_english_on_a_small_screen_without_javascript(
    new_page: Callable[..., Page], live_site: str, place: Any
) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    come_in(page, live_site, account())
    journey(page, "en", None)
