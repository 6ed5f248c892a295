"""The pages of the team about seats: how they stand, whom to call, answers noted for somebody."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isegoria.capabilities.lottery.panel import (
    STATES,
    SeatRow,
    SeatState,
    reasons_given,
    seat_rows,
    tally,
)
from isegoria.capabilities.lottery.queries import activity_of_draw, draw_of
from isegoria.capabilities.lottery.seat_codes import code_of, spaced
from isegoria.capabilities.lottery.seat_forms import NotedAnswerForm, ReplaceForm, SeatingForm
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.capabilities.lottery.seat_policies import LIST_TO_CALL, MANAGE_SEATS, NOTE_ANSWER
from isegoria.capabilities.lottery.seat_queries import seating_of
from isegoria.capabilities.lottery.seat_services import note_answer, replace_member, set_seating
from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.capabilities.lottery.views import url_of
from isegoria.commons.people.models import Account
from isegoria.commons.posts.activities import activity_trail
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Channel
from isegoria.core.errors import ServiceError
from isegoria.core.routes import FORM, actor_of, asked_for, page
from isegoria.core.ui.formatting import closing, date


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody whom a letter or a call must reach, ready to be shown and printed."""

    seat: int
    name: str
    address: str
    phone: str
    file_id: str
    until: str
    code: str
    has_mail: bool
    note_url: str


def offer_to_note(_request: HttpRequest, slug: str, activity: str, pk: int) -> Offer:
    """An offer in the draw at an address."""
    return get_object_or_404(
        Offer.objects.select_related("seat__draw__activity__process", "volunteer__contact"),
        seat__draw__activity__process__slug=slug,
        seat__draw__activity__slug=activity,
        pk=pk,
    )


@page(MANAGE_SEATS, load=activity_of_draw)
def seats(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every seat at a glance, by its state if asked; nobody's name."""
    draw = draw_of(activity)
    rows = seat_rows(draw) if draw.pk else ()
    chosen = request.GET.get("state", "")
    context = {
        "activity": activity,
        "rows": [_shown(row, activity) for row in rows if chosen in ("", row.state)],
        "tally": tally(rows),
        "states": [("", _("All"), chosen == "")]
        + [(code, label, chosen == code) for code, label in STATES.items()],
        "is_short": any(row.state == SeatState.EMPTY for row in rows),
        "export_url": reverse(
            "lottery:export-seats-csv", args=[activity.process.slug, activity.slug]
        ),
        "reply_days": seating_of(draw).reply_days,
        "reasons": reasons_given(draw),
        **_frame(activity, _("Seats")),
    }
    return render(request, "lottery/seats.html", context)


@page(LIST_TO_CALL, load=activity_of_draw)
def to_call(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Whom a letter or a call must reach, made to be printed: those without e-mail first."""
    draw = draw_of(activity)
    open_offers = list(
        Offer.objects.filter(seat__draw=draw.pk, state=OfferState.OFFERED)
        .select_related("seat", "volunteer__contact")
        .order_by("seat__number")
    )
    with_mail = set(
        Account.objects.filter(
            person__in=[offer.volunteer.person_id for offer in open_offers], is_active=True
        ).values_list("person_id", flat=True)
    )
    people = [
        _to_call(offer, activity, has_mail=offer.volunteer.person_id in with_mail)
        for offer in open_offers
    ]
    context = {
        "groups": [
            (_("Without e-mail: write or call"), [one for one in people if not one.has_mail]),
            (_("Written to by e-mail, not answered yet"), [one for one in people if one.has_mail]),
        ],
        "people": people,
        "code_url": request.build_absolute_uri(reverse("lottery:type-code")),
        **_frame(activity, _("List to call")),
    }
    response = render(request, "lottery/to_call.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@page(NOTE_ANSWER, load=offer_to_note, methods=FORM)
def note(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Note what somebody answered by telephone, by post or at the desk."""
    activity = offer.seat.draw.activity
    form = NotedAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        channel = Channel(form.cleaned_data["channel"])
        try:
            note_answer(actor=actor_of(request), offer=offer, answer=form.given(), channel=channel)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The answer is noted."))
            return redirect(url_of("to-call", activity))
    contact = getattr(offer.volunteer, "contact", None)
    context = {
        "form": form,
        "lead": _("Seat %(number)s: %(name)s")
        % {
            "number": offer.seat.number,
            "name": contact.name if contact else offer.volunteer.imported_id,
        },
        **_frame(activity, _("Note an answer")),
    }
    return render(request, "lottery/seat_form.html", context)


@page(MANAGE_SEATS, load=activity_of_draw, methods=FORM)
def replace(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Replace a member who cannot go on."""
    offer = get_object_or_404(
        Offer.objects.select_related("seat"),
        seat__draw__activity=activity,
        pk=asked_for(request, "pk"),
        state=OfferState.ACCEPTED,
    )
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            replace_member(
                actor=actor_of(request), offer=offer, because=form.cleaned_data["because"]
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The mandate has ended. The seat goes to the next of the order.")
            )
            return redirect(url_of("seats", activity))
    context = {
        "form": form,
        "lead": _(
            "Seat %(number)s. The next alternate of the published order is offered the seat;"
            " nobody chooses."
        )
        % {"number": offer.seat.number},
        **_frame(activity, _("Replace a member")),
    }
    return render(request, "lottery/seat_form.html", context)


@page(MANAGE_SEATS, load=activity_of_draw, methods=FORM)
def settings(request: HttpRequest, activity: Activity) -> HttpResponse:
    """How long people have to answer, and what is shown beside first names."""
    seating = seating_of(draw_of(activity))
    form = SeatingForm(seating, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_seating(actor=actor_of(request), activity=activity, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It holds from the next offer on."))
            return redirect(url_of("seats", activity))
    context = {"form": form, "lead": "", **_frame(activity, _("Delays and names"))}
    return render(request, "lottery/seat_form.html", context)


def _shown(row: SeatRow, activity: Activity) -> dict[str, object]:
    offer = row.offer
    awaited, taken = row.state == SeatState.AWAITED, row.state == SeatState.TAKEN
    return {
        "row": row,
        "until": closing(offer.reply_by) if offer and awaited else "",
        "answered": date(offer.answered_at) if offer and offer.answered_at else "",
        "note_url": url_of("note-answer", activity, offer.pk) if offer and awaited else "",
        "replace_url": url_of("replace-member", activity, offer.pk) if offer and taken else "",
    }


def _to_call(offer: Offer, activity: Activity, *, has_mail: bool) -> ToCall:
    contact = getattr(offer.volunteer, "contact", None)
    return ToCall(
        seat=offer.seat.number,
        name=contact.name if contact else "",
        address=f"{contact.street}, {contact.postcode} {contact.town}" if contact else "",
        phone=contact.phone if contact else "",
        file_id=offer.volunteer.imported_id,
        until=closing(offer.reply_by),
        code=spaced(code_of(offer.ref)),
        has_mail=has_mail,
        note_url=url_of("note-answer", activity, offer.pk),
    )


def _frame(activity: Activity, title: str) -> dict[str, object]:
    return {
        "activity": activity,
        "title": title,
        "seats_url": url_of("seats", activity),
        "trail": activity_trail(
            activity,
            *([] if title == _("Seats") else [(_("Seats"), url_of("seats", activity))]),
            (title, ""),
        ),
    }
