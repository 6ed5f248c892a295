"""Forgetting a person: the log stays as it is, what linked it to them is destroyed."""

from uuid import UUID

from django.db import transaction

from isegoria.core.journal.models import AuditRow, Commitment


@transaction.atomic
def forget_person(person: UUID) -> int:
    """Destroy every salt of a person's entries, and their name in the audit rows.

    Afterwards no entry can be linked to the person, by anybody, and every checkpoint stays valid.
    Returns the number of commitments that can no longer be opened.
    """
    AuditRow.objects.filter(person=person).update(person=None)
    forgotten, _by_model = Commitment.objects.filter(person=person).delete()
    return forgotten
