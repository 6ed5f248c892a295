"""The team has the map drawn and the texts grouped; everybody reads the result."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.capabilities.analysis.tests import support
from isegoria.commons.people.models import Account
from isegoria.commons.posts.tests.support import World, world
from isegoria.core import clock
from isegoria.core.tasks import worker
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]


@pytest.fixture
def place(live_site: str) -> World:
    """An activity on which three currents took positions, and somebody who runs the site and is of one."""
    made = world(now=clock.now())
    posts = support.texts(made)
    support.people(posts)
    return made


def test_the_team_has_a_map_drawn_and_everybody_reads_it(
    page: Page, place: World, live_site: str, axe: Axe
) -> None:
    boss = Account.objects.create_user("o@exemple.test", is_administrator=True)
    come_in(page, live_site, boss)

    def say(message: str, **params: Any) -> str:
        with override("en"):
            return gettext(message) % params

    with override("en"):
        manage = reverse("analysis:manage", args=["eau"])
    page.goto(manage)
    page.get_by_label(
        say("Publish the positions without names, so that everybody can check the map")
    ).check()
    page.get_by_role("button", name=say("Keep this choice")).click()
    axe(page)
    page.get_by_role("button", name=say("Draw the map now")).click()
    worker.drain()
    page.get_by_role("link", name=say("See the result")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Who agrees with whom"))
    expect(
        page.get_by_role("img", name=say("Opinion map; the table next to it says the same"))
    ).to_be_visible()
    expect(
        page.get_by_role("table", name=say("Groups of the map")).get_by_role("row")
    ).to_have_count(4)
    axe(page)
    page.get_by_role("link", name="B", exact=True).click()
    expect(page.get_by_role("heading", name="Group B: 12 people")).to_be_in_viewport()
    with page.expect_download() as votes:
        page.get_by_role("link", name="votes.csv").click()
    assert votes.value.suggested_filename == "votes.csv"
    page.goto(manage)
    page.get_by_role("button", name=say("Group the texts now")).click()
    worker.drain()
    page.goto(manage)
    page.get_by_role("link", name=say("See the groups")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Texts that look alike"))
    axe(page)
