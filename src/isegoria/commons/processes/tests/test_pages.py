"""The pages of a process: what they show, to whom, and how little they ask of the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from isegoria.commons.people.services import open_account
from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.queries import process_view, public_processes
from isegoria.commons.processes.services import (
    add_activity,
    archive_process,
    begin_process,
    plan_phase,
    publish_process,
)
from isegoria.commons.processes.tests.water import SLUG, load_water
from isegoria.core import clock
from isegoria.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
OPENS = datetime(2026, 3, 12, 8, 0, 30, tzinfo=UTC)
CLOSES = datetime(2026, 3, 26, 8, 0, 30, tzinfo=UTC)


def published(slug: str, phases: int = 1) -> Process:
    process = begin_process(
        actor=SYSTEM,
        slug=slug,
        title={"fr": slug, "en": f"English {slug}"},
        summary={"fr": "Résumé"},
    )
    activity = add_activity(
        actor=SYSTEM,
        process=process,
        capability="processes",
        slug="rdv",
        title={"fr": "Rendez-vous"},
    )
    for day in range(phases):
        plan_phase(
            actor=SYSTEM,
            activity=activity,
            kind=MILESTONE.code,
            opens_at=OPENS + timedelta(days=day),
            closes_at=CLOSES + timedelta(days=day),
        )
    return publish_process(actor=SYSTEM, process=process)


def test_the_timeline_opens_and_closes_by_the_clock_alone() -> None:
    process = published("eau")
    for now, expected in (
        (OPENS - timedelta(microseconds=1), "upcoming"),
        (OPENS, "open"),
        (CLOSES - timedelta(microseconds=1), "open"),
        (CLOSES, "closed"),
    ):
        with clock.frozen(now):
            assert [step.status.value for step in process_view(process).steps] == [expected]
            (card,) = public_processes().items
            assert (card.step.status.value if card.step else "closed") == expected


def test_an_institution_s_text_falls_back_and_says_its_language() -> None:
    process = published("eau")
    with override("en"):
        page = process_view(process)
    assert (page.title, page.summary, page.language) == ("English eau", "Résumé", "en")


def test_a_list_asks_as_much_for_twelve_processes_as_for_one(django_assert_num_queries) -> None:
    published("un")
    with django_assert_num_queries(2):
        assert len(public_processes().items) == 1
    for number in range(11):
        published(f"numero-{number}", phases=3)
    with django_assert_num_queries(2):
        assert len(public_processes().items) == 12


def test_the_pages_ask_little_of_the_database(django_assert_max_num_queries) -> None:
    load_water()
    addresses = (
        reverse("home"),
        reverse("processes:list"),
        reverse("processes:page", args=[SLUG]),
    )
    with clock.frozen(clock.now()):
        for address in addresses:
            Client().get(address)  # the numbers of a process are counted once a minute
            with django_assert_max_num_queries(6):
                assert Client().get(address).status_code == 200


def test_a_relation_that_the_query_did_not_load_is_an_error() -> None:
    published("eau")
    with pytest.raises(FieldFetchBlocked):
        _ = Phase.objects.get().activity
    assert Phase.objects.lazily().get().activity.slug == "rdv"


def test_a_draft_is_a_404_for_all_but_the_administrators() -> None:
    begin_process(actor=SYSTEM, slug="brouillon", title={"fr": "x"}, summary={"fr": "x"})
    address = reverse("processes:page", args=["brouillon"])
    citizen = open_account(actor=SYSTEM, email="c@exemple.test", display_name="C")
    boss = open_account(
        actor=SYSTEM, email="a@exemple.test", display_name="A", is_administrator=True
    )
    answers = []
    for account in (None, citizen, boss):
        client = Client()
        if account is not None:
            client.force_login(account)
        answers.append(client.get(address).status_code)
    assert answers == [404, 404, 200]
    assert (
        Client().get(reverse("processes:export-timeline-csv", args=["brouillon"])).status_code
        == 404
    )


def test_programs_list_drafts_for_who_may_read_them_and_for_nobody_else() -> None:
    boss = open_account(
        actor=SYSTEM, email="a@exemple.test", display_name="A", is_administrator=True
    )
    published("eau")
    begin_process(actor=SYSTEM, slug="brouillon", title={"fr": "x"}, summary={"fr": "x"})
    client = Client()
    assert [each["slug"] for each in client.get("/api/v1/processes").json()["items"]] == ["eau"]
    client.force_login(boss)
    assert [each["slug"] for each in client.get("/api/v1/processes").json()["items"]] == [
        "brouillon",
        "eau",
    ]


def test_an_archived_process_stays_readable() -> None:
    process = published("eau")
    archive_process(actor=SYSTEM, process=process)
    answer = Client().get(reverse("processes:page", args=["eau"]))
    assert "Cette démarche est terminée" in answer.content.decode()


def test_nothing_published_is_said_kindly() -> None:
    assert "Aucune démarche" in Client().get(reverse("processes:list")).content.decode()


def test_a_process_is_found_in_both_languages_and_read_by_programs() -> None:
    load_water()
    for words, expected in (("ete plus sec", True), ("drier summer", True), ("licorne", False)):
        results = Client().get(reverse("search"), {"q": words}).content.decode()
        assert (SLUG in results) is expected, words
    listing = Client().get("/api/v1/processes").json()
    assert [process["slug"] for process in listing["items"]] == [SLUG]
    whole = Client().get(f"/api/v1/processes/{SLUG}").json()
    assert len(whole["phases"]) == 6


def test_the_timeline_leaves_as_a_table() -> None:
    load_water()
    answer = Client().get(reverse("processes:export-timeline-csv", args=[SLUG]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 7
    assert lines[0].startswith("phase,activity,kind,title.fr")


def test_the_timeline_leaves_as_a_feed_and_on_paper() -> None:
    load_water()
    feed = Client().get(reverse("processes:feed", args=[SLUG])).content.decode()
    assert feed.count("<entry>") == 6
    paper = Client().get(reverse("processes:pdf", args=[SLUG]))
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert b"pdfuaid" in paper.content


def test_a_page_is_compressed_and_a_file_keeps_its_length() -> None:
    load_water()
    reader = Client(headers={"Accept-Encoding": "gzip"})
    assert reader.get(reverse("processes:page", args=[SLUG])).headers["Content-Encoding"] == "gzip"
    for form in ("csv", "xlsx"):
        file = reader.get(reverse(f"processes:export-timeline-{form}", args=[SLUG]))
        assert "Content-Encoding" not in file.headers
        assert int(file.headers["Content-Length"]) == len(b"".join(file.streaming_content))


@pytest.mark.parametrize("address", ["/api/v1/processes/%00", "/demarches/a%00b/", "/%00"])
def test_an_address_that_no_database_can_hold_is_not_there(address: str) -> None:
    assert Client().get(address).status_code == 404
