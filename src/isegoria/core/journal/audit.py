"""The internal trace: one row per service call that changed something, public entry or not."""

from typing import TYPE_CHECKING

from isegoria.core.journal.correlation import correlation
from isegoria.core.journal.models import AuditRow

if TYPE_CHECKING:
    from isegoria.core.service import Call


def write_audit_row(call: "Call") -> AuditRow:
    """Note who called which service, in the same transaction: of two, who types for another.

    Part of the service decorator.
    """
    return AuditRow.objects.create(
        service=call.name,
        person=call.actor.entered_by or call.actor.person_id,
        correlation=correlation(),
        entry_id=call.entry_ids[0] if call.entry_ids else None,
    )
