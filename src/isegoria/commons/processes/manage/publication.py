"""Publishing a process after reading once more what will be public; archiving it, opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.body_queries import bodies_of
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.queries import (
    activity_rows,
    phases_of,
    steps_of,
    untranslated,
)
from isegoria.commons.processes.models import Process, Theme
from isegoria.commons.processes.policies import (
    ARCHIVE_PROCESS,
    PUBLISH_PROCESS,
    REOPEN_PROCESS,
)
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.readiness import advised, missing
from isegoria.commons.processes.services import (
    archive_process,
    publish_process,
    reopen_process,
)
from isegoria.core.errors import Invalid
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.texts import language_of, pick
from isegoria.core.ui.markdown import render_markdown

TAB = "processes:manage"


@page(PUBLISH_PROCESS, load=process_by_slug, methods=FORM)
def publish(request: HttpRequest, process: Process) -> HttpResponse:
    """Everything that will be public, and what is missing; then the button."""
    if request.method == "POST":
        try:
            publish_process(actor=actor_of(request), process=process)
        except Invalid as error:
            messages.error(request, str(error.sentence))
            return redirect("processes:manage-publish", slug=process.slug)
        messages.success(request, _("The process is published: everybody can read it."))
        return redirect("processes:page", slug=process.slug)
    phases = phases_of(process)
    return show(
        request,
        "processes/manage/publish.html",
        process,
        TAB,
        _("Publish"),
        lacks=missing(process),
        advice=(*advised(process), *untranslated(process, phases)),
        shown_title=pick(process.title),
        summary=pick(process.summary),
        description=render_markdown(pick(process.description)),
        language_shown=language_of(process.title),
        steps=steps_of(process, phases, linked=False),
        activities=activity_rows(process),
        themes=[str(theme) for theme in Theme.objects.filter(process=process)],
        bodies=bodies_of(process),
    )


@page(ARCHIVE_PROCESS, load=process_by_slug, methods=FORM)
def archive(request: HttpRequest, process: Process) -> HttpResponse:
    """Close a process for good."""
    if request.method == "POST":
        archive_process(actor=actor_of(request), process=process)
        messages.success(request, _("The process is archived. Everything stays to be read."))
        return redirect("processes:manage", slug=process.slug)
    return show(
        request,
        "processes/manage/confirm.html",
        process,
        TAB,
        _("Archive"),
        text=_(
            "Everything stays readable at the same address. Nobody can write, sign or vote any more,"
            " and nothing can be changed. The public journal says when it was archived."
        ),
        button=_("Archive this process"),
        grave=True,
    )


@page(REOPEN_PROCESS, load=process_by_slug, methods=FORM)
def reopen(request: HttpRequest, process: Process) -> HttpResponse:
    """Open an archived process again."""
    if request.method == "POST":
        reopen_process(actor=actor_of(request), process=process)
        messages.success(request, _("The process is open again."))
        return redirect("processes:manage", slug=process.slug)
    return show(
        request,
        "processes/manage/confirm.html",
        process,
        TAB,
        _("Open again"),
        text=_("The process runs again, with its dates. The public journal says when."),
        button=_("Open this process again"),
    )
