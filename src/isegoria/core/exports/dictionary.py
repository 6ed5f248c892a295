"""What the columns mean: the dictionary of an export, itself an export, and the Data Package."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from isegoria.core.exports.declare import Export, ExportColumn, Kind, Licence
from isegoria.core.texts import Text

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_FIELDS: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("string", "default"),
    Kind.INTEGER: ("integer", "default"),
    Kind.DECIMAL: ("number", "default"),
    Kind.BOOLEAN: ("boolean", "default"),
    Kind.DATE: ("date", "default"),
    Kind.INSTANT: ("datetime", "default"),
    Kind.UUID: ("string", "uuid"),
    Kind.CHOICE: ("string", "default"),
}

GUARD = gettext_noop(
    "Text that a spreadsheet could take for a formula begins with one more apostrophe. To have the"
    " text as written, take off one apostrophe wherever apostrophes stand before = + - @, at the"
    " start or after a semicolon, a tab or a line break."
)


def dictionary(export: Export) -> Export:
    """One row per column of ``export``: its name, label, type, unit, choices and meaning."""
    return Export(
        name=f"{export.name}.dictionary",
        label=_("Data dictionary"),
        columns=(
            ExportColumn("name", _("Name")),
            ExportColumn("label", _("Label")),
            ExportColumn("type", _("Type"), value=lambda column: _FIELDS[column.kind][0]),
            ExportColumn("unit", _("Unit")),
            ExportColumn("choices", _("Choices"), value=_choices),
            ExportColumn("description", _("Description")),
        ),
        rows=lambda *_subject: export.columns,
        policy=export.policy,
        licence=export.licence,
    )


def _choices(column: ExportColumn) -> str:
    return " | ".join(f"{word}: {meaning}" for word, meaning in (column.choices or {}).items())


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file of a package: its export, its name and what it is about, its path inside, its size and
    SHA-256."""

    export: Export
    name: str
    about: Text
    path: str
    octets: int
    sha256: str

    @property
    def title(self) -> str:
        """What the table is, and of what where that must be said."""
        return f"{self.export.label}{f' ({self.about})' if self.about else ''}"


def field(column: ExportColumn) -> dict[str, Any]:
    """A column as a field of a Table Schema."""
    kind, format_ = _FIELDS[column.kind]
    return {
        "name": column.name,
        "title": str(column.label),
        "type": kind,
        **({} if format_ == "default" else {"format": format_}),
        **({"description": str(column.description)} if column.description else {}),
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": {"enum": list(column.choices)}} if column.choices else {}),
    }


def data_package(
    *,
    name: str,
    title: Text,
    description: Text,
    created: datetime,
    address: str,
    resources: Sequence[Resource],
) -> dict[str, Any]:
    """A Data Package 2.0 descriptor (datapackage.org) of CSV resources."""
    licences: Iterable[Licence] = dict.fromkeys(item.export.licence for item in resources)
    return {
        "$schema": PROFILE,
        "name": name,
        "title": str(title),
        "description": str(description),
        "homepage": address,
        "created": created.isoformat().replace("+00:00", "Z"),
        "licenses": [
            {"name": licence.name, "title": licence.title, "path": licence.path}
            for licence in licences
        ],
        "resources": [_resource(item) for item in resources],
    }


def _resource(item: Resource) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title,
        "description": f"{item.export.description}\n\n{gettext(GUARD)}".strip(),
        "path": item.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": item.octets,
        "hash": f"sha256:{item.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {
            "fields": [field(column) for column in item.export.columns],
            "missingValues": [""],
        },
    }
