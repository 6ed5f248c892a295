"""Sending, keeping, serving and removing files."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override

from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, SYSTEM, Actor
from isegoria.core.errors import Conflict, Invalid, Refused
from isegoria.core.files import handlers, services, store
from isegoria.core.files.erasure import erase_files
from isegoria.core.files.formats import DOCUMENTS, IMAGES, TABLES
from isegoria.core.files.kinds import UploadKind
from isegoria.core.files.models import Upload
from isegoria.core.files.services import keep_file, remove_file, send_file
from isegoria.core.files.states import UploadState
from isegoria.core.files.tasks import sweep
from isegoria.core.files.tests import hostile
from isegoria.core.files.views import upload_view
from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy

pytestmark = pytest.mark.django_db
PORTRAIT = UploadKind("tests.portrait", "Portrait", IMAGES)
PAPER = UploadKind("tests.paper", "Paper", DOCUMENTS, max_octets=2_000_000)
AWA, BOB = Actor(person_id=uuid4()), Actor(person_id=uuid4())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def send(content, kind=PAPER, actor=AWA, name="note.pdf", **more):
    return send_file(actor=actor, kind=kind, file=io.BytesIO(content), name=name, **more)


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def problems(**given):
    with pytest.raises(Invalid) as refused:
        send(**given)
    with override("en"):
        return [str(problem) for problem in refused.value.problems]


def ask(upload, actor=ANONYMOUS, policy=None, **headers):
    policy = policy or Policy("tests.read", "Read", EVERYONE)
    request = RequestFactory().get("/file", headers=headers)
    request.actor = actor
    return upload_view(policy, load=lambda _request: upload)(request)


def body(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_document_is_stored_under_a_name_nobody_chose(folder):
    upload = send(hostile.pdf(), name="../../<svg onload=x>.html")
    (path,) = on_disk(folder)
    assert path.read_bytes() == hostile.pdf()
    assert path.name == upload.stored_name.rsplit("/", 1)[-1]
    assert len(path.name) == 64
    assert (upload.content_type, upload.size) == ("application/pdf", len(hostile.pdf()))
    assert upload.served_name == "svg-onloadx.pdf"
    assert "/" not in upload.original_name


def test_an_image_is_stored_as_its_clean_copy(folder):
    upload = send(hostile.photo(), PORTRAIT, name="me.png", alt="A red square")
    (path,) = on_disk(folder)
    assert hostile.SECRET not in path.read_bytes()
    assert (upload.content_type, upload.width, upload.height) == ("image/jpeg", 20, 40)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"content": b""}, "empty"),
        ({"content": hostile.SCRIPT, "name": "a.pdf"}, "none of the formats"),
        ({"content": hostile.picture(), "name": "a.pdf"}, "none of the formats"),
        ({"content": hostile.pdf() + bytes(2_000_000)}, "larger than 2 MB"),
        ({"content": hostile.picture(), "kind": PORTRAIT}, "what this image shows"),
        ({"content": hostile.picture()[:60], "kind": PORTRAIT, "alt": "x"}, "cannot be read"),
        (
            {"content": hostile.png_claiming(9**5, 9**5), "kind": PORTRAIT, "alt": "x"},
            "too many pixels",
        ),
    ],
)
def test_what_cannot_be_kept_leaves_nothing_behind(folder, given, said):
    assert any(said in problem for problem in problems(**given))
    assert not on_disk(folder)
    assert not Upload.objects.exists()


def test_all_faults_come_at_once():
    assert len(problems(content=hostile.picture()[:60], kind=PORTRAIT)) == 2


def test_nobody_sends_a_file_without_saying_who_they_are():
    with pytest.raises(Refused):
        send(hostile.pdf(), actor=ANONYMOUS)
    assert send(hostile.pdf(), actor=SYSTEM).owner is None


def test_one_person_cannot_fill_the_disk(monkeypatch):
    monkeypatch.setattr(services, "QUOTA_FILES", 2)
    send(hostile.pdf())
    send(hostile.pdf())
    assert any("as much as one person" in problem for problem in problems(content=hostile.pdf()))
    send(hostile.pdf(), actor=BOB)
    monkeypatch.setattr(services, "QUOTA_OCTETS", len(hostile.pdf()) + 1)
    assert problems(content=hostile.pdf(), actor=BOB)


def test_a_row_that_cannot_be_written_leaves_no_octets(folder):
    nameless = UploadKind(None, "x", PAPER.formats)
    with pytest.raises(IntegrityError):
        send(hostile.pdf(), nameless)
    assert not on_disk(folder)


def test_a_table_may_be_sent_where_tables_are_wanted():
    kind = UploadKind("tests.table", "Table", TABLES)
    upload = send(b"a;b\n1;2\n", kind, name="x.html")
    assert (upload.content_type, upload.served_name) == ("text/csv", "x.csv")


def test_a_document_is_served_as_a_download_that_can_run_nothing():
    content = hostile.pdf().replace(b"1 0 obj", hostile.SCRIPT)
    response = ask(send(content, name='x"\r\nevil.html'))
    assert response["Content-Disposition"] == 'attachment; filename="x-evil.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body(response) == content


def test_an_image_is_shown_in_its_place():
    response = ask(send(hostile.picture(), PORTRAIT, alt="A red square"))
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"] == "image/png"
    body(response)


def test_the_policy_of_the_route_decides_each_time():
    upload = send(hostile.pdf())
    private = Policy("tests.private", "Read", SIGNED_IN)
    response = ask(upload, AWA, private)
    assert response["Cache-Control"] == "private, no-cache"
    etag = response["ETag"]
    body(response)
    assert ask(upload, ANONYMOUS, private).status_code == 302
    replayed = ask(upload, ANONYMOUS, private, **{"if-none-match": etag})
    assert replayed.status_code == 302
    assert ask(upload, AWA, private, **{"if-none-match": etag}).status_code == 304


def test_octets_that_are_gone_are_not_found():
    upload = send(hostile.pdf())
    store.drop(upload.stored_name)
    with pytest.raises(Http404):
        ask(upload)


def test_removing_a_file_removes_its_octets(folder, django_capture_on_commit_callbacks):
    upload = send(hostile.pdf())
    with pytest.raises(Refused):
        remove_file(actor=BOB, ref=upload.ref)
    assert on_disk(folder)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(actor=AWA, ref=upload.ref)
    assert not on_disk(folder)
    assert not Upload.objects.exists()


def test_a_file_is_kept_by_its_owner_and_once():
    upload = send(hostile.pdf())
    with pytest.raises(Refused):
        keep_file(actor=BOB, ref=upload.ref)
    assert keep_file(actor=AWA, ref=upload.ref).state == UploadState.KEPT
    with pytest.raises(Conflict):
        keep_file(actor=AWA, ref=upload.ref)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_removes_what_nothing_cites(folder):
    kept = send(hostile.pdf())
    keep_file(actor=AWA, ref=kept.ref)
    send(hostile.pdf())
    orphan = store.put(io.BytesIO(b"octets that no row knows"))
    assert sweep() == 0
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert sweep() == 2
    assert Upload.objects.get() == kept
    assert [path.name for path in on_disk(folder)] == [kept.stored_name.rsplit("/", 1)[-1]]
    assert orphan not in kept.stored_name


def test_forgetting_a_person_takes_their_files(folder, django_capture_on_commit_callbacks):
    send(hostile.pdf())
    other = send(hostile.pdf(), actor=BOB)
    with django_capture_on_commit_callbacks(execute=True):
        erase_files(AWA.person_id)
    assert Upload.objects.get() == other
    assert len(on_disk(folder)) == 1


def test_a_request_with_too_many_octets_is_stopped(monkeypatch):
    monkeypatch.setattr(handlers, "CEILING", 10)
    handler = handlers.BoundedUploadHandler()
    assert handler.receive_data_chunk(b"12345", 0) == b"12345"
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"678901", 5)
