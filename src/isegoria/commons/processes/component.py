"""The manifest of processes."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.api import router
from isegoria.commons.processes.demo import load_demo
from isegoria.commons.processes.exports import TIMELINE_EXPORT
from isegoria.commons.processes.journal import KINDS
from isegoria.commons.processes.kinds import MILESTONE
from isegoria.commons.processes.policies import POLICIES
from isegoria.commons.processes.roles import mandates_of_person
from isegoria.commons.processes.search import PROCESS_SEARCH
from isegoria.commons.processes.states import PROCESS_MACHINE
from isegoria.core.component import Component, NavigationItem


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.commons.processes.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="processes",
    label=_("Processes"),
    description=_("What is being decided, when, and what you can do now."),
    policies=POLICIES,
    phase_kinds=(MILESTONE,),
    machines=(PROCESS_MACHINE,),
    urls=_urls,
    navigation=(NavigationItem(_("Processes"), "processes:list", order=10),),
    journal_kinds=KINDS,
    exports=(TIMELINE_EXPORT,),
    search=(PROCESS_SEARCH,),
    api=router,
    roles=mandates_of_person,
    demo=load_demo,
)
