"""What the journal does by itself: check itself every night, forget old names in the audit rows."""

import logging
from datetime import timedelta

from isegoria.core import clock
from isegoria.core.journal.models import AUDIT_NAMES_KEPT, AuditRow
from isegoria.core.journal.problems import JournalDamaged
from isegoria.core.journal.verify import verify_database
from isegoria.core.tasks.recurring import Recurring
from isegoria.core.tasks.retention import retention

logger = logging.getLogger(__name__)


def check_everything() -> None:
    """Recompute the whole journal from its stored bytes.

    Raises :class:`JournalDamaged` once every fault is logged, so that the check counts as failed.
    """
    report = verify_database()
    for problem in report.problems:
        logger.error("The public journal does not check out: %s", problem)
    if not report.ok:
        places = len(report.problems) + report.untold
        raise JournalDamaged(
            f"The public journal is damaged in {places} place{'s' if places > 1 else ''}, told in the log."
        )


def forget_old_names() -> int:
    """Empty the names in audit rows older than their declared time; how many were emptied."""
    past = clock.now() - AUDIT_NAMES_KEPT
    return AuditRow.objects.filter(at__lt=past, person__isnull=False).update(person=None)


NIGHTLY_CHECK = Recurring("journal.check", timedelta(days=1), check_everything)
AUDIT_RETENTION = retention("journal.AuditRow", forget_old_names)
