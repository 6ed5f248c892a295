"""From contributions to a measure: grouped, cited, written by two people at once, adopted, handed over."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.capabilities.drafting.models import Measure, Section
from isegoria.capabilities.drafting.services import save_section
from isegoria.capabilities.drafting.tests.support import seated
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import account, actor_of, citizen, published
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import Activity, Body, BodyKind, Phase, TeamRole
from isegoria.core import clock
from isegoria.core.actor import Actor, Verification

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]


class Town:
    """A process with three contributions, a panel of two at work, an organiser who sits in it too."""

    def __init__(self) -> None:
        now = clock.now()
        self.place = plain_world(now=now)
        process = self.place.process
        for turn in range(3):
            published(citizen(f"Auteur {turn}"), self.place, title=f"Planter des haies {turn}")
        panel, team = (
            Body.objects.create(process=process, kind=kind, slug=kind, title={"fr": kind})
            for kind in (BodyKind.PANEL, BodyKind.TEAM)
        )
        for capability, kind in (
            ("assembly", "assembly.working"),
            ("drafting", "drafting.amending"),
        ):
            activity = Activity.objects.create(
                process=process,
                capability=capability,
                slug=capability,
                title={"fr": capability},
                verification=Verification.EMAIL,
            )
            Phase.objects.create(
                activity=activity,
                kind=kind,
                opens_at=now - timedelta(days=1),
                closes_at=now + timedelta(days=9),
            )
        self.mine = account()
        me = actor_of(Person.objects.get(pk=self.mine.person_id))
        past = now - timedelta(days=1)
        for body, role in ((panel, ""), (team, TeamRole.ORGANISER)):
            body.memberships.create(person_id=me.person_id, role=role, began_at=past)
        self.other: Actor = seated(citizen("Bintou"), panel)
        panel.memberships.filter(person=self.other.person_id).update(began_at=past)


@pytest.fixture
def town(live_site: str, settings: Any) -> Town:
    settings.TEAM_SECOND_FACTOR = False
    return Town()


def sign_in(page: Page, town: Town, live_site: str) -> None:
    client = Client()
    client.force_login(town.mine)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_site}]
    )


def journey(page: Page, town: Town, language: str, axe: Axe | None) -> None:
    """From three contributions to a measure put to the vote, a conflict included."""

    def say(message: str, **words: str) -> str:
        with override(language):
            return gettext(message) % words if words else gettext(message)

    def go(name: str, *args: Any) -> None:
        with override(language):
            page.goto(reverse(name, args=args))

    def look() -> None:
        if axe is not None:
            axe(page)

    def press(message: str) -> None:
        page.get_by_role("button", name=say(message), exact=True).click()

    def write(section: str) -> None:
        named = re.compile(f"{re.escape(say('Write here'))}.*{re.escape(say(section))}")
        page.get_by_role("button", name=named).click()

    go("assembly:gather", "eau", "assembly")
    look()
    for turn in range(2):
        page.get_by_label(f"Planter des haies {turn}", exact=True).check()
    page.get_by_label(say("Name of the new idea")).fill("Des haies partout")
    press("Group what I ticked")
    expect(page.get_by_role("heading", level=1)).to_have_text("Des haies partout")
    press("Essential")
    expect(page.get_by_role("button", name=say("Essential"))).to_have_attribute(
        "aria-pressed", "true"
    )
    look()

    go("drafting:begin", "eau", "drafting")
    page.get_by_label(say("Title of the measure")).fill("Replanter les haies")
    press("Begin")
    measure = Measure.objects.select_related("post").get()
    write("The problem")
    text = page.get_by_label(say("Text of the section"))
    text.fill("Planter mille arbres.")
    if axe is not None:
        expect(page.locator("#kept")).to_contain_text("Planter mille arbres.")
        look()
    press("Save")
    write("The problem")
    save_section(
        actor=town.other,
        section=Section.objects.get(measure=measure, code="problem"),
        base=1,
        text="Planter cent arbres.",
        reason="Plus sage",
    )
    text.fill("Planter deux cents arbres.")
    press("Save")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Two wordings"))
    look()
    page.get_by_label(say("My words")).check()
    press("Save these choices")
    expect(page.get_by_role("main")).to_contain_text("Planter deux cents arbres.")
    look()

    page.get_by_role("link", name=say("Name a source")).click()
    page.get_by_label("Des haies partout").check()
    page.get_by_label(say("The paragraph")).select_option("problem:0")
    look()
    press("Name this source")
    write("What we ask")
    page.get_by_label(say("Text of the section")).fill("Nous demandons des haies. [#panel]")
    press("Save")
    press("Let everybody read it")
    page.get_by_role("link", name=say("Put to the vote")).click()
    page.get_by_label(say("In secret")).check()
    page.get_by_label(say("No quorum")).check()
    closes = clock.now() + timedelta(days=1)
    page.get_by_label(say("The vote closes on")).fill(closes.strftime("%Y-%m-%dT%H:%M"))
    look()
    press("Open the vote")
    page.get_by_role("radio", name=say("For")).check()
    press("Cast my vote")
    look()
    go("drafting:measure", measure.post.ref)
    expect(page.get_by_role("main")).to_contain_text("Des haies partout")
    look()
    go("drafting:history", measure.post.ref)
    look()


def test_two_people_write_one_measure_and_nothing_is_lost(
    page: Page, town: Town, live_site: str, axe: Axe
) -> None:
    sign_in(page, town, live_site)
    journey(page, town, "fr", axe)
    assert Post.objects.get(kind="measure").state == "published"


def test_the_same_in_english_without_javascript(
    page_without_js: Page, town: Town, live_site: str
) -> None:
    sign_in(page_without_js, town, live_site)
    journey(page_without_js, town, "en", None)
    assert Measure.objects.get().state == "voting"
