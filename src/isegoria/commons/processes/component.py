"""The manifest of processes."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.api import router
from isegoria.commons.processes.erasure import (
    FORGET_INVITATIONS,
    FORGET_SPENT,
    erase_mandates,
    merge_mandates,
)
from isegoria.commons.processes.exports import TIMELINE_EXPORT
from isegoria.commons.processes.journal import KINDS
from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.numbers import STATISTICS
from isegoria.commons.processes.policies import POLICIES
from isegoria.commons.processes.readiness import READINESS
from isegoria.commons.processes.roles import mandates_of_person
from isegoria.commons.processes.search import PROCESS_SEARCH
from isegoria.commons.processes.states import INVITATION_MACHINE, PROCESS_MACHINE
from isegoria.core.component import ActivityKind, Component, NavigationItem


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.processes.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="processes",
    label=_("Processes"),
    description=_("What is being decided, when, and what you can do now."),
    policies=POLICIES,
    phase_kinds=(MILESTONE,),
    machines=(PROCESS_MACHINE, INVITATION_MACHINE),
    urls=_urls,
    navigation=(
        NavigationItem(_("Processes"), "processes:list", order=10),
        NavigationItem(_("Manage"), "processes:managed", order=90),
    ),
    journal_kinds=KINDS,
    exports=(TIMELINE_EXPORT,),
    search=(PROCESS_SEARCH,),
    api=router,
    recurring=(FORGET_INVITATIONS, FORGET_SPENT),
    statistics=STATISTICS,
    readiness=READINESS,
    activity=ActivityKind(
        label=_("Dates and meetings"),
        description=_(
            "Steps that open nothing on the site: a public meeting, a hearing, a vote elsewhere."
        ),
    ),
    roles=mandates_of_person,
    erase=erase_mandates,
    merge=merge_mandates,
)
