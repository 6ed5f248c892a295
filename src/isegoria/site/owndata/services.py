"""Writes about the copy of one's data."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from isegoria.core import clock
from isegoria.core.actor import Actor
from isegoria.core.journal.kinds import Private
from isegoria.core.service import nothing_changed, service
from isegoria.site.owndata.models import DataCopy
from isegoria.site.owndata.policies import TAKE_COPY
from isegoria.site.owndata.preparing import prepare_copy

PATIENCE = timedelta(hours=1)
"""A copy that was not ready by then will not be: it is asked for again."""


@service(journal=Private("who reads what is known about them is nobody else's business"))
def ask_for_copy(*, actor: Actor) -> None:
    """Have a copy made of what the site knows about the actor, instead of the former one.

    Asked twice while one is being prepared, it is one.
    """
    TAKE_COPY.authorise(actor)
    mine = DataCopy.objects.select_for_update().filter(person=actor.person_id)
    if mine.filter(ready_at=None, asked_at__gt=clock.now() - PATIENCE).exists():
        nothing_changed()
        return
    mine.delete()
    copy = DataCopy.objects.create(person_id=cast("UUID", actor.person_id))
    prepare_copy.enqueue(copy=str(copy.ref))
