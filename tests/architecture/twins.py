"""For each model that a policy filters: objects in every state that matters, and people to ask for."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from isegoria.commons.processes.models import Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core.actor import Actor

type Population = Callable[[datetime], tuple[Sequence[Any], Sequence[Actor]]]

ADMINISTRATOR = Actor(person_id=uuid4(), is_administrator=True)
CITIZEN = Actor(person_id=uuid4())


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


POPULATIONS: dict[str, Population] = {"processes.Process": processes}
