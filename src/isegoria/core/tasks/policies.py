"""Who may follow and cancel a run: the person who asked for it, and administrators."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core.policy import ADMINISTRATOR, NONE, Condition, Policy, concealed
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import ACTIVE

ASKED_FOR_IT = Condition(
    "not_yours",
    _("Somebody else asked for this."),
    test=lambda ask: (
        ask.actor.person_id is not None and ask.obj.requested_by == ask.actor.person_id
    ),
    rows=lambda actor, _now: Q(requested_by=actor.person_id) if actor.person_id else NONE,
)
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
