"""What the tests of ideas share: a panel, its members, contributions to group."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from isegoria.capabilities.assembly import services
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, World, actor_of, citizen, published
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import Activity, Body, BodyKind, Membership, Phase
from isegoria.commons.processes.roles import ROOM, mandates_of_person
from isegoria.core.actor import Actor, Verification


@dataclass
class Panel:
    """A process with open contributions, its panel, and the activity in which the panel works."""

    world: World
    body: Body
    activity: Activity


def panel(capability: str = "assembly", kind: str = "assembly.working", slug: str = "eau") -> Panel:
    """A panel whose activity is open."""
    here = plain_world(slug)
    body = Body.objects.create(
        process=here.process, kind=BodyKind.PANEL, slug="panel", title={"fr": "Panel citoyen"}
    )
    activity = Activity.objects.create(
        process=here.process,
        capability=capability,
        slug="panel",
        title={"fr": "Le panel au travail"},
        verification=Verification.EMAIL,
    )
    Phase.objects.create(
        activity=activity,
        kind=kind,
        opens_at=NOW - timedelta(days=5),
        closes_at=NOW + timedelta(days=5),
    )
    return Panel(here, body, activity)


def seated(actor: Actor, body: Body) -> Actor:
    """``actor`` with a mandate in ``body``."""
    Membership.objects.create(
        body=body, person_id=actor.person_id, began_at=NOW - timedelta(days=1)
    )
    return with_mandates(actor)


def with_mandates(actor: Actor) -> Actor:
    """``actor`` as a request knows them."""
    assert actor.person_id is not None
    roles = {ROOM: mandates_of_person(actor.person_id)}
    return actor_of(Person.objects.get(pk=actor.person_id), roles=roles)


def member(here: Panel, name: str = "Membre") -> Actor:
    """A new member of the panel."""
    return seated(citizen(name), here.body)


def idea(actor: Actor, here: Panel, title: str = "Replanter les haies", **changes: Any) -> Post:
    """An idea."""
    given: dict[str, Any] = {"title": title, "text": "", "language": "fr", "ref": uuid4()}
    return services.name_idea(actor=actor, activity=here.activity, **{**given, **changes})


def contributions(here: Panel, number: int = 3) -> list[Post]:
    """Contributions of as many people."""
    return [
        published(citizen(f"Auteur {turn}"), here.world, title=f"Contribution {turn}")
        for turn in range(number)
    ]
