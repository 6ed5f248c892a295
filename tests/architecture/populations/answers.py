"""Demands, answers and steps, public or not, in processes of every state; who owes, asks and watches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from isegoria.capabilities.answers.models import Answer, Commitment, Demand, Milestone
from isegoria.capabilities.answers.phases import FOLLOWING
from isegoria.commons.posts.models import Post
from isegoria.commons.processes.models import Activity, BodyKind, Phase, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.core.actor import Actor, Channel, Verification
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

HOUR = timedelta(hours=1)
_KINDS = (BodyKind.AUTHORITY, BodyKind.GUARANTORS, BodyKind.MIRROR_GROUP, BodyKind.PANEL)


def _post(activity: Activity, now: datetime, state: str, visibility: str) -> Post:
    return Post.objects.create(
        activity=activity,
        kind="answers.answer",
        language="fr",
        text="Texte",
        state=state,
        published_at=None if state == "draft" else now,
        visibility=visibility,
    )


def _worlds(now: datetime) -> list[Process]:
    """In each state of a process and with a phase that is open or over, a demand that is shown or hidden,
    with an answer in each state."""
    made = []
    for state, is_open in product(("draft", "published", "archived"), (True, False)):
        process = Process.objects.create(
            slug=f"{state}-{is_open:d}",
            state=state,
            published_at=None if state == "draft" else now,
            title={},
            summary={},
        )
        made.append(process)
        activity = Activity.objects.create(
            process=process,
            capability="answers",
            slug="r",
            title={},
            verification=Verification.EMAIL,
        )
        closes = now + HOUR if is_open else now - HOUR
        Phase.objects.create(
            activity=activity, kind=FOLLOWING.code, opens_at=now - 2 * HOUR, closes_at=closes
        )
        for visibility in ("visible", "hidden"):
            demand = Demand.objects.create(
                post=_post(activity, now, "published", visibility),
                activity=activity,
                promised_at=now,
                due_at=now,
            )
            for answered in ("draft", "published"):
                post = _post(activity, now, answered, visibility)
                answer = Answer.objects.create(
                    post=post, demand=demand, verdict="accepted", responsible="Nous"
                )
                commitment = Commitment.objects.create(answer=answer, text="Planter")
                Milestone.objects.create(
                    commitment=commitment, text="Un", promised_on=now.date(), due_on=now.date()
                )
    return made


def _people(processes: list[Process]) -> list[Actor]:
    everywhere = frozenset(process.pk for process in processes)
    mandates = [
        Mandates(team={}, bodies=frozenset(), kinds={kind: held})
        for kind, held in (*product(_KINDS, (everywhere,)), (BodyKind.AUTHORITY, frozenset()))
    ]
    team = Mandates(
        team=dict.fromkeys(everywhere, frozenset({TeamRole.OBSERVER})), bodies=frozenset()
    )
    typed = Mandates(team={}, bodies=frozenset(), only=processes[0].pk)
    known = replace(CITIZEN, verification=Verification.EMAIL, declared_age=18)
    by_agent = replace(known, channel=Channel.DESK, entered_by=ADMINISTRATOR.person_id)
    return [
        ADMINISTRATOR,
        CITIZEN,
        known,
        replace(by_agent, roles={ROOM: typed}),
        *(replace(known, roles={ROOM: each}, second_factor=True) for each in (*mandates, team)),
    ]


def demands(now: datetime) -> tuple[Sequence[Demand], Sequence[Actor]]:
    """What is owed."""
    people = _people(_worlds(now))
    found = Demand.objects.select_related("post", "activity__process")
    return list(found.prefetch_related("activity__phases")), people


def answers(now: datetime) -> tuple[Sequence[Answer], Sequence[Actor]]:
    """The answers."""
    people = _people(_worlds(now))
    found = Answer.objects.select_related("post", "demand__activity__process")
    return list(found.prefetch_related("demand__activity__phases")), people


def milestones(now: datetime) -> tuple[Sequence[Milestone], Sequence[Actor]]:
    """What was promised."""
    people = _people(_worlds(now))
    found = Milestone.objects.select_related(
        "commitment__answer__post", "commitment__answer__demand__activity__process"
    )
    return list(found), people


POPULATIONS = {
    "answers.Demand": demands,
    "answers.Answer": answers,
    "answers.Milestone": milestones,
}
