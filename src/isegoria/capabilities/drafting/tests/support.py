"""What the tests of measures share: a panel that writes, a measure, its words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from isegoria.capabilities.drafting import adopting, services
from isegoria.capabilities.drafting.models import Measure, Section
from isegoria.capabilities.drafting.services import Saved
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.posts.tests.support import NOW, World, actor_of, citizen, published
from isegoria.commons.posts.tests.support import world as plain_world
from isegoria.commons.processes.models import (
    Activity,
    Body,
    BodyKind,
    Membership,
    Phase,
    TeamRole,
)
from isegoria.commons.processes.roles import ROOM, mandates_of_person
from isegoria.core.actor import Actor, Verification

SOURCED = "Les sources tarissent. [#panel]"


@dataclass
class Group:
    """A process, its panel that writes measures in an open activity, two members and an organiser."""

    world: World
    body: Body
    activity: Activity
    one: Actor
    other: Actor
    organiser: Actor


def group(kind: str = "drafting.writing") -> Group:
    """A panel of two at work."""
    here = plain_world()
    body = Body.objects.create(
        process=here.process, kind=BodyKind.PANEL, slug="panel", title={"fr": "Panel citoyen"}
    )
    team = Body.objects.create(
        process=here.process, kind=BodyKind.TEAM, slug="equipe", title={"fr": "Équipe"}
    )
    activity = Activity.objects.create(
        process=here.process,
        capability="drafting",
        slug="mesures",
        title={"fr": "Les mesures du panel"},
        verification=Verification.EMAIL,
    )
    Activity.objects.create(
        process=here.process,
        capability="answers",
        slug="reponses",
        title={"fr": "Les réponses"},
        verification=Verification.EMAIL,
    )
    Phase.objects.create(
        activity=activity,
        kind=kind,
        opens_at=NOW - timedelta(days=5),
        closes_at=NOW + timedelta(days=5),
    )
    return Group(
        here,
        body,
        activity,
        seated(citizen("Alix"), body),
        seated(citizen("Bintou"), body),
        seated(citizen("Ariane"), team, TeamRole.ORGANISER),
    )


def seated(actor: Actor, body: Body, role: str = "") -> Actor:
    """``actor`` with a mandate in ``body``."""
    Membership.objects.create(
        body=body, person_id=actor.person_id, role=role, began_at=NOW - timedelta(days=1)
    )
    return with_mandates(actor)


def with_mandates(actor: Actor) -> Actor:
    """``actor`` as a request knows them."""
    assert actor.person_id is not None
    roles = {ROOM: mandates_of_person(actor.person_id)}
    return actor_of(Person.objects.get(pk=actor.person_id), roles=roles, second_factor=True)


def measure(here: Group, title: str = "Planter des haies", **changes: Any) -> Measure:
    """A measure that was begun."""
    given: dict[str, Any] = {
        "actor": here.one,
        "activity": here.activity,
        "body": here.body,
        "language": "fr",
        "ref": uuid4(),
    }
    return services.begin_measure(title=title, **{**given, **changes})


def section(of: Measure, code: str = "problem") -> Section:
    """One of its sections, as it stands."""
    return Section.objects.get(measure=of, code=code)


def save(actor: Actor, of: Measure, text: str, code: str = "problem", **changes: Any) -> Saved:
    """Save a section from the version that stands."""
    found = section(of, code)
    given: dict[str, Any] = {"base": found.version, "reason": "Pour commencer"}
    return services.save_section(actor=actor, section=found, text=text, **{**given, **changes})


def complete(here: Group, title: str = "Planter des haies") -> Measure:
    """A measure whose every paragraph says what it rests on."""
    made = measure(here, title)
    save(here.one, made, SOURCED)
    save(here.other, made, "Nous demandons des haies. [#panel]", "ask")
    return made


def called(here: Group, made: Measure, *, secret: bool = False, **changes: Any) -> Any:
    """A measure put to the vote."""
    given: dict[str, Any] = {"majority": "simple", "quorum": "half"}
    return adopting.call_vote(
        actor=here.organiser,
        measure=made,
        secret=secret,
        closes_at=NOW + timedelta(days=1),
        **{**given, **changes},
    )


def source(here: Group, title: str = "Des haies", **changes: Any) -> Post:
    """A contribution that a measure can rest on."""
    return published(citizen("Autrice"), here.world, title=title, **changes)
