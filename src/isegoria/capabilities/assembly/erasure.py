"""What this room does with the grades of somebody who is forgotten, or turns out to be two."""

from uuid import UUID

from isegoria.capabilities.assembly.models import Grade


def erase_person(person_id: UUID) -> None:
    """Grades stay in the counts, of nobody."""
    Grade.objects.filter(person=person_id).update(person=None)


def merge_person(kept: UUID, gone: UUID) -> None:
    """Of two grades of one idea, that of the person who stays counts."""
    graded = Grade.objects.filter(person=kept).values("post_id")
    Grade.objects.filter(person=gone, post_id__in=graded).delete()
    Grade.objects.filter(person=gone).update(person=kept)
