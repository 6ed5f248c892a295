"""The life of a measure, and what becomes of a change that somebody proposes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class MeasureState(TextChoices):
    """Where a measure stands."""

    DRAFT = "draft", _("being written")
    READING = "reading", _("read by others")
    VOTING = "voting", _("put to the vote")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("not adopted")
    SUBMITTED = "submitted", _("handed over to the authority")


WRITTEN = frozenset({MeasureState.DRAFT, MeasureState.READING})
"""States in which words change."""

MEASURE_MACHINE = Machine(
    "measure",
    MeasureState,
    MeasureState.DRAFT,
    (
        Transition(
            "open",
            frozenset({MeasureState.DRAFT}),
            MeasureState.READING,
            _("its authors let everybody read it"),
        ),
        Transition(
            "call_vote", WRITTEN, MeasureState.VOTING, _("it is put to the vote, its words fixed")
        ),
        Transition(
            "adopt", frozenset({MeasureState.VOTING}), MeasureState.ADOPTED, _("the body adopts it")
        ),
        Transition(
            "reject",
            frozenset({MeasureState.VOTING}),
            MeasureState.REJECTED,
            _("the body does not adopt it"),
        ),
        Transition(
            "submit",
            frozenset({MeasureState.ADOPTED}),
            MeasureState.SUBMITTED,
            _("it is handed over to the authority"),
        ),
    ),
)


class Outcome(TextChoices):
    """What the authors of a measure made of a change that somebody proposed."""

    WAITING = "waiting", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    REFUSED = "refused", _("refused")


_WAITING = frozenset({Outcome.WAITING})
AMENDMENT_MACHINE = Machine(
    "amendment",
    Outcome,
    Outcome.WAITING,
    (
        Transition("accept", _WAITING, Outcome.ACCEPTED, _("accepted")),
        Transition("accept_partly", _WAITING, Outcome.PARTLY, _("accepted in part")),
        Transition("refuse", _WAITING, Outcome.REFUSED, _("refused")),
    ),
)
