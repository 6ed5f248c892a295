"""What the team sees: the page of imports and the figures of participation."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from isegoria.capabilities.consultation import dashboard
from isegoria.capabilities.consultation.import_models import ImportedPerson, ImportReport
from isegoria.capabilities.consultation.import_people import (
    forget_imported,
    forget_reports,
    merge_imported,
)
from isegoria.capabilities.consultation.tests.support import proposal, told
from isegoria.commons.moderation.models import Report, Ruling
from isegoria.commons.moderation.states import Act, Reason
from isegoria.commons.people.models import Account
from isegoria.commons.posts import services
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, World, citizen, text_of
from isegoria.core import clock, minute
from isegoria.core.files.models import Upload
from isegoria.core.tasks import worker

IMPORT = "/en/processes/eau/manage/import/"
FIGURES = "/en/processes/eau/manage/participation/"
POSTS = "id,title,text,author\np1,Des mares,Creusons des mares.,a1\n"
STANCES = "post,person,value\np1,v1,agree\n"


@pytest.fixture
def team(place: World) -> Client:
    """Somebody who runs the site."""
    boss = Account.objects.create_user("o@exemple.test", is_administrator=True)
    client = Client()
    client.force_login(boss)
    return client


def sent(**changes: Any) -> dict[str, Any]:
    """What the form of the page of imports sends."""
    return {
        "activity": "textes",
        "posts": SimpleUploadedFile("p.csv", POSTS.encode()),
        "stances": SimpleUploadedFile("s.csv", STANCES.encode()),
        **changes,
    }


def test_a_trial_changes_nothing_and_tells_what_would_come(team: Client) -> None:
    assert team.post(IMPORT, sent(is_trial="on")).status_code == 302
    worker.drain()
    assert "This was a trial: nothing was changed" in text_of(team.get(IMPORT))
    assert not Post.objects.exists()


def test_an_import_is_done_by_a_worker_and_its_files_go(team: Client) -> None:
    team.post(IMPORT, sent())
    assert Upload.objects.count() == 2
    worker.drain()
    assert Post.objects.get().agree_count == 1
    assert "Imported. New texts: 1; new positions: 1; new people: 2." in text_of(team.get(IMPORT))
    assert not Upload.objects.exists()


def test_the_page_shows_each_wrong_line(team: Client) -> None:
    wrong = SimpleUploadedFile("s.csv", STANCES.replace("p1,", "p7,").encode())
    team.post(IMPORT, sent(stances=wrong))
    worker.drain()
    page = text_of(team.get(IMPORT))
    assert "Positions, line 2: There is no text “p7”." in page
    assert "Nothing was imported." in page


def test_a_file_that_is_no_table_is_refused_at_once(team: Client) -> None:
    page = text_of(team.post(IMPORT, sent(posts=SimpleUploadedFile("p.csv", b"%PDF-1.7 x"))))
    assert "none of the formats that are accepted here" in page


def test_nobody_else_finds_these_pages(camille: "tuple[Client, Any]") -> None:
    client, _actor = camille
    assert [client.get(page).status_code for page in (IMPORT, FIGURES)] == [404, 404]


def test_the_figures_count_people_once_and_say_who_is_loudest(team: Client, place: World) -> None:
    first, second = citizen(), citizen("B")
    text = proposal(first, place, theme=place.theme)
    services.take_stance(actor=first, ref=text.ref, value=1)
    other = told(first, place)
    for post in (text, other):
        services.take_stance(actor=second, ref=post.ref, value=1)
    found = dashboard.figures(place.process)
    assert (found.people, found.voters, found.stances) == (2, 2, 3)
    assert found.loudest == pytest.approx(2 / 3)
    assert found.days == {timezone.localdate(NOW): (2, 0)}
    assert sorted(count for _title, count in found.themes) == [1, 1]
    assert found.channels == {"web": (2, 3)}
    page = text_of(team.get(FIGURES))
    assert "67%" in page
    assert "Rivières" in page


def test_the_delay_of_moderation_runs_from_the_first_report(place: World) -> None:
    post = proposal(citizen(), place)
    ruling = Ruling.objects.create(
        post=post, act=Act.HIDE, reason=Reason.choices[0][0], at=NOW + timedelta(hours=6)
    )
    Report.objects.create(post=post, reason=Reason.choices[0][0], at=NOW, ruling=ruling)
    found = dashboard.figures(place.process)
    assert (found.decisions, found.delay) == (1, timedelta(hours=6))


def test_the_figures_take_the_same_statements_whatever_there_is(team: Client, place: World) -> None:
    def asked() -> int:
        minute.kept.clear()
        with CaptureQueriesContext(connection) as statements:
            assert team.get(FIGURES).status_code == 200
        return len(statements)

    team.get(FIGURES)
    before = asked()
    for rank in range(4):
        services.take_stance(
            actor=citizen(), ref=proposal(citizen(), place, title=f"T{rank}").ref, value=1
        )
    assert asked() == before


def test_the_figures_are_counted_once_a_minute(team: Client, place: World) -> None:
    team.get(FIGURES)
    proposal(citizen(), place)
    assert dashboard.figures_of_the_minute(place.process).people == 0
    with clock.frozen(NOW + timedelta(minutes=1)):
        assert dashboard.figures_of_the_minute(place.process).people == 1


def test_references_of_people_are_forgotten_and_merged(place: World) -> None:
    one, two = citizen(), citizen()
    assert one.person_id is not None
    assert two.person_id is not None
    ImportedPerson.objects.create(activity=place.activity, reference="v1", person_id=one.person_id)
    merge_imported(two.person_id, one.person_id)
    assert ImportedPerson.objects.get().person_id == two.person_id
    forget_imported(two.person_id)
    assert not ImportedPerson.objects.exists()


def test_a_report_goes_after_thirty_days(place: World) -> None:
    ImportReport.objects.create(activity=place.activity, lines={}, at=NOW - timedelta(days=29))
    assert forget_reports() == 0
    with clock.frozen(NOW + timedelta(days=2)):
        assert forget_reports() == 1


def test_days_are_drawn_for_one_year_at_most(team: Client, place: World) -> None:
    Post.objects.filter(pk=proposal(citizen(), place).pk).update(
        published_at=NOW - timedelta(days=2_000)
    )
    proposal(citizen(), place)
    page = text_of(team.get(FIGURES))
    assert page.count('<th scope="row">') < 400
    assert "2020" not in page
