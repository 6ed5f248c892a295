"""What votes keep of somebody who is forgotten, or turns out to be two."""

from uuid import UUID

from isegoria.commons.decisions.models import Elector


def erase_person(person_id: UUID) -> None:
    """The votes stay, of nobody."""
    Elector.objects.filter(person=person_id).update(person=None)


def merge_person(kept: UUID, gone: UUID) -> None:
    """Where both could vote in one vote, the place of the second stays, of nobody: what was cast was
    counted as it was."""
    both = Elector.objects.filter(person=kept).values("decision_id")
    Elector.objects.filter(
        person=gone, decision_id__in=list(both.values_list("decision_id", flat=True))
    ).update(person=None)
    Elector.objects.filter(person=gone).update(person=kept)
