"""The life of a background run."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class RunState(TextChoices):
    """Where a run stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVE = (RunState.WAITING, RunState.RUNNING)
_RUNNING = frozenset({RunState.RUNNING})

RUN_MACHINE = Machine(
    "run",
    RunState,
    initial=RunState.WAITING,
    transitions=[
        Transition("start", frozenset({RunState.WAITING}), RunState.RUNNING, _("Start")),
        Transition("succeed", _RUNNING, RunState.DONE, _("Succeed")),
        Transition("fail", _RUNNING, RunState.FAILED, _("Fail")),
        Transition("retry", _RUNNING, RunState.WAITING, _("Try again later")),
        Transition("cancel", frozenset(ACTIVE), RunState.CANCELLED, _("Cancel")),
    ],
)
