"""The routes of exports: who may, what the headers say, and what a failure looks like."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.errors import Refused
from isegoria.core.exports import Export, ExportColumn, ExportError, Format, Kind, views
from isegoria.core.exports.bundle import Bundle, Part
from isegoria.core.policy import EVERYONE, SIGNED_IN, Policy, about_actor

pytestmark = (
    pytest.mark.django_db
)  # closing a response ends its request, and that asks the database

OPEN = Policy("tests.open", "Read", EVERYONE)
MEMBERS = Policy(
    "tests.members",
    "Read",
    about_actor("no", "Members only.", lambda actor: not actor.is_anonymous),
)
CITIZEN = Actor(person_id=uuid4())


def export(policy=OPEN, rows=lambda *_subject: [{"id": 1}]):
    return Export(
        name="lines",
        label="Lines",
        columns=(ExportColumn("id", "Id", Kind.INTEGER),),
        rows=rows,
        policy=policy,
    )


def ask(view, actor=ANONYMOUS, address="/x.csv", **headers):
    request = RequestFactory().get(address, headers=headers)
    request.actor = actor
    return view(request)


def body(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_public_export_is_a_named_attachment_that_caches_may_check_again():
    response = ask(views.export_view(export(), Format.CSV))
    assert response["Content-Disposition"] == 'attachment; filename="lines.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-cache"
    content = body(response)
    assert response["Content-Length"] == str(len(content))
    again = ask(views.export_view(export(), Format.CSV), **{"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_private_export_is_refused_to_others_and_kept_by_nobody():
    view = views.export_view(export(MEMBERS), Format.CSV)
    with pytest.raises(Refused):
        ask(view)
    response = ask(view, CITIZEN)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    body(response)


def test_a_route_declares_the_policy_of_its_export():
    for pattern in views.export_urls(export(MEMBERS), "lines"):
        assert pattern.callback.policy is MEMBERS


def test_the_policy_judges_what_the_address_names():
    seen = []

    def load(_request: HttpRequest, number: int):
        if number > 1:
            raise Http404
        return number

    def rows(subject):
        seen.append(subject)
        return [{"id": subject}]

    view = views.export_view(export(rows=rows), Format.JSON, load=load)
    request = RequestFactory().get("/1")
    assert body(view(request, number=1)) == b'[\n{"id": 1}\n]\n'
    assert seen == [1]
    with pytest.raises(Http404):
        view(request, number=2)


def test_an_export_that_fails_midway_sends_nothing():
    def rows():
        yield {"id": 1}
        yield {"id": "not a number"}

    for format_ in Format:
        with pytest.raises(ExportError):
            ask(views.export_view(export(rows=rows), format_))


def test_unknown_options_are_ignored_and_never_repeated():
    response = ask(
        views.export_view(export(), Format.CSV), address="/x.csv?headers=<b>&mark=%0d%0a"
    )
    assert b"<b>" not in body(response) + str(response.headers).encode()


def test_the_next_of_too_many_exports_is_asked_to_come_back():
    answers = []

    def rows():
        if len(answers) <= views.AT_ONCE:
            answers.append(None)
            answers.append(status(rows))
        return [{"id": 1}]

    def status(rows):
        response = ask(views.export_view(export(rows=rows), Format.CSV))
        response.close()
        return response.status_code

    assert status(rows) == 200
    assert 503 in answers
    assert status(lambda: [{"id": 1}]) == 200


def test_a_bundle_leaves_out_what_its_reader_may_not_have():
    private = Export(
        name="names",
        label="Names",
        columns=(ExportColumn("id", "Id", Kind.INTEGER),),
        rows=lambda: [{"id": 2}],
        policy=Policy("tests.members", "Read", SIGNED_IN),
    )
    whole = Bundle("all", "All", "", "https://example.org", (Part(export()), Part(private)))
    view = views.bundle_view(OPEN, lambda: whole)

    def names(actor):
        return zipfile.ZipFile(io.BytesIO(body(ask(view, actor)))).namelist()

    assert "data/names.csv" in names(CITIZEN)
    assert "data/names.csv" not in names(ANONYMOUS)
