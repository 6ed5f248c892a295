"""Volunteers of everybody and of nobody, in processes where an agent works and elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.seat_models import Offer, Reserve, Seat
from isegoria.commons.people.models import Person
from isegoria.commons.processes.models import Activity, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor, Channel
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def volunteers(now: datetime) -> tuple[Sequence[Volunteer], Sequence[Actor]]:
    """Entries in two processes, frozen or not; the person, an agent who types for them, others."""
    mine, other = (Person.objects.create() for _ in range(2))
    processes = []
    for slug in ("ici", "ailleurs"):
        process = Process.objects.create(
            slug=slug, state="published", published_at=now, title={}, summary={}
        )
        processes.append(process.pk)
        for frozen_at in (None, now):
            activity = Activity.objects.create(
                process=process,
                capability="lottery",
                slug="gele" if frozen_at else "ouvert",
                title={},
            )
            draw = Draw.objects.create(activity=activity, frozen_at=frozen_at)
            for person in (mine, other, None):
                Volunteer.objects.create(draw=draw, person=person)
    agent = Mandates(team={}, bodies=frozenset(), only=processes[0])
    people = [
        ADMINISTRATOR,
        CITIZEN,
        Actor(person_id=mine.pk),
        Actor(person_id=mine.pk, channel=Channel.DESK, entered_by=uuid4(), roles={ROOM: agent}),
    ]
    return list(Volunteer.objects.select_related("draw__activity__process")), people


def offers(now: datetime) -> tuple[Sequence[Offer], Sequence[Actor]]:
    """Offers to oneself, to others and to somebody of a file, in two processes; the person, an agent who
    types for them, the teams, others."""
    found, people = volunteers(now)
    for number, entry in enumerate(found, 1):
        seat = Seat.objects.create(
            draw=entry.draw,
            number=number,
            drawn=f"{number:032d}",
            reserve=Reserve.objects.create(draw=entry.draw),
        )
        Offer.objects.create(seat=seat, volunteer=entry, reply_by=now, code_digest=str(number))
    here, there = Process.objects.order_by("pk")[:2]
    roles = [
        Actor(
            person_id=uuid4(),
            second_factor=True,
            roles={ROOM: Mandates(team={place.pk: frozenset({role.value})}, bodies=frozenset())},
        )
        for place in (here, there)
        for role in (TeamRole.ORGANISER, TeamRole.AGENT, TeamRole.OBSERVER)
    ]
    rows = Offer.objects.select_related("volunteer", "seat__draw__activity__process")
    return list(rows), [*people, *roles]


POPULATIONS = {"lottery.Offer": offers, "lottery.Volunteer": volunteers}
