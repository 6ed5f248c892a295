"""Between our runs and django-tasks-db: one row of theirs starts one attempt of ours."""

from datetime import datetime
from uuid import UUID

from django.tasks import task

from isegoria.core.tasks.models import Run


@task()
def execute(run_id: str) -> None:
    """Make one attempt at a run. The only function that django-tasks-db knows."""
    from isegoria.core.tasks.execution import attempt

    attempt(UUID(run_id))


def dispatch(run_id: UUID, queue: str, not_before: datetime | None = None) -> None:
    """Have the run attempted, not before the instant given. Part of the caller's transaction."""
    result = execute.using(queue_name=queue, run_after=not_before).enqueue(str(run_id))
    Run.objects.filter(pk=run_id).update(dispatch=UUID(result.id))
