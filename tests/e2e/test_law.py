"""From a measure that was handed over to one that is done: answered, followed, read back by who was cited."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.capabilities.answers.models import Demand
from isegoria.capabilities.answers.tests.support import hand
from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.models import Post, Relation, Source
from isegoria.commons.posts.tests.support import account, actor_of, published
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import Activity, Body, BodyKind, Phase
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Verification

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ASKED, SAID = "Replanter les haies", "Des haies au bord des chemins"


class Town:
    """A measure of the panel that rests on an idea, which rests on one contribution; its answer is owed."""

    def __init__(self) -> None:
        now = clock.now()
        place = plain_world(now=now)
        panel, authority = (
            Body.objects.create(process=place.process, kind=kind, slug=kind, title={"fr": kind})
            for kind in (BodyKind.PANEL, BodyKind.AUTHORITY)
        )
        activity = Activity.objects.create(
            process=place.process,
            capability="answers",
            slug="reponses",
            title={"fr": "Les réponses"},
            verification=Verification.EMAIL,
        )
        Phase.objects.create(
            activity=activity,
            kind="answers.following",
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=90),
        )
        self.author = account()
        said = published(_actor(self.author), place, title=SAID)
        idea, self.measure = (
            Post.objects.create(
                kind=kind,
                activity=place.activity,
                body=panel,
                language="fr",
                title=title,
                text="Nous demandons des haies.",
                state="published",
                published_at=now,
            )
            for kind, title in (("assembly.idea", "Des haies partout"), ("measure", ASKED))
        )
        Source.objects.create(post=idea, origin=said, relation=Relation.GROUPED_IN)
        Source.objects.create(post=self.measure, origin=idea, relation=Relation.CITED_BY)
        self.elected = account("elue@exemple.test", "Valérie")
        authority.memberships.create(
            person_id=self.elected.person_id, began_at=now - timedelta(days=1)
        )
        hand(actor=SYSTEM, post=self.measure)


def _actor(who: Account) -> Any:
    return actor_of(Person.objects.get(pk=who.person_id))


def sign_in(page: Page, who: Account, live_site: str) -> None:
    client = Client()
    client.force_login(who)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_site}]
    )


def test_a_measure_is_answered_done_and_read_back(
    page: Page, new_page: Callable[..., Page], live_site: str, axe: Callable[[Page], None]
) -> None:
    town = Town()

    def say(message: str) -> str:
        with override("fr"):
            return gettext(message)

    def press(message: str) -> None:
        main = page.get_by_role("main")
        main.get_by_role("button", name=say(message), exact=True).click()

    with override("fr"):
        asked = reverse("answers:demand", args=[town.measure.ref])
        thread = reverse("posts:thread", args=[town.measure.ref])
        mine = reverse("posts:mine")
        listed = reverse("answers:list", args=["eau", "reponses"])
    sign_in(page, town.elected, live_site)
    page.goto(asked)
    page.get_by_role("link", name=say("Answer"), exact=True).click()
    page.get_by_role("radio", name=say("Accepted with changes")).check()
    page.locator("[name=text]").fill("La région plantera cent kilomètres de haies.")
    page.get_by_label(say("Who is responsible")).fill("La vice-présidente")
    axe(page)
    press("Go on")
    press("Publish the answer")
    expect(page.get_by_role("main")).to_contain_text(say("What is promised"))
    page.locator("[name=text]").fill("Planter cent kilomètres")
    page.locator("[name=step_1]").fill("Les plants sont en terre")
    day = clock.now() + timedelta(days=30)
    page.locator("[name=day_1]").fill(day.strftime("%Y-%m-%d"))
    axe(page)
    press("Add")
    press("Publish the answer")
    page.get_by_role("link", name=say("Say how far it is")).click()
    page.get_by_role("radio", name=say("It is done")).check()
    page.locator("[name=text]").fill("Planté en deux hivers.")
    axe(page)
    press("Publish")
    expect(page.get_by_role("main")).to_contain_text("Planté en deux hivers.")
    axe(page)
    assert Demand.objects.get().state == "done"

    reader = new_page()
    sign_in(reader, town.author, live_site)
    reader.goto(mine)
    expect(reader.get_by_role("main")).to_contain_text("Des haies partout")
    reader.goto(thread)
    expect(reader.get_by_role("main")).to_contain_text(SAID)
    axe(reader)
    reader.goto(listed)
    expect(reader.get_by_role("main")).to_contain_text(say("Accepted with changes"))
    axe(reader)
