"""Who sees how many took each position: the one place that decides it, for pages, lists and data alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from isegoria.commons.posts.models import Post
from isegoria.commons.processes.conditions import windows
from isegoria.commons.processes.models import Activity, Process
from isegoria.core import registry
from isegoria.core.phases import action_open
from isegoria.core.policy import NONE
from isegoria.core.post_kinds import PostKind, Results

_OVER = frozenset({"closed", "not_planned"})
"""Answers about an action that no phase opens any more."""


def are_shown(results: Results, *, is_over: bool, has_position: bool) -> bool:
    """Whether somebody sees the results on a text: always, once they took a position there, or once no
    phase opens positions any more."""
    return (
        results is Results.ALWAYS or is_over or (results is Results.AFTER_VOTING and has_position)
    )


def shown_to_all(kind: PostKind, activity: Activity, now: datetime) -> bool:
    """Whether everybody sees the results on the texts of a ``kind`` fitted to its activity, whose phases
    are loaded. An order by support and data that leave the site ask this."""
    return shown_to(kind, activity, now, has_position=False)


def shown_to(kind: PostKind, activity: Activity, now: datetime, *, has_position: bool) -> bool:
    """Whether somebody who has a position on a text, or none, sees its results."""
    if kind.results is Results.ALWAYS or kind.stance_action is None:
        return True
    decision = action_open(windows(activity.phases.all()), kind.stance_action, now)
    return are_shown(kind.results, is_over=decision.code in _OVER, has_position=has_position)


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """How many took each position, for data: None while not everybody may see it."""

    agree: int | None = None
    neutral: int | None = None
    disagree: int | None = None


def public_counts(post: Post, now: datetime) -> PublicCounts:
    """The counts of a post that everybody may see; its activity is loaded with its phases."""
    if _are_hidden(post.kind, post.activity, now):
        return PublicCounts()
    return PublicCounts(post.agree_count, post.neutral_count, post.disagree_count)


def hidden_counts(process: Process, now: datetime) -> Q:
    """The posts of a process whose counts not everybody may see, as :func:`public_counts` says of one.
    Three statements."""
    activities = Activity.objects.filter(process=process).prefetch_related("phases")
    by_key = {activity.pk: activity for activity in activities}
    found = NONE
    kinds = Post.objects.filter(activity__in=by_key).values_list("activity", "kind").distinct()
    for key, kind in kinds:
        if _are_hidden(kind, by_key[key], now):
            found |= Q(activity=key, kind=kind)
    return found


def _are_hidden(code: str, activity: Activity, now: datetime) -> bool:
    kind = registry.post_kinds().get(code)
    return kind is not None and not shown_to_all(kind.within(activity), activity, now)
