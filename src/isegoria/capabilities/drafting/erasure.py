"""What this room forgets about a person, and what it gives to the one they turn out to be."""

from uuid import UUID

from isegoria.capabilities.drafting.models import Amendment, Reference, Version, Writing


def erase_person(person_id: UUID) -> None:
    """What they typed and did not save goes; versions, sources and answers stay, of nobody."""
    Writing.objects.filter(person=person_id).delete()
    Version.objects.filter(author=person_id).update(author=None)
    Reference.objects.filter(added_by=person_id).update(added_by=None)
    Amendment.objects.filter(decided_by=person_id).update(decided_by=None)


def merge_person(kept: UUID, gone: UUID) -> None:
    """Give everything that ``gone`` wrote to ``kept``. Where both were typing in one section, what was
    typed last is kept."""
    for mine in Writing.objects.filter(person=kept):
        other = Writing.objects.filter(person=gone, section=mine.section_id).first()
        if other is not None:
            (other if other.seen_at <= mine.seen_at else mine).delete()
    Writing.objects.filter(person=gone).update(person=kept)
    Version.objects.filter(author=gone).update(author=kept)
    Reference.objects.filter(added_by=gone).update(added_by=kept)
    Amendment.objects.filter(decided_by=gone).update(decided_by=kept)
