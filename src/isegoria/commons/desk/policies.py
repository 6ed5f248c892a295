"""Who may act for somebody else, at the desk of a process."""

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.conditions import backstage, is_running
from isegoria.commons.processes.models import Process, TeamRole
from isegoria.commons.processes.roles import mandates_of
from isegoria.core.actor import Actor
from isegoria.core.policy import SECOND_FACTOR, Policy, about_actor

AGENTS = (TeamRole.AGENT, TeamRole.ORGANISER)


def _helps_somewhere(actor: Actor) -> bool:
    return actor.is_administrator or bool(mandates_of(actor).processes_with(frozenset(AGENTS)))


SEE_DESKS = Policy(
    "desk.list",
    _("See the desks where one helps"),
    about_actor("team", _("The desk is for the agents of a process."), _helps_somewhere)
    & SECOND_FACTOR,
)
HELP = Policy(
    "desk.help",
    _("Act for somebody at a desk, or type a paper form"),
    backstage(*AGENTS) & is_running(),
    Process,
)
STOP = Policy(
    "desk.stop",
    _("Stop acting for somebody"),
    about_actor(
        "not_helping",
        _("You are not typing for anybody."),
        lambda actor: actor.entered_by is not None,
    ),
)

POLICIES = (SEE_DESKS, HELP, STOP)
