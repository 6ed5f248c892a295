"""What a draw forgets: about a person who asks for it, about two who are one, and about everybody in time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from isegoria.capabilities.lottery.draw_models import Witness
from isegoria.capabilities.lottery.models import Answer, Contact, Draw, Volunteer
from isegoria.capabilities.lottery.preparation_models import Chance
from isegoria.capabilities.lottery.seat_erasure import forget_offers, spare_entries
from isegoria.capabilities.lottery.seat_models import Offer
from isegoria.core import clock

NO_LINK = {"person": None, "imported_id": "", "household": "", "likeness": "", "entered_by": None}


def erase_volunteer(person_id: UUID) -> None:
    """Before the freezing the entry goes. Of a frozen pool a line under a pseudonym stays, which leads to
    nobody; its answers and its address go."""
    own = Volunteer.objects.filter(person=person_id)
    own.filter(draw__frozen_at=None).delete()
    _forget(own)
    Volunteer.objects.filter(entered_by=person_id).update(entered_by=None)
    Witness.objects.filter(person=person_id).update(person=None)
    Offer.objects.filter(entered_by=person_id).update(entered_by=None)


def _forget(rows: QuerySet[Volunteer]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    forget_offers(keys)
    Answer.objects.filter(volunteer__in=keys).delete()
    Contact.objects.filter(volunteer__in=keys).delete()
    Chance.objects.filter(volunteer__in=keys).delete()
    return Volunteer.objects.filter(pk__in=keys).update(**NO_LINK, withdrawn_at=clock.now())


def merge_volunteers(kept: UUID, gone: UUID) -> None:
    """Who volunteered twice is in the pool once: the entry of ``kept`` stands, unless only the other was
    offered a seat. Of a frozen pool the other line stays and counts as having declined."""
    both = Volunteer.objects.filter(person=kept).values("draw")
    twice = Volunteer.objects.filter(person=gone, draw__in=both)
    twice.filter(draw__frozen_at=None).delete()
    _forget(spare_entries(kept, gone))
    _forget(twice.all())
    Volunteer.objects.filter(person=gone).update(person=kept)
    Volunteer.objects.filter(entered_by=gone).update(entered_by=kept)
    Offer.objects.filter(entered_by=gone).update(entered_by=kept)
    both_signed = Witness.objects.filter(person=kept).values("drawing")
    Witness.objects.filter(person=gone).exclude(drawing__in=both_signed).update(person=kept)


def forget_volunteers() -> int:
    """Delete what volunteers wrote as long after the last step of their draw as its organiser said; answer
    how many."""
    now = clock.now()
    ends = Draw.objects.annotate(last=Max("activity__phases__closes_at")).exclude(last=None)
    over = [
        draw
        for draw, days, last in ends.values_list("pk", "kept_days", "last")
        if kept_until(last, days) < now
    ]
    _all, by_model = Volunteer.objects.filter(draw__in=over).delete()
    return by_model.get(Volunteer._meta.label, 0)


def kept_until(last_step: datetime, days: int) -> datetime:
    """When what volunteers wrote is deleted at the latest."""
    return last_step + timedelta(days=days)
