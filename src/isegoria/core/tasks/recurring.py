"""Recurring work: declared in manifests, started once per slot whatever the number of workers.

A slot is a multiple of the period since 1970 in UTC: "every hour" begins at each full hour. What was
missed while nothing ran is not made up for: the next slot is enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.registry import declared
from isegoria.core.tasks.background import background
from isegoria.core.tasks.errors import GiveUp
from isegoria.core.tasks.models import LastTick, Queue
from isegoria.core.tasks.progress import Progress
from isegoria.core.tasks.rules import FAULT, MAY_PASS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Work to do once in every period: ``name`` is unique, ``run`` takes nothing and does it.

    ``forgets`` is the label of the model of which it erases what was kept long enough, '' for other
    work (see :mod:`isegoria.core.tasks.retention`).
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    forgets: str = ""

    def __post_init__(self) -> None:
        if self.every < timedelta(seconds=1):
            raise ValueError(f"{self.name}: the period of a recurring task is a second or more")


def slot(every: timedelta, now: datetime) -> datetime:
    """The beginning of the slot that holds ``now``."""
    return EPOCH + (now - EPOCH) // every * every


def due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Is a task that last began at ``last`` to begin at ``now``?

    Yes when it never began, or began in an earlier slot; and when it "began" two slots ahead or more:
    then a clock was wrong, and waiting for that day to come would be worse.
    """
    if last is None:
        return True
    present = slot(every, now)
    return last < present or last >= present + 2 * every


def late(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Did a whole slot go by without a task that last began at ``last``? Never begun is not late."""
    return last is not None and last < slot(every, now) - every


def tick(now: datetime | None = None, among: Sequence[Recurring] | None = None) -> tuple[str, ...]:
    """Start what is due, each exactly once, and answer the names of what was started.

    The claim of a slot is one conditional UPDATE in the transaction that asks for the run, so of two
    workers one starts it, and a crash between the two acts is impossible. While the run of an earlier
    slot is still going, nothing is added to it.
    """
    now = now or clock.now()
    items = all_recurring() if among is None else tuple(among)
    last = dict(LastTick.objects.values_list("name", "began_at"))
    if missing := [LastTick(name=item.name) for item in items if item.name not in last]:
        LastTick.objects.bulk_create(missing, ignore_conflicts=True)
    return tuple(
        item.name
        for item in items
        if due(last.get(item.name), item.every, now) and _start(item, now)
    )


def all_recurring() -> tuple[Recurring, ...]:
    """Every recurring task of the installation."""
    return tuple(declared(lambda component: component.recurring))


def _start(item: Recurring, now: datetime) -> bool:
    present = slot(item.every, now)
    still_due = (
        Q(began_at=None) | Q(began_at__lt=present) | Q(began_at__gte=present + 2 * item.every)
    )
    with transaction.atomic():
        claimed = LastTick.objects.filter(still_due, name=item.name).update(began_at=now)
        if claimed:
            run_recurring.enqueue_once(key=item.name, name=item.name, label=item.name)
    return bool(claimed)


@background(label=_("Recurring work"), queue=Queue.BULK, max_attempts=3, kept_for=timedelta(days=1))
def run_recurring(_progress: Progress, *, name: str) -> None:
    """Do the recurring work ``name`` and note how it ended."""
    item = next((item for item in all_recurring() if item.name == name), None)
    mine = LastTick.objects.filter(name=name)
    if item is None:
        mine.delete()
        return
    try:
        item.run()
    except MAY_PASS as error:
        mine.update(failed_at=clock.now(), failure=type(error).__qualname__)
        raise
    except Exception as error:
        mine.update(failed_at=clock.now(), failure=type(error).__qualname__)
        raise GiveUp(FAULT, code="fault") from error
    mine.update(succeeded_at=clock.now(), failure="")
