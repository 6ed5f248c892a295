"""The home page, one's own space, the texts of the site, and the pages for when something goes wrong."""

import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isegoria.commons.processes.openings import openings_today
from isegoria.commons.processes.queries import Show, public_processes
from isegoria.core import clock
from isegoria.core.decision import Decision
from isegoria.core.errors import Invalid, Refused
from isegoria.core.minute import of_the_minute
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.ui.remedies import remedy
from isegoria.site.forms import SiteTextForm
from isegoria.site.mine import my_things
from isegoria.site.models import SiteText
from isegoria.site.policies import READ_TEXT, SEE_HOME, SEE_MY_SPACE, WRITE_TEXT
from isegoria.site.queries import site_numbers, text_draft, text_page
from isegoria.site.register import register
from isegoria.site.services import write_site_text

DOORS_SHOWN = 4
SHORT_ANSWER = 12
"""Characters up to which an answer is chosen or soon typed again."""
_NEVER_SHOWN = ("token", "password", "code", "altcha", "ref")
"""Stand in the names of fields that hold a secret, or nothing that a person typed."""


@page(SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """What is going on here now, what can be done today, and how it works."""
    current = public_processes(show=Show.CURRENT)
    context = {
        "openings": openings_today(actor_of(request), clock.now())[:DOORS_SHOWN],
        "processes": current.items or public_processes().items,
        "is_current": bool(current),
        "numbers": of_the_minute(("site_numbers", get_language()), site_numbers),
    }
    return render(request, "site/home.html", context)


@page(SEE_MY_SPACE)
def my_space(request: HttpRequest) -> HttpResponse:
    """What one follows, wrote and does here. Somebody known by a cookie finds what that cookie did."""
    actor = actor_of(request)
    mine = my_things(actor, actor.person_id) if actor.person_id else None
    answer = render(request, "site/my_space.html", {"actor": actor, "mine": mine})
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(READ_TEXT)
def site_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The legal notice, the page on personal data, the accessibility statement."""
    context = {
        "text": text_page(slug),
        "slug": slug,
        "register": register() if slug == SiteText.Slug.PRIVACY else (),
    }
    return render(request, "site/text.html", context)


@page(WRITE_TEXT, methods=FORM)
def edit_site_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an administrator fills in a text of the site, and publishes it."""
    if slug not in SiteText.Slug.values:
        raise Http404
    draft = text_draft(slug)
    form = SiteTextForm(request.POST or None, texts=draft.texts)
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("act") == "publish"
        try:
            write_site_text(actor=actor_of(request), slug=slug, texts=form.texts(), publish=publish)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            said = _("The page is published.") if publish else _("Kept. Nobody else sees it yet.")
            messages.success(request, said)
            return redirect("edit-site-text", slug)
    return render(request, "site/edit_text.html", {"form": form, "draft": draft, "slug": slug})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be understood."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: with the reason that the policy gave, and the page that would change its answer."""
    decision: Decision | None = exception.decision if isinstance(exception, Refused) else None
    back = request.get_full_path() if request.method == "GET" else _page_before(request)
    is_signed_in = actor_of(request).is_signed_in
    helps = remedy(decision, back, is_signed_in=is_signed_in) if decision is not None else None
    context = {"decision": decision, "remedy": helps, "typed": _typed_here(request)}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def _page_before(request: HttpRequest) -> str:
    """The page of this site whose form was sent: the address of the form itself may show nothing."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.path and before.netloc == request.get_host() else request.path


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open for too long, or came from another site. Nothing was saved."""
    return render(request, "site/expired.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page whether the thing never existed or is not for this visitor. Whoever answered a text
    that was hidden meanwhile finds their words on it."""
    return render(request, "404.html", {"typed": _typed_here(request)}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is locked, full or away: no database, no session, no context processor.

    What was typed stands on the page of a 503, to be copied: nothing of it was saved.
    """
    if isinstance(sys.exception(), OperationalError):
        page_of_wait = loader.get_template("503.html").render(
            {"name": settings.SITE_NAME, "typed": _typed(request)}
        )
        answer = HttpResponse(page_of_wait, status=HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = "30"
        answer["Cache-Control"] = "no-store"
        return answer
    page_of_fault = loader.get_template("500.html").render({"name": settings.SITE_NAME})
    return HttpResponse(page_of_fault, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _typed_here(request: HttpRequest) -> list[str]:
    """The words of a form of this site: what another one sends is never shown."""
    return _typed(request) if getattr(request, "csrf_processing_done", False) else []


def _typed(request: HttpRequest) -> list[str]:
    """The words of a form that was sent: neither its secrets nor its short answers."""
    return [
        words
        for name in request.POST
        if len(words := str(request.POST[name]).strip()) > SHORT_ANSWER
        and not any(word in name for word in _NEVER_SHOWN)
    ]
