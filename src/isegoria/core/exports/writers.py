"""The writers: CSV, JSON and XLSX, row by row, to a file that the caller gives.

CSV is RFC 4180: UTF-8, commas, CRLF, quotes where needed, a mark (BOM) only when asked. Text goes
through the guard against formulas. JSON is an array of objects with exact decimals. XLSX holds
strings as strings and the dictionary on a second sheet.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from isegoria.core.exports.declare import Export, Kind
from isegoria.core.exports.dictionary import dictionary
from isegoria.core.exports.values import Cell, cells, in_words
from isegoria.core.exports.workbook import write_workbook
from isegoria.kernel.tabular import guard

_TEXTS = frozenset({Kind.TEXT, Kind.CHOICE})


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
    count = _Count(cells(export, subject))
    write(export, file, count, options)
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    octets = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Written(count.rows, octets, digest)


class _Count:
    """Counts the rows that pass."""

    def __init__(self, rows: Iterable[list[Cell]]) -> None:
        self.rows = 0
        self._rows = iter(rows)

    def __iter__(self) -> "_Count":
        return self

    def __next__(self) -> list[Cell]:
        row = next(self._rows)
        self.rows += 1
        return row


def headers(export: Export, *, labels: bool) -> list[str]:
    """The line of headers."""
    return [str(column.label) if labels else column.name for column in export.columns]


def _csv(export: Export, file: IO[bytes], rows: Iterable[list[Cell]], options: Options) -> None:
    text = io.TextIOWrapper(
        file, encoding="utf-8-sig" if options.mark else "utf-8", newline="", write_through=False
    )
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(header) for header in headers(export, labels=options.labels)])
    as_text: list[Callable[[Cell], str]] = [
        _guarded if column.kind in _TEXTS else in_words for column in export.columns
    ]
    writer.writerows(
        [write(cell) for write, cell in zip(as_text, row, strict=True)] for row in rows
    )
    text.detach()


def _guarded(cell: Cell) -> str:
    return guard(in_words(cell))


def _json(export: Export, file: IO[bytes], rows: Iterable[list[Cell]], options: Options) -> None:
    keys = [json.dumps(name, ensure_ascii=False) for name in headers(export, labels=options.labels)]
    start = "[\n"
    for row in rows:
        pairs = (f"{key}: {_literal(cell)}" for key, cell in zip(keys, row, strict=True))
        file.write(f"{start}{{{', '.join(pairs)}}}".encode())
        start = ",\n"
    file.write(b"\n]\n" if start == ",\n" else b"[]\n")


def _literal(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if cell is None or isinstance(cell, bool | int | str):
        return json.dumps(cell, ensure_ascii=False)
    return f'"{cell.isoformat()}"'


def _xlsx(export: Export, file: IO[bytes], rows: Iterable[list[Cell]], options: Options) -> None:
    about = dictionary(export)
    write_workbook(
        file,
        export,
        headers(export, labels=options.labels),
        rows,
        headers(about, labels=options.labels),
        cells(about, ()),
    )
