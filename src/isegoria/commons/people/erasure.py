"""What this room forgets about a person who asks for it."""

from uuid import UUID

from isegoria.commons.people.models import Person


def erase_name(person_id: UUID) -> None:
    """Empty the name shown beside the person's texts; the texts stay, signed by nobody."""
    Person.objects.filter(pk=person_id).update(display_name="")
