"""The desk: where an agent helps, begins to act for somebody, and stops."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from isegoria.commons.desk import helping as state
from isegoria.commons.desk import queries
from isegoria.commons.desk.forms import ArrivalForm
from isegoria.commons.desk.helping import Helping
from isegoria.commons.desk.policies import HELP, SEE_DESKS, STOP
from isegoria.commons.desk.services import begin_helping
from isegoria.commons.people import register
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.queries import process_by_slug
from isegoria.core import clock
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, POST, actor_of, page
from isegoria.core.texts import pick


@page(SEE_DESKS)
def desks(request: HttpRequest) -> HttpResponse:
    """The processes where this agent helps."""
    return render(request, "desk/list.html", {"desks": queries.desks_of(actor_of(request))})


@page(HELP, load=process_by_slug, methods=FORM)
def arrive(request: HttpRequest, process: Process) -> HttpResponse:
    """Begin to act for somebody."""
    form = ArrivalForm(
        request.POST or None, minimum_age=process.minimum_age, on_list=register.is_loaded()
    )
    if request.method == "POST" and form.is_valid():
        arrival = form.arrival
        try:
            helped = begin_helping(actor=actor_of(request), process=process, arrival=arrival)
        except ServiceError as refusal:
            form.refuse(refusal)
            if refusal.code == "two_people":
                form.ask_whether_same()
        else:
            state.begin(
                request,
                Helping(
                    person=helped.person_id,
                    process=process.pk,
                    channel=arrival.channel,
                    number=helped.number,
                    name=arrival.name,
                    seen_at=clock.now(),
                ),
            )
            known = _("We know this person: you go on for them.")
            messages.info(request, known if helped.was_known else _("This person is new here."))
            if closed := queries.closed_to(helped.person_id, process):
                messages.warning(request, _too_little(closed))
            return redirect("processes:page", process.slug)
    return render(
        request,
        "desk/arrive.html",
        {"form": form, "title": pick(process.title), "process": process},
    )


@page(STOP, methods=POST)
def stop(request: HttpRequest) -> HttpResponse:
    """Act in one's own name again, and come back to the desk for the next person."""
    helping = cast("Helping | None", getattr(request, "helping", None))
    state.end(request)
    messages.success(request, _("You act in your own name again."))
    process = helping and Process.objects.filter(pk=helping.process).first()
    return redirect("desk:arrive", process.slug) if process else redirect("desk:list")


def _too_little(closed: tuple[str, ...]) -> str:
    return _(
        "This person is not known well enough for: %(activities)s. If they are in front of you, stop and"
        " begin again with their number, and tick that you saw their identity document. A form that came"
        " in the post cannot show more than a name on the list."
    ) % {"activities": " · ".join(closed)}
