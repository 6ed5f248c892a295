"""Reads at the desk: the processes where an agent helps."""

from dataclasses import dataclass

from isegoria.commons.desk.policies import HELP
from isegoria.commons.processes.models import Process
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
