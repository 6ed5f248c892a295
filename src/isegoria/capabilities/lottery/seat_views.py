"""The pages of a panel for everybody, and of a seat for whoever was offered it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.lottery.panel import (
    feature_views,
    named_members,
    seat_rows,
    tally,
)
from isegoria.capabilities.lottery.policies import OPEN_NOTICE
from isegoria.capabilities.lottery.queries import (
    activity_by_ref,
    activity_of_draw,
    draw_of,
    sheet,
)
from isegoria.capabilities.lottery.seat_codes import digest_of
from isegoria.capabilities.lottery.seat_forms import AnswerForm, CodeForm, LeaveForm
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_policies import (
    ANSWER_BY_CODE,
    ANSWER_OWN_SEAT,
    MANAGE_SEATS,
    READ_PANEL,
)
from isegoria.capabilities.lottery.seat_queries import lines_of, seating_of
from isegoria.capabilities.lottery.seat_services import answer_by_code, answer_own, give_up
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core import clock
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, asked_for, page
from isegoria.core.texts import pick
from isegoria.core.ui.formatting import closing, instant

_OFFERS = Offer.objects.select_related(
    "volunteer", "seat__draw__activity__process", "seat__draw__body", "entry__epoch"
)


def own_offer(request: HttpRequest, slug: str, activity: str) -> Offer:
    """The offer made to whoever asks, in the draw at an address."""
    person = actor_of(request).person_id
    found = _OFFERS.filter(
        seat__draw__activity__process__slug=slug,
        seat__draw__activity__slug=activity,
        volunteer__person=person,
    ).first()
    if person is None or found is None:
        raise Http404
    return found


def offer_of_code(_request: HttpRequest, code: str) -> Offer:
    """The offer that a code opens. One that never was, was answered or is too old opens nothing, alike."""
    return get_object_or_404(
        _OFFERS, code_digest=digest_of(code), state=OfferState.OFFERED, reply_by__gt=clock.now()
    )


@page(READ_PANEL, load=activity_of_draw)
def panel(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What the panel looks like today, beside what was drawn and the population; never who sits in it,
    but those who agreed."""
    draw = draw_of(activity)
    rows = seat_rows(draw) if draw.pk else ()
    context = {
        "activity": activity,
        "title": pick(activity.title),
        "rows": rows,
        "tally": tally(rows),
        "features": feature_views(draw, sheet(draw), lines_of(draw)) if rows else (),
        "members": named_members(draw) if rows else (),
        "manages": MANAGE_SEATS.decide(actor_of(request), activity),
        "trail": activity_trail(activity, (_("The panel"), "")),
    }
    return render(request, "lottery/panel.html", context)


@page(ANSWER_OWN_SEAT, load=own_offer, methods=FORM)
def my_seat(request: HttpRequest, offer: Offer) -> HttpResponse:
    """The seat one was offered: what it means, accept or decline, how it stands."""
    activity = offer.seat.draw.activity
    is_open = offer.state == OfferState.OFFERED and offer.reply_by > clock.now()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if is_open and form.is_valid():
        answer = form.given()
        try:
            answer_own(actor=actor_of(request), offer=offer, answer=answer)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _thanks(accepts=answer.accepts))
            return redirect(url_of("my-seat", activity))
    entry = offer.entry
    context = {
        **_about(offer),
        "form": form if is_open else None,
        "has_seat": offer.state == OfferState.ACCEPTED,
        "state": offer.get_state_display(),
        "answered": instant(offer.answered_at) if offer.answered_at else "",
        "entry_url": reverse("journal:entry", args=[entry.epoch.number, entry.number])
        if entry is not None and entry.epoch is not None
        else "",
        "leave_url": url_of("leave-seat", activity),
        "trail": activity_trail(activity, (_("My seat"), "")),
    }
    return render(request, "lottery/seat.html", context)


@page(ANSWER_OWN_SEAT, load=own_offer, methods=FORM)
def leave_seat(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Ask once, then give the seat up."""
    activity = offer.seat.draw.activity
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_up(actor=actor_of(request), offer=offer, reason=form.cleaned_data["reason"])
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("You have left the panel. Thank you for what you did."))
            return redirect(url_of("my-seat", activity))
    context = {
        "form": form,
        "back_url": url_of("my-seat", activity),
        "title": pick(activity.title),
        "trail": activity_trail(
            activity, (_("My seat"), url_of("my-seat", activity)), (_("Give my seat up"), "")
        ),
    }
    return render(request, "lottery/leave_seat.html", context)


@page(
    ANSWER_BY_CODE,
    load=offer_of_code,
    methods=FORM,
    anonymous_post="whoever holds the code of a letter is who was drawn, with or without an account",
)
def answer(request: HttpRequest, offer: Offer) -> HttpResponse:
    """The page that the link of an e-mail or the code of a letter opens, once."""
    activity = offer.seat.draw.activity
    code = asked_for(request, "code")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.given()
        try:
            answer_by_code(actor=actor_of(request), code=code, answer=given)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _thanks(accepts=given.accepts))
            return redirect(url_of("panel", activity))
    context = {
        **_about(offer),
        "form": form,
        "trail": activity_trail(activity, (_("Your seat"), "")),
    }
    return render(request, "lottery/seat.html", context)


@page(
    ANSWER_BY_CODE,
    methods=FORM,
    anonymous_post="somebody types the code of a letter, with or without an account",
)
def type_code(request: HttpRequest) -> HttpResponse:
    """Where the code of a letter is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            offer_of_code(request, code)
        except Http404:
            form.add_error(
                "code",
                _(
                    "This code opens nothing. Compare it with your letter; if you answered already, or"
                    " the date has passed, it no longer does. Call us if you are in doubt."
                ),
            )
        else:
            return redirect("lottery:answer", "".join(code.split()))
    context = {"form": form, "trail": ((_("The code of a letter"), ""),)}
    return render(request, "lottery/type_code.html", context)


@page(OPEN_NOTICE, load=activity_by_ref)
def seat_by_ref(request: HttpRequest, activity: Activity) -> HttpResponse:
    """From a notice to one's own seat; to the page of the panel once the offer is deleted."""
    person = actor_of(request).person_id
    there = Offer.objects.filter(seat__draw__activity=activity, volunteer__person=person).exists()
    return redirect(url_of("my-seat" if there else "panel", activity))


@page(MANAGE_SEATS, load=activity_by_ref)
def seats_by_ref(_request: HttpRequest, activity: Activity) -> HttpResponse:
    """From a notice to the seats, for the team."""
    return redirect(url_of("seats", activity))


def _about(offer: Offer) -> dict[str, object]:
    """What both pages say of an offer: nothing about who was asked."""
    draw = offer.seat.draw
    activity = draw.activity
    seating = seating_of(draw)
    return {
        "title": pick(activity.title),
        "process": pick(activity.process.title),
        "process_url": reverse("processes:page", args=[activity.process.slug]),
        "summary": pick(activity.process.summary),
        "body": pick(draw.body.title) if draw.body else "",
        "is_alternate": offer.rank > 0,
        "until": closing(offer.reply_by),
        "shown": seating.shown_id is not None,
        "panel_url": url_of("panel", activity),
    }


def _thanks(*, accepts: bool) -> str:
    if accepts:
        return _("Thank you: the seat is yours. We write to you with the first date.")
    return _(
        "Your answer is noted. The seat is offered to the next person; thank you for telling us."
    )
