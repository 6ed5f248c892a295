"""Where an answer that is owed stands, what an answer says, and how far a milestone is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class DemandState(TextChoices):
    """Where a text stands that was handed over to the authority."""

    AWAITED = "awaited", _("answer awaited")
    STUDIED = "studied", _("under study")
    ANSWERED = "answered", _("answered")
    DONE = "done", _("done")
    ENDED = "ended", _("over, not all of it done")


_OPEN = frozenset({DemandState.AWAITED, DemandState.STUDIED})
_CLOSED = frozenset({DemandState.ANSWERED, DemandState.DONE, DemandState.ENDED})

DEMAND_MACHINE = Machine(
    "demand",
    DemandState,
    DemandState.AWAITED,
    (
        Transition(
            "study", _OPEN, DemandState.STUDIED, _("the authority studies it until a new date")
        ),
        Transition(
            "answer", _OPEN | _CLOSED, DemandState.ANSWERED, _("the authority answers all of it")
        ),
        Transition(
            "finish",
            frozenset({DemandState.ANSWERED}),
            DemandState.DONE,
            _("the last of what was promised is done"),
        ),
        Transition(
            "end",
            frozenset({DemandState.ANSWERED}),
            DemandState.ENDED,
            _("no step is to come any more, and one was given up"),
        ),
    ),
)


class Verdict(TextChoices):
    """What the authority says of what it was asked."""

    ACCEPTED = "accepted", _("Accepted as it stands")
    CHANGED = "changed", _("Accepted with changes")
    PARTLY = "partly", _("Partly accepted")
    REFUSED = "refused", _("Refused")
    STUDY = "study", _("Under study")


PROMISING = frozenset({Verdict.ACCEPTED, Verdict.CHANGED, Verdict.PARTLY})
"""The verdicts that say that something will be done: so they say what, and by when."""


class MilestoneState(TextChoices):
    """Where a dated step of a commitment stands."""

    AHEAD = "ahead", _("to be done")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


MILESTONE_MACHINE = Machine(
    "milestone",
    MilestoneState,
    MilestoneState.AHEAD,
    (
        Transition(
            "tell",
            frozenset({MilestoneState.AHEAD}),
            MilestoneState.AHEAD,
            _("the authority tells how far it is"),
        ),
        Transition(
            "move",
            frozenset({MilestoneState.AHEAD}),
            MilestoneState.AHEAD,
            _("the authority gives another date, and why"),
        ),
        Transition(
            "do",
            frozenset({MilestoneState.AHEAD}),
            MilestoneState.DONE,
            _("the authority shows that it is done"),
        ),
        Transition(
            "drop",
            frozenset({MilestoneState.AHEAD}),
            MilestoneState.DROPPED,
            _("the authority gives it up, and says why"),
        ),
    ),
)
