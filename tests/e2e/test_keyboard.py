"""A citizen takes part without a mouse: Tab, Enter, Space and the arrows, from the way in to the way out."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from isegoria.capabilities.consultation.tests.support import proposal, world
from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.tests.support import account, last_code
from isegoria.commons.posts.models import Follow, Post, Stance
from isegoria.commons.posts.tests.support import citizen
from isegoria.core import clock
from tests.e2e.keyboard import Keyboard, seen

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.any_database,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def camille(live_site: str) -> Account:
    """Somebody with an account, and a consultation in which Ariane made a proposal."""
    proposal(citizen("Ariane"), world(now=clock.now()))
    camille = account("camille@exemple.test", "Camille")
    Person.objects.filter(account=camille).update(declared_age=18)
    return camille


class Citizen(Keyboard):
    """Camille, at her keyboard; what she looks for in French."""

    def button(self, message: str) -> Locator:
        return self.main.get_by_role("button", name=gettext(message), exact=True).first

    def link(self, message: str) -> Locator:
        return self.main.get_by_role("link", name=gettext(message)).first

    def stands_on(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def is_told_what_is_wrong(self, field: Locator) -> None:
        """The focus is on the summary of a refused form; its link leads to the field."""
        summary = self.main.locator(".summary[role=alert]")
        expect(summary).to_be_focused()
        seen(self.page)
        self.use(summary.get_by_role("link").first)
        expect(field).to_be_focused()


def test_a_citizen_takes_part_by_keyboard_alone(page: Page, camille: Account) -> None:
    keys = Citizen(page)
    page.goto(reverse("processes:page", args=["eau"]))
    skips_to_the_content(keys)
    comes_in(keys, camille)
    proposes(keys)
    argues_and_takes_a_position(keys)
    follows(keys)
    leaves(keys)


def skips_to_the_content(keys: Citizen) -> None:
    """The first key shows the way past the masthead."""
    keys.use(keys.page.locator("a.skip"))
    expect(keys.main).to_be_focused()


def comes_in(keys: Citizen, camille: Account) -> None:
    """By a code, after an address that is none; back to where she wanted to go."""
    keys.use(keys.link("Sign in or open an account"))
    keys.stands_on(gettext("Sign in"))
    keys.use(keys.link("Receive a code by e-mail"))
    address = keys.main.locator("[name=email]:visible")
    keys.write(address, "camille")
    keys.page.keyboard.press("Enter")
    keys.is_told_what_is_wrong(address)
    keys.page.keyboard.press("ControlOrMeta+a")
    keys.page.keyboard.type(camille.email)
    keys.use(keys.button("Send me the code"))
    keys.stands_on(gettext("Enter the code"))
    keys.write(keys.main.locator("[name=code]"), last_code())
    keys.use(keys.button("Sign in"))


def proposes(keys: Citizen) -> None:
    """A form without a title is refused, and keeps what was typed."""
    keys.use(keys.link("Make a proposal"))
    title = keys.main.get_by_label(gettext("Title"), exact=True)
    text = keys.main.get_by_label(gettext("Your text"), exact=True)
    keys.write(text, "Creusons des mares dans chaque commune, et laissons-les vivre.")
    keys.use(keys.button("Publish"))
    keys.is_told_what_is_wrong(title)
    keys.page.keyboard.type("Des mares")
    keys.use(keys.button("Publish"), "Space")
    keys.stands_on("Des mares")
    assert Post.objects.filter(title="Des mares", state="published").exists()


def argues_and_takes_a_position(keys: Citizen) -> None:
    """The answer to a position leaves the focus where it was; the arrows choose a side."""
    keys.page.goto(reverse("posts:page", args=[Post.objects.get(title="Des haies").ref]))
    agree = keys.main.locator(".stance").first
    keys.use(agree, "Space")
    expect(agree).to_have_attribute("aria-pressed", "true")
    expect(agree).to_be_focused()
    seen(keys.page)
    keys.write(keys.main.get_by_label(gettext("Your comment"), exact=True), "Et des saules.")
    keys.reach(keys.main.get_by_role("radio", checked=True))
    keys.page.keyboard.press("ArrowUp")
    against = keys.main.get_by_role("radio", name=gettext("Against"), exact=True)
    expect(against).to_be_focused()
    expect(against).to_be_checked()
    seen(keys.page)
    keys.use(keys.button("Publish my comment"))
    expect(keys.main.locator(".comment")).to_contain_text(gettext("Against"))
    assert Stance.objects.get().value == 1


def follows(keys: Citizen) -> None:
    """What becomes of the text will be told."""
    keys.use(keys.button("Tell me what becomes of it"))
    expect(keys.main.get_by_text(gettext("You follow this text."))).to_be_visible()
    assert Follow.objects.exists()


def leaves(keys: Citizen) -> None:
    """The way out is in the masthead."""
    keys.use(keys.page.get_by_role("button", name=gettext("Sign out")))
    expect(keys.page.get_by_role("link", name=gettext("Sign in")).first).to_be_visible()
