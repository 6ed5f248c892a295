"""The archive that a person takes away: one file for programs, one page for eyes."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.ui.formatting import instant
from isegoria.site.owndata.traces import Row, Trace, traces
from isegoria.site.register import TOPICS

COMMON: dict[str, Promise] = {
    "activity": _("in which part of the process"),
    "at": _("when"),
    "body": _("in which body"),
    "channel": _("how it came in"),
    "created_at": _("since when"),
    "kind": _("of what kind"),
    "parent": _("under which text"),
    "post": _("about which text"),
    "process": _("about which process"),
    "published_at": _("published on"),
    "role": _("in which role"),
    "state": _("where it stands"),
    "theme": _("under which theme"),
    "visibility": _("who sees it"),
    "you_are": _("what you did there"),
}
"""Columns that no declaration describes, because they say nothing about a person by themselves."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: the rows of which each is a list of (what, value)."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One topic of the register of personal data, with what it holds about one person."""

    title: Promise
    what: Promise
    why: Promise
    tables: tuple[Table, ...]


def pack(person_id: UUID) -> bytes:
    """Everything the site knows about a person, as a ZIP archive: ``data.json`` and ``data.html``."""
    now = clock.now()
    found = {trace.label: (trace, _rows(trace, person_id)) for trace in traces()}
    data = {
        "site": settings.SITE_URL,
        "made_at": now.isoformat(),
        "tables": {
            label: {
                "why": str(trace.declaration.why),
                "fields": {name: str(what) for name, what in trace.declaration.fields.items()},
                "rows": rows,
            }
            for label, (trace, rows) in found.items()
        },
    }
    chapters = [
        Chapter(
            topic.title,
            topic.what,
            topic.why,
            tuple(_table(*found[label]) for label in topic.models if label in found),
        )
        for topic in TOPICS
    ]
    context = {"site_name": settings.SITE_NAME, "made": instant(now), "chapters": chapters}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "data.json", json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
        )
        archive.writestr("data.html", render_to_string("owndata/copy.html", context))
    return file.getvalue()


def _rows(trace: Trace, person_id: UUID) -> list[Row]:
    return [*trace.rows(person_id), *trace.mentions(person_id)]


def _table(trace: Trace, rows: list[Row]) -> Table:
    words = trace.declaration.fields
    return Table(
        trace.label,
        tuple(
            tuple(
                (str(words.get(name) or COMMON.get(name) or name.replace("_", " ")), _said(value))
                for name, value in row.items()
                if value not in (None, "", {})
            )
            for row in rows
        ),
    )


def _plain(value: object) -> str:
    """A value of a column as JSON writes it."""
    match value:
        case bytes() | memoryview():
            return bytes(value).hex()
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


def _said(value: object) -> str:
    """A value of a column as a person reads it."""
    match value:
        case datetime():
            return instant(value)
        case dict():
            return "\n".join(map(str, value.values()))
        case _:
            return _plain(value)
