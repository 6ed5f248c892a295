"""The open data of a process: every table that a room declares of one or of its activities, and all of them
in one file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from isegoria.commons.processes.models import Activity, Process
from isegoria.core.actor import ANONYMOUS
from isegoria.core.component import Component
from isegoria.core.exports.bundle import Bundle, Part
from isegoria.core.exports.declare import Export
from isegoria.core.exports.writers import Format
from isegoria.core.registry import components
from isegoria.core.texts import Text, pick
from isegoria.core.ui.context import Link

_picked = lazy(pick, str)
"""A text of an organiser, in the language in which it is shown at last."""
_ORDER = (Format.CSV, Format.XLSX, Format.JSON)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that anybody may take along: the same rows in each format, and what its columns mean. ``about``
    is the activity it is of; '' for the whole process."""

    key: str
    label: Text
    about: Text
    description: Text
    files: tuple[Link, ...]
    dictionary: str


@dataclass(frozen=True, slots=True)
class _Offer:
    room: str
    export: Export
    activity: Activity | None = None

    @property
    def key(self) -> str:
        return f"{self.export.name}-{self.activity.slug}" if self.activity else self.export.name

    @property
    def about(self) -> Text:
        return _picked(self.activity.title) if self.activity else ""


def tables(process: Process) -> tuple[Table, ...]:
    """What can be taken of a process, room by room. One statement, and two or so per table of activities."""
    return tuple(_table(offer, process) for offer in _offers(process))


def licences() -> tuple[Link, ...]:
    """Under which terms these tables may be used again, each once."""
    terms = dict.fromkeys(export.licence for _room, export in _declared(Process))
    return tuple(Link(licence.title, licence.path) for licence in terms)


def bundle(process: Process) -> Bundle:
    """All of it in one file."""
    return Bundle(
        name=process.slug,
        title=_picked(process.title),
        description=_("What everybody can read in this process, as tables."),
        address=f"{settings.SITE_URL}{reverse('processes:data', args=[process.slug])}",
        parts=tuple(
            Part(offer.export, (offer.activity or process,), offer.key, offer.about)
            for offer in _offers(process)
        ),
    )


def _declared(model: type[Process | Activity]) -> Iterator[tuple[Component, Export]]:
    for room in components():
        for export in room.exports:
            if export.policy.model is model:
                yield room, export


def _offers(process: Process) -> Iterator[_Offer]:
    """The tables of the process; then, of each activity, those that everybody may take. A capability has
    tables of its own activities, another room of any."""
    for room, export in _declared(Process):
        yield _Offer(room.name, export)
    activities = Activity.objects.filter(process=process).select_related("process")
    for room, export in _declared(Activity):
        of_room = activities.filter(capability=room.name) if room.activity else activities
        open_to_all = export.policy.allowed_among(of_room, ANONYMOUS)
        for activity in open_to_all.prefetch_related("phases").order_by("pk"):
            yield _Offer(room.name, export, activity)


def _table(offer: _Offer, process: Process) -> Table:
    where = [process.slug, *([offer.activity.slug] if offer.activity else ())]
    export = offer.export

    def address(name: str, format_: Format) -> str:
        return reverse(f"{offer.room}:export-{name}-{format_}", args=where)

    return Table(
        key=offer.key,
        label=export.label,
        about=offer.about,
        description=export.description,
        files=tuple(Link(each.upper(), address(export.name, each)) for each in _ORDER),
        dictionary=address(f"{export.name}.dictionary", Format.CSV),
    )
