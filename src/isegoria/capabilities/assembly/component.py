"""The manifest of the assembly."""

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.assembly.erasure import erase_person, merge_person
from isegoria.capabilities.assembly.journal import TAKEN_OUT
from isegoria.capabilities.assembly.kinds import IDEA
from isegoria.capabilities.assembly.phases import PHASE_KINDS
from isegoria.capabilities.assembly.policies import POLICIES
from isegoria.capabilities.assembly.queries import address_of_assembly
from isegoria.core.component import ActivityKind, Component


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.assembly.urls import urlpatterns

    return urlpatterns


def _demo() -> None:
    from isegoria.capabilities.assembly.demo import load_demo

    load_demo()


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
    post_kinds=(IDEA,),
    journal_kinds=(TAKEN_OUT,),
    erase=erase_person,
    merge=merge_person,
    demo=_demo,
)
