"""Time erases what was kept long enough: one recurring task per model that declares ``kept_for``.

A manifest names the model and how its rows are erased; a test holds that every declaration of
``kept_for`` is named by exactly one retention::

    recurring=(retention("processes.Invitation", forget_invitations),)
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from isegoria.core.actor import SYSTEM, Actor
from isegoria.core.journal.kinds import EntryKind, Fact
from isegoria.core.journal.record import record
from isegoria.core.service import nothing_changed, service
from isegoria.core.tasks.recurring import Recurring

DAILY = timedelta(days=1)
RETENTION = UUID("6f0f5f0e-1c39-4c0e-9f61-3d6a2a9f6c55")
"""What the entries are about: the register of personal data of this installation, the same for all."""
RETENTION_APPLIED = EntryKind(
    "retention.applied",
    _("Personal data were erased because their time had passed"),
    facts={"table": Fact.CODE, "count": Fact.COUNT},
    commits=frozenset(),
    labels={"table": _("Table"), "count": _("How many rows")},
)


def retention(model: str, run: Callable[[], int], *, every: timedelta = DAILY) -> Recurring:
    """The recurring task that erases the rows of ``model`` (its label) that were kept long enough.

    ``run`` erases and answers how many rows. The public journal is told the count once a day at most:
    what is erased every few minutes would bury everything else, and is not told.
    """
    return Recurring(
        f"retention.{model}", every, partial(_apply, model, run, every >= DAILY), forgets=model
    )


@service(journal=RETENTION_APPLIED)
def apply_retention(*, actor: Actor, model: str, run: Callable[[], int]) -> None:  # noqa: ARG001 - time acts
    """Erase what was kept long enough and journal the count, unless there was nothing to erase."""
    count = run()
    if count:
        record(RETENTION_APPLIED, subject=RETENTION, facts={"table": model.lower(), "count": count})
    else:
        nothing_changed()


def _apply(model: str, run: Callable[[], int], is_told: bool) -> None:  # noqa: FBT001 - called by partial
    if is_told:
        apply_retention(actor=SYSTEM, model=model, run=run)
    else:
        run()
