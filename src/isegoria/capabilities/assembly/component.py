"""The manifest of the assembly."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.erasure import erase_person, merge_person
from isegoria.capabilities.assembly.journal import TAKEN_OUT
from isegoria.capabilities.assembly.kinds import IDEA, MANDATE, WISH
from isegoria.capabilities.assembly.mandates import close_votes
from isegoria.capabilities.assembly.phases import PHASE_KINDS
from isegoria.capabilities.assembly.policies import POLICIES
from isegoria.capabilities.assembly.queries import address_of_assembly
from isegoria.core.component import ActivityKind, Component
from isegoria.core.tasks.recurring import Recurring


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.assembly.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="assembly",
    label=_("Assembly"),
    description=_("The panel groups what people said into ideas, and ranks them."),
    policies=POLICIES,
    phase_kinds=PHASE_KINDS,
    urls=_urls,
    activity=ActivityKind(
        label=_("The panel at work"),
        description=_("The panel reads the contributions, groups them into ideas and ranks these."),
        address=address_of_assembly,
    ),
    post_kinds=(IDEA, MANDATE, WISH),
    journal_kinds=(TAKEN_OUT,),
    recurring=(Recurring("assembly.close_votes", timedelta(minutes=5), close_votes),),
    erase=erase_person,
    merge=merge_person,
)
