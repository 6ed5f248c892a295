"""Exports: declared once in a manifest, written as CSV, JSON, XLSX or a ZIP with their dictionary.

::

    MEASURES = Export(
        name="measures",
        label=_("Measures"),
        description=_("The measures that the panel submitted."),
        columns=(
            ExportColumn("ref", _("Reference"), Kind.UUID, _("Stable reference of the measure")),
            ExportColumn("title", _("Title"), Kind.TEXT),
        ),
        rows=lambda process: chunked(Measure.objects.filter(process=process)),
        policy=READ_PROCESS,
    )
"""

from isegoria.core.exports.declare import (
    LICENCE_OUVERTE,
    Export,
    ExportColumn,
    ExportError,
    Kind,
    Licence,
)
from isegoria.core.exports.rows import chunked
from isegoria.core.exports.writers import Format, Options, Written, write_export

__all__ = [
    "LICENCE_OUVERTE",
    "Export",
    "ExportColumn",
    "ExportError",
    "Format",
    "Kind",
    "Licence",
    "Options",
    "Written",
    "chunked",
    "write_export",
]
