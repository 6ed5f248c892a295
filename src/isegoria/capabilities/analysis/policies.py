"""Who may read the results of an activity, take its data, and have it analysed."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.analysis.models import Analysis, Idea
from isegoria.capabilities.analysis.rules import map_kinds, mapped_capabilities
from isegoria.commons.posts.conditions import ACTIVITY_IS_PUBLIC, PROCESS_IS_PUBLIC
from isegoria.commons.posts.results import shown_to_all
from isegoria.commons.processes.conditions import backstage, is_not_archived, team
from isegoria.commons.processes.models import Activity, TeamRole
from isegoria.core import registry
from isegoria.core.policy import Condition, Policy, concealed


def results_are_shown(activity: Any, now: datetime) -> bool:
    """Whether everybody may see how many took each position in an activity; its phases are loaded."""
    kinds = registry.post_kinds()
    return all(
        shown_to_all(kinds[code].within(activity), activity, now)
        for code in map_kinds(activity.capability)
    )


def _open_results(now: datetime) -> list[int]:
    """Settings are the capability's own to read, so rows are asked one by one: activities are few."""
    activities = Activity.objects.prefetch_related("phases")
    return [each.pk for each in activities if results_are_shown(each, now)]


_HAS_MAP = Condition(
    "no_map",
    _("Nobody agrees or disagrees with anything here."),
    test=lambda ask: bool(map_kinds(ask.obj.capability)),
    rows=lambda _actor, _now: Q(capability__in=mapped_capabilities()),
)
_IS_MAPPED = Condition(
    "no_map",
    _("There is no map of this activity yet."),
    test=lambda ask: Analysis.objects.filter(activity=ask.obj.pk, mapped_at__isnull=False).exists(),
    rows=lambda _actor, _now: Q(analysis__mapped_at__isnull=False),
)
_MAPPED = Condition(
    "no_map",
    _("There is no map of this activity yet."),
    test=lambda ask: ask.obj.mapped_at is not None,
    rows=lambda _actor, _now: Q(mapped_at__isnull=False),
)
_SHOWN = Condition(
    "results_hidden",
    _("The results are not shown yet."),
    test=lambda ask: results_are_shown(ask.obj, ask.now),
    rows=lambda _actor, now: Q(pk__in=_open_results(now)),
)
_SHOWN_THERE = Condition(
    "results_hidden",
    _("The results are not shown yet."),
    test=lambda ask: results_are_shown(ask.obj.activity, ask.now),
    rows=lambda _actor, now: Q(activity__in=_open_results(now)),
)
_PUBLISHED = Condition(
    "votes_not_published",
    _("The positions of this activity are not published."),
    test=lambda ask: ask.obj.votes_published,
    rows=lambda _actor, _now: Q(votes_published=True),
)
_READABLE = PROCESS_IS_PUBLIC | team(path="activity__process")

READ_RESULTS = Policy(
    "analysis.read",
    _("Read the results of an activity"),
    concealed((ACTIVITY_IS_PUBLIC | team(path="process")) & _HAS_MAP),
    Activity,
)
TAKE_RESULTS = Policy(
    "analysis.take_results",
    _("Download the results of an activity"),
    concealed((ACTIVITY_IS_PUBLIC | team(path="process")) & _IS_MAPPED) & _SHOWN,
    Activity,
)
TAKE_VOTES = Policy(
    "analysis.take_votes",
    _("Download the positions of which an opinion map is made, without names"),
    concealed(_READABLE) & _MAPPED & _PUBLISHED & _SHOWN_THERE,
    Analysis,
)
SEE_GROUPS = Policy(
    "analysis.see_groups",
    _("See which texts look alike"),
    backstage(path="process"),
    Activity,
)
SEE_IDEA = Policy(
    "analysis.see_idea",
    _("See a group of texts that look alike"),
    backstage(path="analysis__activity__process"),
    Idea,
)
RUN_ANALYSIS = Policy(
    "analysis.run",
    _("Have an activity analysed, and judge the groups of texts"),
    backstage(TeamRole.ORGANISER, path="process") & is_not_archived("process"),
    Activity,
)
POLICIES = (READ_RESULTS, TAKE_RESULTS, TAKE_VOTES, SEE_GROUPS, SEE_IDEA, RUN_ANALYSIS)
