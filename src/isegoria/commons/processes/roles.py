"""What a person's mandates allow: read once per request, when a policy asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.db.models import DateTimeField, UUIDField

from isegoria.commons.processes.models import Membership
from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.compiled import Compiled, Given

ROOM = "processes"


@dataclass(frozen=True, slots=True)
class Mandates:
    """A person's running mandates: roles by process (in its team), bodies, and the processes in which they
    sit in a body of each kind.

    ``only`` is the one process in which somebody acts through an agent of its desk, None otherwise.
    """

    team: Mapping[int, frozenset[str]]
    bodies: frozenset[int]
    only: int | None = None
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def processes_with(self, roles: frozenset[str]) -> frozenset[int]:
        """The processes in whose team the person has one of ``roles``."""
        return frozenset(process for process, held in self.team.items() if held & roles)


NOBODY = Mandates(team={}, bodies=frozenset())
_NOW = Given("now", DateTimeField())
_RUNNING = Compiled(
    lambda: (
        Membership.objects.running(_NOW)
        .filter(person=Given("person", UUIDField()))
        .values_list("body__process_id", "body_id", "body__kind", "role")
    )
)


def mandates_of_person(person_id: UUID) -> Mandates:
    """The mandates that run now. One statement."""
    team: dict[int, set[str]] = {}
    kinds: dict[str, set[int]] = {}
    bodies = set()
    for process_id, body_id, kind, role in _RUNNING(person=person_id, now=clock.now()):
        bodies.add(body_id)
        kinds.setdefault(kind, set()).add(process_id)
        if role:
            team.setdefault(process_id, set()).add(role)
    return Mandates(
        team={process: frozenset(roles) for process, roles in team.items()},
        bodies=frozenset(bodies),
        kinds={kind: frozenset(processes) for kind, processes in kinds.items()},
    )


def mandates_of(actor: Actor) -> Mandates:
    """What the policies of this room read of an actor."""
    return cast("Mandates", actor.roles.get(ROOM, NOBODY))


def has_mandate(*which: str) -> Callable[[Actor], bool]:
    """Whether an actor holds, in any process, one of these roles of a team (:class:`TeamRole`) or sits in
    one of these kinds of body (:class:`BodyKind`)."""
    wanted = frozenset(which)

    def test(actor: Actor) -> bool:
        mandates = mandates_of(actor)
        return bool(mandates.processes_with(wanted) or wanted & mandates.kinds.keys())

    return test
