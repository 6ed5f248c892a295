"""What a draw forgets: about a person who asks for it, about two who are one, and about everybody in time."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from isegoria.capabilities.lottery.models import KEPT, Answer, Contact, Volunteer
from isegoria.core import clock

NO_LINK = {"person": None, "imported_id": "", "household": "", "likeness": "", "entered_by": None}


def erase_volunteer(person_id: UUID) -> None:
    """Before the freezing the entry goes. Of a frozen pool a line under a pseudonym stays, which leads to
    nobody; its answers and its address go."""
    own = Volunteer.objects.filter(person=person_id)
    own.filter(draw__frozen_at=None).delete()
    _forget(own)
    Volunteer.objects.filter(entered_by=person_id).update(entered_by=None)


def _forget(rows: QuerySet[Volunteer]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    Answer.objects.filter(volunteer__in=keys).delete()
    Contact.objects.filter(volunteer__in=keys).delete()
    return Volunteer.objects.filter(pk__in=keys).update(**NO_LINK, withdrawn_at=clock.now())


def merge_volunteers(kept: UUID, gone: UUID) -> None:
    """Who volunteered twice is in the pool once: the entry of ``kept`` stands. Of a frozen pool the other
    line stays and counts as having declined."""
    both = Volunteer.objects.filter(person=kept).values("draw")
    twice = Volunteer.objects.filter(person=gone, draw__in=both)
    twice.filter(draw__frozen_at=None).delete()
    _forget(twice)
    Volunteer.objects.filter(person=gone).update(person=kept)
    Volunteer.objects.filter(entered_by=gone).update(entered_by=kept)


def forget_volunteers() -> int:
    """Delete what volunteers wrote sixty days after the last step of their draw; answer how many."""
    past = clock.now() - KEPT
    over = (
        Volunteer.objects.values("draw")
        .annotate(last=Max("draw__activity__phases__closes_at"))
        .filter(last__lt=past)
        .order_by()
    )
    _all, by_model = Volunteer.objects.filter(draw__in=over.values("draw")).delete()
    return by_model.get(Volunteer._meta.label, 0)


def kept_until(last_step: datetime) -> datetime:
    """When what volunteers wrote is deleted at the latest."""
    return last_step + KEPT
