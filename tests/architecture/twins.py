"""For each model that a policy filters: objects in every state that matters, and people to ask for."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Any
from uuid import uuid4

from isegoria.commons.people.models import Account
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.states import ProcessState
from isegoria.core.actor import Actor
from isegoria.core.files.models import Upload
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import RunState

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


def runs(_now: datetime) -> tuple[Sequence[Run], Sequence[Actor]]:
    """A run in each state, of nobody, of the citizen and of somebody else."""
    found = [
        Run.objects.create(
            function="nowhere", label="", state=state, requested_by=person, cancel_requested=asked
        )
        for state, person, asked in product(
            RunState.values, (None, CITIZEN.person_id, uuid4()), (False, True)
        )
    ]
    return found, [ADMINISTRATOR, CITIZEN]


def uploads(_now: datetime) -> tuple[Sequence[Upload], Sequence[Actor]]:
    """A file of nobody, of the citizen and of somebody else."""
    found = [
        Upload.objects.create(
            owner=owner,
            kind="image",
            original_name="plan.png",
            stored_name=str(number),
            content_type="image/png",
            size=1,
            sha256="0" * 64,
        )
        for number, owner in enumerate((None, CITIZEN.person_id, uuid4()))
    ]
    return found, [ADMINISTRATOR, CITIZEN]


def accounts(_now: datetime) -> tuple[Sequence[Account], Sequence[Actor]]:
    """Two accounts; what may be done to one may be done to the other."""
    found = [Account.objects.create_user(f"{name}@exemple.test") for name in ("a", "b")]
    return found, [ADMINISTRATOR, CITIZEN]


POPULATIONS: dict[str, Population] = {
    "people.Account": accounts,
    "files.Upload": uploads,
    "jobs.Run": runs,
    "processes.Process": processes,
}
