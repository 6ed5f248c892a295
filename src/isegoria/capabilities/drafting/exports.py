"""Measures as open data: what everybody can read of them, without who wrote it."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from isegoria.capabilities.drafting.models import Measure
from isegoria.capabilities.drafting.states import MeasureState
from isegoria.commons.processes.models import Process
from isegoria.commons.processes.policies import READ_PROCESS
from isegoria.core.exports.declare import Export, ExportColumn, Kind
from isegoria.core.exports.rows import chunked


def _measures(process: Process) -> Iterator[Measure]:
    found = Measure.objects.filter(post__activity__process=process, post__shown=True)
    return chunked(
        found.select_related("post__body").annotate(sources=Count("references")).order_by("pk")
    )


MEASURES_EXPORT = Export(
    name="measures",
    label=_("Measures"),
    description=_("The measures that everybody can read in a process, with their state."),
    columns=(
        ExportColumn(
            "ref",
            _("Reference"),
            Kind.UUID,
            _("Lasting reference of the text"),
            lambda measure: measure.post.ref,
        ),
        ExportColumn("number", _("Number"), Kind.INTEGER, _("Rank in the report, 0 before")),
        ExportColumn("state", _("State"), Kind.CHOICE, choices=dict(MeasureState.choices)),
        ExportColumn("title", _("Title"), Kind.TEXT, "", lambda measure: measure.post.title),
        ExportColumn("text", _("Text"), Kind.TEXT, "", lambda measure: measure.post.text),
        ExportColumn(
            "body",
            _("Body"),
            Kind.TEXT,
            _("The body of the process that writes it"),
            lambda measure: measure.post.body.slug if measure.post.body else None,
        ),
        ExportColumn("handed_over_at", _("Handed over"), Kind.INSTANT),
        ExportColumn(
            "sources", _("Sources"), Kind.INTEGER, _("How many texts and documents it names")
        ),
    ),
    rows=_measures,
    policy=READ_PROCESS,
)
