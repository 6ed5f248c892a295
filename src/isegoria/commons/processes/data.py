"""The open data of a process: every table that a room declares of one, and all of them in one file."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Process
from isegoria.core.exports.bundle import Bundle, Part
from isegoria.core.exports.declare import Export
from isegoria.core.exports.writers import Format
from isegoria.core.registry import components
from isegoria.core.texts import Text, pick
from isegoria.core.ui.context import Link

_ORDER = (Format.CSV, Format.XLSX, Format.JSON)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that anybody may take along: the same rows in each format, and what its columns mean."""

    key: str
    label: Text
    description: Text
    files: tuple[Link, ...]
    dictionary: str


def tables(process: Process) -> tuple[Table, ...]:
    """What can be taken of a process, room by room. No statement."""
    return tuple(_table(room, export, process) for room, export in _exports())


def licences() -> tuple[Link, ...]:
    """Under which terms these tables may be used again, each once."""
    terms = dict.fromkeys(export.licence for _room, export in _exports())
    return tuple(Link(licence.title, licence.path) for licence in terms)


def bundle(process: Process) -> Bundle:
    """All of it in one file."""
    return Bundle(
        name=process.slug,
        title=pick(process.title),
        description=_("What everybody can read in this process, as tables."),
        address=f"{settings.SITE_URL}{reverse('processes:data', args=[process.slug])}",
        parts=tuple(Part(export, (process,)) for _room, export in _exports()),
    )


def _exports() -> tuple[tuple[str, Export], ...]:
    return tuple(
        (room.name, export)
        for room in components()
        for export in room.exports
        if export.policy.model is Process
    )


def _table(room: str, export: Export, process: Process) -> Table:
    def address(name: str, format_: Format) -> str:
        return reverse(f"{room}:export-{name}-{format_}", args=[process.slug])

    return Table(
        key=export.name,
        label=export.label,
        description=export.description,
        files=tuple(Link(each.upper(), address(export.name, each)) for each in _ORDER),
        dictionary=address(f"{export.name}.dictionary", Format.CSV),
    )
