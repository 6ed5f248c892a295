"""The pages of the timeline."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.manage.forms import PhaseForm, RescheduleForm, attempt
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.queries import (
    activity_at,
    activity_rows,
    phase_at,
    phases_of,
    steps_of,
)
from isegoria.commons.processes.models import Activity, Phase, Process
from isegoria.commons.processes.offers import phase_label
from isegoria.commons.processes.policies import EDIT_ACTIVITY, EDIT_PHASE, WRITE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.services import (
    add_phase,
    change_phase,
    plan_phase,
    remove_phase,
    reschedule_phase,
)
from isegoria.commons.processes.states import ProcessState
from isegoria.commons.processes.writing import PHASE_TEXTS
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.buttons import press

TAB = "processes:manage-timeline"


@page(WRITE_PROCESS, load=process_by_slug)
def timeline(request: HttpRequest, process: Process) -> HttpResponse:
    """The timeline, and in which activities a phase can be added."""
    return show(
        request,
        "processes/manage/timeline.html",
        process,
        TAB,
        _("Timeline"),
        steps=steps_of(process, phases_of(process), linked=True),
        rows=activity_rows(process),
    )


@page(EDIT_ACTIVITY, load=activity_at, methods=FORM)
def phase_add(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Plan a phase; once the process runs, with a reason that everybody can read."""
    process = activity.process
    public = process.state != ProcessState.DRAFT
    form = PhaseForm(request.POST or None, capability=activity.capability, public=public)

    def act(data: dict[str, Any]) -> Phase:
        data = {name: value for name, value in data.items() if name != "seen"}
        add = add_phase if public else plan_phase
        return add(actor=actor_of(request), activity=activity, **data)

    if request.method == "POST" and attempt(form, act):
        messages.success(request, _("The phase is in the timeline."))
        return redirect(TAB, slug=process.slug)
    return _show(
        request, activity, _("Add a phase"), form=form, lead=pick(activity.title) or activity.slug
    )


@page(EDIT_PHASE, load=phase_at, methods=FORM)
def phase(request: HttpRequest, phase: Phase) -> HttpResponse:
    """Change a phase: everything in a draft, its words once it is public."""
    process = phase.activity.process
    public = process.state != ProcessState.DRAFT
    form = PhaseForm.about(
        request,
        phase,
        PHASE_TEXTS,
        capability=phase.activity.capability,
        public=public,
        dated=not public,
    )

    def act(data: dict[str, Any]) -> Phase:
        kept = {name: getattr(phase, name) for name in ("kind", "opens_at", "closes_at")}
        return change_phase(actor=actor_of(request), phase=phase, **{**kept, **data})

    if request.method == "POST" and form.save(phase, PHASE_TEXTS, act):
        messages.success(request, _("Saved."))
        return redirect(TAB, slug=process.slug)
    return _show(request, phase.activity, _title(phase), form=form, phase=phase)


@page(EDIT_PHASE, load=phase_at, methods=FORM)
def phase_reschedule(request: HttpRequest, phase: Phase) -> HttpResponse:
    """Move a public phase, for a reason that everybody can read."""
    process = phase.activity.process
    dates = {"opens_at": phase.opens_at, "closes_at": phase.closes_at}
    form = RescheduleForm(request.POST or None, initial=dates)
    if request.method == "POST" and attempt(
        form, lambda data: reschedule_phase(actor=actor_of(request), phase=phase, **data)
    ):
        messages.success(request, _("The dates are changed, and the public journal says why."))
        return redirect(TAB, slug=process.slug)
    return _show(request, phase.activity, _("Change the dates"), form=form, lead=_title(phase))


@page(EDIT_PHASE, load=phase_at, methods=POST)
def phase_remove(request: HttpRequest, phase: Phase) -> HttpResponse:
    """Remove a phase of a draft."""
    return press(
        request,
        lambda: remove_phase(actor=actor_of(request), phase=phase),
        reverse(TAB, args=[phase.activity.process.slug]),
        done=_("The phase is removed."),
    )


def _title(phase: Phase) -> str:
    return str(phase_label(phase.kind, phase.title))


def _show(request: HttpRequest, activity: Activity, title: Any, **context: Any) -> HttpResponse:
    process = activity.process
    steps = steps_of(process, phases_of(process), linked=True)
    return show(request, "processes/manage/phase.html", process, TAB, title, steps=steps, **context)
