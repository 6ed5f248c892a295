"""What the public journal says of seats: numbers and pseudonyms, never a name."""

from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.lottery.seat_states import OfferState
from isegoria.core.journal.kinds import EntryKind, Fact

SEATS_OPENED = EntryKind(
    "lottery.seats_opened",
    _("The seats of the panel were offered to those who were drawn"),
    facts={"seats": Fact.COUNT, "reply_by": Fact.INSTANT},
    labels={"seats": _("Seats"), "reply_by": _("Answers are awaited until")},
)
SEAT_OFFERED = EntryKind(
    "lottery.seat_offered",
    _("A seat was offered to the next alternate"),
    facts={
        "seat": Fact.COUNT,
        "rank": Fact.COUNT,
        "pseudonym": Fact.CODE,
        "reply_by": Fact.INSTANT,
    },
    labels={
        "seat": _("Seat"),
        "rank": _("Rank in the published order"),
        "pseudonym": _("Pseudonym"),
        "reply_by": _("Answers are awaited until"),
    },
)
SEAT_ANSWERED = EntryKind(
    "lottery.seat_answered",
    _("A seat was accepted, declined or given up"),
    facts={"seat": Fact.COUNT, "pseudonym": Fact.CODE, "answer": Fact.CODE},
    labels={"seat": _("Seat"), "pseudonym": _("Pseudonym"), "answer": _("Answer")},
    words={"answer": dict(OfferState.choices).get},
)
SEAT_EMPTY = EntryKind(
    "lottery.seat_empty",
    _("No alternate is left for a seat"),
    facts={"seat": Fact.COUNT},
    labels={"seat": _("Seat")},
)
KINDS = (SEATS_OPENED, SEAT_OFFERED, SEAT_ANSWERED, SEAT_EMPTY)
