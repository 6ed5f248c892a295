"""What becomes of what an import knows about people."""

from uuid import UUID

from isegoria.capabilities.consultation.import_models import (
    REPORTS_KEPT,
    ImportedPerson,
    ImportReport,
)
from isegoria.core import clock


def forget_imported(person_id: UUID) -> None:
    """Forget how another site called somebody."""
    ImportedPerson.objects.filter(person=person_id).delete()


def merge_imported(kept: UUID, gone: UUID) -> None:
    """Two persons are one: the references of the second are those of the first."""
    ImportedPerson.objects.filter(person=gone).update(person=kept)


def forget_reports() -> int:
    """Delete the reports that were kept long enough; how many."""
    gone, _by_model = ImportReport.objects.filter(at__lt=clock.now() - REPORTS_KEPT).delete()
    return gone
