"""Forgetting a person: what they asked for stays done, nobody knows any more who asked."""

from uuid import UUID

from isegoria.core.tasks.models import Run


def erase_runs(person: UUID) -> None:
    """Take ``person`` out of every run they asked for."""
    Run.objects.filter(requested_by=person).update(requested_by=None)


def merge_runs(kept: UUID, gone: UUID) -> None:
    """Give to ``kept`` the runs that ``gone`` asked for."""
    Run.objects.filter(requested_by=gone).update(requested_by=kept)
