"""Asking for a page: through everything that stands before a view, as a browser does, or the short way.

The short way begins where the site knows who asks: resolver, policy, loader, view, template, and the pages
of refusals. What comes before (session, cookies, language, compression, headers) says the same whatever the
address; ``test_the_short_way_says_what_the_whole_way_says`` holds the two together, door by door.
"""

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from enum import Enum, auto
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.base import BaseHandler
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.backends.django import Template
from django.test import Client, RequestFactory, override_settings
from django.utils.safestring import SafeString

from isegoria.commons.people.middleware import ActorMiddleware
from isegoria.commons.people.models import Account
from isegoria.core.pdf import render

METHODS = "account_authentication_methods"
"""Where allauth remembers in a session how somebody signed in."""
A_DAY = 86_400
"""Seconds ahead of which everybody proved who they are, so that the slowest machine asks nobody again."""
FORM = "application/x-www-form-urlencoded"
_BROWSER, _READ = "attack.browser", "attack.read"


class Read(Enum):
    """How much of an answer is written out: nothing but its status, what a view shows, refusals too."""

    NOTHING = auto()
    PAGES = auto()
    ALL = auto()


class Browser(Client):
    """A client that remembers the cookies it came with, and whom they name."""

    kept: dict[str, str]
    account: Account | None = None
    held: dict[str, Any]
    actor: Any = None

    def send(self, address: str, method: str, data: Any, **options: Any) -> Any:
        """Send ``data`` as a form by POST, nothing by any other method."""
        if method == "POST":
            return self.post(address, data or {}, **options)
        return self.generic(method, address, **options)

    def settle(self) -> None:
        """Note what every request of this browser comes with."""
        self.kept = {name: morsel.value for name, morsel in self.cookies.items()}
        self.held = dict(self.session.items()) if settings.SESSION_COOKIE_NAME in self.kept else {}
        self.actor = _whom(self)


def browser(account: Account | None, *, second_factor: bool) -> Browser:
    """A browser in which ``account`` is signed in."""
    made = Browser(raise_request_exception=False)
    if account is not None:
        made.account = Account.objects.select_related("person").get(pk=account.pk)
        made.force_login(account)
        session = made.session
        record = {"method": "mfa", "type": "totp"} if second_factor else {"method": "code"}
        session[f"{METHODS}_user"] = str(account.pk)
        session[METHODS] = [{**record, "at": time.time() + A_DAY}]
        session.save()
    return made


def _whom(asking: Browser) -> Any:
    """Whom the middleware of the site would see."""
    request: Any = RequestFactory().get("/")
    request.COOKIES = asking.kept
    _introduce(request, asking)
    ActorMiddleware(lambda _request: HttpResponse())(request)
    return copy.copy(request.actor)


def _introduce(request: Any, asking: Browser) -> None:
    key = asking.kept.get(settings.SESSION_COOKIE_NAME)
    request.session = SessionStore(key)
    request.session._session_cache = copy.deepcopy(asking.held)
    request.user = AnonymousUser() if asking.account is None else copy.copy(asking.account)
    request.actor = asking.actor
    request._dont_enforce_csrf_checks = True


class Question(QueryDict):
    """What follows the ``?`` of an address. In ``read``: the names that the page asked it for."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.read: set[str] = set()
        super().__init__(*given, **named)
        self.read.clear()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return super().__contains__(name)

    def getlist(self, key: str, default: Any = None) -> Any:
        """As Django has it."""
        self.read.add(key)
        return super().getlist(key, default)


class Introduced:
    """In place of all that stands before the commons: says who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _introduce(request, request.environ[_BROWSER])  # type: ignore[attr-defined]  # a WSGI request
        return self.get_response(request)

    def process_exception(self, request: Any, raised: Exception) -> HttpResponse | None:
        """The bare status of a refusal that nobody reads; what else is raised is kept for the test."""
        request.raised = raised
        refused = 404 if isinstance(raised, Http404) else 403
        if request.environ[_READ] is Read.ALL or not isinstance(raised, Http404 | PermissionDenied):
            return None
        return HttpResponse(status=refused)


SHORT = (
    "isegoria.core.journal.middleware.CorrelationMiddleware",
    f"{__name__}.Introduced",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "isegoria.commons.abuse.middleware.AbuseMiddleware",
    "isegoria.core.routes.RouteMiddleware",
)


class ShortWay(BaseHandler):
    """From the address to the answer, by the resolver and the view of the site."""

    def __init__(self) -> None:
        with override_settings(MIDDLEWARE=SHORT):
            self.load_middleware()

    def ask(
        self, asking: Browser, address: str, method: str, data: Any, read: Read, **options: Any
    ) -> Any:
        """The answer. Raises AssertionError when the site broke over it."""
        factory: Any = RequestFactory()
        factory.defaults = {_BROWSER: asking, _READ: read}
        factory.cookies = asking.cookies
        if method == "POST":
            request: Any = factory.post(address, data or {}, **options)
        else:
            request = factory.generic(method, address, **options)
        request.raised, request.GET = None, Question(request.META["QUERY_STRING"])
        with unwritten() if read is Read.NOTHING else nullcontext():
            answer: Any = self.get_response(request)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise AssertionError(f"{method} {address} broke") from request.raised
        answer.wsgi_request = request
        return answer


@contextmanager
def unwritten() -> Iterator[None]:
    """No template is filled in and no document set: the view decides and reads all the same."""
    with (
        patch.object(Template, "render", lambda *_given, **_named: SafeString("")),
        patch.object(render, "_typeset", lambda *_given: b"%PDF"),
    ):
        yield
