"""The pages of one's own data: whoever is not the person gets nothing, at any time."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from isegoria.commons.people.models import Account, Person
from isegoria.commons.people.tests.support import account, sign_in
from isegoria.commons.processes.models import Body, BodyKind, Membership, Process, TeamRole
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.files import store
from isegoria.core.files.formats import DOCUMENTS
from isegoria.core.files.kinds import UploadKind
from isegoria.core.files.models import Upload
from isegoria.core.files.services import send_file
from isegoria.core.tasks.worker import drain
from isegoria.site.owndata.models import DataCopy

pytestmark = pytest.mark.django_db

HOME, COPY, LEAVE, FAREWELL = (
    reverse(f"owndata:{name}") for name in ("home", "copy", "leave", "farewell")
)


@pytest.fixture
def client() -> Client:
    """Zoé, who has just signed in."""
    account()
    visitor = Client()
    sign_in(visitor)
    return visitor


def grow_old(client: Client) -> None:
    """Make the session one that proved itself a while ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def asks(client: Client) -> None:
    """Ask for a copy and have it made."""
    assert client.post(HOME).status_code == 302
    drain()


def test_a_copy_is_asked_for_made_told_and_fetched(client: Client) -> None:
    assert COPY not in client.get(HOME).text
    client.post(HOME)
    client.post(HOME)
    assert DataCopy.objects.count() == 1, "asked twice, it is one"
    assert client.get(COPY).status_code == 404
    mail.outbox.clear()
    drain()
    assert [letter.to for letter in mail.outbox] == [["z@exemple.test"]]
    assert HOME in mail.outbox[0].body
    assert COPY in client.get(HOME).text
    answer = client.get(COPY)
    assert "no-store" in answer.headers["Cache-Control"]
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        assert "z@exemple.test" in archive.read("data.json").decode()
        assert "z@exemple.test" in archive.read("data.html").decode()
    client.post(HOME)
    assert DataCopy.objects.get().ready_at is None, "a new one replaces the former"


def test_the_files_that_one_sent_are_in_the_copy(client: Client) -> None:
    person = Person.objects.get()
    for number in range(2):
        send_file(
            actor=Actor(person_id=person.pk),
            kind=UploadKind("test.note", "Note", DOCUMENTS),
            file=BytesIO(b"%PDF-1.7\n" + bytes(300_000) + b"\n%%EOF"),
            name=f"../mon plan {number}.pdf",
        )
    gone = Upload.objects.order_by("pk")[1]
    store.drop(gone.stored_name)
    send_file(
        actor=Actor(person_id=Person.objects.create().pk),
        kind=UploadKind("test.note", "Note", DOCUMENTS),
        file=BytesIO(b"%PDF-1.7\n%%EOF"),
        name="of somebody else.pdf",
    )
    asks(client)
    answer = client.get(COPY)
    assert answer.streaming
    pieces = list(answer)
    assert max(map(len, pieces)) < 300_000, "no file is ever whole in memory"
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "data.json",
            "data.html",
            "files/001-mon-plan-0.pdf",
            "files/missing.txt",
        ]
        assert hashlib.sha256(archive.read("files/001-mon-plan-0.pdf")).hexdigest() == (
            Upload.objects.order_by("pk")[0].sha256
        )
        assert "files/002-mon-plan-1.pdf" in archive.read("files/missing.txt").decode()


def test_a_copy_is_for_nobody_else(client: Client) -> None:
    """Attack 15: the address replayed logged out, by another account, and with a guess behind it."""
    asks(client)
    other = Client()
    account("y@exemple.test", "Yann")
    assert Client().get(COPY).status_code == 302
    sign_in(other, "y@exemple.test")
    assert other.get(COPY).status_code == 404
    copy = DataCopy.objects.get()
    for guess in (copy.pk, copy.ref, str(copy.ref)[:8], copy.person_id):
        assert client.get(f"{COPY}{guess}").status_code == 404
        assert client.get(f"{COPY}{guess}/").status_code == 404


def test_a_copy_is_there_for_a_week(client: Client) -> None:
    asks(client)
    DataCopy.objects.update(asked_at=clock.now() - timedelta(days=6, hours=23))
    assert client.get(COPY).status_code == 200
    DataCopy.objects.update(asked_at=clock.now() - timedelta(days=7))
    assert client.get(COPY).status_code == 404
    assert COPY not in client.get(HOME).text


@pytest.mark.parametrize("url", [HOME, COPY, LEAVE])
def test_an_old_session_proves_again_who_it_is(client: Client, url: str) -> None:
    asks(client)
    grow_old(client)
    answer = client.get(url)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate_by_code"))
    assert client.post(LEAVE).status_code == 302
    assert Account.objects.exists()


def test_an_account_is_deleted_from_every_device(client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    page = client.get(LEAVE)
    assert page.status_code == 200
    mail.outbox.clear()
    assert client.post(LEAVE).headers["Location"] == FAREWELL
    assert client.get(FAREWELL).status_code == 200
    assert not Account.objects.exists()
    assert not Person.objects.exists()
    for visitor in (client, elsewhere):
        assert visitor.get(HOME).headers["Location"].startswith(reverse("account_login"))
    drain()
    assert [letter.to for letter in mail.outbox] == [["z@exemple.test"]]


def refused(client: Client) -> HttpResponse:
    """The page after an account that may not go yet was asked to be deleted."""
    answer = client.post(LEAVE)
    assert answer.status_code == 409
    assert Account.objects.filter(email="z@exemple.test").exists()
    assert 'class="button grave"' not in answer.text
    return answer  # type: ignore[return-value]


def test_the_last_administrator_names_another_first(client: Client) -> None:
    Account.objects.update(is_administrator=True)
    refused(client)
    account("y@exemple.test", "Yann", is_administrator=True)
    assert client.post(LEAVE).headers["Location"] == FAREWELL


def organises(person: Person, state: str) -> dict[str, Any]:
    """Make a process that ``person`` organises alone; answers what such a mandate is."""
    now = clock.now()
    process = Process.objects.create(
        slug="eau", state=state, title={"fr": "L’eau"}, published_at=now
    )
    team = Body.objects.create(process=process, kind=BodyKind.TEAM, slug="equipe", title={})
    began = {"body": team, "role": TeamRole.ORGANISER, "began_at": now}
    Membership.objects.create(person=person, **began)
    return began


def test_the_last_organiser_is_led_to_the_team_first(client: Client) -> None:
    began = organises(Person.objects.get(), "published")
    page = refused(client).text
    assert "L’eau" in page
    assert reverse("processes:manage-body", args=["eau", "equipe"]) in page
    Membership.objects.create(person=Person.objects.create(), **began)
    assert client.post(LEAVE).headers["Location"] == FAREWELL


def test_an_archived_process_holds_nobody(client: Client) -> None:
    organises(Person.objects.get(), "archived")
    assert client.post(LEAVE).headers["Location"] == FAREWELL
