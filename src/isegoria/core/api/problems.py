"""Errors of the API as ``application/problem+json`` (RFC 9457), with the stable codes of the
house.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from isegoria.core import clock
from isegoria.core.errors import Conflict, Invalid, Refused, ServiceError

MEDIA_TYPE = "application/problem+json"

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:isegoria:problem: and the code"},
        "title": {"type": "string", "description": "The status in words"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: programs may rely on it"},
        "detail": {"type": "string", "description": "A sentence for a person"},
        "when": {"type": "string", "format": "date-time", "description": "When it may change"},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}
"""The shape of every error, for the description of the API."""


def problem(
    status: int,
    code: str,
    detail: str = "",
    *,
    problems: Sequence[Mapping[str, str]] = (),
    **members: Any,
) -> JsonResponse:
    """One error: ``detail`` for a person, ``code`` for a program, ``problems`` when several at
    once.
    """
    body = {
        "type": f"urn:isegoria:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        **({"detail": detail} if detail else {}),
        **({"problems": list(problems)} if problems else {}),
        **members,
    }
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


class TooManyRequestsError(Exception):
    """A limit is passed; ``until`` says when the next act is counted anew."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many requests")
        self.until = until


def too_many(exc: TooManyRequestsError) -> JsonResponse:
    """Too much at once: when to come back."""
    seconds = max(1, ceil((exc.until - clock.now()).total_seconds()))
    answer = problem(
        429, "too_many", _("Too many acts in a short time."), when=exc.until.isoformat()
    )
    answer["Retry-After"] = str(seconds)
    return answer


def not_found() -> JsonResponse:
    """The same answer for what is hidden and for what never was."""
    return problem(404, "not_found", _("There is nothing at this address."))


def refused(exc: Refused) -> JsonResponse:
    """A policy said no: 404 when even the existence is hidden, 401 when signing in may help, else
    403.
    """
    decision = exc.decision
    if decision.hidden:
        return not_found()
    when: dict[str, Any] = {"when": decision.when.isoformat()} if decision.when else {}
    status = 401 if decision.code == "sign_in" else 403
    return problem(status, decision.code, str(decision.reason), **when)


def service_error(exc: ServiceError) -> JsonResponse:
    """A service could not do what was asked."""
    status = 409 if isinstance(exc, Conflict) else 422
    told = [{"detail": str(item)} for item in exc.problems] if isinstance(exc, Invalid) else []
    return problem(status, exc.code, str(exc.sentence), problems=told)


def validation(exc: ValidationError) -> JsonResponse:
    """The request is not what the description says; every fault at once, no value repeated."""
    faults = [
        {"where": ".".join(str(part) for part in error["loc"]), "detail": str(error["msg"])}
        for error in exc.errors
    ]
    sentence = _("This request is not one that the API knows how to answer.")
    return problem(400, "invalid_request", sentence, problems=faults)


def register(api: NinjaAPI) -> None:
    """Make ``api`` answer every expected error in this one shape; the unexpected stays Django's."""

    def _handle(kind: type[Exception], answer: Any) -> None:
        def handler(_request: HttpRequest, exc: Any) -> JsonResponse:
            response: JsonResponse = answer(exc)
            return response

        api.add_exception_handler(kind, handler)

    _handle(Http404, lambda _exc: not_found())
    _handle(Refused, refused)
    _handle(ServiceError, service_error)
    _handle(ValidationError, validation)
    _handle(TooManyRequestsError, too_many)
    _handle(HttpError, lambda exc: problem(exc.status_code, "http_error", str(exc)))
