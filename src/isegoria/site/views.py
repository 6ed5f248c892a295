"""The home page, and the pages for when something is refused, missing or broken."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from isegoria.commons.processes.queries import public_processes
from isegoria.core.decision import Decision
from isegoria.core.errors import Refused
from isegoria.core.routes import page
from isegoria.site.policies import SEE_HOME


@page(SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """What is going on here now."""
    return render(request, "site/home.html", {"processes": public_processes().items})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be understood."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: with the reason that the policy gave."""
    decision: Decision | None = exception.decision if isinstance(exception, Refused) else None
    return render(request, "403.html", {"decision": decision}, status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open for too long, or came from another site. Nothing was saved."""
    return render(request, "site/expired.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page whether the thing never existed or is not for this visitor."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no session, no context processor."""
    return HttpResponse(
        loader.get_template("500.html").render(), status=HTTPStatus.INTERNAL_SERVER_ERROR
    )
