"""The home page, one's own space, and what is personal in neither for whoever is unknown."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.services import open_account
from isegoria.commons.posts.models import Follow, Post
from isegoria.commons.processes.models import Activity, Body, Membership, Process
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core import clock
from isegoria.core.actor import SYSTEM
from isegoria.core.ui.tests.test_forms import Page

pytestmark = pytest.mark.django_db

PUBLIC = [
    "home",
    "processes:list",
    "my-space",
    "legal",
    "privacy",
    "accessibility",
    "style",
    "search",
]


@pytest.mark.parametrize("route", PUBLIC)
def test_whoever_is_unknown_gets_no_cookie_and_no_token(client, route):
    load_water()
    answer = client.get(reverse(route))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_page_of_a_process_holds_nothing_personal_either(client):
    load_water()
    answer = client.get(reverse("processes:page", args=[SLUG]))
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_an_empty_site_says_so(client):
    page = Page(client.get(reverse("home")).text)
    assert not page.all("ul", **{"class": "sheets"})
    assert len(page.all("ol", **{"class": "journey"})) == 1
    assert not page.all("dl", **{"class": "numbers"})


def test_numbers_are_shown_once_there_are_some(client):
    load_water()
    assert 'class="numbers"' not in client.get(reverse("home")).text
    author = open_account(actor=SYSTEM, email="c@exemple.test", display_name="C").person
    activity = Activity.objects.first()
    for state, visibility in (
        ("published", "visible"),
        ("published", "hidden"),
        ("draft", "visible"),
    ):
        Post.objects.create(
            kind="plain.text",
            activity=activity,
            author=author,
            language="fr",
            text="x",
            state=state,
            visibility=visibility,
            published_at=clock.now(),
            agree_count=3,
        )
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        numbers = client.get(reverse("home")).context["numbers"]
    assert [number.value for number in numbers] == ["1", "1", "1", "3"]


def test_the_home_page_asks_as_much_for_many_processes_as_for_one(
    client, django_assert_max_num_queries
):
    load_water()
    with django_assert_max_num_queries(8):
        client.get(reverse("home"))


def test_one_s_own_space_is_one_s_own():
    load_water()
    process = Process.objects.get()
    account = open_account(actor=SYSTEM, email="c@exemple.test", display_name="C")
    other = open_account(actor=SYSTEM, email="d@exemple.test", display_name="D")
    Follow.objects.create(person_id=account.person_id, process=process)
    body = Body.objects.create(
        process=process, kind="panel", slug="p", title={"fr": "Le panel tiré"}
    )
    ended = clock.now()
    Membership.objects.create(
        body=body, person_id=account.person_id, began_at=ended - timedelta(days=2)
    )
    Membership.objects.create(
        body=body,
        person_id=other.person_id,
        began_at=ended - timedelta(days=2),
        ended_at=ended - timedelta(days=1),
    )
    mine, theirs, nobody = Client(), Client(), Client()
    mine.force_login(account)
    theirs.force_login(other)
    page = mine.get(reverse("my-space"))
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Le panel tiré" in page.text
    assert str(process) in page.text
    assert "Le panel tiré" not in theirs.get(reverse("my-space")).text
    assert str(process) not in nobody.get(reverse("my-space")).text
