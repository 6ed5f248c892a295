"""The pages of notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from isegoria.commons.notifications import services
from isegoria.commons.notifications.forms import FrequenciesForm, ReadForm
from isegoria.commons.notifications.models import Stop
from isegoria.commons.notifications.policies import CHOOSE, READ_NOTICES, STOP_MAILS
from isegoria.commons.notifications.queries import (
    frequencies_of,
    kinds_for,
    notices_of,
    stop_by_token,
)
from isegoria.core import clock
from isegoria.core.routes import FORM, POST, actor_of, page


@page(READ_NOTICES)
def notice_list(request: HttpRequest) -> HttpResponse:
    """What happened to what one wrote or follows."""
    notices = notices_of(actor_of(request).person_id, request.GET.get("cursor", ""))
    read = ReadForm(initial={"shown_at": clock.now().isoformat()})
    return render(request, "notifications/list.html", {"notices": notices, "read": read})


@page(READ_NOTICES, methods=POST)
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark as read everything that was there when the page was shown."""
    form = ReadForm(request.POST)
    shown_at = form.cleaned_data["shown_at"] if form.is_valid() else None
    services.mark_read(actor=actor_of(request), shown_at=shown_at)
    return redirect("notifications:list")


@page(CHOOSE, methods=FORM)
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Choose how often to hear of each kind of news that may concern one."""
    actor = actor_of(request)
    form = FrequenciesForm(
        kinds_for(actor), request.POST or None, initial=frequencies_of(actor.person_id)
    )
    if request.method == "POST" and form.is_valid():
        services.choose_frequencies(actor=actor, wishes=form.wishes())
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form})


@csrf_exempt  # the secret in the address is the proof, and mail programs post here by themselves
@page(
    STOP_MAILS,
    load=stop_by_token,
    methods=FORM,
    anonymous_post="whoever holds an e-mail can stop the next ones without an account (RFC 8058)",
)
def stop_mails(request: HttpRequest, stop: Stop) -> HttpResponse:
    """Ask whether to stop, then stop."""
    if request.method == "POST":
        services.stop_mails(actor=actor_of(request), stop=stop)
    stopped = request.method == "POST"
    return render(request, "notifications/stop.html", {"stopped": stopped})
