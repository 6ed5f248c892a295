"""The computations, done by a worker: pages only read what the last one kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isegoria.capabilities.analysis.findings import findings, table
from isegoria.capabilities.analysis.grouped import grouped_texts
from isegoria.capabilities.analysis.models import Analysis
from isegoria.capabilities.analysis.rules import LEAST_PEOPLE, map_kinds
from isegoria.capabilities.analysis.services import keep_groups, keep_map
from isegoria.capabilities.analysis.votes import packed, read_votes
from isegoria.commons.processes.conditions import windows
from isegoria.commons.processes.models import Activity
from isegoria.commons.processes.states import ProcessState
from isegoria.core import clock, registry
from isegoria.core.actor import SYSTEM
from isegoria.core.phases import action_open
from isegoria.core.tasks.background import background
from isegoria.core.tasks.models import Queue
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.recurring import Recurring
from isegoria.kernel.opinion.mapping import opinion_map

EVERY = timedelta(hours=1)


@background(label=gettext_lazy("Drawing the opinion map"), queue=Queue.BULK)
def draw_map(progress: Progress, *, activity_id: int) -> None:
    """Read the positions taken in an activity, draw the map, keep it with the file that it comes from."""
    activity = Activity.objects.select_related("process").get(pk=activity_id)
    progress.start(0, step=_("Reading the positions"))
    votes = read_votes(activity, progress)
    progress.start(0, step=_("Drawing the map"))
    found = opinion_map(votes)
    progress.start(0, step=_("Keeping it"))
    enough = len(found.grouping.labels) >= LEAST_PEOPLE
    keep_map(
        actor=SYSTEM,
        activity=activity,
        findings=findings(found),
        table=table(found),
        votes=packed(votes) if enough else None,
    )


@background(label=gettext_lazy("Grouping the texts that look alike"), queue=Queue.BULK)
def group_texts(progress: Progress, *, activity_id: int) -> None:
    """Group the texts of an activity; what the team kept stays."""
    activity = Activity.objects.select_related("process").get(pk=activity_id)
    done, kept = grouped_texts(activity, progress)
    progress.start(0, step=_("Keeping it"))
    keep_groups(actor=SYSTEM, activity=activity, grouped=done, kept=kept)


def renew() -> int:
    """Ask for the maps that are to be drawn each hour: while positions open, and once after. How many."""
    now = clock.now()
    waiting = [
        each.activity_id
        for each in Analysis.objects.filter(
            hourly=True, activity__process__state=ProcessState.PUBLISHED
        )
        .only("activity", "mapped_at")
        .select_related("activity")
        .prefetch_related("activity__phases")
        if is_due(each, now)
    ]
    for activity_id in waiting:
        draw_map.enqueue_once(key=str(activity_id), activity_id=activity_id)
    return len(waiting)


def is_due(analysis: Analysis, now: datetime) -> bool:
    """Whether positions may have changed since the last map: they are open, or closed after it."""
    activity = analysis.activity
    kinds = registry.post_kinds()
    opening = {kinds[code].stance_action for code in map_kinds(activity.capability)}
    phases = windows(activity.phases.all())
    if any(action and action_open(phases, action, now) for action in opening):
        return True
    ended = (each.closes_at for each in phases if each.opens & opening and each.closes_at)
    last = max((end for end in ended if end <= now), default=None)
    return last is not None and (analysis.mapped_at is None or analysis.mapped_at < last)


RENEW = Recurring("analysis.renew", EVERY, renew)
