"""Background runs."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from uuid import uuid4

from isegoria.core.actor import Actor
from isegoria.core.tasks.models import Run
from isegoria.core.tasks.states import RunState
from tests.architecture.populations import ADMINISTRATOR, CITIZEN


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


POPULATIONS = {"jobs.Run": runs}
