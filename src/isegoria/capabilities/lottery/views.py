"""The pages of a draw for everybody: the call, signing up, one's own place."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.lottery import services
from isegoria.capabilities.lottery.chances import list_is_published, own_chance
from isegoria.capabilities.lottery.erasure import kept_until
from isegoria.capabilities.lottery.forms import VolunteerForm
from isegoria.capabilities.lottery.kinds import CALL
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.not_drawn import alternates_of
from isegoria.capabilities.lottery.policies import (
    OPEN_NOTICE,
    ORGANISE,
    READ_CALL,
    SEE_OWN_PLACE,
    VOLUNTEER,
    WITHDRAW,
)
from isegoria.capabilities.lottery.pool import slip_of
from isegoria.capabilities.lottery.queries import (
    activity_by_ref,
    activity_of_draw,
    count_volunteers,
    draw_of,
    frozen_pool,
    has_volunteered,
    own_place,
    sheet,
)
from isegoria.capabilities.lottery.seat_queries import seats_are_open, was_offered
from isegoria.capabilities.lottery.verdict import frozen_portraits, who_is_missing
from isegoria.commons.people.visitors import actor_for_act
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, page
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import closing, date, instant, number
from isegoria.core.ui.remedies import remedy


def url_of(name: str, activity: Activity, *args: object) -> str:
    """The address of a page of a draw."""
    return reverse(f"lottery:{name}", args=[activity.process.slug, activity.slug, *args])


@page(READ_CALL, load=activity_of_draw)
def call(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What the draw is, who can take part and until when, how many came forward, how it will work."""
    actor, draw = actor_of(request), draw_of(activity)
    features = sheet(draw)
    pool = frozen_pool(draw)
    decision = VOLUNTEER.decide(actor, activity)
    url, closes = url_of("volunteer", activity), closing_of_call(activity)
    context = {
        "activity": activity,
        "title": pick(activity.title),
        "draw": draw,
        "features": [(pick(feature.title), pick(feature.why)) for feature in features],
        "people": number(pool.people if pool else count_volunteers(draw)),
        "closes": closes,
        "age": activity.process.minimum_age,
        "pool": pool,
        "frozen_at": instant(draw.frozen_at) if draw.frozen_at else "",
        "charts": frozen_portraits(features, pool) if pool else (),
        "journal_url": reverse("journal:index"),
        "decision": decision,
        "is_prepared": list_is_published(draw),
        "has_seats": seats_are_open(draw),
        "missing": who_is_missing(draw, features, is_open=bool(closes)),
        "remedy": None if decision else remedy(decision, url, is_signed_in=actor.is_signed_in),
        "is_in": has_volunteered(actor, draw) and actor.entered_by is None,
        "organises": ORGANISE.decide(actor, activity),
        "trail": activity_trail(activity),
    }
    return render(request, "lottery/call.html", context)


@page(
    VOLUNTEER,
    load=activity_of_draw,
    methods=FORM,
    anonymous_post="an activity that asks for no verification welcomes volunteers without an account",
)
def volunteer(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form: one page, about two minutes."""
    draw = draw_of(activity)
    features = sheet(draw)
    form = VolunteerForm(features, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = actor_for_act(request)
        try:
            services.volunteer(actor=actor, activity=activity, **form.given())
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Thank you: you are in the pool."))
            return redirect(url_of("call" if actor.entered_by else "mine", activity))
    context = {
        "form": form,
        "ready": bool(features) and draw.frozen_at is None,
        "until": _deleted_on(activity, draw),
        "title": pick(activity.title),
        "trail": activity_trail(activity, (_("Volunteer"), "")),
    }
    return render(request, "lottery/volunteer.html", context)


@page(SEE_OWN_PLACE, load=own_place)
def mine(request: HttpRequest, entry: Volunteer) -> HttpResponse:
    """One's own place in the pool: what was answered, the pseudonym, how to withdraw."""
    activity = entry.draw.activity
    answers = entry.answers.select_related("feature", "value").order_by("feature__position")
    offered = was_offered(entry)
    not_drawn = seats_are_open(entry.draw) and not offered
    context = {
        "entry": entry,
        "answers": [(pick(one.feature.title), pick(one.value.title)) for one in answers],
        "frozen": entry.draw.frozen_at is not None,
        "chance": own_chance(entry),
        "record_url": url_of("record", activity),
        "seat_url": url_of("my-seat", activity) if offered else "",
        "not_drawn": not_drawn,
        "is_alternate": not_drawn and entry.pseudonym in alternates_of(entry.draw),
        "process": pick(activity.process.title),
        "process_url": reverse("processes:page", args=[activity.process.slug]),
        "withdrawn": instant(entry.withdrawn_at) if entry.withdrawn_at else "",
        "change_url": url_of("volunteer", activity) if closing_of_call(activity) else "",
        "withdraw_url": url_of("withdraw", activity),
        "slip_url": url_of("slip", activity),
        "title": pick(activity.title),
        "trail": activity_trail(activity, (_("My place"), "")),
    }
    return render(request, "lottery/mine.html", context)


@page(WITHDRAW, load=own_place, methods=FORM)
def withdraw(request: HttpRequest, entry: Volunteer) -> HttpResponse:
    """Ask once, then withdraw."""
    activity = entry.draw.activity
    if request.method == "POST":
        services.withdraw(actor=actor_of(request), volunteer=entry)
        messages.success(request, _("You have withdrawn. What you wrote is deleted."))
        return redirect(url_of("call", activity))
    context = {
        "frozen": entry.draw.frozen_at is not None,
        "back_url": url_of("mine", activity),
        "title": pick(activity.title),
        "trail": activity_trail(activity, (_("Withdraw"), "")),
    }
    return render(request, "lottery/withdraw.html", context)


@page(SEE_OWN_PLACE, load=own_place)
def slip(_request: HttpRequest, entry: Volunteer) -> HttpResponse:
    """What shows that one's line is in the frozen pool."""
    pool = frozen_pool(entry.draw)
    if pool is None:
        raise Http404
    response = HttpResponse(slip_of(pool, entry.draw, entry), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="slip.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@page(OPEN_NOTICE, load=activity_by_ref)
def by_ref(request: HttpRequest, activity: Activity) -> HttpResponse:
    """From a notice to one's own place; to the page of the draw once that is deleted."""
    person = actor_of(request).person_id
    there = Volunteer.objects.filter(draw__activity=activity, person=person).exists()
    return redirect(url_of("mine" if there else "call", activity))


def closing_of_call(activity: Activity) -> str:
    """Until when people may volunteer, while they may. No statement."""
    now = clock.now()
    ends = [
        phase.closes_at
        for phase in activity.phases.all()
        if phase.kind == CALL.code and phase.opens_at <= now < phase.closes_at
    ]
    return closing(max(ends)) if ends else ""


def _deleted_on(activity: Activity, draw: Draw) -> str:
    ends: list[datetime] = [phase.closes_at for phase in activity.phases.all()]
    return date(kept_until(max(ends), draw.kept_days)) if ends else ""
