"""The pages of processes."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.body_queries import bodies_of
from isegoria.commons.processes.data import bundle, licences, tables
from isegoria.commons.processes.minute import numbers_of_the_minute
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import LIST_PROCESSES, MANAGE_PROCESS, READ_PROCESS
from isegoria.commons.processes.queries import (
    SHOWN,
    Show,
    process_by_slug,
    process_view,
    public_processes,
)
from isegoria.core import clock
from isegoria.core.exports.views import bundle_view
from isegoria.core.pdf.render import render_pdf
from isegoria.core.policy import SECOND_FACTOR
from isegoria.core.routes import actor_of, page
from isegoria.core.texts import Text, active_language, pick
from isegoria.core.ui.context import Link

TIMELINE_TEMPLATE = Path(__file__).with_name("timeline.typ")


@dataclass(frozen=True, slots=True)
class File:
    """A way of taking the timeline along."""

    label: Text
    url: str


@page(LIST_PROCESSES)
def process_list(request: HttpRequest) -> HttpResponse:
    """The published processes, latest first: all, or those under way, to come or archived."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    here = reverse("processes:list")
    context = {
        "processes": public_processes(request.GET.get("cursor", ""), show),
        "show": show,
        "shown": SHOWN[show],
        "choices": tuple(
            Link(label, f"{here}?show={choice}" if choice else here, choice is show)
            for choice, label in SHOWN.items()
        ),
    }
    return render(request, "processes/list.html", context)


@page(READ_PROCESS, load=process_by_slug)
def process_page(request: HttpRequest, process: Process) -> HttpResponse:
    """What a process is, where we are on its timeline, what can be done now."""
    actor = actor_of(request)
    shown = process_view(process, actor)
    may_manage = MANAGE_PROCESS.decide(actor, process)
    context = {
        "process": shown,
        "trail": ((_("Processes"), reverse("processes:list")), (shown.title, "")),
        "files": (
            File(_("Timeline to print (PDF)"), reverse("processes:pdf", args=[process.slug])),
            File(
                _("Timeline as a spreadsheet (XLSX)"),
                reverse("processes:export-timeline-xlsx", args=[process.slug]),
            ),
            File(
                _("Timeline as a table (CSV)"),
                reverse("processes:export-timeline-csv", args=[process.slug]),
            ),
            File(
                _("Open data: contributions, measures, answers…"),
                reverse("processes:data", args=[process.slug]),
            ),
        ),
        "feed_url": reverse("processes:feed", args=[process.slug]),
        "bodies": bodies_of(process),
        "slug": process.slug,
        "is_of_the_team": bool(may_manage) or may_manage.code == SECOND_FACTOR.code,
        "numbers": numbers_of_the_minute(process),
    }
    return render(request, "processes/page.html", context)


@page(READ_PROCESS, load=process_by_slug)
def open_data(request: HttpRequest, process: Process) -> HttpResponse:
    """What can be taken of a process, for whoever counts again."""
    title = pick(process.title)
    context = {
        "title": title,
        "slug": process.slug,
        "tables": tables(process),
        "licences": licences(),
        "ref": process.ref,
        "trail": (
            (_("Processes"), reverse("processes:list")),
            (title, reverse("processes:page", args=[process.slug])),
            (_("Open data"), ""),
        ),
    }
    return render(request, "processes/data.html", context)


whole_data = bundle_view(READ_PROCESS, bundle, load=process_by_slug)


@page(READ_PROCESS, load=process_by_slug)
def timeline_pdf(request: HttpRequest, process: Process) -> HttpResponse:
    """The timeline on paper, for a notice board or for somebody who has no screen."""
    shown = process_view(process)
    document = render_pdf(
        TIMELINE_TEMPLATE,
        {
            "summary": shown.summary,
            "steps": [
                {
                    "label": str(step.label),
                    "dates": step.dates,
                    "status": str(step.status_label),
                    "note": str(step.note),
                }
                for step in shown.steps
            ],
        },
        language=active_language(),
        title=shown.title,
        at=clock.now(),
        address=settings.SITE_URL + reverse("processes:page", args=[process.slug]),
        reference=str(process.ref),
    )
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{process.slug}.pdf"'
    return answer
