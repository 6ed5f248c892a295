"""What votes keep of somebody who is forgotten, or turns out to be two."""

from uuid import UUID

from isegoria.commons.decisions.models import Elector


def erase_person(person_id: UUID) -> None:
    """The votes stay, of nobody."""
    Elector.objects.filter(person=person_id).update(person=None)


def merge_person(kept: UUID, gone: UUID) -> None:
    """Where both could vote in one vote, one place stays, that of a vote if there is one; the other is of
    nobody: what was cast was counted as it was."""
    theirs = Elector.objects.filter(person=gone)
    cast = list(theirs.filter(voted=True).values_list("decision_id", flat=True))
    Elector.objects.filter(person=kept, voted=False, decision_id__in=cast).update(person=None)
    both = Elector.objects.filter(person=kept).values_list("decision_id", flat=True)
    theirs.filter(decision_id__in=list(both)).update(person=None)
    theirs.update(person=kept)
