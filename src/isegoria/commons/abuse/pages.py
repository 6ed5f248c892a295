"""The pages between a form and its act. Each holds what was typed, and sends it again."""

from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isegoria.commons.abuse.admitting import PLAIN, WorkAsked
from isegoria.commons.abuse.challenge import new_challenge
from isegoria.commons.abuse.keeping import Fields, keep, typed
from isegoria.commons.abuse.limiting import TooManyError
from isegoria.core import clock
from isegoria.core.decision import no


def later(request: HttpRequest, refusal: TooManyError) -> HttpResponse:
    """« Too many requests »: when to come back, and what was typed."""
    answer = render(
        request,
        "abuse/later.html",
        {"decision": no("rate", "", when=refusal.until), "fields": typed(request)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    wait = (refusal.until - clock.now()).total_seconds()
    answer["Retry-After"] = str(max(1, ceil(wait)))
    return _whole(request, answer)


def ask_work(request: HttpRequest, asked: WorkAsked) -> HttpResponse:
    """« One moment »: the browser works and goes on by itself; or the way without a script."""
    if asked.chosen:
        keep(request)
        return redirect_to_login(request.get_full_path())
    context = {
        "fields": typed(request),
        "challenge": new_challenge(),
        "plain": asked.way == PLAIN,
        "way": asked.way,
        "failed": asked.failed,
    }
    return _whole(request, render(request, "abuse/moment.html", context))


def send_again(request: HttpRequest, fields: Fields) -> HttpResponse:
    """« What you typed is still here »: back from signing in, one button sends it."""
    return render(request, "abuse/still_here.html", {"fields": fields})


def _whole(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """For htmx, which asked for a part of a page and shows no error: the page takes the place of all."""
    if "HX-Request" in request.headers:
        answer.status_code = HTTPStatus.OK
        answer["HX-Retarget"] = "body"
        answer["HX-Reswap"] = "innerHTML"
    return answer


def has_session(request: HttpRequest) -> bool:
    """Whether the visitor has a session at all: who has none gets pages that are the same for all."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES
