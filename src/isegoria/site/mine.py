"""What one person finds in "my space": a constant number of statements."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise

from isegoria.commons.processes.models import BodyKind, Membership, Process, TeamRole
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import pick
from isegoria.core.ui.context import Link
from isegoria.core.ui.formatting import date


@dataclass(frozen=True, slots=True)
class Mandate:
    """A place in a body, now."""

    process: Link
    body: str
    function: str | Promise
    since: str


@dataclass(frozen=True, slots=True)
class Mine:
    """What one follows and where one sits."""

    processes: tuple[Link, ...]
    mandates: tuple[Mandate, ...]


def my_things(actor: Actor, person_id: UUID) -> Mine:
    """What ``actor``, who is the person ``person_id``, follows and does here. Two statements."""
    return Mine(processes=_followed(actor, person_id), mandates=_mandates(person_id))


def _followed(actor: Actor, person_id: UUID) -> tuple[Link, ...]:
    followed = Process.objects.filter(follows__person_id=person_id)
    readable = READ_PROCESS.allowed_among(followed, actor)
    return tuple(_link_to(process) for process in readable.order_by("-follows__since", "-pk"))


def _mandates(person_id: UUID) -> tuple[Mandate, ...]:
    now = clock.now()
    running = Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=now),
        person_id=person_id,
        began_at__lte=now,
    ).select_related("body__process")
    return tuple(
        Mandate(
            process=_link_to(mandate.body.process),
            body=pick(mandate.body.title) or str(BodyKind(mandate.body.kind).label),
            function=pick(mandate.function)
            or (TeamRole(mandate.role).label if mandate.role else ""),
            since=date(mandate.began_at),
        )
        for mandate in running
    )


def _link_to(process: Process) -> Link:
    return Link(str(process), reverse("processes:page", args=[process.slug]))
