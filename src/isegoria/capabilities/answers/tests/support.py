"""What the tests of answers share: a text that was handed over, an authority that owes an answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from isegoria.capabilities.answers import answering, following
from isegoria.capabilities.answers.answering import Terms
from isegoria.capabilities.answers.models import Answer, Demand, Milestone
from isegoria.commons.people.models import Person
from isegoria.commons.posts.handing import hand_over
from isegoria.commons.posts.models import Post, Relation, Source
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
from isegoria.core import clock
from isegoria.core.actor import SYSTEM, Actor, Verification
from isegoria.core.journal.kinds import Private
from isegoria.core.service import service

TODAY = date(2026, 3, 12)


@service(journal=Private("of the tests: what hands a text over is another room"))
def hand(*, actor: Actor, post: Post) -> None:
    """Hand a text over."""
    hand_over(post, actor)


@dataclass
class Place:
    """A process whose panel asked for something: ``post`` was handed over, the answer is owed."""

    world: World
    activity: Activity
    post: Post
    author: Actor
    elected: Actor
    organiser: Actor
    guarantor: Actor

    @property
    def demand(self) -> Demand:
        """What is owed, as it stands."""
        return Demand.objects.select_related("post__body", "activity__process").get(post=self.post)


def place(days: int = 30) -> Place:
    """A text of the panel, which rests on one of a citizen, handed over at NOW; ``days`` to answer."""
    here = plain_world()
    bodies = {
        kind: Body.objects.create(
            process=here.process,
            kind=kind,
            slug=kind.replace("_", "-"),
            title={"fr": str(kind.label)},
        )
        for kind in (BodyKind.PANEL, BodyKind.AUTHORITY, BodyKind.GUARANTORS, BodyKind.TEAM)
    }
    activity = Activity.objects.create(
        process=here.process,
        capability="answers",
        slug="reponses",
        title={"fr": "Les réponses", "en": "The answers"},
        verification=Verification.EMAIL,
        settings={"days": days},
    )
    Phase.objects.create(
        activity=activity,
        kind="answers.answering",
        opens_at=NOW - timedelta(days=1),
        closes_at=NOW + timedelta(days=300),
    )
    author = citizen("Autrice")
    with clock.frozen(NOW):
        said = published(author, here, title="Des haies")
        post = Post.objects.create(
            kind="measure",
            activity=here.activity,
            body=bodies[BodyKind.PANEL],
            language="fr",
            title="Planter des haies",
            text="Nous demandons des haies.",
            state="published",
            published_at=NOW,
        )
        Source.objects.create(post=post, origin=said, relation=Relation.CITED_BY)
        elected = seated("Valérie", bodies[BodyKind.AUTHORITY])
        found = Place(
            here,
            activity,
            post,
            author,
            elected,
            seated("Ariane", bodies[BodyKind.TEAM], TeamRole.ORGANISER),
            seated("Garance", bodies[BodyKind.GUARANTORS]),
        )
        hand(actor=SYSTEM, post=post)
    return found


def seated(name: str, body: Body, role: str = "") -> Actor:
    """Somebody with a mandate in ``body``, as a request knows them."""
    actor = citizen(name)
    assert actor.person_id is not None
    Membership.objects.create(
        body=body, person_id=actor.person_id, role=role, began_at=NOW - timedelta(days=1)
    )
    roles = {ROOM: mandates_of_person(actor.person_id)}
    return actor_of(Person.objects.get(pk=actor.person_id), roles=roles, second_factor=True)


def begun(here: Place, **changes: Any) -> Answer:
    """An answer that is being written."""
    given: dict[str, Any] = {
        "verdict": "accepted",
        "text": "La région plantera mille kilomètres de haies.",
        "responsible": "La vice-présidente",
    }
    return answering.begin_answer(
        actor=here.elected,
        demand=here.demand,
        terms=Terms(**{**given, **changes}),
        language="fr",
        ref=uuid4(),
    )


def promise(here: Place, answer: Answer, *days: int) -> None:
    """A commitment whose steps are so many days after NOW."""
    steps = [(f"Étape {rank}", TODAY + timedelta(days=day)) for rank, day in enumerate(days, 1)]
    answering.commit(actor=here.elected, answer=answer, text="Planter", steps=steps)


def answered(here: Place, *days: int, **changes: Any) -> Answer:
    """A published answer, whose steps are so many days after NOW."""
    answer = begun(here, **changes)
    if days:
        promise(here, answer, *days)
    return answering.publish_answer(actor=here.elected, answer=answer)


def reported(here: Place, step: Milestone, event: str = "do", **changes: Any) -> None:
    """Something the authority says of a step."""
    given: dict[str, Any] = {"text": "C’est planté."}
    following.report(actor=here.elected, milestone=step, event=event, **{**given, **changes})
