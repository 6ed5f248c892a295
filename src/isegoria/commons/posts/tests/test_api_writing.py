"""Programs that write in somebody's name: what a token opens, and what it never does."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from isegoria.commons.people.models import Account, Person
from isegoria.commons.posts.models import Post, Stance, StanceAct
from isegoria.commons.posts.tests.support import CLOSES, actor_of, citizen, published
from isegoria.commons.tokens.component import erase_tokens
from isegoria.commons.tokens.models import Token
from isegoria.commons.tokens.services import make_token, revoke_token
from isegoria.core import clock
from isegoria.core.actor import Actor, Channel

WRITE = "/api/v1/processes/eau/activities/textes/posts"
TEXT = {"kind": "plain.text", "title": "Des haies", "text": "Plantons.", "language": "fr"}


@pytest.fixture
def secret(camille: tuple[Client, Actor]) -> str:
    """A token of Camille that allows everything."""
    return make_token(
        actor=camille[1], name="Mon script", scopes=frozenset({"texts", "positions"})
    )[1]


def send(secret: str, address: str, body: Any = None, method: str = "post", **headers: str) -> Any:
    given = {"Authorization": f"Bearer {secret}", **headers} if secret else headers
    if method == "get":
        return Client().get(address, headers=given)
    return getattr(Client(), method)(
        address, json.dumps(body), content_type="application/json", headers=given
    )


def position(post: Post) -> str:
    return f"/api/v1/posts/{post.ref}/position"


def test_a_program_publishes_comments_and_takes_positions_in_its_persons_name(
    camille, secret: str, place
) -> None:
    answer = send(secret, WRITE, {**TEXT, "theme": "rivieres"})
    assert answer.status_code == 201
    post = Post.objects.get(ref=answer.json()["ref"])
    assert (post.author_id, post.channel) == (camille[1].person_id, Channel.API)
    assert answer.json()["theme"] == "rivieres"
    other = published(citizen(), place, title="Autre")
    said = send(secret, f"/api/v1/posts/{other.ref}/comments", {"text": "Oui.", "language": "fr"})
    assert (said.status_code, said.json()["comment_on"]) == (201, str(other.ref))
    taken = send(secret, position(other), {"value": 1, "qualifiers": ["loved"]}, "put")
    assert taken.json() == {"ref": str(other.ref), "value": 1, "qualifiers": ["loved"]}
    assert Stance.objects.get().channel == Channel.API
    assert StanceAct.objects.get().channel == Channel.API
    back = send(secret, position(other), None, "delete")
    assert back.json()["value"] is None
    assert not Stance.objects.exists()


def test_the_same_key_publishes_once(secret: str) -> None:
    first, second = (send(secret, WRITE, TEXT, **{"Idempotency-Key": "a-1"}) for _each in range(2))
    assert first.json()["ref"] == second.json()["ref"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("why", ["none", "wrong", "revoked", "old", "closed account"])
def test_without_a_token_that_works_nothing_is_written(camille, secret: str, why: str) -> None:
    """Seen to fail with each condition taken out of the middleware."""
    client, actor = camille
    token = Token.objects.get()
    if why == "revoked":
        revoke_token(actor=actor, token=token)
    elif why == "old":
        Token.objects.update(expires_at=clock.now())
    elif why == "closed account":
        Account.objects.update(is_active=False)
    given = {"none": "", "wrong": f"{secret}x"}.get(why, secret)
    answer = send(given, WRITE, TEXT)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert not Post.objects.exists()
    if why == "none":
        by_cookie = client.post(WRITE, json.dumps(TEXT), content_type="application/json")
        assert by_cookie.status_code == 401


def test_a_token_does_what_it_says_and_no_more(camille, place) -> None:
    _token, secret = make_token(actor=camille[1], name="Positions", scopes=frozenset({"positions"}))
    refused = send(secret, WRITE, TEXT)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    post = published(citizen(), place)
    assert send(secret, position(post), {"value": -1}, "put").status_code == 200


def test_a_token_opens_no_page_and_gives_no_rights_of_a_team(camille, secret: str, place) -> None:
    Account.objects.update(is_administrator=True)
    page = Client().get("/compte/", headers={"Authorization": f"Bearer {secret}"})
    assert page.status_code in {302, 404}
    place.process.state = "draft"
    place.process.published_at = None
    place.process.save()
    assert send(secret, "/api/v1/processes/eau", None, "get").status_code == 404


def test_the_rules_and_limits_of_pages_hold(secret: str, settings, place) -> None:
    wrong = send(secret, WRITE, {**TEXT, "title": "", "text": "x" * 1_000_000})
    assert wrong.status_code == 422
    assert wrong.json()["problems"]
    other = send(secret, WRITE, {**TEXT, "kind": "plain.comment"})
    assert (other.status_code, other.json()["code"]) == (422, "kind")
    turned = send(secret, WRITE, {**TEXT, "text": "Un \u202eetxet"})
    assert turned.status_code == 422
    assert not Post.objects.exists()
    with clock.frozen(CLOSES + timedelta(minutes=1)):
        late = send(secret, WRITE, TEXT)
        assert (late.status_code, late.json()["code"]) == (403, "closed")
    settings.LIMITS = ["publish.person=1/60"]
    found = {send(secret, WRITE, TEXT).status_code for _each in range(3)}
    assert 429 in found


def test_tokens_are_stored_as_digests_and_go_with_their_person(camille, secret: str) -> None:
    _client, actor = camille
    token = Token.objects.get()
    assert secret not in str(vars(token))
    assert len(token.digest) == 64
    other = actor_of(Person.objects.create(), roles={})
    erase_tokens(other.person_id)
    assert Token.objects.exists()
    erase_tokens(actor.person_id)
    assert send(secret, WRITE, TEXT).status_code == 401
