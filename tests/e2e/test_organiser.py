"""An organiser begins a process from a template, prepares it, invites somebody and publishes it: in French,
in English without JavaScript, and by pages that axe finds nothing in."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from isegoria.commons.people.models import Account
from isegoria.commons.people.tests.two_accounts import open_two_accounts
from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Membership,
    Phase,
    Process,
    TeamRole,
    Theme,
)
from isegoria.commons.processes.process_templates import TEMPLATES
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core.mail.models import Mail
from tests.e2e.sessions import come_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def accounts(live_site: str) -> None:
    """The accounts of the demonstration: ariane administers the site."""
    open_two_accounts()


class Site:
    """A visitor's browser and the words of their language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def say(self, words: str) -> str:
        with override(self.language):
            return gettext(words)

    def url(self, route: str, *arguments: object) -> str:
        with override(self.language):
            return reverse(route, args=arguments)

    def go(self, route: str, *arguments: object) -> None:
        answer = self.page.goto(self.url(route, *arguments))
        assert answer is not None
        assert answer.status == 200, self.page.url

    def press(self, words: str) -> None:
        main = self.page.get_by_role("main")
        main.get_by_role("button", name=self.say(words), exact=True).first.click()

    def follow(self, words: str) -> None:
        main = self.page.get_by_role("main")
        main.get_by_role("link", name=self.say(words), exact=True).first.click()

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)

    def come_in(self, name: str, site: str) -> None:
        come_in(self.page, site, Account.objects.get(email=f"{name}@demo.example"))


def build_and_publish(site: Site, look: Callable[[Page], None]) -> None:
    """The whole journey, by what stands on the pages; ``look`` at those that stand nowhere else."""
    page = site.page
    site.go("home")
    page.get_by_role("navigation").get_by_role("link", name=site.say("Manage")).first.click()
    look(page)
    site.follow("Begin a process")
    look(page)
    template = TEMPLATES["citizens-council"]
    with override(site.language):
        label = str(template.label)
    page.get_by_role("link", name=label).click()
    site.fill("title_fr", "Conseil citoyen sur les forêts")
    site.fill("start", "2027-03-01")
    site.press("See the dates")
    expect(page.locator(".timeline > li").first).to_contain_text("2027")
    expect(page.locator("[name=title_fr]")).to_have_value("Conseil citoyen sur les forêts")
    look(page)
    site.fill("title_en", "Citizens’ council on forests")
    site.fill("slug", "forets")
    site.press("Begin this process")
    steps = sum(len(activity.phases) for activity in template.activities)
    expect(page.locator(".timeline > li")).to_have_count(steps)

    site.go("processes:manage-texts", "forets")
    site.fill("summary_fr", "Que faire de nos forêts ? Trente personnes y réfléchissent.")
    site.fill("summary_en", "")
    site.fill("description_fr", "**La question.** Que couper, que laisser vieillir ?")
    site.fill("description_en", "")
    site.press("Save")
    hint = page.get_by_text(re.compile("Trente personnes"))
    expect(hint).to_have_count(2)
    look(page)

    site.go("processes:manage-themes", "forets")
    site.fill("title_fr", "Bois et chaleur")
    site.fill("title_en", "Wood and heat")
    site.press("Add this theme")
    expect(page.get_by_role("main")).to_contain_text(re.compile("Bois et chaleur|Wood and heat"))

    site.go("processes:manage-timeline", "forets")
    page.locator(".timeline a").first.click()
    site.fill("opens_at", "2027-03-08T00:00")
    site.fill("closes_at", "2027-03-01T00:00")
    site.press("Save")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=opens_at]")).to_have_value("2027-03-08T00:00")
    look(page)
    site.fill("closes_at", "2027-04-05T00:00")
    site.press("Save")
    expect(page.get_by_role("alert")).to_have_count(0)

    team = Body.objects.get(process__slug="forets", kind=BodyKind.TEAM)
    Membership.objects.create(
        body=team,
        person_id=Account.objects.get(email="basile@demo.example").person_id,
        role=TeamRole.MODERATOR,
    )
    site.go("processes:manage-publish", "forets")
    expect(page.get_by_role("main")).to_contain_text("Que faire de nos forêts")
    look(page)
    site.press("Publish this process")
    expect(page).to_have_url(re.compile(re.escape(site.url("processes:page", "forets")) + "$"))
    process = Process.objects.get(slug="forets")
    assert process.state == "published"
    assert Theme.objects.get(process=process).title["en"] == "Wood and heat"


