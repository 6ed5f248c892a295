"""Votes that are open, over or closed, on texts that are shown or not; members, the team and others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from uuid import uuid4

from isegoria.commons.decisions.models import Decision, Elector
from isegoria.commons.people.models import Person
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Body, BodyKind, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor, Channel
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

DAY = timedelta(days=1)


def votes(now: datetime) -> tuple[Sequence[Decision], Sequence[Actor]]:
    """A vote of each sort in two processes; an elector, somebody who types for them, a member, the team."""
    elector = Person.objects.create()
    bodies, processes = [], []
    for state in ("published", "draft"):
        process = Process.objects.create(
            slug=state, state=state, published_at=now, title={}, summary={}
        )
        processes.append(process)
        activity = Activity.objects.create(process=process, capability="plain", slug="a", title={})
        body = Body.objects.create(process=process, kind=BodyKind.PANEL, slug="p", title={})
        bodies.append(body)
        for shown, closes, closed in product((True, False), (now - DAY, now + DAY), (None, now)):
            post = Post.objects.create(
                activity=activity,
                kind="plain.text",
                language="fr",
                text="Texte",
                state="published" if shown else "draft",
                published_at=now if shown else None,
            )
            vote = Decision.objects.create(
                post=post,
                body=body,
                majority="simple",
                quorum="none",
                secret=True,
                closes_at=closes,
                closed_at=closed,
                adopted=None if closed is None else True,
                members=1,
            )
            Elector.objects.create(decision=vote, person=elector)
    seated = Mandates(team={}, bodies=frozenset({bodies[0].pk}))
    staff = Mandates(team={processes[1].pk: frozenset({TeamRole.ORGANISER})}, bodies=frozenset())
    agent = Mandates(team={}, bodies=frozenset(), only=processes[0].pk)
    people = [
        ADMINISTRATOR,
        CITIZEN,
        Actor(person_id=elector.pk),
        Actor(person_id=elector.pk, channel=Channel.DESK, entered_by=uuid4(), roles={ROOM: agent}),
        Actor(person_id=uuid4(), roles={ROOM: seated}),
        Actor(person_id=uuid4(), second_factor=True, roles={ROOM: staff}),
    ]
    found = Decision.objects.select_related("post__activity__process", "body")
    return list(found), people


POPULATIONS = {"decisions.Decision": votes}
