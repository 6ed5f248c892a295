"""What this room forgets about a person, or gives to the person they turn out to be."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q

from isegoria.commons.people.returning import forget_spent
from isegoria.commons.processes.models import INVITATIONS_KEPT, Invitation, Membership
from isegoria.commons.processes.openings import open_activities
from isegoria.core import clock
from isegoria.core.tasks.retention import retention


def erase_mandates(person_id: UUID) -> None:
    """Leave a mandate of nobody, over and without words; forget the invitations written to the person, and
    who wrote the others."""
    now = clock.now()
    mine = Membership.objects.filter(person_id=person_id)
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    mine.filter(still, began_at__gte=now).delete()
    mine.filter(still).update(ended_at=now)
    mine.update(person=None, function={}, began_because="", ended_because="")
    addresses = EmailAddress.objects.filter(user__person=person_id)
    theirs = Q(person_id=person_id) | Q(address__in=addresses.values("email"))
    Invitation.objects.filter(theirs).delete()
    Invitation.objects.filter(invited_by_id=person_id).update(invited_by=None)


def merge_mandates(kept: UUID, absorbed: UUID) -> None:
    """Give the mandates of ``absorbed`` to ``kept``; a place that both have runs on once, from the earlier
    beginning."""
    running = {
        (mandate.body_id, mandate.role): mandate
        for mandate in Membership.objects.filter(person_id=kept, ended_at__isnull=True)
    }
    for mandate in Membership.objects.filter(person_id=absorbed, ended_at__isnull=True):
        twin = running.get((mandate.body_id, mandate.role))
        if twin is not None:
            twin.began_at = min(twin.began_at, mandate.began_at)
            twin.save(update_fields=["began_at"])
            mandate.delete()
    Membership.objects.filter(person_id=absorbed).update(person_id=kept)
    Invitation.objects.filter(person_id=absorbed).update(person_id=kept)
    Invitation.objects.filter(invited_by_id=absorbed).update(invited_by_id=kept)


def forget_invitations() -> int:
    """Delete the invitations that are old, whatever became of them, and answer how many."""
    deleted, _by_model = Invitation.objects.filter(
        created_at__lt=clock.now() - INVITATIONS_KEPT
    ).delete()
    return deleted


def forget_spent_proofs() -> int:
    """Forget what tells that a deleted account still counts in an activity, once that one is closed."""
    return forget_spent(set(open_activities(clock.now()).values_list("ref", flat=True)))


FORGET_SPENT = retention("people.SpentProof", forget_spent_proofs)
FORGET_INVITATIONS = retention("processes.Invitation", forget_invitations)
