"""Who acts, for a request of the API that comes with a token: its person, and nobody's cookie."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from isegoria.commons.people.models import Account
from isegoria.commons.people.queries import actor_for_account
from isegoria.commons.tokens.models import Token
from isegoria.commons.tokens.rules import digest_of
from isegoria.core import clock
from isegoria.core.actor import Actor, Channel
from isegoria.core.api.problems import problem
from isegoria.core.api.scopes import allow

_SCHEME = "bearer "


class TokenMiddleware:
    """Stands inside the middleware that says who acts. Pages know no token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        if not given or not request.path_info.startswith(reverse("api-v1:api-root")):
            return self.get_response(request)
        token = _token(given)
        account = _account(token) if token is not None else None
        if token is None or account is None:
            refused = problem(401, "token", _("This token is unknown, revoked or too old."))
            refused["WWW-Authenticate"] = "Bearer"
            return refused
        request.actor = _actor(account)  # type: ignore[attr-defined]
        allow(request, frozenset(token.scopes))
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            _note_use(token)
        return self.get_response(request)


def _token(given: str) -> Token | None:
    if not given.lower().startswith(_SCHEME):
        return None
    digest = digest_of(given[len(_SCHEME) :].strip())
    return Token.objects.filter(digest=digest, expires_at__gt=clock.now()).first()


def _account(token: Token) -> Account | None:
    """The open account of whoever made a token; without one it opens nothing."""
    open_ones = Account.objects.filter(person_id=token.person_id, is_active=True)
    return open_ones.select_related("person").first()


def _actor(account: Account) -> Actor:
    """The person as a citizen: no mandate in a team, no right of an administrator goes with a token."""
    known = actor_for_account(account, account.person, second_factor=False)
    return Actor(
        person_id=known.person_id,
        verification=known.verification,
        declared_age=known.declared_age,
        already_counted=known.already_counted,
        channel=Channel.API,
    )


def _note_use(token: Token) -> None:
    today = timezone.localdate(clock.now())
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
