"""What a person can do to a background run."""

from uuid import UUID

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service
from isegoria.core.tasks.models import KEPT_FOR, Run
from isegoria.core.tasks.policies import CANCEL_RUN, FOLLOW_RUN
from isegoria.core.tasks.states import ACTIVE, RUN_MACHINE, RunState


@service(journal=Private("stopping one's own background work changes nothing public"))
def cancel_run(*, actor: Actor, run_id: UUID) -> Run:
    """Stop a run: at once while it waits, at its next step once it is in progress.

    Cancelling what is over, or stopping already, changes nothing and is no error.
    """
    run = Run.objects.select_for_update().get(pk=run_id)
    FOLLOW_RUN.authorise(actor, run)
    if run.state not in ACTIVE or run.cancel_requested:
        nothing_changed()
        return run
    CANCEL_RUN.authorise(actor, run)
    run.cancel_requested = True
    if run.state == RunState.WAITING:
        run.state = RUN_MACHINE.after(run.state, "cancel")
        run.finished_at = clock.now()
        run.kept_until = run.finished_at + KEPT_FOR
    run.save(update_fields=["cancel_requested", "state", "finished_at", "kept_until"])
    return run
