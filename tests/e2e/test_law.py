"""From twelve contributions to a measure that is done: grouped into two ideas, written by two people at once,
amended, adopted with a dissent, handed over, answered, followed, read back by somebody who contributed.

Two browsers, each in its language: that of a member of the panel, and one without JavaScript in which the
others take their turns.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, expect

from isegoria.capabilities.answers.models import Demand
from isegoria.capabilities.drafting.models import Measure
from isegoria.commons.people.models import Account
from isegoria.commons.posts.tests.support import account, actor_of, citizen, published
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import Activity, Body, BodyKind, Phase, TeamRole
from isegoria.core import clock
from isegoria.core.actor import Verification
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Axe = Callable[[Page], None]

HEDGES, PONDS, MEASURE = "Des haies partout", "Des mares partout", "Replanter les haies"
DISSENT = "Cent arbres, c’est trop peu."
ACTIVITIES = {
    "assembly": "assembly.working",
    "drafting": "drafting.amending",
    "answers": "answers.following",
}
SEATS = {
    "Alix": (BodyKind.PANEL, ""),
    "Bintou": (BodyKind.PANEL, ""),
    "Ariane": (BodyKind.TEAM, TeamRole.ORGANISER),
    "Valérie": (BodyKind.AUTHORITY, ""),
}


class Town:
    """Twelve contributions, the first of Camille; a panel of two, who organises, who answers."""

    def __init__(self) -> None:
        now = clock.now()
        place, past = plain_world(now=now), now - timedelta(days=1)
        camille = _known("Camille")
        for turn in range(12):
            who = citizen(f"Auteur {turn}") if turn else actor_of(camille.person)
            published(who, place, title=f"Contribution {turn}", text="Des haies et des mares.")
        for capability, kind in ACTIVITIES.items():
            activity = Activity.objects.create(
                process=place.process,
                capability=capability,
                slug=capability,
                title={"fr": capability},
                verification=Verification.EMAIL,
            )
            Phase.objects.create(
                activity=activity, kind=kind, opens_at=past, closes_at=now + timedelta(days=9)
            )
        self.accounts = {"Camille": camille}
        for name, (kind, role) in SEATS.items():
            body, _new = Body.objects.get_or_create(
                process=place.process, kind=kind, slug=kind, title={"fr": kind}
            )
            self.accounts[name] = _known(name)
            body.memberships.create(
                person_id=self.accounts[name].person_id, role=role, began_at=past
            )


def _known(name: str) -> Account:
    made = account(f"{name.lower()}@exemple.test", name)
    return Account.objects.select_related("person").get(pk=made.pk)


class Reader:
    """A browser, in which one person after another is signed in."""

    def __init__(self, page: Page, town: Town, language: str, site: str, axe: Axe | None) -> None:
        self.page, self.town, self.language, self.site, self.axe = page, town, language, site, axe
        self.main = page.get_by_role("main")

    def become(self, name: str) -> None:
        come_in(self.page, self.site, self.town.accounts[name])

    def say(self, message: str) -> str:
        with override(self.language):
            return gettext(message)

    def go(self, name: str, *args: Any) -> None:
        with override(self.language):
            self.page.goto(reverse(name, args=args))

    def look(self) -> None:
        if self.axe is not None:
            self.axe(self.page)

    def press(self, message: str) -> None:
        self.main.get_by_role("button", name=self.say(message), exact=True).click()

    def follow(self, message: str) -> None:
        self.main.get_by_role("link", name=self.say(message), exact=True).first.click()

    def choose(self, message: str) -> None:
        self.main.get_by_role("radio", name=self.say(message), exact=True).check()

    def field(self, name: str) -> Locator:
        return self.main.locator(f"[name={name}]")

    def reads(self, text: str) -> None:
        expect(self.main).to_contain_text(text)

    def write(self, section: str) -> None:
        """Open a section of the workshop."""
        named = re.compile(f"{re.escape(self.say('Write here'))}.*{re.escape(self.say(section))}")
        self.main.get_by_role("button", name=named).click()

    def cite(self, idea: str, paragraph: str) -> None:
        """Say in the workshop that a paragraph rests on an idea."""
        self.follow("Name a source")
        self.main.get_by_label(idea).check()
        self.field("place").select_option(paragraph)
        self.press("Name this source")


def grouped(alix: Reader) -> None:
    """Twelve contributions become two ideas, which the panel weighs."""
    for name, turns in ((HEDGES, range(6)), (PONDS, range(6, 12))):
        alix.go("assembly:gather", "eau", "assembly")
        for turn in turns:
            alix.main.get_by_label(f"Contribution {turn}", exact=True).check()
        alix.field("title").fill(name)
        alix.press("Group what I ticked")
        expect(alix.page.get_by_role("heading", level=1)).to_have_text(name)
    alix.press("Essential")
    essential = alix.page.get_by_role("button", name=alix.say("Essential"))
    expect(essential).to_have_attribute("aria-pressed", "true")
    alix.look()


def written(alix: Reader, bintou: Reader) -> Measure:
    """Two people write the same section at once; what one gives up stays in the history."""
    alix.go("drafting:begin", "eau", "drafting")
    alix.field("title").fill(MEASURE)
    alix.press("Begin")
    alix.write("The problem")
    alix.field("text").fill("Planter deux cents arbres.")
    expect(alix.page.locator("#kept")).to_contain_text("Planter deux cents arbres.")
    alix.look()
    measure = Measure.objects.select_related("post").get()
    bintou.go("drafting:work", measure.post.ref)
    bintou.write("The problem")
    bintou.reads("Alix")
    bintou.field("text").fill("Planter cent arbres.")
    bintou.press("See it first")
    expect(bintou.page.locator("#kept")).to_contain_text("Planter cent arbres.")
    bintou.press("Save")
    bintou.reads("Planter cent arbres.")
    alix.press("Save")
    expect(alix.page.get_by_role("heading", level=1)).to_have_text(alix.say("Two wordings"))
    alix.look()
    alix.choose("The words saved meanwhile")
    alix.press("Save these choices")
    alix.reads("Planter cent arbres.")
    alix.cite(HEDGES, "problem:0")
    alix.write("What we ask")
    alix.field("text").fill("Des haies et des mares en dix ans. [#panel]")
    alix.press("Save")
    alix.cite(PONDS, "ask:0")
    alix.press("Let everybody read it")
    expect(alix.page.get_by_text(alix.say("Everybody can read the measure now."))).to_be_visible()
    return measure


def amended(alix: Reader, camille: Reader, measure: Measure) -> None:
    """Somebody of the public proposes a change; the panel accepts it, with a reason."""
    camille.become("Camille")
    camille.go("drafting:propose", measure.post.ref, "ask")
    asked = camille.field("text")
    asked.fill(asked.input_value().replace("dix ans", "six ans"))
    camille.field("why").fill("Dix ans, c’est trop long.")
    camille.press("Publish my proposal")
    camille.reads("Dix ans, c’est trop long.")
    alix.go("drafting:work", measure.post.ref)
    alix.main.locator("summary", has_text=alix.say("Answer this proposal")).click()
    alix.field("answer").fill("Les plants existent.")
    alix.press("Accept")
    alix.reads("Des haies et des mares en six ans.")
    alix.look()


def adopted(alix: Reader, others: Reader, measure: Measure) -> None:
    """The panel votes by name, one member dissents, the organiser closes the vote."""
    others.become("Ariane")
    others.go("drafting:call-vote", measure.post.ref)
    others.choose("No quorum")
    closes = clock.now() + timedelta(days=1)
    others.field("closes_at").fill(closes.strftime("%Y-%m-%dT%H:%M"))
    others.press("Open the vote")
    others.reads(others.say("Nothing is counted before the vote is closed."))
    vote = measure.post.decisions.get()
    alix.go("decisions:decision", vote.ref)
    alix.look()
    alix.choose("For")
    alix.press("Cast my vote")
    alix.reads(alix.say("Change your vote"))
    others.become("Bintou")
    others.go("decisions:decision", vote.ref)
    others.choose("Abstention")
    others.press("Cast my vote")
    others.follow("Write a dissenting opinion")
    others.field("text").fill(DISSENT)
    others.press("Publish my opinion")
    others.reads(DISSENT)
    others.become("Ariane")
    others.go("drafting:work", measure.post.ref)
    others.press("Close the vote")
    expect(others.main.get_by_text(others.say("adopted"), exact=True)).to_be_visible()


def handed_over(organiser: Reader) -> None:
    """The organiser hands the measure over."""
    organiser.go("drafting:hand-over", "eau", "drafting")
    organiser.reads(MEASURE)
    organiser.press("Hand them over")
    organiser.reads(organiser.say("handed over to the authority"))


def answered(elected: Reader, measure: Measure) -> None:
    """The authority answers, promises a dated step, and says that it is done."""
    elected.become("Valérie")
    elected.go("answers:demand", measure.post.ref)
    with override(elected.language):
        answer = pgettext("what the authority does", "Answer")
    elected.main.get_by_role("link", name=answer, exact=True).click()
    elected.choose("Accepted with changes")
    elected.field("text").fill("La région plantera cent kilomètres de haies.")
    elected.field("responsible").fill("La vice-présidente")
    elected.press("Go on")
    elected.field("text").fill("Planter cent kilomètres")
    elected.field("step_1").fill("Les plants sont en terre")
    day = clock.now() + timedelta(days=30)
    elected.field("day_1").fill(day.strftime("%Y-%m-%d"))
    elected.press("Add")
    elected.reads("Les plants sont en terre")
    elected.press("Publish the answer")
    elected.main.get_by_role("link", name=elected.say("Say how far it is")).click()
    elected.choose("It is done")
    elected.field("text").fill("Planté en deux hivers.")
    elected.press("Publish")
    elected.reads("Planté en deux hivers.")


def read_back(camille: Reader, measure: Measure) -> None:
    """Who wrote one of the twelve finds from her own page what became of it."""
    camille.become("Camille")
    camille.go("posts:mine")
    camille.follow(HEDGES)
    camille.follow("The whole thread: where it comes from, what it became")
    camille.reads("Contribution 0")
    camille.look()
    camille.follow(MEASURE)
    camille.reads(DISSENT)
    camille.reads("Les plants existent.")
    camille.look()
    camille.main.get_by_role("link", name=camille.say("Accepted with changes")).click()
    camille.reads("Planté en deux hivers.")
    camille.look()
    camille.go("drafting:history", measure.post.ref)
    given_up = {"name": "Alix", "section": camille.say("The problem")}
    camille.reads(camille.say("%(name)s gave up other words for “%(section)s”") % given_up)


LANGUAGES = (("fr", "en"), pytest.param("en", "fr", marks=pytest.mark.any_database))


@pytest.mark.parametrize(("hers", "theirs"), LANGUAGES)
def test_twelve_contributions_become_a_measure_that_is_done(
    new_page: Callable[..., Page],
    live_site: str,
    axe: Axe,
    settings: Any,
    hers: str,
    theirs: str,
) -> None:
    """axe looks at each page in French: the other language has the same elements."""
    settings.TEAM_SECOND_FACTOR = False
    town = Town()
    alix = Reader(new_page(), town, hers, live_site, axe if hers == "fr" else None)
    others = Reader(new_page(java_script_enabled=False), town, theirs, live_site, None)
    alix.become("Alix")
    others.become("Bintou")
    grouped(alix)
    measure = written(alix, others)
    amended(alix, others, measure)
    adopted(alix, others, measure)
    handed_over(others)
    answered(others, measure)
    assert Demand.objects.get().state == "done"
    read_back(alix, measure)
