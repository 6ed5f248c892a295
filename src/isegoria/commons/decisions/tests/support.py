"""What the tests of votes share: a body and a text it votes on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from isegoria.commons.decisions import journal, voting
from isegoria.commons.decisions.models import Decision
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, World, actor_of, citizen, published, world
from isegoria.commons.processes.models import Body, BodyKind, Membership
from isegoria.commons.processes.roles import ROOM, mandates_of_person
from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.service import service
from isegoria.kernel.tally import Outcome


@dataclass
class Assembly:
    """A body of some members, and a text."""

    world: World
    body: Body
    members: list[Actor]
    post: Post


def assembly(members: int = 3) -> Assembly:
    """A body that can vote."""
    here = world()
    body = Body.objects.create(
        process=here.process, kind=BodyKind.PANEL, slug="panel", title={"fr": "Panel"}
    )
    seats = [citizen(f"Membre {turn}") for turn in range(members)]
    for actor in seats:
        Membership.objects.create(
            body=body, person_id=actor.person_id, began_at=NOW - timedelta(days=1)
        )
    return Assembly(here, body, [_seated(actor) for actor in seats], published(citizen(), here))


def _seated(actor: Actor) -> Actor:
    assert actor.person_id is not None
    roles = {ROOM: mandates_of_person(actor.person_id)}
    return actor_of(Person.objects.get(pk=actor.person_id), roles=roles)


@service(journal=journal.VOTE_OPENED)
def _open(*, actor: Actor, here: Assembly, given: dict[str, Any]) -> Decision:
    return voting.open_vote(actor=actor, post=here.post, body=here.body, **given)


@service(journal=journal.VOTE_CLOSED)
def _close(*, actor: Actor, decision: Decision) -> Outcome:
    return voting.close_vote(actor=actor, decision=decision)


def opened(here: Assembly, **changes: Any) -> Decision:
    """A vote of the body, as a capability opens it."""
    given: dict[str, Any] = {
        "majority": "simple",
        "quorum": "half",
        "secret": False,
        "closes_at": NOW + timedelta(days=1),
    }
    return _open(actor=SYSTEM, here=here, given={**given, **changes})


def closed(decision: Decision) -> Outcome:
    """The vote closed, as a capability closes it."""
    return _close(actor=SYSTEM, decision=decision)
