"""What the services of a draw share: its lock, and what can no longer be done."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.models import Draw, Volunteer
from isegoria.capabilities.lottery.policies import ORGANISE
from isegoria.commons.processes.models import Activity
from isegoria.core.actor import Actor
from isegoria.core.errors import Conflict


def lock(activity: Activity) -> Draw:
    """The draw of ``activity`` as it is, nobody else writing; a new one when nothing was asked yet."""
    found = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("process")
        .prefetch_related("phases")
        .get(pk=activity.pk)
    )
    draw, _created = Draw.objects.get_or_create(activity=found)
    draw.activity = found
    return draw


def organised(actor: Actor, activity: Activity) -> Draw:
    """The draw, locked, for its organiser to change. Raises Conflict once the pool is frozen."""
    draw = lock(activity)
    ORGANISE.authorise(actor, draw.activity)
    refuse_frozen(draw)
    return draw


def refuse_frozen(draw: Draw) -> None:
    """Raise Conflict when the pool of ``draw`` is frozen."""
    if draw.frozen_at is not None:
        raise Conflict(
            _("The pool is frozen: nothing about this draw can be changed any more."), code="frozen"
        )


def refuse_volunteers(draw: Draw) -> None:
    """Raise Conflict when somebody has answered already: the questions must not change under them."""
    if Volunteer.objects.filter(draw=draw).exists():
        raise Conflict(
            _(
                "People have volunteered already: the questions and their answers stay as they are."
                " Shares and quotas can still be changed."
            ),
            code="volunteers",
        )
