"""The archive that a person takes away: one file for programs, one page for eyes."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise

from isegoria.core import clock
from isegoria.core.ui.formatting import instant
from isegoria.site.owndata.traces import Row, Trace, traces
from isegoria.site.register import TOPICS


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: the rows of which each is a list of (what, value)."""

    title: str
    rows: tuple[tuple[tuple[str, Any], ...], ...]


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
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
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
                (str(words.get(name, name.replace("_", " "))), value)
                for name, value in row.items()
                if value not in (None, "", {})
            )
            for row in rows
        ),
    )
