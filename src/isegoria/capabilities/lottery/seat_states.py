"""The life of an offer of a seat."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from isegoria.core.machine import Machine, Transition


class OfferState(TextChoices):
    """What became of an offer."""

    OFFERED = "offered", _("awaiting an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    SILENT = "silent", _("did not answer in time")
    LEFT = "left", _("left the panel")


_WAITING = frozenset({OfferState.OFFERED})
OFFER_MACHINE = Machine(
    "seat offer",
    OfferState,
    initial=OfferState.OFFERED,
    transitions=[
        Transition("accept", _WAITING, OfferState.ACCEPTED, _("Accept")),
        Transition("decline", _WAITING, OfferState.DECLINED, _("Decline")),
        Transition("lapse", _WAITING, OfferState.SILENT, _("No answer by the date")),
        Transition(
            "leave", frozenset({OfferState.ACCEPTED}), OfferState.LEFT, _("Leave the panel")
        ),
    ],
)
HELD = (OfferState.OFFERED, OfferState.ACCEPTED)
"""The offers by which somebody holds a seat."""
