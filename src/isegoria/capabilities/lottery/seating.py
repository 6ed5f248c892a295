"""From a draw to offers of seats: what the service that draws calls at its end."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery import seat_journal as journal
from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.offering import awaited_until, fill, offer
from isegoria.capabilities.lottery.seat_models import Reserve, Seat
from isegoria.capabilities.lottery.seat_policies import OPEN_SEATS
from isegoria.capabilities.lottery.seat_queries import seating_of
from isegoria.capabilities.lottery.writing import lock
from isegoria.commons.processes.journal import BODY_CREATED
from isegoria.commons.processes.models import Body, BodyKind
from isegoria.commons.processes.writing import free_slug, last_position
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict
from isegoria.core.journal.record import record
from isegoria.core.service import service
from isegoria.core.texts import Texts, pick


@service(journal=journal.SEATS_OPENED)
def open_seats(
    *, actor: Actor, draw: Draw, panel: Sequence[str], alternates: Sequence[Sequence[str]]
) -> None:
    """Offer each seat to whoever was drawn for it, once for a draw.

    ``panel`` are the pseudonyms drawn, seat 1 first; ``alternates`` gives for each of these seats the
    pseudonyms of those who may take it, in the order of the record. Whoever was drawn and has withdrawn
    meanwhile counts as having declined: the seat goes to the next. Raises Conflict when the seats were
    offered before.
    """
    draw = lock(draw.activity)
    OPEN_SEATS.authorise(actor, draw.activity)
    seating = seating_of(draw)
    if seating.opened_at is not None:
        raise Conflict(_("The seats of this panel were offered already."), code="seats_open")
    seating.opened_at = clock.now()
    seating.save()
    if draw.body_id is None:
        draw.body = _panel_body(actor=actor, draw=draw)
        draw.save(update_fields=["body"])
    people = {
        volunteer.pseudonym: volunteer
        for volunteer in Volunteer.objects.filter(draw=draw, pseudonym__in=panel)
    }
    for seat in _write_seats(draw, panel, alternates):
        volunteer = people.get(seat.drawn)
        if volunteer is not None and volunteer.withdrawn_at is None:
            offer(seat, volunteer, rank=0)
    record(
        journal.SEATS_OPENED,
        subject=draw.ref,
        facts={"seats": len(panel), "reply_by": awaited_until(seating)},
    )
    fill(actor, draw)


def _write_seats(
    draw: Draw, panel: Sequence[str], alternates: Sequence[Sequence[str]]
) -> list[Seat]:
    """The seats; those of one type, whose alternates are the same, share one reserve."""
    reserves: dict[tuple[str, ...], Reserve] = {}
    seats = []
    for number, (name, order) in enumerate(zip(panel, alternates, strict=True), 1):
        key = tuple(order)
        if key not in reserves:
            reserves[key] = Reserve.objects.create(draw=draw, order="\n".join(key))
        seats.append(Seat(draw=draw, number=number, drawn=name, reserve=reserves[key]))
    return Seat.objects.bulk_create(seats)


@service(journal=BODY_CREATED)
def _panel_body(*, actor: Actor, draw: Draw) -> Body:  # noqa: ARG001 - part of the draw, which asked
    """The panel, for a draw about which no body was chosen: part of opening the seats."""
    process = draw.activity.process
    bodies = Body.objects.filter(process=process)
    title = _in_every_language()
    body = Body.objects.create(
        process=process,
        kind=BodyKind.PANEL,
        slug=free_slug(bodies, title, "panel"),
        title=title,
        position=last_position(bodies),
    )
    record(
        BODY_CREATED,
        subject=process.ref,
        facts={
            "body": body.ref,
            "kind": BodyKind.PANEL,
            "title": pick(title, settings.LANGUAGE_CODE),
        },
    )
    return body


def _in_every_language() -> Texts:
    titles = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            titles[code] = gettext("Panel drawn by lot")
    return titles
