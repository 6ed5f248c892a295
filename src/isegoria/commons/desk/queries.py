"""Reads at the desk: the processes where an agent helps, and what asks for more than was shown there."""

from dataclasses import dataclass
from uuid import UUID

from isegoria.commons.desk.policies import HELP
from isegoria.commons.people.models import Person
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.openings import open_activities
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.texts import pick


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one process."""

    title: str
    slug: str


def desks_of(actor: Actor) -> tuple[Desk, ...]:
    """The desks where somebody may help, by title. One query beside that of their mandates."""
    processes = HELP.allowed_among(Process.objects.all(), actor)
    found = [Desk(pick(process.title), process.slug) for process in processes]
    return tuple(sorted(found, key=lambda desk: desk.title))


def closed_to(person: UUID, process: Process) -> tuple[str, ...]:
    """The activities of ``process``, open now or later, that ask to know ``person`` better. The doors on the
    page of the process say the same. One statement."""
    known = Person.objects.filter(pk=person).values("verification")
    found = open_activities(clock.now()).filter(process=process, verification__gt=known)
    return tuple(str(activity) for activity in found)
