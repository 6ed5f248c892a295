"""Who may prepare the list, read the complete record, read the digits aloud, and confirm them."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.commons.posts.conditions import ACTIVITY_IS_PUBLIC
from isegoria.commons.processes.conditions import backstage, team
from isegoria.commons.processes.models import Activity, TeamRole
from isegoria.commons.processes.roles import mandates_of
from isegoria.core.actor import Actor
from isegoria.core.policy import SECOND_FACTOR, Condition, Policy, Predicate, concealed


def _named(role: TeamRole) -> Predicate:
    """The people whom the process names so, and nobody else: an administrator is no witness."""
    wanted = frozenset({role.value})

    def rows(actor: Actor, _now: datetime) -> Q:
        return Q(process_id__in=mandates_of(actor).processes_with(wanted))

    named = Condition(
        "witness",
        _("Only whoever was named for this may do it."),
        test=lambda ask: ask.obj.process_id in mandates_of(ask.actor).processes_with(wanted),
        rows=rows,
    )
    return concealed(named) & SECOND_FACTOR


WATCH = Policy(
    "lottery.watch",
    _("Watch a draw, read and check its record"),
    concealed(ACTIVITY_IS_PUBLIC | team(path="process")),
    Activity,
)
PREPARE = Policy(
    "lottery.prepare",
    _("Prepare the list of panels"),
    backstage(TeamRole.ORGANISER, path="process"),
    Activity,
)
READ_COMPLETE = Policy(
    "lottery.read_complete",
    _("Read the complete record of a draw"),
    backstage(TeamRole.ORGANISER, TeamRole.OBSERVER, path="process"),
    Activity,
)
ATTEND = Policy(
    "lottery.attend",
    _("Come to the desk of a draw, rehearse it"),
    backstage(TeamRole.ORGANISER, TeamRole.OBSERVER, path="process"),
    Activity,
)
OBSERVE = Policy(
    "lottery.observe",
    _("Enter what was read aloud, and confirm it as the observer"),
    _named(TeamRole.OBSERVER),
    Activity,
)
CONFIRM = Policy(
    "lottery.confirm",
    _("Confirm what was read aloud as the organiser"),
    _named(TeamRole.ORGANISER),
    Activity,
)
POLICIES = (WATCH, PREPARE, READ_COMPLETE, ATTEND, OBSERVE, CONFIRM)
