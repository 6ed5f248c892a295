"""Who may take the tour, and be somebody else in it: everybody, in a demonstration, and there alone."""

from django.utils.translation import gettext_lazy as _

from isegoria.core.mail.policies import IS_DEMONSTRATION
from isegoria.core.policy import Policy, concealed

TAKE_TOUR = Policy(
    "demonstration.tour", _("Take the tour of a demonstration"), concealed(IS_DEMONSTRATION)
)
BECOME = Policy(
    "demonstration.become",
    _("Be somebody else in a demonstration"),
    concealed(IS_DEMONSTRATION),
)
POLICIES = (TAKE_TOUR, BECOME)
