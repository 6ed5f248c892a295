"""Who may follow and cancel a run: the person who asked for it, and administrators."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import ADMINISTRATOR, Condition, Policy, concealed, of_actor
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import ACTIVE

ASKED_FOR_IT = of_actor("not_yours", _("Somebody else asked for this."), "requested_by")
CAN_STOP = Condition(
    "run_over",
    _("This is over: there is nothing left to cancel."),
    test=lambda ask: ask.obj.state in ACTIVE and not ask.obj.cancel_requested,
    rows=lambda _actor, _now: Q(state__in=ACTIVE, cancel_requested=False),
)

FOLLOW_RUN = Policy(
    "tasks.follow", _("Follow a background run"), concealed(ASKED_FOR_IT | ADMINISTRATOR), Run
)
CANCEL_RUN = Policy(
    "tasks.cancel",
    _("Cancel a background run"),
    concealed(ASKED_FOR_IT | ADMINISTRATOR) & CAN_STOP,
    Run,
)
POLICIES = (FOLLOW_RUN, CANCEL_RUN)
