"""Measures in every state, public or not, in phases of each kind; their authors, readers, the team."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from uuid import uuid4

from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.phases import PHASE_KINDS
from isegoria.capabilities.drafting.states import MeasureState
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, Body, BodyKind, Phase, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor, Channel, Verification
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

HOUR = timedelta(hours=1)


def measures(now: datetime) -> tuple[Sequence[Measure], Sequence[Actor]]:
    """Measures of each sort; who writes them, another body, the mirror group, the team, a citizen."""
    first, bodies = None, {}
    for process_state, kind in product(("published", "archived"), PHASE_KINDS):
        process = Process.objects.create(
            slug=f"{process_state}-{kind.code}".replace(".", "-"),
            state=process_state,
            published_at=now,
            title={},
            summary={},
        )
        first = first or process
        activity = Activity.objects.create(
            process=process, capability="drafting", slug="m", title={}
        )
        Phase.objects.create(
            activity=activity, kind=kind.code, opens_at=now - HOUR, closes_at=now + HOUR
        )
        body = Body.objects.create(process=process, kind=BodyKind.PANEL, slug="p", title={})
        bodies[process.pk] = body.pk
        for state, visibility in product(MeasureState.values, ("visible", "hidden")):
            is_draft = state == MeasureState.DRAFT
            post = Post.objects.create(
                activity=activity,
                kind="measure",
                body=body,
                language="fr",
                text="Texte",
                state="draft" if is_draft else "published",
                published_at=None if is_draft else now,
                visibility=visibility,
            )
            Measure.objects.create(post=post, state=state, handed_over_at=now)
    assert first is not None
    everywhere = frozenset(bodies)
    author = Mandates(
        team={}, bodies=frozenset(bodies.values()), kinds={BodyKind.PANEL: everywhere}
    )
    other = Mandates(team={}, bodies=frozenset(), kinds={BodyKind.PANEL: frozenset({first.pk})})
    mirror = Mandates(team={}, bodies=frozenset(), kinds={BodyKind.MIRROR_GROUP: everywhere})
    staff = Mandates(team={first.pk: frozenset({TeamRole.FACILITATOR})}, bodies=frozenset())
    agent = Mandates(team={}, bodies=frozenset(bodies.values()), only=first.pk)
    known = {"verification": Verification.EMAIL, "declared_age": 40}
    people = [
        ADMINISTRATOR,
        CITIZEN,
        Actor(person_id=uuid4(), **known),
        *(
            Actor(person_id=uuid4(), second_factor=True, roles={ROOM: roles}, **known)
            for roles in (author, other, mirror, staff)
        ),
        Actor(
            person_id=uuid4(),
            channel=Channel.DESK,
            entered_by=uuid4(),
            roles={ROOM: agent},
            **known,
        ),
    ]
    found = Measure.objects.select_related(
        "post__activity__process", "post__body", "post__parent"
    ).prefetch_related("post__activity__phases")
    return list(found), people


POPULATIONS = {"drafting.Measure": measures}
