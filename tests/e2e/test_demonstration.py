"""The demonstration, told once: every act through its service, every page of it open, its tour for
everybody in a demonstration, on a small screen too, and for nobody anywhere else."""

import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import gettext
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.answers.models import Demand
from isegoria.capabilities.drafting.models import Amendment, Measure, Version
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.commands.demo import load_if_empty
from isegoria.commons.decisions.models import Decision
from isegoria.commons.moderation.models import Appeal, Report
from isegoria.commons.people.models import Person
from isegoria.commons.posts.counters import check_counters
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.processes.models import Phase, Process
from isegoria.config import settings as settings_module
from isegoria.core import clock
from isegoria.core.journal.sequencer import sequence_once
from isegoria.core.journal.verify import verify_database
from isegoria.site.demonstration import convention_plan, council_plan
from isegoria.site.demonstration.cast import PARTS, PASSWORD, WITH_PASSWORD
from isegoria.site.demonstration.tour import guided_tour
from tests.e2e.screens import NARROW, fits

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LINK = re.compile(r'href="(/[^"#?]*)')
A_FEW = 3
"""How many pages of one route are opened."""


def the_council_is_over_and_two_answers_are_late(_visitor: Client) -> None:
    measures = Measure.objects.filter(post__activity__process__slug=council_plan.SLUG)
    assert [measure.state for measure in measures] == ["submitted"] * 10
    decisions = Decision.objects.filter(post__measure__in=measures)
    assert all(decision.adopted and decision.members == 24 for decision in decisions)
    assert Post.objects.filter(kind="decisions.dissent").count() >= 1
    demands = Demand.objects.filter(activity__process__slug=council_plan.SLUG)
    assert Counter(demands.values_list("state", flat=True)) == {
        "awaited": 1,
        "studied": 1,
        "answered": 7,
        "done": 1,
    }
    assert demands.filter(due_at__lt=clock.now(), answered_at=None).count() == 2
    assert demands.filter(answers__verdict="refused").count() == 1
    assert set(Amendment.objects.values_list("outcome", flat=True)) == {"accepted", "refused"}
    written = Version.objects.values("section").annotate(times=Count("pk"))
    assert written.filter(times__gt=1).count() >= len(measures)


def strictly_as_many_women_as_men_sit_in_the_council(_visitor: Client) -> None:
    seats = Offer.objects.filter(
        seat__draw__activity__process__slug=council_plan.SLUG, state="accepted"
    )
    genders = seats.filter(volunteer__answers__feature__name="genre").values_list(
        "volunteer__answers__value__position", flat=True
    )
    assert Counter(genders) == {0: 12, 1: 12}


def three_currents_show_on_the_map_and_the_counters_are_right(_visitor: Client) -> None:
    findings = Analysis.objects.get(activity__process__slug=council_plan.SLUG).findings
    assert len(findings["groups"]) == 3
    assert not findings["doubts"]
    assert Stance.objects.count() > 1_000
    assert check_counters() == 0


def the_convention_is_open_and_something_waits_for_its_moderators(_visitor: Client) -> None:
    now = clock.now()
    here = Phase.objects.filter(activity__process__slug=convention_plan.SLUG)
    open_now = here.filter(opens_at__lte=now, closes_at__gt=now)
    assert {"lottery.call", "consultation.contributing"} <= set(
        open_now.values_list("kind", flat=True)
    )
    assert Post.objects.filter(activity__process__slug=convention_plan.SLUG, parent=None).exists()
    assert Report.objects.filter(ruling=None).count() == 2
    assert Appeal.objects.filter(state="open").count() == 1


def it_is_told_once_and_in_the_past(_visitor: Client) -> None:
    people = Person.objects.count()
    load_if_empty()
    assert Person.objects.count() == people
    assert Process.objects.count() == 2
    assert not Post.objects.filter(published_at__gt=clock.now()).exists()


def the_public_journal_of_the_story_is_right(_visitor: Client) -> None:
    assert verify_database().ok


