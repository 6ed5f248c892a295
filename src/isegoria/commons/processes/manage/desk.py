"""The processes one works for, the home page of each, and how one begins."""

from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.body_queries import bodies_of
from isegoria.commons.processes.manage.forms import BeginForm
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.queries import (
    activity_rows,
    managed_processes,
    phases_of,
    steps_of,
    untranslated,
)
from isegoria.commons.processes.models import Process, Theme
from isegoria.commons.processes.offers import offered
from isegoria.commons.processes.policies import (
    CREATE_PROCESS,
    LIST_MANAGED,
    MANAGE_PROCESS,
    WRITE_PROCESS,
)
from isegoria.commons.processes.process_templates import TEMPLATES
from isegoria.commons.processes.process_templates.declare import ProcessTemplate, plan
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.readiness import advised, missing
from isegoria.commons.processes.services import begin_from_template
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import first_instant
from isegoria.core import clock, registry
from isegoria.core.errors import ServiceError
from isegoria.core.phases import Window
from isegoria.core.policy import SECOND_FACTOR, Ask
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.timeline import Step, step

SOON = timedelta(weeks=4)
"""How far the first day of a new process is suggested, before the next Monday."""


@page(LIST_MANAGED)
def managed(request: HttpRequest) -> HttpResponse:
    """The processes one works for."""
    actor = actor_of(request)
    second_factor = SECOND_FACTOR.decide(Ask(actor, None, clock.now()))
    context = {
        "processes": managed_processes(actor),
        "may_begin": CREATE_PROCESS.decide(actor),
        "second_factor": second_factor,
    }
    return render(request, "processes/manage/managed.html", context)


@page(MANAGE_PROCESS, load=process_by_slug)
def home(request: HttpRequest, process: Process) -> HttpResponse:
    """One process for its team: what is missing, and everything that can be changed."""
    may_write = bool(WRITE_PROCESS.decide(actor_of(request), process))
    phases = phases_of(process)
    return show(
        request,
        "processes/manage/home.html",
        process,
        "processes:manage",
        _("Overview"),
        may_write=may_write,
        lacks=missing(process) if process.state == ProcessState.DRAFT else (),
        advice=(*advised(process), *untranslated(process, phases)) if may_write else (),
        steps=steps_of(process, phases, linked=may_write),
        activities=activity_rows(process),
        themes=[str(theme) for theme in Theme.objects.filter(process=process)],
        bodies=bodies_of(process),
        summary=pick(process.summary),
    )


@page(CREATE_PROCESS)
def begin(request: HttpRequest) -> HttpResponse:
    """The templates that a process can begin from."""
    return render(
        request,
        "processes/manage/begin.html",
        {
            "templates": TEMPLATES.values(),
            "trail": ((_("My processes"), reverse("processes:managed")), (_("Begin"), "")),
        },
    )


@page(CREATE_PROCESS, methods=FORM)
def begin_from(request: HttpRequest, template: str) -> HttpResponse:
    """One template: its dates for a first day, and the form that begins a process from it."""
    chosen = TEMPLATES.get(template)
    if chosen is None:
        raise Http404
    suggested = _next_monday(timezone.localdate(clock.now()) + SOON)
    form = BeginForm(request.POST or None, initial={"title": chosen.title, "start": suggested})
    is_whole = form.is_valid()
    start = form.cleaned_data.get("start", suggested) if form.is_bound else suggested
    if is_whole and "see" not in request.POST:
        try:
            process = begin_from_template(
                actor=actor_of(request), template=chosen, **form.cleaned_data
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The process is begun, as a draft that only its team can see.")
            )
            return redirect("processes:manage", slug=process.slug)
    return render(
        request,
        "processes/manage/begin_from.html",
        {
            "template": chosen,
            "form": form,
            "steps": _preview(chosen, start),
            "bodies": [pick(body.title) for body in chosen.bodies],
            "themes": [pick(theme) for theme in chosen.themes],
            "trail": (
                (_("My processes"), reverse("processes:managed")),
                (_("Begin"), reverse("processes:begin")),
                (chosen.label, ""),
            ),
        },
    )


def _next_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _preview(template: ProcessTemplate, start: date) -> tuple[Step, ...]:
    """The timeline that ``template`` gives to a process beginning on ``start``."""
    show_step = partial(step, now=clock.now())
    kinds = registry.phase_kinds()
    phases = [
        (phase, activity)
        for activity in plan(template, start, offered())
        for phase in activity.phases
    ]
    return tuple(
        show_step(
            label=pick(phase.title) or kinds[phase.kind].label,
            kind=pick(activity.title),
            window=Window(first_instant(phase.opens), first_instant(phase.closes)),
            note=pick(phase.description),
        )
        for phase, activity in sorted(phases, key=lambda pair: (pair[0].opens, pair[0].closes))
    )
