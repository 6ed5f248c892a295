"""The pages of the draw: the room, the desk of those who conduct it, the rehearsal."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.capabilities.lottery import drawing, rehearsing
from isegoria.capabilities.lottery.draw_models import Drawing, Reading, Rehearsal, WitnessRole
from isegoria.capabilities.lottery.draw_policies import ATTEND, OBSERVE, PREPARE, WATCH
from isegoria.capabilities.lottery.minutes import how_to_check, rehearsed_minutes
from isegoria.capabilities.lottery.panel import named_members
from isegoria.capabilities.lottery.preparation_models import Preparation
from isegoria.capabilities.lottery.queries import activity_of_draw, draw_of, sheet
from isegoria.capabilities.lottery.reading_aloud import is_whole
from isegoria.capabilities.lottery.room import room_of
from isegoria.capabilities.lottery.seat_queries import seats_are_open
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.routes import POST, actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.buttons import press
from isegoria.core.ui.formatting import instant


@page(WATCH, load=activity_of_draw)
def draw(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The draw as everybody sees it, to project in a room or to follow on a telephone."""
    shown = _stage(activity, Drawing)
    room = _room(request, shown)
    context = {
        **shown,
        "named": named_members(shown["of_draw"]) if room.of_the_panel else (),
        "attends": ATTEND.decide(actor_of(request), activity),
        "room": room,
        "trail": activity_trail(activity, (_("The draw"), "")),
    }
    return render(request, "lottery/draw.html", context)


@page(ATTEND, load=activity_of_draw)
def desk(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Where the observer enters what is read, and two persons confirm it."""
    shown = _stage(activity, Drawing)
    actor = actor_of(request)
    reading, preparation = shown["reading"], shown["preparation"]
    signed = {one.role: one for one in reading.witnesses.all()} if reading else {}
    context = {
        **shown,
        "room": _room(request, shown),
        "digits": range(10),
        "observes": OBSERVE.decide(actor, activity),
        "prepares": PREPARE.decide(actor, activity),
        "is_whole": reading is not None and is_whole(reading, preparation),
        "roles": [
            {
                "code": role.value,
                "label": role.label,
                "name": signed[role].name if role in signed else "",
                "at": instant(signed[role].at) if role in signed else "",
                "may": drawing.POLICY_OF[role].decide(actor, activity)
                and actor.person_id not in {one.person_id for one in signed.values()},
            }
            for role in WitnessRole
        ],
        "confirmed": bool(signed),
        "both": len(signed) == len(WitnessRole),
        "trail": activity_trail(
            activity, (_("The draw"), url_of("draw", activity)), (_("Desk of the draw"), "")
        ),
    }
    return render(request, "lottery/desk.html", context)


@page(OBSERVE, load=activity_of_draw, methods=POST)
def enter(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One digit, or the word of the beacon."""
    given = {key: request.POST.get(key, "")[:400] for key in ("digit", "beacon")}
    actor = actor_of(request)
    return _at_desk(
        request, activity, lambda: drawing.enter(actor=actor, activity=activity, **given)
    )


@page(OBSERVE, load=activity_of_draw, methods=POST)
def take_back(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Take back what was entered last."""
    return _at_desk(
        request, activity, lambda: drawing.take_back(actor=actor_of(request), activity=activity)
    )


@page(ATTEND, load=activity_of_draw, methods=POST)
def dispute(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What was entered is not what was read."""
    return _at_desk(
        request, activity, lambda: drawing.dispute(actor=actor_of(request), activity=activity)
    )


@page(ATTEND, load=activity_of_draw, methods=POST)
def confirm(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Confirm by one's name; the second of the two draws the panel."""
    role = request.POST.get("role", "")
    if role and role not in WitnessRole.values:
        raise Http404
    actor = actor_of(request)

    def act() -> object:
        if role:
            name = request.POST.get("name", "")
            drawing.confirm(actor=actor, activity=activity, role=WitnessRole(role), name=name)
        return drawing.conclude(actor=actor, activity=activity)

    return _at_desk(request, activity, act)


@page(ATTEND, load=activity_of_draw)
def rehearsal(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The page of the draw, to try: nothing of it counts."""
    shown = _stage(activity, Rehearsal)
    context = {
        **shown,
        "room": _room(request, shown),
        "digits": range(10),
        "is_over": seats_are_open(shown["of_draw"]),
        "trail": activity_trail(
            activity, (_("The draw"), url_of("draw", activity)), (REHEARSAL, "")
        ),
    }
    return render(request, "lottery/rehearsal.html", context)


@page(ATTEND, load=activity_of_draw, methods=POST)
def rehearse(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Type a digit, take it back, or begin again."""
    actor = actor_of(request)

    def act() -> object:
        if "again" in request.POST:
            return rehearsing.rehearse_again(actor=actor, activity=activity)
        if "back" in request.POST:
            return rehearsing.take_back_rehearsed(actor=actor, activity=activity)
        digit = request.POST.get("digit", "")
        return rehearsing.rehearse(actor=actor, activity=activity, digit=digit)

    return press(request, act, url_of("rehearsal", activity))


@page(ATTEND, load=activity_of_draw)
def rehearsed(_request: HttpRequest, activity: Activity) -> HttpResponse:
    """What the minutes would look like."""
    shown = _stage(activity, Rehearsal)
    reading: Any = shown["reading"]
    if reading is None or reading.drawn_at is None:
        raise Http404
    paper = rehearsed_minutes(
        shown["preparation"], reading.composition, reading.digits, reading.drawn_at
    )
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="rehearsal.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


REHEARSAL = gettext_lazy("Rehearsal")


def _stage(activity: Activity, table: type[Drawing | Rehearsal]) -> dict[str, Any]:
    """What all pages of a draw need. A draw whose pool is not frozen has none. Six statements."""
    found = draw_of(activity)
    if found.frozen_at is None:
        raise Http404
    preparation = Preparation.objects.filter(draw=found).first()
    if preparation is not None:
        preparation.draw = found
    rows: Any = table.objects.filter(draw=found)
    if table is Drawing:
        rows = rows.prefetch_related("witnesses")
    reading: Reading | None = rows.first()
    ready = preparation is not None and preparation.prepared_at is not None
    return {
        "activity": activity,
        "title": pick(activity.title),
        "process": pick(activity.process.title),
        "of_draw": found,
        "preparation": preparation,
        "reading": reading,
        "is_ready": ready,
        "is_rehearsal": table is Rehearsal,
        "check": how_to_check(preparation) if preparation is not None and ready else (),
    }


def _room(request: HttpRequest, shown: dict[str, Any]) -> Any:
    return room_of(
        shown["of_draw"],
        sheet(shown["of_draw"]),
        shown["preparation"],
        shown["reading"],
        clock.now(),
        rehearsal=shown["is_rehearsal"],
        everything="all" in request.GET,
    )


def _at_desk(request: HttpRequest, activity: Activity, act: Callable[[], object]) -> HttpResponse:
    return press(request, act, url_of("desk", activity))