def every_kind_of_page_that_the_story_leads_to_opens(visitor: Client) -> None:
    waiting = [reverse("demonstration:tour"), reverse("home"), reverse("processes:list")]
    seen, opened = set(waiting), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        answer = visitor.get(address)
        assert answer.status_code in {200, 302}, address
        for link in LINK.findall(answer.text if "html" in answer.headers["Content-Type"] else ""):
            if link not in seen and not link.startswith(("/static/", "/en/", "/api/")):
                seen.add(link)
                route = resolve(link).view_name
                opened[route] += 1
                if opened[route] <= A_FEW and Path(link).suffix == "":
                    waiting.append(link)
    assert {"drafting:measure", "drafting:history", "posts:thread", "answers:demand"} <= set(opened)


def each_role_is_one_button_away_and_may_do_what_the_tour_says(visitor: Client) -> None:
    for part in PARTS:
        answer = visitor.post(reverse("demonstration:become", args=[part.key]))
        assert answer.headers["Location"] == f"{reverse('demonstration:tour')}#{part.key}"
        person = Person.objects.get(account__email=part.email)
        mine = next(role for role in guided_tour(person.pk)["roles"] if role.is_you)
        assert mine.name == str(person)
        assert len(mine.tries) == 3
        assert [visitor.get(one.url).status_code for one in mine.tries] == [200] * 3


def one_s_own_space_leads_from_one_s_words_to_the_measure(visitor: Client) -> None:
    visitor.post(reverse("demonstration:become", args=["camille"]))
    measure = Measure.objects.select_related("post").earliest("pk").post
    link = f'<a href="{reverse("drafting:measure", args=[measure.ref])}">{measure.title}</a>'
    assert link in visitor.get(reverse("my-space")).text


def what_the_terminal_prints_opens_an_account(visitor: Client) -> None:
    for part in WITH_PASSWORD:
        door = {"login": part.email, "password": PASSWORD}
        assert visitor.post(reverse("account_login"), door).status_code == 302
        visitor.logout()


STORY = (
    the_council_is_over_and_two_answers_are_late,
    strictly_as_many_women_as_men_sit_in_the_council,
    three_currents_show_on_the_map_and_the_counters_are_right,
    the_convention_is_open_and_something_waits_for_its_moderators,
    it_is_told_once_and_in_the_past,
    the_public_journal_of_the_story_is_right,
    every_kind_of_page_that_the_story_leads_to_opens,
    each_role_is_one_button_away_and_may_do_what_the_tour_says,
    one_s_own_space_leads_from_one_s_words_to_the_measure,
    what_the_terminal_prints_opens_an_account,
)


def one_click_makes_a_visitor_anybody_of_the_tour(page: Page) -> None:
    for part in PARTS:
        page.goto(reverse("demonstration:tour"))
        card = page.locator(f"#{part.key}")
        card.get_by_role("button", name=gettext("Be %(name)s") % {"name": part.name}).click()
        expect(card).to_contain_text(gettext("You are %(name)s.") % {"name": part.name})
        fits(page)
        with page.expect_response(lambda answer: answer.request.is_navigation_request()) as led:
            card.get_by_role("listitem").get_by_role("link").first.click()
        assert led.value.status == 200, led.value.url
        expect(page).to_have_url(led.value.url)
        fits(page)


def test_the_story(
    settings: Settings, subtests: pytest.Subtests, new_page: Callable[..., Page]
) -> None:
    """Loaded once for all that is said of it."""
    load_if_empty()
    sequence_once()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself after a while
    settings.DEMO = True
    for said in STORY:
        with subtests.test(said.__name__):
            said(Client())
    with subtests.test(one_click_makes_a_visitor_anybody_of_the_tour.__name__):
        one_click_makes_a_visitor_anybody_of_the_tour(new_page(viewport=NARROW))


def test_outside_a_demonstration_nobody_becomes_anybody(settings: Settings) -> None:
    settings.DEMO = False
    client = Client()
    assert client.get(reverse("demonstration:tour")).status_code == 404
    assert client.post(reverse("demonstration:become", args=["ariane"])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_production_site_does_not_even_have_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "ISEGORIA_HOME": str(tmp_path),
        "SITE_URL": "https://participer.exemple.test",
        "SECRET_KEY": "fifty random characters, were this not the test of one",
    }.items():
        monkeypatch.setenv(name, value)
    for environment, there in (("demo", True), ("production", False)):
        monkeypatch.setenv("ISEGORIA_ENV", environment)
        read = runpy.run_path(settings_module.__file__)
        assert ("isegoria.site.demonstration" in read["INSTALLED_APPS"]) is there
