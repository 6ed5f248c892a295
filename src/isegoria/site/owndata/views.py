"""The pages of one's own data: thin views over the copy and the departure."""

from http import HTTPStatus
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from isegoria.commons.people.models import Account
from isegoria.core import clock
from isegoria.core.errors import Invalid
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.ui.formatting import closing
from isegoria.site.owndata.leaving import departure, leave
from isegoria.site.owndata.models import KEPT_FOR, DataCopy
from isegoria.site.owndata.policies import LEAVE, SEE_FAREWELL, TAKE_COPY
from isegoria.site.owndata.services import ask_for_copy
from isegoria.site.owndata.streaming import archive_in_pieces, files_of


@never_cache
@page(TAKE_COPY, methods=FORM)
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def home(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of what this site knows about oneself, and find it."""
    if request.method == "POST":
        ask_for_copy(actor=actor_of(request))
        messages.success(
            request, _("Your copy is being prepared. We write to you once it is there.")
        )
        return redirect("owndata:home")
    found = _copies(request).defer("content").first()
    context = {
        "copy": found,
        "until": closing(found.asked_at + KEPT_FOR) if found and found.ready_at else "",
        "days": KEPT_FOR.days,
    }
    return render(request, "owndata/home.html", context)


@never_cache
@page(TAKE_COPY)
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def copy(request: HttpRequest) -> HttpResponseBase:
    """The copy itself, with the files: that of whoever asks, never another."""
    found = _copies(request).filter(ready_at__isnull=False).first()
    if found is None:
        raise Http404
    pieces = archive_in_pieces(bytes(found.content), files_of(found.person_id))
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="isegoria-my-data.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@never_cache
@page(LEAVE, methods=FORM)
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def departure_page(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, in numbers; then the end of the account."""
    account = cast("Account", request.user)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            leave(actor=actor_of(request), account=account)
        except Invalid:
            status = HTTPStatus.CONFLICT
        else:
            logout(request)
            return redirect("owndata:farewell")
    return render(request, "owndata/leave.html", {"departure": departure(account)}, status=status)


@page(SEE_FAREWELL)
def farewell(request: HttpRequest) -> HttpResponse:
    """The last page of an account."""
    return render(request, "owndata/farewell.html")


def _copies(request: HttpRequest) -> "QuerySet[DataCopy]":
    """The copy of whoever asks, unless its time has passed."""
    return DataCopy.objects.filter(
        person=actor_of(request).person_id, asked_at__gt=clock.now() - KEPT_FOR
    )
