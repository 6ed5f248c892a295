"""Several exports in one ZIP: CSV files, datapackage.json, the dictionary, and a page in each language."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from isegoria.core.exports.declare import Export
from isegoria.core.exports.dictionary import GUARD, Resource, data_package, dictionary
from isegoria.core.exports.writers import Format, write_export
from isegoria.core.texts import Text
from isegoria.core.ui import formatting

READ_ME = {"fr": "LISEZMOI.md", "en": "README.md"}
"""The page that says what is in the file, by language."""


@dataclass(frozen=True, slots=True)
class Part:
    """An export of the bundle and what its rows are about (nothing, or what ``rows`` takes).

    ``name`` and ``about`` tell it from another part of the same export: in the file, and in words.
    """

    export: Export
    subject: tuple[Any, ...] = ()
    name: str = ""
    about: Text = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is packed together. ``extra`` holds further files by name: a checkpoint, say."""

    name: str
    title: Text
    description: Text
    address: str
    parts: Sequence[Part]
    extra: Mapping[str, bytes] = field(default_factory=dict)


def write_bundle(bundle: Bundle, file: IO[bytes], *, at: datetime, scratch: IO[bytes]) -> None:
    """Write the ZIP to ``file``, each table by way of ``scratch`` (empty, seekable).

    The same rows and ``at`` give the same octets. Raises ExportError as ``write_export`` does;
    what is in ``file`` is then worth nothing.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = [_table(archive, part, at, scratch) for part in bundle.parts]
        descriptor = data_package(
            name=bundle.name,
            title=bundle.title,
            description=bundle.description,
            created=at,
            address=bundle.address,
            resources=resources,
        )
        _add(archive, "datapackage.json", _as_json(descriptor), at)
        for language, name in READ_ME.items():
            with override(language):
                _add(archive, name, read_me(bundle, resources, at).encode(), at)
        for name, content in bundle.extra.items():
            _add(archive, PurePosixPath(name).name, content, at)


def _table(archive: zipfile.ZipFile, part: Part, at: datetime, scratch: IO[bytes]) -> Resource:
    export = part.export
    about = io.BytesIO()
    write_export(dictionary(export), about, Format.CSV)
    scratch.seek(0)
    scratch.truncate()
    written = write_export(export, scratch, Format.CSV, *part.subject)
    name = part.name or export.name
    path = f"data/{name}.csv"
    with archive.open(_entry(path, at), "w", force_zip64=True) as target:
        while chunk := scratch.read(1 << 20):
            target.write(chunk)
    _add(archive, f"data/{name}.dictionary.csv", about.getvalue(), at)
    return Resource(export, name, part.about, path, written.octets, written.sha256)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    archive.writestr(_entry(name, at), content)


def _as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def read_me(bundle: Bundle, resources: Sequence[Resource], at: datetime) -> str:
    """What the bundle holds and how to read it, in the language that is active."""
    licences = dict.fromkeys(item.export.licence for item in resources)
    lines = [
        f"# {bundle.title}",
        "",
        str(bundle.description),
        "",
        _("Data of %(date)s, from %(address)s.")
        % {"date": formatting.date(at), "address": bundle.address},
        "",
        f"## {_('Files')}",
        "",
    ]
    for item in resources:
        lines += [f"* `{item.path}`: {item.title}. {item.export.description}".strip()]
        lines += [f"  SHA-256: {item.sha256}"]
    lines += [
        *(f"* `{name}`" for name in bundle.extra),
        "",
        f"## {_('How to read them')}",
        "",
        _(
            "The tables are CSV files: UTF-8, commas, a line of headers. Dates are ISO 8601, in UTC. The"
            " meaning of each column is in the file that ends in .dictionary.csv, and for programs in"
            " datapackage.json (Data Package 2.0)."
        ),
        "",
        _(GUARD),
        "",
        f"## {_('Licence')}",
        "",
        *(f"{licence.title} ({licence.path})" for licence in licences),
        "",
    ]
    return "\n".join(lines)
