"""What the seats of a panel forget: a person who asks for it, and which of two entries stays at a merge."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from isegoria.capabilities.lottery.models import Volunteer
from isegoria.capabilities.lottery.seat_models import Offer, Seat
from isegoria.capabilities.lottery.seat_states import HELD


def forget_offers(volunteers: Sequence[int]) -> None:
    """Delete what was offered to these volunteers; the seats they held are free, and the recurring task
    offers them to the next alternates."""
    offers = Offer.objects.filter(volunteer__in=volunteers)
    held = offers.filter(state__in=HELD).values_list("seat_id", flat=True)
    Seat.objects.filter(pk__in=list(held)).update(holder="")
    offers.delete()


def spare_entries(kept: UUID, gone: UUID) -> QuerySet[Volunteer]:
    """The entries of ``kept`` in draws where only ``gone`` was offered a seat: those that go when the two
    are found to be one."""
    mine = Offer.objects.filter(volunteer__person=kept)
    theirs = Offer.objects.filter(volunteer__person=gone)
    only_theirs = theirs.exclude(seat__draw__in=mine.values("seat__draw"))
    return Volunteer.objects.filter(person=kept, draw__in=only_theirs.values("seat__draw"))
