"""What this room forgets about a person, and what it gives to the one they turn out to be."""

from uuid import UUID

from isegoria.capabilities.answers.models import Report


def erase_person(person_id: UUID) -> None:
    """What the authority said stays, of nobody."""
    Report.objects.filter(by=person_id).update(by=None)


def merge_person(kept: UUID, gone: UUID) -> None:
    """Give what ``gone`` reported to ``kept``."""
    Report.objects.filter(by=gone).update(by=kept)
