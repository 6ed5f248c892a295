"""Visitors without an account: recognised by a cookie from their first act on.

Where an activity asks for no verification, somebody can act without signing in. Their first act makes a
:class:`Person` and gives their browser a random secret; its keyed digest is a proof of that person. Nobody
gets a cookie for reading.

A view whose policy lets somebody in who has no account says so, and asks who acts just before the
service::

    @page(TAKE_STANCE, load=..., methods=POST, anonymous_post="positions need no account here")
    def take_stance(request, post):
        actor = visitors.actor_for_act(request)   # signed in, known by cookie, or new
        services.take_stance(actor=actor, post=post, ...)
        return redirect(...)

That is all: :class:`VisitorMiddleware` puts the cookie on whatever answer the view gives. The policy has
been asked before (``page`` does it), and the service asks it again with the actor that it is given; a
visitor who was never asked their age is refused with the code ``age``, and the page that asks it makes
the person. So most people are known before their first text.

On the request, ``request.actor`` is the person of the cookie (``by_cookie=True``) without any query for
somebody who has none. At sign-in and sign-up, what was done by cookie goes to the account's person
(:mod:`isegoria.commons.people.merging`) and the cookie goes.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from isegoria.commons.abuse.admitting import admit_newcomer
from isegoria.commons.people.models import Person, Proof
from isegoria.commons.people.proofs import attach, proof_key, touch
from isegoria.core import clock
from isegoria.core.actor import ANONYMOUS, Actor, Verification
from isegoria.core.journal.kinds import Private
from isegoria.core.routes import actor_of
from isegoria.core.service import service
from isegoria.core.tasks.recurring import Recurring

COOKIE_LIFE = timedelta(days=400)
"""What browsers keep a cookie at most, and how long a visitor who does nothing more is remembered."""
SECRET_BYTES = 32
_TO_SET, _TO_FORGET = "_visitor_secret", "_visitor_forgotten"


def cookie_name() -> str:
    """The name of the cookie; in production, one that browsers bind to this very host over HTTPS."""
    return "__Host-visitor" if settings.SESSION_COOKIE_SECURE else "visitor"


def actor_of_visitor(request: HttpRequest) -> Actor:
    """Whom the cookie of a request recognises: one query, none without a cookie."""
    proof = _proof(request)
    return ANONYMOUS if proof is None else _actor(proof.person)


def actor_for_act(request: HttpRequest) -> Actor:
    """Who acts by this request: the person signed in, the one of the cookie, or a new one.

    Call it in the transaction of nothing, just before the service, in views that declare
    ``anonymous_post``. The actor also becomes ``request.actor``. A new person comes in through
    :func:`isegoria.commons.abuse.admitting.admit_newcomer`, whose page sends the form again.
    """
    actor = actor_of(request)
    if actor.is_anonymous:
        admit_newcomer(request)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        actor = _actor(welcome_visitor(actor=ANONYMOUS, secret=secret))
        setattr(request, _TO_SET, secret)
        cast("Any", request).actor = actor
    elif actor.by_cookie and (proof := _proof(request)) is not None:
        touch(proof)
        setattr(request, _TO_SET, request.COOKIES[cookie_name()])
    return actor


def person_of_visitor(request: HttpRequest) -> Person | None:
    """The person of the cookie, whether or not an account is signed in as well."""
    proof = _proof(request)
    return proof.person if proof is not None else None


def forget_cookie(request: HttpRequest) -> None:
    """Take the cookie off the browser with the answer to this request."""
    setattr(request, _TO_FORGET, True)


@service(journal=Private("a visitor who begins to take part has done nothing public yet"))
def welcome_visitor(*, actor: Actor, secret: str) -> Person:  # noqa: ARG001 - nobody is known yet
    """A new person, recognised by the secret of a cookie."""
    person = Person.objects.create()
    attach(person, Proof.Kind.COOKIE, secret)
    return person


def forget_rested_cookies() -> int:
    """Delete the proofs by cookie that nobody has shown for 400 days, and answer how many."""
    rested = Proof.objects.filter(kind=Proof.Kind.COOKIE, used_at__lt=clock.now() - COOKIE_LIFE)
    deleted, _by_model = rested.delete()
    return deleted


FORGET_COOKIES = Recurring("people.forget_cookies", timedelta(days=1), forget_rested_cookies)


class VisitorMiddleware:
    """Gives the cookie to who has just acted for the first time, and takes it from who signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        secure = bool(settings.SESSION_COOKIE_SECURE)
        if getattr(request, _TO_FORGET, False):
            response.delete_cookie(cookie_name(), samesite="Lax")
            response.cookies[cookie_name()]["secure"] = secure
        elif secret := getattr(request, _TO_SET, ""):
            response.set_cookie(
                cookie_name(),
                secret,
                max_age=COOKIE_LIFE,
                secure=secure,
                httponly=True,
                samesite="Lax",
            )
        return response


def _proof(request: HttpRequest) -> Proof | None:
    secret = request.COOKIES.get(cookie_name(), "")
    if not 0 < len(secret) <= 2 * SECRET_BYTES:
        return None
    key = proof_key(Proof.Kind.COOKIE, secret)
    return Proof.objects.select_related("person").filter(kind=Proof.Kind.COOKIE, key=key).first()


def _actor(person: Person) -> Actor:
    return Actor(
        person_id=person.pk,
        verification=Verification(person.verification),
        declared_age=person.declared_age,
        already_counted=frozenset(map(UUID, person.already_counted)),
        by_cookie=True,
    )
