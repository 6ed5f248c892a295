"""Who may contribute. Reading, changing, withdrawing and taking a position are those of every post."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.consultation.phases import CONTRIBUTE, TAKE_POSITION
from isegoria.commons.posts.conditions import taking_part
from isegoria.commons.processes.models import Activity
from isegoria.core.policy import Policy

WRITE_CONTRIBUTION = Policy(
    "consultation.contribute",
    _("Publish a proposal or a testimony"),
    taking_part(CONTRIBUTE),
    Activity,
)
WRITE_ARGUMENT = Policy(
    "consultation.argue", _("Publish an argument"), taking_part(TAKE_POSITION), Activity
)
POLICIES = (WRITE_CONTRIBUTION, WRITE_ARGUMENT)
