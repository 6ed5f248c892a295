"""Processes."""

from collections.abc import Sequence
from datetime import datetime

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core.actor import Actor
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


def processes(now: datetime) -> tuple[Sequence[Process], Sequence[Actor]]:
    """A process in each state."""
    found = [
        Process.objects.create(
            slug=f"process-{state}",
            state=state,
            title={"fr": "Titre"},
            summary={"fr": "Résumé"},
            published_at=None if state == ProcessState.DRAFT else now,
        )
        for state in ProcessState.values
    ]
    return found, [ADMINISTRATOR, CITIZEN]


POPULATIONS = {"processes.Process": processes}
