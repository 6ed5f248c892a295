"""The pages of the activities."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.manage.forms import ActivityForm, attempt
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.manage.moving import step_asked
from isegoria.commons.processes.manage.queries import activity_at, activity_rows
from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.offers import capabilities
from isegoria.commons.processes.openings import address_of
from isegoria.commons.processes.policies import EDIT_ACTIVITY, WRITE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.commons.processes.services import (
    add_activity,
    change_activity,
    move_activity,
    remove_activity,
)
from isegoria.commons.processes.writing import ACTIVITY_SETTINGS
from isegoria.core.routes import FORM, POST, actor_of, asked_for, page
from isegoria.core.ui.buttons import press
from isegoria.core.ui.forms import Form

TAB = "processes:manage-activities"


@page(WRITE_PROCESS, load=process_by_slug)
def activities(request: HttpRequest, process: Process) -> HttpResponse:
    """The activities in their order, and what can be added."""
    return show(
        request,
        "processes/manage/activities.html",
        process,
        TAB,
        _("Activities"),
        rows=activity_rows(process),
        offers=[
            (name, component.activity)
            for name, component in capabilities().items()
            if component.activity
        ],
    )


@page(WRITE_PROCESS, load=process_by_slug, methods=FORM)
def activity_add(request: HttpRequest, process: Process) -> HttpResponse:
    """Place a capability in the process."""
    capability = str(asked_for(request, "capability"))
    found = capabilities().get(capability)
    if found is None or found.activity is None:
        raise Http404
    form = ActivityForm(request.POST or None)
    own = _settings_form(request, capability, {})
    if request.method == "POST" and _both(form, own):
        added = attempt(
            form,
            lambda data: add_activity(
                actor=actor_of(request),
                process=process,
                capability=capability,
                title=data["title"],
                verification=data["verification"],
                approve_first=data["approve_first"],
                activity_settings=own.cleaned_data if own else None,
            ),
        )
        if added:
            messages.success(request, _("The activity is added. Now plan its phases."))
            return redirect("processes:manage-timeline", slug=process.slug)
    return show(
        request,
        "processes/manage/activity.html",
        process,
        TAB,
        found.activity.label,
        form=form,
        own=own,
        lead=found.activity.description,
    )


@page(EDIT_ACTIVITY, load=activity_at, methods=FORM)
def activity(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Change an activity and its settings."""
    form = ActivityForm.about(request, activity, ACTIVITY_SETTINGS)
    own = _settings_form(request, activity.capability, activity.settings)
    if request.method == "POST" and _both(form, own):
        saved = form.save(
            activity,
            ACTIVITY_SETTINGS,
            lambda data: change_activity(
                actor=actor_of(request),
                activity=activity,
                activity_settings=own.cleaned_data if own else None,
                **data,
            ),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect(TAB, slug=activity.process.slug)
    return show(
        request,
        "processes/manage/activity.html",
        activity.process,
        TAB,
        str(activity),
        form=form,
        own=own,
        activity=activity,
        address=address_of(activity),
    )


@page(EDIT_ACTIVITY, load=activity_at, methods=POST)
def activity_move(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Put an activity one place up or down."""
    move_activity(actor=actor_of(request), activity=activity, by=step_asked(request))
    return redirect(TAB, slug=activity.process.slug)


@page(EDIT_ACTIVITY, load=activity_at, methods=POST)
def activity_remove(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Remove an activity in which nothing happened."""
    return press(
        request,
        lambda: remove_activity(actor=actor_of(request), activity=activity),
        reverse(TAB, args=[activity.process.slug]),
        done=_("The activity is removed."),
    )


def _settings_form(request: HttpRequest, capability: str, settings: dict[str, Any]) -> Form | None:
    """The form in which a capability asks for its settings, if it has any."""
    found = capabilities().get(capability)
    kind = found.activity if found else None
    if kind is None or kind.settings_form is None:
        return None
    return kind.settings_form()(request.POST or None, initial=settings, prefix="settings")


def _both(form: Form, own: Form | None) -> bool:
    """Both forms are asked, so that all problems are told at once."""
    valid = [form.is_valid(), own is None or own.is_valid()]
    return all(valid)
