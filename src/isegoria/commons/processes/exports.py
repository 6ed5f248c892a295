"""The timeline of a process as open data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Phase, Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.core.exports.rows import chunked


def _phases(process: Process) -> Iterator[Phase]:
    return chunked(Phase.objects.filter(activity__process=process).select_related("activity"))


TIMELINE_EXPORT = Export(
    name="timeline",
    label=_("Timeline"),
    description=_("The phases of a process, with their dates."),
    columns=(
        ExportColumn(
            "phase", _("Phase"), Kind.UUID, _("Lasting reference of the phase"), lambda row: row.ref
        ),
        ExportColumn(
            "activity",
            _("Activity"),
            Kind.TEXT,
            _("Name of the activity in the address of its page"),
            lambda row: row.activity.slug,
        ),
        ExportColumn("kind", _("Kind"), Kind.TEXT, _("Kind of phase, as the site declares it")),
        ExportColumn(
            "title.fr", _("Title in French"), Kind.TEXT, "", lambda row: row.title.get("fr", "")
        ),
        ExportColumn(
            "title.en", _("Title in English"), Kind.TEXT, "", lambda row: row.title.get("en", "")
        ),
        ExportColumn("opens_at", _("Opens"), Kind.INSTANT, _("First instant of the phase")),
        ExportColumn("closes_at", _("Closes"), Kind.INSTANT, _("First instant after the phase")),
    ),
    rows=_phases,
    policy=READ_PROCESS,
)
