"""The pages of the team: have an activity analysed, and judge the groups of texts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis.forms import IdeaForm, PlanForm
from isegoria.capabilities.analysis.manage_queries import (
    alone,
    analysed,
    groups_page,
    idea_by_number,
    idea_page,
    name_of,
)
from isegoria.capabilities.analysis.models import Idea
from isegoria.capabilities.analysis.policies import RUN_ANALYSIS, SEE_GROUPS, SEE_IDEA
from isegoria.capabilities.analysis.services import choose_plan, judge_idea
from isegoria.capabilities.analysis.tasks import draw_map, group_texts
from isegoria.commons.posts.queries import activity_by_slugs
from isegoria.commons.processes.manage.frame import show
from isegoria.commons.processes.models import Activity, Process
from isegoria.commons.processes.policies import MANAGE_PROCESS, WRITE_PROCESS
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.tasks.background import Background
from isegoria.core.tasks.models import Run
from isegoria.core.ui.pagination import PARAMETER

ROUTE = "analysis:manage"


@page(MANAGE_PROCESS, load=process_by_slug)
def manage(request: HttpRequest, process: Process) -> HttpResponse:
    """What was analysed when, and the buttons to have it done again."""
    may = bool(WRITE_PROCESS.decide(actor_of(request), process))
    found = [
        (each, PlanForm(initial=dict(each.plan), prefix=each.slug)) for each in analysed(process)
    ]
    return show(
        request, "analysis/manage.html", process, ROUTE, _("Analysis"), analysed=found, may=may
    )


@page(RUN_ANALYSIS, load=activity_by_slugs, methods=POST)
def plan(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Choose when the map is drawn and what is published with it."""
    form = PlanForm(request.POST, prefix=activity.slug)
    if form.is_valid():
        choose_plan(actor=actor_of(request), activity=activity, **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
    return redirect(ROUTE, slug=activity.process.slug)


def _ask(work: Background, to: str) -> Callable[..., HttpResponseBase]:
    """A view that asks a worker for ``work`` on an activity, and leads to its progress."""

    @page(RUN_ANALYSIS, load=activity_by_slugs, methods=POST)
    def ask(request: HttpRequest, activity: Activity) -> HttpResponse:
        actor, where = actor_of(request), [activity.process.slug, activity.slug]
        run_id = work.enqueue_once(
            key=str(activity.pk),
            requested_by=actor,
            return_to=reverse(to, args=where),
            activity_id=activity.pk,
        )
        if Run.objects.filter(pk=run_id, requested_by=actor.person_id).exists():
            return redirect("tasks:run", run_id=run_id)
        messages.info(request, _("This is being computed already: look again in a moment."))
        return redirect(ROUTE, slug=activity.process.slug)

    return ask


ask_map = _ask(draw_map, "analysis:results")
ask_groups = _ask(group_texts, "analysis:groups")


def _show(
    request: HttpRequest, activity: Activity, template: str, title: Any, **context: Any
) -> HttpResponse:
    return show(
        request,
        template,
        activity.process,
        ROUTE,
        title,
        activity=activity,
        **context,
    )


@page(SEE_GROUPS, load=activity_by_slugs)
def groups(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Texts that look alike."""
    return _show(
        request,
        activity,
        "analysis/groups.html",
        _("Texts that look alike"),
        shown=groups_page(activity),
    )


@page(SEE_GROUPS, load=activity_by_slugs)
def not_grouped(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Texts like no other."""
    found = alone(activity, request.GET.get(PARAMETER, ""))
    return _show(
        request, activity, "analysis/alone.html", _("Texts that are not grouped"), texts=found
    )


@page(SEE_IDEA, load=idea_by_number, methods=FORM)
def idea(request: HttpRequest, found: Idea) -> HttpResponse:
    """A group of texts; name it, and keep it or give it back to the machine."""
    activity, actor = found.analysis.activity, actor_of(request)
    form = IdeaForm(request.POST or None, initial={"name": found.name, "kept": found.kept})
    if request.method == "POST":
        RUN_ANALYSIS.authorise(actor, activity)
    if request.method == "POST" and form.is_valid():
        judge_idea(actor=actor, idea=found, **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("analysis:idea", activity.process.slug, activity.slug, found.number)
    return _show(
        request,
        activity,
        "analysis/idea.html",
        name_of(found),
        shown=idea_page(found, request.GET.get(PARAMETER, "")),
        form=form if RUN_ANALYSIS.decide(actor, activity) else None,
    )
