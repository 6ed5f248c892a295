"""Puts the actor on the request, lazily: a page that asks nothing about the visitor sends no query."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_account, actor_for_user
from isegoria.commons.people.second_factor import has_second_factor
from isegoria.commons.people.visitors import actor_of_visitor
from isegoria.core.actor import ANONYMOUS, Actor


class ActorMiddleware:
    """``request.actor``: who acts, as policies see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _who(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _who(request: HttpRequest) -> Actor:
    """Nobody is known without a cookie, and then the session is not even looked at: the answer is the
    same for all and a cache may keep it."""
    if not request.COOKIES:
        return ANONYMOUS
    user, proved = request.user, has_second_factor(request)
    if isinstance(user, Account) and user.is_active and "person" in user._state.fields_cache:
        return actor_for_account(user, user.person, second_factor=proved)  # as the session read it
    actor = actor_for_user(user, second_factor=proved)
    return actor_of_visitor(request) if actor.is_anonymous else actor
