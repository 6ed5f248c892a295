"""Reads about background runs."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from isegoria.core.actor import Actor
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.policies import CANCEL_RUN
from isegoria.core.tasks.states import ACTIVE, RunState


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as its page shows it. ``return_to``: where to go once it is done, '' for nowhere."""

    label: str
    state: str
    step: str
    done: int
    total: int
    error: str
    can_cancel: bool
    is_stopping: bool
    is_over: bool
    return_to: str


def run_by_id(_request: HttpRequest, run_id: UUID) -> Run:
    """The run at an address; its policy decides afterwards whether it may be seen."""
    try:
        return Run.objects.get(pk=run_id)
    except Run.DoesNotExist:
        raise Http404 from None


def run_view(run: Run, actor: Actor) -> RunView:
    """What ``actor`` sees of ``run``. No statement."""
    is_over = run.state not in ACTIVE
    return RunView(
        label=run.label,
        state=run.state,
        step="" if is_over else run.step,
        done=run.done,
        total=run.total,
        error=run.error,
        can_cancel=bool(CANCEL_RUN.decide(actor, run)),
        is_stopping=run.cancel_requested and not is_over,
        is_over=is_over,
        return_to=run.return_to if run.state == RunState.DONE else "",
    )
