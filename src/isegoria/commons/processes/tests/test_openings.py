"""What the page of a process says one can do: now, later, or not, and then why and what would help."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from isegoria.commons.people.services import open_account
from isegoria.commons.processes.minute import numbers_of_the_minute
from isegoria.commons.processes.models import Activity, Phase, Process, Theme
from isegoria.commons.processes.openings import openings_today
from isegoria.commons.processes.queries import Show, fold, process_view, public_processes
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor, Verification

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADULT = Actor(person_id=uuid4(), verification=Verification.EMAIL, declared_age=18)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOW):
        yield


def process(
    slug: str, *windows: tuple[int, int], state: str = "published", **facts: int
) -> Process:
    """A process with an activity of the tests' plain capability, open from day to day."""
    made = Process.objects.create(
        slug=slug, title={"fr": slug}, summary={"fr": "Résumé"}, state=state, published_at=NOW
    )
    activity = Activity.objects.create(
        process=made, capability="plain", slug="textes", title={"fr": "Vos textes"}, **facts
    )
    for first, last in windows:
        Phase.objects.create(
            activity=activity,
            kind="plain.writing",
            opens_at=NOW + first * DAY,
            closes_at=NOW + last * DAY,
        )
    return made


def test_an_open_phase_leads_to_the_page_of_its_activity():
    (door,) = process_view(process("eau", (-1, 3)), ADULT).doors
    address = reverse("plain:list", args=["eau", "textes"])
    assert [(act.label, act.url) for act in door.acts] == [
        ("Take a position", address),
        ("Write", address),
    ]


def test_a_visitor_is_told_what_lacks_and_where_to_get_it():
    shown = process_view(process("eau", (-1, 3)), ANONYMOUS)
    (act,) = shown.doors[0].acts
    assert act.label == "Take a position, Write"
    assert act.url == ""
    assert act.reason
    assert act.remedy is not None
    assert act.remedy.url.startswith(reverse("account_login"))
    assert "next=" in act.remedy.url


def test_who_never_said_an_age_is_asked_for_it():
    known = Actor(person_id=uuid4(), verification=Verification.EMAIL)
    (door,) = process_view(process("eau", (-1, 3)), known).doors
    assert door.acts[0].remedy is not None
    assert door.acts[0].remedy.url.startswith(reverse("people:age"))


def test_an_activity_that_asks_nothing_welcomes_whoever_is_old_enough():
    free = process("eau", (-1, 3), verification=Verification.NONE)
    (door,) = process_view(free, Actor(declared_age=16)).doors
    assert door.acts[0].url


def test_what_is_to_come_is_told_with_its_date_and_what_is_over_is_not():
    eau = process("eau", (-9, -2), (4, 8))
    first = Activity.objects.create(process=eau, capability="plain", slug="b", position=9)
    Phase.objects.create(
        activity=first, kind="plain.writing", opens_at=NOW + 2 * DAY, closes_at=NOW + 3 * DAY
    )
    shown = process_view(eau, ADULT)
    assert shown.doors == ()
    sooner, later = shown.later
    assert "2" in sooner.when, "in the order of their dates, whatever their activities"
    assert "4" in later.when
    assert all(not act.url for act in later.acts)


def test_an_archived_process_opens_nothing():
    shown = process_view(process("eau", (-1, 3), (4, 8), state="archived"), ADULT)
    assert (shown.doors, shown.later) == ((), ())


def test_the_home_page_gathers_what_is_open_soonest_to_close_first(django_assert_num_queries):
    process("late", (-1, 9))
    process("soon", (-1, 2))
    process("draft", (-1, 2), state="draft")
    process("over", (-9, -2), (3, 4))
    with django_assert_num_queries(2):
        found = openings_today(ADULT, NOW)
    assert [door.process for door in found] == ["soon", "late"]


def test_the_list_is_chosen_by_where_a_process_stands(client):
    process("running", (-1, 2))
    process("between", (-9, -2), (3, 4))
    process("future", (3, 4))
    process("past", (-9, -2), state="archived")

    def slugs(show: Show) -> set[str]:
        return {card.title for card in public_processes(show=show).items}

    assert slugs(Show.CURRENT) == {"running", "between"}
    assert slugs(Show.UPCOMING) == {"future"}
    assert slugs(Show.ARCHIVED) == {"past"}
    assert slugs(Show.ALL) == {"running", "between", "future", "past"}
    page = client.get(reverse("processes:list"), {"show": "upcoming"}).text
    assert "future" in page
    assert "running" not in page
    assert client.get(reverse("processes:list"), {"show": "nonsense"}).status_code == 200


def test_a_long_description_is_folded_between_two_paragraphs():
    paragraphs = [f"Paragraph {index} " + "word " * 60 for index in range(8)]
    folded = fold("\n\n".join(paragraphs))
    assert folded.start.count("<p>") + folded.rest.count("<p>") == 8
    assert "Paragraph 0" in folded.start
    assert "Paragraph 7" in folded.rest
    assert fold("Short.").rest == ""


def test_a_heading_is_not_left_alone_above_the_fold():
    folded = fold("word " * 130 + "\n\n# Heading\n\n" + "word " * 200)
    assert "Heading" not in folded.start or "word" in folded.start.split("Heading")[1]


def test_the_page_of_a_process_asks_little_of_the_database(client, django_assert_max_num_queries):
    process("eau", (-9, -2), (-1, 3), (4, 8))
    address = reverse("processes:page", args=["eau"])
    client.get(address)
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200
    client.force_login(open_account(actor=SYSTEM, email="c@exemple.test", display_name="C"))
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_the_numbers_are_counted_once_a_minute_in_each_language(django_assert_num_queries):
    water = process("eau", (-1, 3))
    Theme.objects.create(process=water, slug="a", title={"fr": "A"})
    first = numbers_of_the_minute(water)
    with django_assert_num_queries(0):
        assert numbers_of_the_minute(water) == first
    Theme.objects.create(process=water, slug="b", title={"fr": "B"})
    with clock.frozen(NOW + timedelta(seconds=59)):
        assert numbers_of_the_minute(water) == first
    with clock.frozen(NOW + timedelta(minutes=1)):
        assert [number.value for number in numbers_of_the_minute(water)] == ["2"]
    with translation.override("en"):
        assert [str(number.label) for number in numbers_of_the_minute(water)] == ["themes"]
