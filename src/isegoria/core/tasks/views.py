"""The page of a background run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from isegoria.core.routes import POST, actor_of, page
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.policies import FOLLOW_RUN
from isegoria.core.tasks.queries import run_by_id, run_view
from isegoria.core.tasks.services import cancel_run


@page(FOLLOW_RUN, load=run_by_id)
def run_page(request: HttpRequest, run: Run) -> HttpResponse:
    """How far it is, and what became of it. A page that polls is told to load itself anew at the end."""
    shown = run_view(run, actor_of(request))
    cancel_url = reverse("tasks:cancel", args=[run.pk])
    response = render(request, "tasks/run.html", {"run": shown, "cancel_url": cancel_url})
    response["Cache-Control"] = "no-store"
    if shown.is_over and "HX-Request" in request.headers:
        response["HX-Refresh"] = "true"
    return response


@page(FOLLOW_RUN, load=run_by_id, methods=POST)
def cancel(request: HttpRequest, run: Run) -> HttpResponse:
    """Ask it to stop."""
    cancel_run(actor=actor_of(request), run_id=run.pk)
    return redirect("tasks:run", run_id=run.pk)
