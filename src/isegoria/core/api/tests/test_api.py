"""The API seen from outside: policies, pages, errors, conditional answers, its description."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest
from django.urls import include, path
from ninja import Router as BareRouter
from ninja import Schema

from isegoria.core.api.operations import Listing, Router
from isegoria.core.api.scaffold import api_urls, build
from isegoria.core.component import Component
from isegoria.core.decision import no
from isegoria.core.errors import Conflict, Invalid
from isegoria.core.policy import EVERYONE, SIGNED_IN, Condition, Policy, concealed
from isegoria.core.routes import policy_of
from isegoria.core.ui.pagination import Page

pytestmark = pytest.mark.urls(__name__)
OPENS = datetime(2027, 1, 1, tzinfo=UTC)

READ = Policy("things.read", "Read a thing", EVERYONE)
READ_MINE = Policy("things.mine", "Read mine", SIGNED_IN)
READ_LATER = Policy(
    "things.later",
    "Read later",
    Condition(
        "later",
        "Not yet.",
        test=lambda _ask: no("not_yet", "Opens on 1 January.", when=OPENS),
        rows=lambda _actor, _now: None,
    ),
)
READ_HIDDEN = Policy("things.hidden", "Read hidden", concealed(READ_LATER.predicate))


class Thing(Schema):
    """A thing."""

    ref: UUID
    title: str
    at: datetime


@dataclass(frozen=True)
class Row:
    ref: UUID
    title: str
    at: datetime


ROW = Row(uuid4(), "<b>Été</b>", OPENS)
router = Router()


def load_thing(_request: HttpRequest, ref: UUID, **_kwargs: str) -> Row:
    if ref != ROW.ref:
        raise Http404
    return ROW


@router.read("/things", policy=READ)
def list_things(_request: HttpRequest, size: int = 20, cursor: str = "") -> Listing[Thing]:
    """Every thing, page by page."""
    return Listing.of(Page((ROW,) * min(size, 3), next="more" if size == 3 else ""))


@router.read("/things/{uuid:ref}", policy=READ, load=load_thing)
def thing(_request: HttpRequest, row: Row, shout: bool = False) -> Thing:
    """One thing."""
    return {"ref": row.ref, "title": row.title.upper() if shout else row.title, "at": row.at}


@router.read("/mine", policy=READ_MINE)
def mine(_request: HttpRequest) -> Thing:
    return ROW


@router.read("/later", policy=READ_LATER)
def later(_request: HttpRequest) -> Thing:
    return ROW


@router.read("/hidden", policy=READ_HIDDEN)
def hidden(_request: HttpRequest) -> Thing:
    return ROW


@router.read("/conflict", policy=READ)
def conflict(_request: HttpRequest) -> Thing:
    raise Conflict("It changed.")


@router.read("/invalid", policy=READ)
def invalid(_request: HttpRequest) -> Thing:
    raise Invalid("Two faults.", ["one", "two"])


served = build([Component(name="things", label="Things", api=lambda: router)])
patterns, application, namespace = api_urls(served)
urlpatterns = [
    path("api/v1/", (patterns, application, namespace)),
    path("", include([])),
]


def get(client, address, **headers):
    return client.get(f"/api/v1{address}", headers=headers)


def told(response):
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:isegoria:problem:{body['code']}"
    return body


def test_a_list_is_a_page_with_its_neighbours(client):
    body = get(client, "/things?size=3").json()
    assert len(body["items"]) == 3
    assert (body["next"], body["previous"]) == ("more", None)
    assert body["items"][0] == {
        "ref": str(ROW.ref),
        "title": ROW.title,
        "at": "2027-01-01T00:00:00Z",
    }


def test_an_object_is_loaded_from_its_address(client):
    assert get(client, f"/things/{ROW.ref}").json()["title"] == ROW.title
    assert get(client, f"/things/{ROW.ref}?shout=true").json()["title"] == ROW.title.upper()


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"/things/{UUID(int=404)}", 404, "not_found"),
        ("/things?size=many", 400, "invalid_request"),
        ("/mine", 401, "sign_in"),
        ("/later", 403, "not_yet"),
        ("/hidden", 404, "not_found"),
        ("/conflict", 409, "conflict"),
        ("/invalid", 422, "invalid"),
    ],
)
def test_errors_have_one_shape_and_a_stable_code(client, address, status, code):
    response = get(client, address)
    assert (response.status_code, told(response)["code"]) == (status, code)


def test_what_is_hidden_answers_like_what_never_was(client):
    assert get(client, "/hidden").content == get(client, f"/things/{uuid4()}").content


def test_a_refusal_says_when_it_may_change(client):
    assert told(get(client, "/later"))["when"] == OPENS.isoformat()


def test_a_fault_is_told_and_never_echoed(client):
    body = told(get(client, "/things?size=%3Cscript%3E"))
    assert body["problems"][0]["where"] == "query.size"
    assert "script" not in json.dumps(body)


def test_all_problems_of_a_service_are_told(client):
    assert told(get(client, "/invalid"))["problems"] == [{"detail": "one"}, {"detail": "two"}]


def test_an_answer_already_held_is_not_sent_again(client):
    first = get(client, "/things")
    again = get(client, "/things", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, "/things?size=1")["ETag"] != first["ETag"]


def test_head_is_get_without_its_body(client):
    response = client.head("/api/v1/things")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == get(client, "/things")["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)("/api/v1/things")
    assert (response.status_code, told(response)["code"]) == (405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


def test_every_route_of_the_api_declares_its_policy():
    assert all(policy_of(pattern.callback, pattern.name) for pattern in patterns)
    by_name = {pattern.name: pattern.callback.policy for pattern in patterns}
    assert by_name["mine"] is READ_MINE


def test_an_operation_without_a_policy_is_refused_at_import():
    with pytest.raises(ImproperlyConfigured, match="declares no policy"):
        Router().get("/open")(lambda _request: None)
    with pytest.raises(TypeError):
        Router().read("/open")
    with pytest.raises(ImproperlyConfigured, match="not a Router of ours"):
        build([Component(name="x", label="X", api=BareRouter)])


def test_the_description_is_openapi_31(client):
    schema = get(client, "/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    operation = schema["paths"]["/api/v1/things/{ref}"]["get"]
    assert operation["x-policy"] == "things.read"
    assert [(item["in"], item["name"]) for item in operation["parameters"]] == [
        ("path", "ref"),
        ("query", "shout"),
    ]
    assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
    assert "Problem" in schema["components"]["schemas"]
    assert all(set(methods) == {"get"} for methods in schema["paths"].values())
