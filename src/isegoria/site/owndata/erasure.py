"""What this room forgets about a person, or gives to the person they turn out to be."""

from uuid import UUID

from isegoria.site.owndata.models import DataCopy


def erase_copy(person_id: UUID) -> None:
    """Delete the copy that the person had made."""
    DataCopy.objects.filter(person=person_id).delete()


def merge_copies(kept: UUID, gone: UUID) -> None:
    """Of two copies, that of ``kept`` stays; neither tells of both, so a new one may be asked for."""
    theirs = DataCopy.objects.filter(person=gone)
    if DataCopy.objects.filter(person=kept).exists():
        theirs.delete()
    theirs.update(person=kept)
