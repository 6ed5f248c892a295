"""Forgetting a person, or joining two: the log stays as it is, only what links it to people changes."""

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


@transaction.atomic
def merge_persons(kept: UUID, gone: UUID) -> None:
    """Give the commitments and the audit rows of ``gone`` to ``kept``.

    The salts still open the entries with the reference under which they were written.
    """
    AuditRow.objects.filter(person=gone).update(person=kept)
    Commitment.objects.filter(person=gone).update(person=kept)
