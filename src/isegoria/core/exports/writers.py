"""The writers: CSV, JSON and XLSX, row by row, to a file that the caller gives.

CSV is RFC 4180: UTF-8, commas, CRLF, quotes where needed, a mark (BOM) only when asked. Text goes
through the guard against formulas. JSON is an array of objects with exact decimals. XLSX holds
strings as strings and the dictionary on a second sheet.
"""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from isegoria.core.exports.declare import Export, Kind
from isegoria.core.exports.dictionary import dictionary
from isegoria.core.exports.values import PLAIN, TEXTS, Notation, batches
from isegoria.core.exports.workbook import Sheet, write_workbook
from isegoria.kernel.tabular import guard

_quoted = json.JSONEncoder(ensure_ascii=False).encode
_CSV = Notation({**PLAIN, **dict.fromkeys(TEXTS, guard)})
_JSON = Notation(
    {
        **PLAIN,
        **dict.fromkeys((*TEXTS, Kind.INSTANT, Kind.UUID), _quoted),
        Kind.DATE: lambda day: f'"{day.isoformat()}"',
    },
    nothing="null",
)


class Format(StrEnum):
    """The formats of a table; the value is the end of the file's name."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """What the file is, for the Content-Type header."""
        return {
            Format.CSV: "text/csv; charset=utf-8",
            Format.JSON: "application/json",
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self]


@dataclass(frozen=True, slots=True)
class Options:
    """``labels``: headers in the reader's language, not machine names. ``mark``: begin CSV with a
    BOM, which old versions of Excel need to see that the text is UTF-8.
    """

    labels: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows without the headers, octets, and their SHA-256."""

    rows: int
    octets: int
    sha256: str


def write_export(
    export: Export,
    file: IO[bytes],
    format_: Format,
    *subject: Any,
    options: Options | None = None,
) -> Written:
    """Write an export to the beginning of an empty, readable binary file.

    Raises ExportError when a value is wrong or the format cannot hold the table; what is in
    ``file`` is then worth nothing.
    """
    options = options or Options()
    write = {Format.CSV: _csv, Format.JSON: _json, Format.XLSX: _xlsx}[format_]
    rows = write(export, file, subject, options)
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    octets = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Written(rows, octets, digest)


def headers(export: Export, *, labels: bool) -> list[str]:
    """The line of headers."""
    return [str(column.label) if labels else column.name for column in export.columns]


def _csv(export: Export, file: IO[bytes], subject: tuple[Any, ...], options: Options) -> int:
    text = io.TextIOWrapper(
        file, encoding="utf-8-sig" if options.mark else "utf-8", newline="", write_through=False
    )
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(header) for header in headers(export, labels=options.labels)])
    count = 0
    for columns in batches(export, subject, _CSV):
        writer.writerows(zip(*columns, strict=True))
        count += len(columns[0])
    text.detach()
    return count


def _json(export: Export, file: IO[bytes], subject: tuple[Any, ...], options: Options) -> int:
    names = headers(export, labels=options.labels)
    line = ", ".join(f"{_quoted(name).replace('%', '%%')}: %s" for name in names)
    start, count = "[\n", 0
    for columns in batches(export, subject, _JSON):
        lines = map(f"{{{line}}}".__mod__, zip(*columns, strict=True))
        file.write((start + ",\n".join(lines)).encode())
        start = ",\n"
        count += len(columns[0])
    file.write(b"\n]\n" if count else b"[]\n")
    return count


def _xlsx(export: Export, file: IO[bytes], subject: tuple[Any, ...], options: Options) -> int:
    about = dictionary(export)
    return write_workbook(
        file,
        Sheet("data", headers(export, labels=options.labels), export, subject),
        Sheet("dictionary", headers(about, labels=options.labels), about),
    )
