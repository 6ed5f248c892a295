"""The manifest of drafting."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.adopting import close_votes
from isegoria.capabilities.drafting.erasure import erase_person, merge_person
from isegoria.capabilities.drafting.exports import MEASURES_EXPORT
from isegoria.capabilities.drafting.journal import KINDS
from isegoria.capabilities.drafting.kinds import AMENDMENT, MEASURE
from isegoria.capabilities.drafting.notices import KINDS as NOTICE_KINDS
from isegoria.capabilities.drafting.phases import PHASE_KINDS
from isegoria.capabilities.drafting.policies import POLICIES
from isegoria.capabilities.drafting.queries import address_of_drafting
from isegoria.capabilities.drafting.states import AMENDMENT_MACHINE, MEASURE_MACHINE
from isegoria.core.component import ActivityKind, Component
from isegoria.core.tasks.recurring import Recurring


def _urls() -> Sequence[URLPattern | URLResolver]:
    from isegoria.capabilities.drafting.urls import urlpatterns

    return urlpatterns


COMPONENT = Component(
    name="drafting",
    label=_("Measures"),
    description=_("A panel writes what it asks of the authority, from its sources to its vote."),
    policies=POLICIES,
    phase_kinds=PHASE_KINDS,
    machines=(MEASURE_MACHINE, AMENDMENT_MACHINE),
    urls=_urls,
    activity=ActivityKind(
        label=_("Measures of the panel"),
        description=_(
            "The panel writes its measures from what people said, others propose changes, it votes."
        ),
        address=address_of_drafting,
    ),
    post_kinds=(MEASURE, AMENDMENT),
    journal_kinds=KINDS,
    notice_kinds=NOTICE_KINDS,
    recurring=(Recurring("drafting.close_votes", timedelta(minutes=5), close_votes),),
    exports=(MEASURES_EXPORT,),
    erase=erase_person,
    merge=merge_person,
)
