"""Operations of the API: each declares its policy, or it does not exist.

::

    router = Router()

    @router.read("/processes/{slug}", policy=READ_PROCESS, load=process_by_slug)
    def process(request: HttpRequest, process: Process) -> ProcessOut: ...
"""

import hashlib
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

import ninja
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from ninja import Status
from ninja.operation import PathView

from isegoria.core.api.problems import MEDIA_TYPE, problem, refused
from isegoria.core.api.scopes import Scope, allowed_by
from isegoria.core.decision import no
from isegoria.core.errors import Refused
from isegoria.core.policy import Policy
from isegoria.core.routes import actor_of, mark
from isegoria.core.ui.pagination import Page

METHODS = ("GET", "HEAD")
TOKEN: list[dict[str, list[str]]] = [{"token": []}]
"""How OpenAPI says that an operation asks for a token."""
NO_TOKEN = _("Give a token: a program writes in somebody's name.")
WHO_ACTS = "a token says who acts; the session cookie never does"


class Listing[T](ninja.Schema):
    """A page of a list. ``next`` and ``previous`` are cursors to give back, or null at the ends."""

    items: list[T]
    next: str | None
    previous: str | None

    @classmethod
    def of(cls, page: Page[T]) -> "Listing[T]":
        """The page as the API says it."""
        return cls(items=list(page.items), next=page.next or None, previous=page.previous or None)


class Router(ninja.Router):
    """The operations of one component. There is no way to add one without its policy."""

    def read(
        self,
        path: str,
        *,
        policy: Policy,
        load: Callable[..., Any] | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare what is read at ``path``. The annotation of what the function returns is
        published, and so is its docstring, of which the first sentence is the summary.

        ``load(request, **path parameters)`` turns the address into the object that the policy
        judges and that the function receives second. Without it the policy judges nothing in
        particular.
        """

        def declare(function: Callable[..., Any]) -> Callable[..., Any]:
            answer = inspect.signature(function).return_annotation
            guarded = _guarded(function, policy, load)
            return self.get(
                path,
                response=answer,
                summary=(inspect.getdoc(function) or "").partition(".")[0],
                description=inspect.getdoc(function),
                operation_id=function.__name__,
                openapi_extra=_declared(policy),
            )(guarded)

        return declare

    def write(
        self,
        method: str,
        path: str,
        *,
        policy: Policy,
        scope: Scope,
        load: Callable[..., Any] | None = None,
        summary: str | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare what is written at ``path`` by POST (answered 201), PUT or DELETE (200), with a token
        that allows ``scope``. The rest is that of :meth:`read`; the service decides again."""

        def declare(function: Callable[..., Any]) -> Callable[..., Any]:
            answer = inspect.signature(function).return_annotation
            status = 201 if method == "POST" else 200
            guarded = _guarded(function, policy, load, method=method, scope=scope, status=status)
            return self.api_operation(
                [method],
                path,
                response={status: answer},
                summary=summary or str(policy.label),
                description=inspect.getdoc(function),
                operation_id=function.__name__,
                openapi_extra={**_declared(policy), "security": TOKEN, "x-scope": scope.code},
            )(guarded)

        return declare

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        """Refuse what :meth:`read` did not declare; raises ImproperlyConfigured at import."""
        if getattr(view_func, "policy", None) is None:
            raise ImproperlyConfigured(f"The API operation {path} declares no policy.")
        super().add_api_operation(path, methods, view_func, **options)
        self.path_operations = {
            address: _Path.of(view) for address, view in self.path_operations.items()
        }


def _declared(policy: Policy) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "x-policy": policy.name,
        "responses": {
            "default": {
                "description": "A problem",
                "content": {MEDIA_TYPE: {"schema": schema}},
            }
        },
    }


def _check_token(request: HttpRequest, scope: Scope) -> None:
    if scope.code not in (allowed_by(request) or ()):
        raise Refused(no("scope", _("This token does not allow that.")))


def _guarded(
    function: Callable[..., Any],
    policy: Policy,
    load: Callable[..., Any] | None,
    *,
    method: str = "GET",
    scope: Scope | None = None,
    status: int = 200,
) -> Callable[..., Any]:
    """``function`` behind its policy, with the signature from which the description is made."""
    own = list(inspect.signature(function).parameters.values())
    request, own = own[0].replace(name="request"), own[1:]
    address: list[inspect.Parameter] = []
    if load is not None:
        own = own[1:]
        address = [
            parameter
            for parameter in list(inspect.signature(load).parameters.values())[1:]
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
    names = {parameter.name for parameter in address}

    @wraps(function)
    def guarded(request: HttpRequest, **given: Any) -> Any:
        if scope is not None:
            _check_token(request, scope)
        found = {name: value for name, value in given.items() if name in names}
        rest = {name: value for name, value in given.items() if name not in names}
        obj = load(request, **found) if load is not None else None
        decision = policy.decide(actor_of(request), obj)
        if not decision:
            raise Refused(decision)
        said = function(request, obj, **rest) if load is not None else function(request, **rest)
        return said if scope is None else Status(status, said)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*address, *own)
    ]
    guarded.__signature__ = inspect.Signature([request, *parameters])  # type: ignore[attr-defined]
    if scope is None:
        mark(guarded, policy, methods=METHODS)
    else:
        mark(guarded, policy, methods=(method,), anonymous_post=WHO_ACTS)
    return guarded


class _Path(PathView):
    """An address of the API as a Django view: marked with its policy, conditional, never guessed
    at.
    """

    @classmethod
    def of(cls, view: PathView) -> "_Path":
        ours = cls()
        ours.__dict__.update(view.__dict__)
        return ours

    def clone(self) -> "_Path":
        return _Path.of(super().clone())

    def get_view(self) -> Callable[..., Any]:
        answer = super().get_view()
        methods = tuple(
            dict.fromkeys(
                each
                for operation in self.operations
                for each in operation.view_func.declared_methods  # type: ignore[attr-defined]
            )
        )

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                response = problem(405, "method_not_allowed")
                response["Allow"] = ", ".join(methods)
                return response
            if request.method not in METHODS:
                if allowed_by(request) is None:
                    return refused(Refused(no("sign_in", NO_TOKEN)))
                written: HttpResponse = answer(request, *args, **kwargs)
                return written
            method, request.method = request.method, "GET"
            try:
                response = answer(request, *args, **kwargs)
            finally:
                request.method = method
            return _conditional(request, response)

        policy: Policy = self.operations[0].view_func.policy  # type: ignore[attr-defined]
        mark(view, policy, methods=methods, anonymous_post="" if "GET" in methods else WHO_ACTS)
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with its ETag, or 304 for whoever already holds it."""
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    response["ETag"] = etag
    shared = "no-cache" if actor_of(request).is_anonymous else "private, no-cache"
    response["Cache-Control"] = shared
    return get_conditional_response(request, etag=etag, response=response) or response
