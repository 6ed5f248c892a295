"""Every route declares its policy. A view without one is never reached.

::

    @page(READ_PROCESS, load=queries.process_by_slug)
    def process_page(request, process): ...

``load`` turns the address into an object (``load(request, **kwargs)``, raising Http404); the policy then
decides; only then does the view run. :class:`RouteMiddleware` refuses a view that declares nothing, so a
forgotten decorator is an error page, not a hole.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, reverse
from django.views.decorators.http import require_http_methods

from isegoria.core.actor import ANONYMOUS, Actor
from isegoria.core.decision import Decision
from isegoria.core.errors import Refused
from isegoria.core.policy import Policy

FORM = ("GET", "HEAD", "POST")
"""The methods of a page that shows a form and receives it."""
POST = ("POST",)
"""The method of a button."""
_SAFE = frozenset({"GET", "HEAD"})
_DETOURS = {"sign_in": "account_login", "second_factor": "mfa_index"}
"""Where a refusal leads that the visitor can lift at once, and come back: its code and that route."""

type View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Who makes this request. The commons put the actor there; nobody is the safe default."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def asked_for(request: HttpRequest, name: str) -> Any:
    """What the address says of ``name``, which a loader leaves to its view."""
    return cast("ResolverMatch", request.resolver_match).kwargs[name]


def page(
    policy: Policy,
    *,
    load: Callable[..., Any] | None = None,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    anonymous_post: str = "",
) -> Callable[[View], View]:
    """Declare a view's policy, its loader and its methods.

    ``anonymous_post`` is the written reason why somebody without an account may post here; without it a
    POST by an anonymous visitor is refused before the policy is asked.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            changes = request.method not in _SAFE
            if changes and not anonymous_post and not actor.is_signed_in:
                return redirect_to_login(request.path)
            obj = load(request, **kwargs) if load is not None else None
            stopped = _stopped(request, policy.decide(actor, obj))
            if stopped is not None:
                return stopped
            if load is not None:
                return view(request, obj, *args)
            return view(request, *args, **kwargs)

        allowed = require_http_methods(list(methods))(guarded)
        mark(allowed, policy, methods=methods, anonymous_post=anonymous_post)
        return cast("View", allowed)

    return declare


def _stopped(request: HttpRequest, decision: Decision) -> HttpResponse | None:
    """None for a yes, else the way to the page that lifts the refusal. Raises Http404, Refused."""
    if decision:
        return None
    if decision.hidden:
        raise Http404
    if decision.code in _DETOURS:
        return _detour(request, decision.code)
    raise Refused(decision)


def _detour(request: HttpRequest, code: str) -> HttpResponse:
    """To the page that lifts a refusal, which leads back here; what was posted is not sent again."""
    back = request.get_full_path() if request.method in _SAFE else request.path
    return redirect_to_login(back, reverse(_DETOURS[code]))


def mark(
    view: Any, policy: Policy, *, methods: tuple[str, ...] = (), anonymous_post: str = ""
) -> None:
    """Attach the declaration to a callable, for :class:`RouteMiddleware` and the route test."""
    view.policy = policy
    view.declared_methods = methods
    view.anonymous_post = anonymous_post


def policy_of(view: Any, view_name: str | None) -> Policy | None:
    """The policy that a view declares itself, or that the settings declare for somebody else's view."""
    own = getattr(view, "policy", None)
    if own is not None:
        return cast("Policy", own)
    from django.utils.module_loading import import_string

    external: Mapping[str, Policy] = import_string(settings.EXTERNAL_ROUTES)
    return external.get(view_name or "")


class RouteMiddleware:
    """Refuses every view that declares no policy, and asks the policy of views that are not ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:  # PostgreSQL knows no such text, so nothing is there
            raise Http404
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "policy", None) is not None:
            return None
        name = request.resolver_match.view_name if request.resolver_match else None
        policy = policy_of(view, name)
        if policy is None:
            raise ImproperlyConfigured(f"The route {name or view!r} declares no policy.")
        return _stopped(request, policy.decide(actor_of(request)))
