"""The manifest of drafting."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.kinds import AMENDMENT, MEASURE
from isegoria.capabilities.drafting.phases import PHASE_KINDS
from isegoria.capabilities.drafting.policies import POLICIES
from isegoria.capabilities.drafting.states import AMENDMENT_MACHINE, MEASURE_MACHINE
from isegoria.core.component import Component

COMPONENT = Component(
    name="drafting",
    label=_("Measures"),
    description=_("A panel writes what it asks of the authority, from its sources to its vote."),
    policies=POLICIES,
    phase_kinds=PHASE_KINDS,
    machines=(MEASURE_MACHINE, AMENDMENT_MACHINE),
    post_kinds=(MEASURE, AMENDMENT),
)