def test_a_process_from_template_to_publication_in_french(
    page: Page, axe: Callable[[Page], None], live_site: str
) -> None:
    site = Site(page, "fr")
    site.come_in("ariane", live_site)
    build_and_publish(site, axe)


@pytest.mark.any_database
def test_the_same_in_english_without_javascript(page_without_js: Page, live_site: str) -> None:
    site = Site(page_without_js, "en")
    site.come_in("ariane", live_site)
    build_and_publish(site, lambda _page: None)


def test_somebody_is_invited_and_accepts(
    new_page: Callable[..., Page], axe: Callable[[Page], None], live_site: str
) -> None:
    load_water()
    ariane, basile = Site(new_page(), "fr"), Site(new_page(), "fr")
    ariane.come_in("ariane", live_site)
    ariane.go("processes:manage-body-invite", SLUG, "team")
    axe(ariane.page)
    ariane.fill("address", "Basile@demo.example")
    ariane.page.locator("[name=role][value=moderator]").check()
    ariane.fill("because", "Renfort pour l’été")
    ariane.press("Send the invitation")
    expect(ariane.page.get_by_text("basile@demo.example", exact=True)).to_be_visible()
    axe(ariane.page)

    text = Mail.objects.get(to="basile@demo.example").text
    path = re.search(r"/invitation/\S+", text)
    assert path is not None
    page = basile.page
    page.goto(path.group(0))
    basile.fill("login", "basile@demo.example")
    basile.fill("password", "fil-de-demonstration")
    page.get_by_role("main").locator("button[type=submit]").first.click()
    expect(page.get_by_role("main")).to_contain_text("Renfort pour l’été")
    axe(page)
    basile.press("Accept")
    expect(page).to_have_url(re.compile(re.escape(basile.url("processes:managed")) + "$"))
    basile.go("processes:manage", SLUG)
    assert Membership.objects.filter(
        person__account__email="basile@demo.example", role="moderator"
    ).exists()


@pytest.mark.any_database
def test_axe_finds_nothing_in_any_page_of_the_team_and_none_is_wider_than_the_window(
    page: Page, axe: Callable[[Page], None], live_site: str
) -> None:
    load_water()
    site = Site(page, "fr")
    site.come_in("ariane", live_site)
    process = Process.objects.get(slug=SLUG)
    activity = Activity.objects.get(process=process)
    phase = Phase.objects.filter(activity=activity).earliest("opens_at")
    panel = Body.objects.get(process=process, kind="panel")
    mandate = Membership.objects.filter(body=panel).earliest("id")
    theme = Theme.objects.filter(process=process).earliest("id")
    for route, *arguments in (
        ("manage",),
        ("manage-settings",),
        ("manage-texts",),
        ("manage-themes",),
        ("manage-theme", theme.slug),
        ("manage-activities",),
        ("manage-activity", activity.slug),
        ("manage-activity-add", "processes"),
        ("manage-timeline",),
        ("manage-phase", phase.ref),
        ("manage-phase-add", activity.slug),
        ("manage-phase-reschedule", phase.ref),
        ("manage-bodies",),
        ("manage-body-add",),
        ("manage-body", panel.slug),
        ("manage-body-edit", panel.slug),
        ("manage-mandate", mandate.ref),
        ("manage-mandate-end", mandate.ref),
        ("manage-archive",),
    ):
        site.go(f"processes:{route}", SLUG, *arguments)
        axe(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{route} is {overflow} pixels wider than {width}"
