"""What this room forgets about a person who asks for it."""

from uuid import UUID

from isegoria.commons.people.models import FormerPerson, Person, Proof
from isegoria.core.actor import Verification


def erase_person(person_id: UUID) -> None:
    """Forget the name, the age, how the person was recognised and under what former references.

    The texts stay, signed by nobody. A line of the register is free again: it names nobody here.
    """
    Person.objects.filter(pk=person_id).update(
        display_name="", declared_age=0, verification=Verification.NONE
    )
    Proof.objects.filter(person_id=person_id).delete()
    Proof.objects.filter(entered_by_id=person_id).update(entered_by=None)
    FormerPerson.objects.filter(person_id=person_id).delete()
