"""The list of panels and its record: prepared by an organiser, read and checked by everybody."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.lottery import archives
from isegoria.capabilities.lottery.announcing import in_words
from isegoria.capabilities.lottery.chances import chance_short
from isegoria.capabilities.lottery.draw_forms import ListForm
from isegoria.capabilities.lottery.draw_policies import PREPARE, READ_COMPLETE, WATCH
from isegoria.capabilities.lottery.minutes import how_to_check
from isegoria.capabilities.lottery.preparation_models import Archive, Edition, Preparation
from isegoria.capabilities.lottery.preparing import ask_for_list, folder_of
from isegoria.capabilities.lottery.queries import activity_of_draw, draw_of
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.queries import run_view
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import instant, number


@page(PREPARE, load=activity_of_draw, methods=FORM)
def prepare(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Ask for the list, follow its making, find it published."""
    draw = draw_of(activity)
    if draw.frozen_at is None:
        raise Http404
    form = ListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_for_list(actor=actor_of(request), activity=activity, **form.given())
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect(url_of("prepare", activity))
    asked = Preparation.objects.filter(draw=draw).first()
    if asked is not None and asked.prepared_at is not None and not form.errors:
        return _whole_page(request, redirect(url_of("record", activity)))
    run = Run.objects.filter(pk=asked.run).first() if asked else None
    shown = run_view(run, actor_of(request)) if run else None
    context = {
        "form": form,
        "run": shown,
        "working": shown is not None and not shown.is_over,
        "cancel_url": reverse("tasks:cancel", args=[run.pk]) if run else "",
        "activity": activity,
        "title": _("Prepare the list of panels"),
        "trail": activity_trail(activity, (_("Prepare the list of panels"), "")),
    }
    response = render(request, "lottery/prepare.html", context)
    response["Cache-Control"] = "no-store"
    if shown is not None and shown.is_over:
        return _whole_page(request, response)
    return response


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell a page that looks again by itself to load anew."""
    if "HX-Request" in request.headers:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
    return response


@page(WATCH, load=activity_of_draw)
def record(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The list that was published, its fingerprints, and how anybody checks it."""
    preparation = _published(activity)
    figures = preparation.figures
    editions = {
        one.edition: {"sha256": one.sha256, "size": one.size}
        for one in Archive.objects.filter(preparation=preparation)
    }
    context = {
        "activity": activity,
        "preparation": preparation,
        "prepared_at": instant(preparation.prepared_at) if preparation.prepared_at else "",
        "panels": number(preparation.panels),
        "source": in_words(preparation.sources),
        "smallest": chance_short(figures["smallest"]),
        "largest": chance_short(figures["largest"]),
        "proved": figures["label"] == "bound_attained",
        "certain": figures["certain"],
        "never": figures["never"],
        "archives": editions,
        "reads_complete": READ_COMPLETE.decide(actor_of(request), activity),
        "check": how_to_check(preparation),
        "journal_url": reverse("journal:index"),
        "title": _("The list of panels, and how to check it"),
        "trail": activity_trail(
            activity, (_("The draw"), url_of("draw", activity)), (_("Check the draw"), "")
        ),
        "process": pick(activity.process.title),
    }
    return render(request, "lottery/record.html", context)


@page(WATCH, load=activity_of_draw)
def public_archive(_request: HttpRequest, activity: Activity) -> StreamingHttpResponse:
    """The public edition as one archive, at an address that stays."""
    return _served(activity, Edition.PUBLIC, "zip", "")


@page(READ_COMPLETE, load=activity_of_draw)
def complete_archive(_request: HttpRequest, activity: Activity) -> StreamingHttpResponse:
    """The complete record, for observers."""
    answer = _served(activity, Edition.COMPLETE, "zip", "-complete")
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(WATCH, load=activity_of_draw)
def minutes(_request: HttpRequest, activity: Activity) -> StreamingHttpResponse:
    """The record of the draw, as a document."""
    return _served(activity, Edition.MINUTES, "pdf", "-record")


def _served(activity: Activity, edition: Edition, suffix: str, kind: str) -> StreamingHttpResponse:
    preparation = _published(activity)
    archive = archives.archive_of(preparation, edition)
    if archive is None:
        raise Http404
    types = {"zip": "application/zip", "pdf": "application/pdf"}
    answer = StreamingHttpResponse(archives.streamed(archive), content_type=types[suffix])
    name = f"{folder_of(preparation.draw)}{kind}.{suffix}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(archive.size)
    answer["ETag"] = f'"{archive.sha256}"'
    answer["Cache-Control"] = "no-cache"
    return answer


def _published(activity: Activity) -> Preparation:
    found = get_object_or_404(
        Preparation.objects.filter(draw__activity=activity).exclude(prepared_at=None)
    )
    found.draw = draw_of(activity)
    return found
