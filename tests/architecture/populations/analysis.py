"""Analyses and groups of texts, in processes of every sort; what was chosen and drawn, or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product

from isegoria.capabilities.analysis.models import Analysis, Idea
from isegoria.commons.processes.models import Activity, Phase, Process, TeamRole
from isegoria.commons.processes.roles import ROOM, Mandates
from isegoria.commons.processes.states import ProcessState
from isegoria.core.actor import ANONYMOUS, Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN

_WEEK = timedelta(days=7)


def _people(process: int) -> list[Actor]:
    roles = [
        {ROOM: Mandates(team={process: frozenset({role})}, bodies=frozenset(), only=None)}
        for role in (TeamRole.ORGANISER, TeamRole.OBSERVER)
    ]
    return [
        ANONYMOUS,
        CITIZEN,
        ADMINISTRATOR,
        *(Actor(roles=each, second_factor=True) for each in roles),
        Actor(roles=roles[0]),
    ]


def analyses(now: datetime) -> tuple[Sequence[Analysis], Sequence[Actor]]:
    """Drawn or not, published or not, while results are shown to all and while they wait."""
    for state, over, drawn, published in product(ProcessState.values, *(3 * [(False, True)])):
        process = Process.objects.create(
            slug=f"a-{state}-{over:d}{drawn:d}{published:d}",
            state=state,
            title={},
            summary={},
            published_at=None if state == ProcessState.DRAFT else now,
        )
        activity = Activity.objects.create(
            process=process,
            capability="consultation",
            slug="avis",
            title={},
            settings={"results": "at_the_end"} if drawn else {},
        )
        Phase.objects.create(
            activity=activity,
            kind="consultation.voting",
            opens_at=now - 2 * _WEEK,
            closes_at=now - _WEEK if over else now + _WEEK,
        )
        Analysis.objects.create(
            activity=activity, mapped_at=now if drawn else None, votes_published=published
        )
    found = Analysis.objects.select_related("activity__process").prefetch_related(
        "activity__phases"
    )
    return list(found), _people(process.pk)


def ideas(now: datetime) -> tuple[Sequence[Idea], Sequence[Actor]]:
    """A group of texts in the process of a team and in another."""
    for slug in ("ici", "ailleurs"):
        process = Process.objects.create(
            slug=slug, state="published", published_at=now, title={}, summary={}
        )
        activity = Activity.objects.create(
            process=process, capability="consultation", slug="avis", title={}
        )
        analysis = Analysis.objects.create(activity=activity)
        Idea.objects.create(analysis=analysis, number=1, theme=1)
    found = Idea.objects.select_related("analysis__activity__process")
    return list(found), _people(process.pk)


POPULATIONS = {"analysis.Analysis": analyses, "analysis.Idea": ideas}
